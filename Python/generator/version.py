"""The package has the program's version."""

import pathlib
import re


def module(source: pathlib.Path) -> str:
    """Returns the module with the version that this Swift file states."""
    text = source.read_text("utf-8")
    found = re.search(r'static let text = "([0-9][0-9A-Za-z.+-]*)"', text)
    if found is None:
        raise SystemExit(f'{source} states no version: expected `static let text = "…"`')
    return (
        '"""Written by Python/generate.py."""\n\n'
        f'VERSION = "{found[1]}"\n'
        '"""The version of this package, and of the program that it was made for."""\n'
    )
