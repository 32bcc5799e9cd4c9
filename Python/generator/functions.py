"""Writes the functions of the package: the methods of one library."""

import re
from typing import List

OWN = ("libraries", "run", "serve")


def module(commands: str) -> str:
    """Returns the text of the module, for the methods in another one's text."""
    names = sorted([*re.findall(r"^    def ([a-z]\w*)\(", commands, re.M), *OWN])
    lines: List[str] = [
        '"""The commands as functions, for the library that castbook uses by itself.',
        "",
        "Written by Python/generate.py.",
        '"""',
        "",
        "from ._library import Library",
        "",
        "_library = Library()",
        "",
        *(f"{name} = _library.{name}" for name in names),
        "",
        "__all__ = [",
        *(f'    "{name}",' for name in names),
        "]",
    ]
    return "\n".join(lines) + "\n"
