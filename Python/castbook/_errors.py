"""What can go wrong, as exceptions."""

from __future__ import annotations

import typing
from typing import Any, Mapping, Optional

if typing.TYPE_CHECKING:
    from ._base import Report


class Error(Exception):
    """A command that could not do its work, or a program that could not be run.

    ``rule`` is stable, as in docs/json.md, such as ``library.busy``; texts may be reworded.
    """

    rule: str
    """What went wrong, for programs."""

    message: str
    """What happened."""

    fix: Optional[str]
    """What to do."""

    exit_code: Optional[int]
    """How the command ended; None if it did not run to its end."""

    report: Optional[Report]
    """What it printed before it failed, if that is a report."""

    def __init__(
        self,
        message: str,
        *,
        rule: str,
        fix: Optional[str] = None,
        exit_code: Optional[int] = None,
        report: Optional[Report] = None,
    ) -> None:
        super().__init__(_sentences(message, fix))
        self.rule = rule
        self.message = message
        self.fix = fix
        self.exit_code = exit_code
        self.report = report

    def __reduce__(self) -> Any:
        """An exception crosses to another process as it is."""
        return (_again, (type(self), self.args, dict(self.__dict__)))


class FixError(Error):
    """Something must be fixed first (exit code 1): a forked element, a bundle that is refused."""


class UsageError(Error):
    """The call is wrong (exit code 2): an unknown target or element, a value out of range."""


class WorkError(Error):
    """The work could not be done (exit code 3): no library, a full disk, no connection."""


class ProgramError(Error):
    """The program castbook is missing, can't be run, or was ended from outside."""


class Stopped(ProgramError):
    """The command was stopped: by ``Library.stop()``, or by a signal from outside."""


class VersionError(ProgramError):
    """The program has another version than this package, and prints what it can't read."""


class TimedOut(Error, TimeoutError):
    """A command took longer than its ``timeout``, and was stopped."""


class VersionWarning(UserWarning):
    """The program has another version than this package."""


def _sentences(message: str, fix: Optional[str]) -> str:
    """Both as the program prints them: ``no such library. Create one: castbook init.``"""
    if not fix:
        return message
    end = "" if message.endswith((".", "?", "!", "…")) else "."
    # A command keeps its name as it is typed.
    start = fix[:1] if fix.startswith("castbook ") else fix[:1].upper()
    return f"{message}{end} {start}{fix[1:]}" + ("" if fix.endswith((".", "?", "!")) else ".")


def _again(kind: Any, arguments: Any, state: Mapping[str, Any]) -> Error:
    made: Error = kind.__new__(kind)
    made.args = arguments
    made.__dict__.update(state)
    return made


def failure(answer: Mapping[str, Any], code: int) -> Error:
    """The exception for an ``error/1`` object."""
    kinds = {1: FixError, 2: UsageError, 3: WorkError}
    exit_code = answer.get("exit", code)
    return kinds.get(exit_code, Error)(
        str(answer.get("message", "it failed and said no more")),
        rule=str(answer.get("rule", "unknown")),
        fix=answer.get("fix"),
        exit_code=exit_code,
    )
