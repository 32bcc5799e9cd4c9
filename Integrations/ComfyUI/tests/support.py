"""ComfyUI's folders, a library and the nodes for each class of tests."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import pathlib
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from unittest import mock

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
PACK = HERE.parent / "castbook"

for _place in (ROOT / "Python", HERE / "stub"):
    if str(_place) not in sys.path:
        sys.path.insert(0, str(_place))

import castbook  # noqa: E402
import folder_paths  # noqa: E402
import numpy  # noqa: E402
import torch  # noqa: E402
from numpy.typing import NDArray  # noqa: E402
from PIL import Image  # noqa: E402
from tests.support import CLIPS, STARTER, Case  # noqa: E402

from executor import Executor  # noqa: E402

__all__ = ["CLIPS", "PACK", "ROOT", "STARTER", "NodeCase", "castbook", "numbers"]

TEXT = "@mira puts @mug on the desk."


def _load() -> types.ModuleType:
    """The pack as ComfyUI loads it: under a name made of its path, so castbook is the package."""
    name = str(PACK).replace(".", "_x_")
    spec = importlib.util.spec_from_file_location(name, PACK / "__init__.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


pack: Any = _load()


def part(name: str) -> Any:
    """A module of the pack."""
    return sys.modules[f"{pack.__name__}.{name}"]


def nodes() -> dict[str, Any]:
    """The nodes by the names that workflows use."""
    extension = asyncio.run(pack.comfy_entrypoint())
    return {node.define_schema().node_id: node for node in asyncio.run(extension.get_node_list())}


def numbers(tensor: torch.Tensor) -> NDArray[Any]:
    """The pictures of a batch in 8 bits."""
    shades: NDArray[Any] = numpy.rint(tensor.numpy() * 255).astype(numpy.uint8)
    return shades


def picture(path: pathlib.Path) -> NDArray[Any]:
    """A picture's decoded pixels."""
    with Image.open(path) as file:
        return numpy.asarray(file.convert("RGB"))


class NodeCase(Case):
    """Works in ComfyUI's folders, with the starter cast."""

    comfy: ClassVar[pathlib.Path]
    nodes: ClassVar[dict[str, Any]]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.comfy = cls.folder / "ComfyUI"
        folder_paths.set_folders(str(cls.comfy))
        cls.nodes = nodes()

    def refused(self, node: str, *arguments: Any, **inputs: Any) -> str:
        """The words of a node that refuses its inputs."""
        with self.assertRaises(part("failures").Refused) as raised:
            self.nodes[node].execute(*arguments, **inputs)
        self.assertNotIn("Traceback", str(raised.exception))
        self.assertTrue(raised.exception.__suppress_context__ or not raised.exception.__context__)
        return str(raised.exception)

    def cast_of(self, text: str = TEXT, **inputs: Any) -> Any:
        """What Castbook Cast returns."""
        known = {"target": "comfyui.kling-4.0.r2v", "name": "lobby", **inputs}
        return self.nodes["CastbookCast"].execute(text=text, **known)

    def executor(self, **more: Any) -> Executor:
        """Runs workflows with the nodes, and others."""
        return Executor({**self.nodes, **more})

    @contextmanager
    def program(self, script: str | None) -> Iterator[None]:
        """Another program in place of castbook: a shell script, or none."""
        path = str(self.folder / "gone") if script is None else self.fake(script)
        with mock.patch.dict(os.environ, {"CASTBOOK": path}):
            yield
