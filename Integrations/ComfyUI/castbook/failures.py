"""What goes wrong in a node, in the words of the program."""

from __future__ import annotations

from collections.abc import Iterable

import castbook
from castbook import shapes


class Refused(Exception):
    """Why a node did not do its work. ComfyUI shows the text at the node."""


def refusal(error: castbook.Error) -> Refused:
    """The exception of the package as one of a node, with the rule at its end."""
    return Refused(f"{error} [{error.rule}]")


def sentence(finding: shapes.Finding | shapes.Remark) -> str:
    """A finding as ``castbook export`` words it: ``unknown handle @muq: did you mean @mug?``"""
    words = f"{finding.message}: {finding.fix}" if finding.fix else finding.message
    return f"{words} [{finding.rule}]"


def located(remark: shapes.Remark, name: str) -> str:
    """The same with its place in a shot file: ``lobby.md:4:25: unknown handle …``"""
    place = [name, *(str(part) for part in (remark.line, remark.column) if part is not None)]
    return f"{':'.join(place)}: {sentence(remark)}"


def count(number: int, noun: str) -> str:
    """A number with its noun: ``1 error``, ``2 errors``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def errors(findings: Iterable[shapes.Remark]) -> list[shapes.Remark]:
    """The findings that stop an export."""
    return [finding for finding in findings if finding.severity == "error"]
