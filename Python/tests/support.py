"""A library and a folder for each class of tests."""

import os
import pathlib
import shutil
import tempfile
import unittest
from typing import ClassVar

import castbook

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FIXTURES = ROOT / "Fixtures"
STARTER = FIXTURES / "starter"
TROUBLE = FIXTURES / "trouble"
CLIPS = FIXTURES / "clips"
SHEETS = FIXTURES / "sheets"

SHOT = "---\ntarget: kling-o3\n---\nShot 1 (5s): @mira puts @mug on the desk.\n"


class Case(unittest.TestCase):
    """Works in a folder of its own, with a library of its own that has the starter cast."""

    folder: ClassVar[pathlib.Path]
    cast: ClassVar[castbook.Library]
    starter: ClassVar[bool] = True

    @classmethod
    def setUpClass(cls) -> None:
        cls._before = (os.getcwd(), dict(os.environ))
        cls.folder = pathlib.Path(os.path.realpath(tempfile.mkdtemp(prefix="castbook-python-")))
        cls.addClassCleanup(cls._clean)
        os.chdir(cls.folder)
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "FAL_KEY", "KLING_API_KEY"):
            os.environ.pop(name, None)
        os.environ["HOME"] = str(cls.folder)
        os.environ["CASTBOOK_LIBRARY"] = str(cls.folder / "library")
        cls.cast = castbook.Library(cls.folder / "library", timeout=300)
        if cls.starter:
            cls.cast.init(starter=True)

    @classmethod
    def _clean(cls) -> None:
        os.chdir(cls._before[0])
        os.environ.clear()
        os.environ.update(cls._before[1])
        shutil.rmtree(cls.folder, ignore_errors=True)

    _before: ClassVar["tuple[str, dict[str, str]]"]

    def shot(self, name: str = "lobby.md") -> pathlib.Path:
        """A shot file with two elements of the starter cast."""
        path = self.folder / name
        path.write_text(SHOT, "utf-8")
        return path

    def fake(self, script: str, name: str = "castbook") -> str:
        """A program that is a shell script."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        path = folder / name
        path.write_text("#!/bin/sh\n" + script, "utf-8")
        path.chmod(0o755)
        return str(path)


def gone(pid: int) -> bool:
    """Whether no process has this number, not even as a zombie."""
    return not os.path.exists(f"/proc/{pid}")
