"""How nodes run the program: in a library by its folder, stopped when a workflow is cancelled."""

from __future__ import annotations

import concurrent.futures
import os
import unicodedata
from collections.abc import Callable
from typing import TypeVar

import castbook
import comfy.model_management as management

from .failures import Refused, refusal

_T = TypeVar("_T")

LONGEST = 600
"""Seconds after which a command is stopped."""


def library(folder: str | None) -> castbook.Library:
    """The library in a folder; without one, that which the program uses by itself."""
    place = folder_of("library", folder)
    return castbook.Library(place, timeout=LONGEST)


def folder_of(name: str, value: str | None) -> str | None:
    """A folder as it is typed into an input, or None for an empty one."""
    text = one_line(name, value)
    return os.path.abspath(os.path.expanduser(text)) if text else None


def one_line(name: str, value: str | None) -> str:
    """The text of an input that is one line, without spaces around it; empty for None.

    Raises:
        Refused: It has a control character, or half of a character.
    """
    text = (value or "").strip()
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs"):
            raise Refused(f"{name}: contains the character U+{ord(character):04X}: remove it")
    return text


def run(cast: castbook.Library, work: Callable[[], _T]) -> _T:
    """Returns what a command returns. Cancelling the workflow in ComfyUI stops the command.

    Raises:
        Refused: The command could not do its work, with the program's words.
    """
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        job = pool.submit(work)
        # ComfyUI sets a flag when a workflow is cancelled; it calls no one.
        while not concurrent.futures.wait([job], timeout=0.1).done:
            if management.processing_interrupted():
                cast.stop()
        try:
            result = job.result()
        except castbook.Error as error:
            management.throw_exception_if_processing_interrupted()
            raise refusal(error) from None
    management.throw_exception_if_processing_interrupted()
    return result
