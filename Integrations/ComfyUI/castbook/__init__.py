"""Castbook as nodes of ComfyUI: the cast of a shot, a check before upload, and takes.

ComfyUI calls ``comfy_entrypoint`` when it loads the folder.
"""

from __future__ import annotations

from comfy_api.latest import ComfyExtension, io

try:
    import castbook as _package
except ModuleNotFoundError:
    raise ImportError(
        "the Python package castbook is missing: install its wheel with ComfyUI's Python"
    ) from None
if not hasattr(_package, "Library"):
    # Other nodes may have put custom_nodes in front of Python's search path.
    raise ImportError(
        f"{_package.__file__} has the name of the Python package castbook and hides it: "
        "rename that folder, such as to castbook-nodes"
    )

from .cast import CastbookCast
from .check import CastbookCheck
from .picture import CastbookPicture
from .save_take import CastbookSaveTake


class CastbookExtension(ComfyExtension):
    """The nodes of this folder."""

    async def get_node_list(self) -> list[type[io.ComfyNode]]:
        return [CastbookCast, CastbookPicture, CastbookCheck, CastbookSaveTake]


async def comfy_entrypoint() -> CastbookExtension:
    """What ComfyUI calls to get the nodes."""
    return CastbookExtension()
