"""A library, and what is done with it."""

from __future__ import annotations

import json
import os
import select
import tempfile
import time
from typing import TYPE_CHECKING, Any, Dict, Mapping, Optional, Sequence, Type, TypeVar, Union

from ._base import Report, Shape
from ._commands import Commands
from ._errors import ProgramError
from ._program import Program, program
from ._run import Call, Output, PathLike, Runner, Running, Stream, _bytes, _last, _read

if TYPE_CHECKING:
    from . import shapes

_R = TypeVar("_R", bound=Report)
_S = TypeVar("_S", bound=Shape)


class Library(Commands):
    """A library, by its folder. Each command of castbook is a method.

    Without a folder it is the one that castbook uses by itself: that of the variable
    CASTBOOK_LIBRARY, or ``~/.local/share/castbook``. Commands that need no library, such as
    ``check`` of files, work with any.

    Args:
        path: The library's folder; ``init`` creates it.
        program: The program castbook; it is looked for if none is named.
        timeout: Seconds after which a command is stopped; a command's own timeout goes first.
        environment: Variables that commands get in addition to those of this process.
    """

    def __init__(
        self,
        path: Optional[PathLike] = None,
        *,
        program: Optional[PathLike] = None,
        timeout: Optional[float] = None,
        environment: Optional[Mapping[str, str]] = None,
    ) -> None:
        self.path = None if path is None else os.fsdecode(path)
        named = None if program is None else os.fsdecode(program)
        self._runner = Runner(named, environment or {}, timeout)

    def __repr__(self) -> str:
        return f"Library({self.path!r})" if self.path else "Library()"

    @property
    def program(self) -> Program:
        """The program that commands are run with, and its version."""
        return program(self._runner.path)

    def run(
        self,
        arguments: Sequence[Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]],
        *,
        input: Union[str, bytes, None] = None,
        timeout: Optional[float] = None,
    ) -> Output:
        """Runs any command line, and returns what it printed; no exit code is an exception.

        Args:
            arguments: The words after ``castbook``, such as ``["list", "--csv"]``.
            input: What the command reads on standard input.
            timeout: Seconds after which the command is stopped.
        """
        if isinstance(arguments, (str, bytes)):
            raise TypeError(
                'arguments is one text; give a list of words, such as ["list", "--csv"]'
            )
        line = [os.fsencode(self.program.path)]
        line += [_bytes("an argument", word) for word in arguments]
        if self.path is not None and len(line) > 1:
            # Behind the command, and before a -- that ends the options.
            end = line.index(b"--") if b"--" in line else len(line)
            line.insert(end, b"--library=" + os.fsencode(self.path))
        feed = input.encode() if isinstance(input, str) else input or b""
        code, out, err = self._runner.output(line, feed, timeout)
        return Output(code, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))

    def stop(self) -> None:
        """Stops all commands of this object that run in other threads.

        It returns when they are gone. Each call that was waiting for one raises ``Stopped``.
        """
        self._runner.halt()

    def libraries(self, *, timeout: Optional[float] = None) -> shapes.LibrariesReport:
        """List the C libraries in use, and known fixes that they lack."""
        from . import shapes

        call = Call("--version", "--libraries")
        report: shapes.LibrariesReport = self._runner.report(
            call, [shapes.LibrariesReport], timeout
        )
        return report

    def serve(
        self,
        *,
        port: Optional[int] = None,
        read_only: bool = False,
        library: Optional[PathLike] = None,
        timeout: float = 60,
    ) -> Server:
        """Serves the library as a page in the browser, on this machine only, until it is stopped.

        Args:
            port: The port on this machine (22780, or any free one if that is in use).
            read_only: Don't allow changes.
            library: The library.
            timeout: Seconds that it may take until the page can be opened.
        """
        call = Call("serve")
        call.option("--port", port)
        call.flag("--read-only", read_only)
        self._place(call, library)
        return Server(self._runner, call, timeout)

    def _place(self, call: Call, library: Optional[PathLike]) -> None:
        call.option("--library", self.path if library is None else library)

    def _report(
        self, call: Call, shape: Type[_R], library: Optional[PathLike], timeout: Optional[float]
    ) -> _R:
        report: _R = self._either(call, [shape], library, timeout)
        return report

    def _either(
        self,
        call: Call,
        shapes: Sequence[Type[Report]],
        library: Optional[PathLike],
        timeout: Optional[float],
    ) -> Any:
        self._place(call, library)
        return self._runner.report(call, shapes, timeout)

    def _stream(
        self, call: Call, shape: Type[_S], library: Optional[PathLike], timeout: Optional[float]
    ) -> Stream[_S]:
        self._place(call, library)
        return Stream(self._runner, call, shape, timeout)


class Server(Running):
    """A page that is served until this is closed, or the ``with`` that has it is left."""

    address: str
    """Opens the page; anyone on this machine who has it can use the page."""

    port: int
    """The port on this machine."""

    def __init__(self, runner: Runner, call: Call, timeout: float) -> None:
        from . import shapes

        tool = program(runner.path)
        self._process = None
        self._runner = runner
        said = tempfile.TemporaryFile()
        try:
            runner.start(call.line(tool.path, "--json"), b"", said, self._started)
            line = self._first_line(timeout)
            said.seek(0)
            words = said.read().decode("utf-8", "replace")
            try:
                answer: Dict[str, Any] = json.loads(line)
            except ValueError:
                raise ProgramError(
                    f"{tool.path} serve did not say within {timeout:g} s where the page is",
                    rule="python.answer",
                    fix=_last(words) if words.strip() else "run castbook serve in a terminal",
                ) from None
            report = _read(answer, [shapes.ServeReport], tool, 0)
            assert isinstance(report, shapes.ServeReport)
        except BaseException:
            self.close()
            raise
        finally:
            said.close()
        self.address = report.address
        self.port = report.port

    def _first_line(self, timeout: float) -> bytes:
        assert self._process is not None and self._process.stdout is not None
        pipe, end, line = self._process.stdout.fileno(), time.monotonic() + timeout, b""
        while not line.endswith(b"\n"):
            if not select.select([pipe], [], [], max(0.0, end - time.monotonic()))[0]:
                break
            piece = os.read(pipe, 1 << 16)
            if not piece:
                break
            line += piece
        return line
