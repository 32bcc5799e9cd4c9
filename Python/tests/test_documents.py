"""Every example in docs/python.md runs, and prints what it says."""

import contextlib
import io
import os
import re
import shutil
from typing import Any, Dict

import castbook
from castbook._commands import NAMES
from castbook._functions import __all__ as functions

from .support import CLIPS, ROOT, SHEETS, SHOT, STARTER, TROUBLE, Case

PAGE = ROOT / "docs" / "python.md"


class Pages(Case):
    """The files that the pages speak of."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        folder = os.path.dirname(castbook.program().path)
        os.environ["PATH"] = folder + os.pathsep + os.environ["PATH"]
        cls.prepare()

    @classmethod
    def prepare(cls) -> None:
        """The files that the page speaks of."""
        (cls.folder / "refs").mkdir()
        for name in ("mira-front.jpg", "mira-back.jpg"):
            shutil.copy(STARTER / name, cls.folder / "refs")
        shutil.copy(TROUBLE / "mira-wide.jpg", cls.folder / "refs")
        shutil.copytree(STARTER, cls.folder / "shoot")
        shutil.copy(SHEETS / "mira-row.jpg", cls.folder / "turnaround.jpg")
        shutil.copy(STARTER / "mira-voice.wav", cls.folder / "mira.wav")
        shutil.copy(CLIPS / "mira.mp4", cls.folder / "walk.mp4")
        shutil.copy(SHEETS / "mug-gutters.jpg", cls.folder / "poster.jpg")
        (cls.folder / "lobby.md").write_text(SHOT, "utf-8")
        (cls.folder / "renders").mkdir()
        shutil.copy(CLIPS / "mira.mp4", cls.folder / "renders" / "walk-again.mp4")
        wheel = next((ROOT / ".build" / "models").glob("*.whl"))
        shutil.copy(wheel, cls.folder / "efficientnet_lite0.whl")


class Documents(Pages):
    def test_the_examples(self) -> None:
        names: Dict[str, Any] = {"__name__": "__main__"}
        page = PAGE.read_text("utf-8")
        blocks = list(re.finditer(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", page, re.S))
        self.assertGreater(len(blocks), 15)
        for block in blocks:
            line = page.count("\n", 0, block.start()) + 2
            printed = io.StringIO()
            code = compile("\n" * (line - 1) + block[1], str(PAGE), "exec")
            with self.subTest(line=line), contextlib.redirect_stdout(printed):
                exec(code, names)
            with self.subTest(line=line):
                self.assertEqual(printed.getvalue(), block[2] or "")

    def test_every_function_has_an_example(self) -> None:
        page = PAGE.read_text("utf-8")
        code = "\n".join(re.findall(r"```python\n(.*?)```", page, re.S))
        used = set(re.findall(r"\b(?:castbook|studio)\.([a-z]\w*)", code))
        self.assertEqual(set(NAMES) - used, set())
        self.assertEqual(set(functions) - used, set())


class OtherPages(Pages):
    def test_the_examples_of_other_pages(self) -> None:
        """Each runs by itself."""
        for page in (ROOT / "docs" / "scripting.md", ROOT / "Python" / "README.md"):
            blocks = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.S)
            self.assertTrue(blocks)
            for block in blocks:
                printed = io.StringIO()
                with self.subTest(page=page.name), contextlib.redirect_stdout(printed):
                    exec(compile(block, str(page), "exec"), {"__name__": "__main__"})
                self.assertIn("refs/mira-wide.jpg", printed.getvalue())
