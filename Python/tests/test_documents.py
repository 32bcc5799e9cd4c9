"""Every example in docs/python.md runs, and prints what it says."""

import contextlib
import io
import re
import shutil
from typing import Any, Dict

from castbook._commands import NAMES
from castbook._functions import __all__ as functions

from .support import CLIPS, ROOT, SHEETS, STARTER, TROUBLE, Case

PAGE = ROOT / "docs" / "python.md"


class Documents(Case):
    def test_the_examples(self) -> None:
        self.prepare()
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

    def prepare(self) -> None:
        """The files that the page speaks of."""
        (self.folder / "refs").mkdir()
        for name in ("mira-front.jpg", "mira-back.jpg"):
            shutil.copy(STARTER / name, self.folder / "refs")
        shutil.copy(TROUBLE / "mira-wide.jpg", self.folder / "refs")
        shutil.copytree(STARTER, self.folder / "shoot")
        shutil.copy(SHEETS / "mira-row.jpg", self.folder / "turnaround.jpg")
        shutil.copy(STARTER / "mira-voice.wav", self.folder / "mira.wav")
        shutil.copy(CLIPS / "mira.mp4", self.folder / "walk.mp4")
        shutil.copy(SHEETS / "mug-gutters.jpg", self.folder / "poster.jpg")
        self.shot()
