"""Shot files that are made of a node's text."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator

import castbook
import folder_paths

from .failures import Refused
from .running import one_line, run

_NAME = re.compile(r"[^\W_][\w.-]{0,63}")
# A name may have 255 bytes; that of a clip has 20 behind it.
_LONGEST_NAME = 200
# As docs/shot-files.md has it: no handle begins after one of these.
_BEFORE = r"(?<![A-Za-z0-9_.\-\\])"
_REVISION = r"(?::(?:sha256-[0-9a-f]{8,64}|[0-9]{1,6}(?![0-9A-Za-z_])))?"


def stem_of(name: str) -> str:
    """The name of a shot, which its bundle and its clips get.

    Raises:
        Refused: It could lead to another folder, or has spaces.
    """
    text = one_line("name", name)
    if not _NAME.fullmatch(text) or len(text.encode()) > _LONGEST_NAME:
        raise Refused(
            f"name: {text!r} is not a name for files: use up to 64 letters, digits, - and _"
        )
    return text


@contextlib.contextmanager
def written(text: str, stem: str) -> Iterator[tuple[str, str]]:
    """The path of a shot file with this text, and a folder for its bundle.

    Both are in a folder of their own, which is deleted afterwards.

    Raises:
        Refused: The text is not Unicode.
    """
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused(
            f"text: character {error.start + 1} is half of a character: remove it"
        ) from None
    place = folder_paths.get_temp_directory()
    os.makedirs(place, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="castbook-", dir=place)
    try:
        # What the text names is linked beside the shot file, never beside its bundle.
        path = os.path.join(folder, "shot", f"{stem}.md")
        os.mkdir(os.path.dirname(path))
        with open(path, "wb") as file:
            file.write(content)
        yield path, os.path.join(folder, "bundle")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def base_of(project: str | None) -> str:
    """The folder that paths in a text are relative to: the project's, or ComfyUI's input."""
    return project or os.path.abspath(folder_paths.get_input_directory())


def link(paths: Iterable[str], base: str, shot: str) -> None:
    """Makes paths of a text lead from its shot file to the folder that they are relative to.

    Raises:
        Refused: A path leaves that folder. A workflow of someone else must not send any file.
    """
    for path in paths:
        parts = path.split("/")
        if os.path.isabs(path) or ".." in parts:
            raise Refused(
                f"{path!r}: paths in the text start in the project's folder, or in ComfyUI's input "
                "folder, and don't leave it: copy the file there"
            )
        first = next((part for part in parts if part not in ("", ".")), None)
        if first is None:
            continue
        here = os.path.join(os.path.dirname(shot), first)
        if not os.path.lexists(here):
            os.symlink(os.path.join(base, first), here)


def with_looks(text: str, looks: str, cast: castbook.Library) -> str:
    """The text with looks in place of the elements that they are looks of.

    Raises:
        Refused: A handle is not that of a look, or the element is not in the text.
    """
    for look in re.split(r"[\s,]+", one_line("look", looks)):
        if look:
            text = _with_look(text, look, cast)
    return text


def _with_look(text: str, look: str, cast: castbook.Library) -> str:
    wanted = look if look.startswith("@") else f"@{look}"
    shown = run(cast, lambda: cast.show(wanted))
    main = shown.look_of
    if main is None:
        raise Refused(
            f"look: {wanted} is not a look of another element: write it into the text itself, "
            f"or make it one with castbook edit {wanted} --look-of @HANDLE"
        )
    names = (main, *(run(cast, lambda: cast.show(f"@{main}")).aliases or ()))
    replaced, number = _mention(names).subn(wanted, text)
    if not number:
        raise Refused(f"look: {wanted} is a look of @{main}, and the text does not name @{main}")
    return replaced


def _mention(names: Iterable[str]) -> re.Pattern[str]:
    """Matches an element's handle or alias with its at-sign, and a revision behind it."""
    longest_first = sorted(names, key=len, reverse=True)
    # An alias in another script ends without a space; a handle ends where it can't go on.
    parts = (
        re.escape(name) + (r"(?![A-Za-z0-9_])" if name.isascii() else "") for name in longest_first
    )
    return re.compile(f"{_BEFORE}@(?:{'|'.join(parts)}){_REVISION}", re.IGNORECASE)
