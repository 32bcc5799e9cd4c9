#!/usr/bin/env python3
"""Writes the generated modules of the Python package: its shapes, its functions and its version.

    Python/generate.py                 writes them into Python/castbook/
    Python/generate.py --check         fails if one of them is out of date
    Python/generate.py --into FOLDER   writes the whole package to FOLDER/castbook/

Shapes come from docs/schemas/, functions from docs/commands/, and the version from the source of
the program.
"""

import argparse
import pathlib
import shutil
import sys

root = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(root / "Python"))
sys.dont_write_bytecode = True

from generator import commands, functions, shapes, version  # noqa: E402


def generated() -> "dict[str, str]":
    """Returns the generated modules' texts by their names."""
    read = shapes.Shapes(root / "docs" / "schemas")
    methods = commands.module(root / "docs" / "commands", read)
    return {
        "_commands.py": methods,
        "_functions.py": functions.module(methods),
        "_version.py": version.module(root / "Sources" / "FileVerbs" / "Version.swift"),
        "shapes.py": read.module(),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="fail if a module is out of date")
    choice.add_argument(
        "--into", metavar="FOLDER", help="write the whole package to FOLDER/castbook"
    )
    options = parser.parse_args()
    package = root / "Python" / "castbook"
    modules = generated()
    if options.check:
        old = [
            name
            for name, text in modules.items()
            if not (package / name).is_file() or (package / name).read_text("utf-8") != text
        ]
        for name in old:
            print(f"Python/castbook/{name} is out of date: run Python/generate.py", file=sys.stderr)
        return 1 if old else 0
    target = package
    if options.into:
        target = pathlib.Path(options.into) / "castbook"
        target.mkdir(parents=True, exist_ok=True)
        for source in sorted(package.iterdir()):
            if source.name == "py.typed" or source.suffix == ".py":
                shutil.copyfile(source, target / source.name)
    for name, text in modules.items():
        (target / name).write_bytes(text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
