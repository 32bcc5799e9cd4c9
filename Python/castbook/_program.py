"""Where the program is, and which version it has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import warnings
from typing import Dict, Iterator, Mapping, NamedTuple, Optional, Tuple

from ._errors import ProgramError, VersionWarning
from ._version import VERSION


class Program(NamedTuple):
    """The program castbook."""

    path: str
    version: str


_known: Dict[Tuple[str, int, int], Program] = {}


def program(path: Optional[str] = None) -> Program:
    """Finds the program and its version.

    It is looked for in this order: the path given, the variable CASTBOOK, the folder bin beside
    this package, beside the interpreter, in the folders where pip writes programs, in PATH.
    """
    found = _named(path) if path else _find(os.environ)
    try:
        facts = os.stat(found)
        key = (found, facts.st_mtime_ns, facts.st_size)
        if key not in _known:
            _known[key] = Program(found, _version(found))
            _compare(_known[key])
        return _known[key]
    except OSError as error:
        raise ProgramError(
            f"{found} can't be run: {error.strerror or error}",
            rule="python.program",
            fix="name the program castbook with the variable CASTBOOK",
        ) from error


def _named(path: str) -> str:
    """A program as it was named: a path, or a name that is looked for in PATH as a shell does."""
    return path if os.sep in path else shutil.which(path) or path


def _find(environment: Mapping[str, str]) -> str:
    named = environment.get("CASTBOOK")
    if named:
        found = shutil.which(named)
        if found is None:
            raise ProgramError(
                f"CASTBOOK is {named!r}, which is not a program",
                rule="python.no-program",
                fix="set it to the program castbook, or unset it to have it looked for",
            )
        return found
    looked = list(dict.fromkeys(_folders()))
    for folder in looked:
        candidate = os.path.join(folder, "castbook")
        if os.path.isfile(candidate) and os.access(candidate, os.X_OK):
            return candidate
    found = shutil.which("castbook")
    if found is None:
        raise ProgramError(
            f"the program castbook was not found in {', '.join(looked)}, nor in PATH",
            rule="python.no-program",
            fix="install it, or name it with the variable CASTBOOK",
        )
    return found


def _folders() -> Iterator[str]:
    """The folders where an installation of the package puts programs."""
    # Where pip install --target puts programs.
    beside = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "bin")
    if os.path.isdir(beside):
        yield beside
    if sys.executable:
        yield os.path.dirname(sys.executable)
    for scheme in (None, f"{os.name}_user"):
        try:
            yield sysconfig.get_path("scripts", scheme) if scheme else sysconfig.get_path("scripts")
        except KeyError:
            # A distribution may have no folder of the user.
            continue


def _version(path: str) -> str:
    try:
        done = subprocess.run(
            [path, "--version"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=30,
        )
    except subprocess.TimeoutExpired:
        raise ProgramError(
            f"{path} --version did not answer within 30 s",
            rule="python.program",
            fix="run it in a terminal to see why",
        ) from None
    words = done.stdout.decode("utf-8", "replace").split()
    if done.returncode != 0 or words[:1] != ["castbook"] or len(words) < 2:
        said = " ".join((done.stdout + done.stderr).decode("utf-8", "replace").split())[:200]
        raise ProgramError(
            f"{path} --version ended with {done.returncode} and printed {said!r}",
            rule="python.program",
            fix="install Castbook again, or name another program with the variable CASTBOOK",
        )
    return words[1]


def _compare(found: Program) -> None:
    if found.version != VERSION:
        warnings.warn(
            f"{found.path} is castbook {found.version}, and this package is {VERSION}: "
            f"{remedy(found)}",
            VersionWarning,
            stacklevel=2,
        )


def remedy(found: Program) -> str:
    """What to do if the versions differ."""
    return (
        f"install the package of version {found.version}, or name a program of version {VERSION} "
        "with the variable CASTBOOK"
    )
