"""Runs the program: command lines, answers, and a clean end whatever happens."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import select
import signal
import subprocess
import tempfile
import threading
import time
from decimal import Decimal
from typing import (
    IO,
    Any,
    Callable,
    Dict,
    Generic,
    Iterable,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Sequence,
    Set,
    Tuple,
    Type,
    TypeVar,
    Union,
)

from ._base import Report, Shape, ShapeError
from ._errors import (
    Error,
    FixError,
    ProgramError,
    Stopped,
    TimedOut,
    VersionError,
    WorkError,
    failure,
)
from ._program import Program, program, remedy

PathLike = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]
"""A path; names that are not UTF-8 work, too. A text such as ``"@mira"`` is an element."""

Paths = Union[PathLike, Iterable[PathLike]]
"""One path, or several."""

Words = Union[str, Iterable[str]]
"""One word, or several."""

Numbers = Union[int, str, Iterable[Union[int, str]]]
"""Files of an element, by number, range or name."""

Day = Union[str, datetime.date]
"""A day: ``"2027-01-31"``, or a date."""

Amount = Union[int, str, Decimal]
"""An amount of money: ``5``, ``Decimal("0.42")``, ``"300 CREDITS"``."""

_T = TypeVar("_T", bound=Shape)
_Running = TypeVar("_Running", bound="Running")

# A list of paths that is longer goes to standard input: Linux bounds what an argument list holds.
_LONGEST = 100_000

# How long a command may take to clean up after SIGINT, and to end after SIGTERM.
_GRACE = (10.0, 2.0)


class Output(NamedTuple):
    """What a command printed, and how it ended."""

    exit_code: int
    stdout: str
    stderr: str


class Call:
    """A command line."""

    def __init__(self, command: str, *fixed: str) -> None:
        self.command: List[bytes] = [word.encode() for word in command.split(" ")]
        self.options: List[bytes] = [word.encode() for word in fixed]
        self.arguments: List[bytes] = []
        self.listed: List[bytes] = []

    def flag(self, name: str, value: bool) -> None:
        """An option without a value."""
        if value:
            self.options.append(name.encode())

    def option(self, name: str, value: Any) -> None:
        """An option with a value."""
        if value is not None:
            self.options.append(name.encode() + b"=" + _bytes(name, value))

    def several(self, name: str, values: Any) -> None:
        """An option with a list: as the command line has it, or as a sequence."""
        if values is None or isinstance(values, (str, bytes, int)):
            return self.option(name, values)
        if isinstance(values, Mapping):
            return self.pairs(name, values)
        for value in values:
            if "," in str(value):
                raise ValueError(f"{name}: {value!r} contains a comma, which separates values")
            self.option(name, value)

    def pairs(self, name: str, values: Any) -> None:
        """An option with pairs: as a mapping, or as the command line has one."""
        if isinstance(values, str):
            return self.option(name, values)
        for key, value in (values or {}).items():
            self.options.append(
                name.encode() + b"=" + _bytes(name, key) + b"=" + _bytes(name, value)
            )

    def word(self, value: Any) -> None:
        """An argument that is no path."""
        if value is not None:
            self.arguments.append(_bytes("an argument", value))

    def words(self, values: Any, joined: bool = False) -> None:
        """Arguments that are no paths, or one argument with commas."""
        parts = [values] if isinstance(values, (str, int)) else list(values)
        if joined:
            return self.word(",".join(str(part) for part in parts))
        for part in parts:
            self.word(part)

    def handles(self, values: Any) -> None:
        """Elements: ``"mira"``, ``"@mira"``, ``"@mira:3"``, or several of them."""
        if values is None:
            return
        for value in [values] if isinstance(values, str) else values:
            self.word(value if value.startswith("@") else "@" + value)

    def path(self, value: Optional[PathLike]) -> None:
        """One path."""
        if value is not None:
            self.arguments.append(_argument(value))

    def paths(self, values: Any, listed: bool = False) -> None:
        """Paths, which a command that reads a list gets on standard input if there are many."""
        if values is None:
            return
        one = isinstance(values, (str, bytes, os.PathLike))
        parts = [_argument(value) for value in ([values] if one else values)]
        names_elements = any(part.startswith(b"@") for part in parts)
        if listed and not names_elements and sum(map(len, parts)) > _LONGEST:
            self.listed = parts
            self.arguments.append(b"-")
        else:
            self.arguments += parts

    def line(self, path: str, form: str) -> List[bytes]:
        """The whole command line."""
        start = [os.fsencode(path), *self.command, form.encode(), *self.options]
        return start + ([b"--", *self.arguments] if self.arguments else [])


def _bytes(name: str, value: Any) -> bytes:
    """A value as the command line has it."""
    if isinstance(value, (bytes, os.PathLike)):
        encoded = os.fsencode(value)
    elif isinstance(value, Decimal):
        encoded = format(value, "f").encode()
    elif isinstance(value, datetime.datetime):
        encoded = value.date().isoformat().encode()
    elif isinstance(value, datetime.date):
        encoded = value.isoformat().encode()
    elif isinstance(value, bool):
        raise TypeError(f"{name} needs a value, not {value}")
    else:
        encoded = os.fsencode(str(value))
    if b"\0" in encoded:
        raise ValueError(f"{name}: {value!r} contains a NUL, which no argument can")
    return encoded


def _argument(value: PathLike) -> bytes:
    """A path as an argument.

    Only a text can name an element: what else begins with @ is a file. A file named - is not
    standard input.
    """
    encoded = _bytes("a path", value)
    if not encoded:
        raise ValueError("a path is empty: name a file or a folder")
    named = encoded.startswith(b"@") and not isinstance(value, str)
    if isinstance(value, Shape):
        # A report has the paths of an element's files as @mira/front.jpg.
        named = False
    return b"./" + encoded if named or encoded == b"-" else encoded


class Runner:
    """Runs commands with the same program, environment and time limit."""

    def __init__(
        self,
        path: Optional[str],
        environment: Mapping[str, str],
        timeout: Optional[float],
    ) -> None:
        self.path = path
        self.environment = dict(environment)
        self.timeout = timeout
        self.running: Set[subprocess.Popen[bytes]] = set()
        self.lock = threading.Lock()

    def output(
        self, line: Sequence[bytes], feed: bytes, timeout: Optional[float]
    ) -> Tuple[int, bytes, bytes]:
        """Runs a command to its end."""
        limit = self.timeout if timeout is None else timeout
        started: List[subprocess.Popen[bytes]] = []
        try:
            self.start(line, feed, subprocess.PIPE, started.append)
            out, err = started[0].communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            stop(started[0])
            raise _timed_out(limit) from None
        except BaseException:
            for process in started:
                stop(process)
            raise
        finally:
            for process in started:
                self.forget(process)
        return _code(started[0].returncode), out, err

    def forget(self, process: subprocess.Popen[bytes]) -> None:
        """Takes note that a command has ended."""
        with self.lock:
            self.running.discard(process)

    def halt(self) -> None:
        """Ends all commands that run, from any thread; each is reported where it was called."""
        with self.lock:
            processes = list(self.running)
        end = time.monotonic()
        for number, patience in zip((signal.SIGINT, signal.SIGTERM), _GRACE):
            end += patience
            for process in processes:
                process.send_signal(number)
            while any(process.poll() is None for process in processes):
                if time.monotonic() > end:
                    break
                time.sleep(0.01)
        for process in processes:
            if process.poll() is None:
                _kill(process)

    def start(
        self,
        line: Sequence[bytes],
        feed: bytes,
        err: Any,
        started: Callable[[subprocess.Popen[bytes]], None],
    ) -> None:
        """Starts a command in a session of its own, so that a terminal's Ctrl-C reaches it once.

        `started` is given its process before a Ctrl-C can be heard.
        """
        source: Any = subprocess.DEVNULL
        if feed:
            source = tempfile.TemporaryFile()
            source.write(feed)
            source.seek(0)
        try:
            # Held meanwhile: what halt() doesn't see must not have begun.
            with _undisturbed(), self.lock:
                process = subprocess.Popen(
                    list(line),
                    stdin=source,
                    stdout=subprocess.PIPE,
                    stderr=err,
                    env={**os.environ, **self.environment},
                    start_new_session=True,
                )
                self.running.add(process)
                started(process)
        except OSError as error:
            raise ProgramError(
                f"{os.fsdecode(line[0])} can't be run: {error.strerror or error}",
                rule="python.program",
                fix="name the program castbook with the variable CASTBOOK",
            ) from error
        finally:
            if feed:
                source.close()

    def report(self, call: Call, shapes: Sequence[Type[Report]], timeout: Optional[float]) -> Any:
        """Runs a command with --json, and reads its answer as the shape that it says it has."""
        tool = program(self.path)
        code, out, err = self.output(call.line(tool.path, "--json"), _list(call.listed), timeout)
        said = err.decode("utf-8", "replace")
        if code < 0:
            raise _ended(code)
        try:
            answer = json.loads(out)
        except ValueError:
            raise _unreadable(tool, code, out, said) from None
        report = _read(answer, shapes, tool, code)
        assert isinstance(report, Report)
        report = report._ended(code)
        if code > 2:
            raise _late_failure(report, said, code)
        return report


class Running:
    """A command that runs until this is closed, or the last reference to it is gone."""

    _process: Optional[subprocess.Popen[bytes]]
    _runner: Runner

    def __enter__(self: _Running) -> _Running:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_process", None) is not None:
            self.close()

    def close(self) -> None:
        """Stops the command if it still runs."""
        process = self._process
        if process is not None:
            stop(process)
            self._process = None
            self._runner.forget(process)

    def _started(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process


class Stream(Running, Generic[_T], Iterator[_T]):
    """What a command prints line by line, as soon as it is ready.

    It is an iterator and a context manager. Leaving it early stops the command::

        with castbook.check_each("refs/") as files:
            for file in files:
                print(file.path, file.status)
    """

    exit_code: Optional[int]
    """The exit code; None while the command runs, and if it was stopped."""

    messages: str
    """What the command said on standard error: remarks on all lines together."""

    def __init__(
        self, runner: Runner, call: Call, shape: Type[_T], timeout: Optional[float]
    ) -> None:
        self.exit_code = None
        self.messages = ""
        self._process = None
        self._runner = runner
        self._shape: Type[_T] = shape
        self._tool: Program = program(runner.path)
        self._limit: Optional[float] = runner.timeout if timeout is None else timeout
        self._end: Optional[float] = None if self._limit is None else time.monotonic() + self._limit
        self._buffer: bytes = b""
        self._drained = False
        self._said: IO[bytes] = tempfile.TemporaryFile()
        line = call.line(self._tool.path, "--jsonl")
        try:
            runner.start(line, _list(call.listed), self._said, self._started)
        except BaseException:
            # A Ctrl-C that was held back; its traceback would keep this from being collected.
            self.close()
            self._listen()
            raise

    @property
    def ok(self) -> bool:
        """Whether the command has ended with 0: nothing has to be fixed."""
        return self.exit_code == 0

    def __iter__(self) -> Stream[_T]:
        return self

    def __next__(self) -> _T:
        if self._process is None:
            raise StopIteration
        try:
            line = self._line()
            if line is None:
                self._finish()
                raise StopIteration
            try:
                answer = json.loads(line)
            except ValueError:
                if self._drained:
                    # Why the command ended inside a line is what matters.
                    self._finish()
                self.close()
                said = self.messages
                raise _unreadable(self._tool, self.exit_code, line, said) from None
            return _read(answer, [self._shape], self._tool, 0)  # type: ignore[return-value]
        except StopIteration:
            raise
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Stops the command if it still runs."""
        if self._process is not None:
            super().close()
            self._listen()

    def _line(self) -> Optional[bytes]:
        assert self._process is not None and self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        while True:
            line, found, rest = self._buffer.partition(b"\n")
            if found:
                self._buffer = rest
                return line
            if self._end is not None:
                left = max(0.0, self._end - time.monotonic())
                if not select.select([pipe], [], [], left)[0]:
                    raise _timed_out(self._limit)
            piece = os.read(pipe, 1 << 16)
            if not piece:
                self._drained = True
                last, self._buffer = self._buffer, b""
                return last or None
            self._buffer += piece

    def _finish(self) -> None:
        assert self._process is not None and self._process.stdout is not None
        self._process.stdout.close()
        code = _code(self._process.wait())
        self._runner.forget(self._process)
        self._process = None
        self._listen()
        if code < 0:
            raise _ended(code)
        self.exit_code = code
        if code > 2:
            raise WorkError(_last(self.messages), rule="python.failed-late", exit_code=code)

    def _listen(self) -> None:
        if not self._said.closed:
            self._said.seek(0)
            self.messages = self._said.read().decode("utf-8", "replace")
            self._said.close()


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Holds Ctrl-C back for a moment, so that no process is started that nobody stops."""
    own = threading.current_thread() is threading.main_thread()
    handler = signal.getsignal(signal.SIGINT) if own else None
    if not callable(handler):
        yield
        return
    heard: List[Tuple[int, Any]] = []
    signal.signal(signal.SIGINT, lambda number, frame: heard.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if heard:
            handler(*heard[0])


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends a command, and returns when it is gone.

    The first SIGINT lets it clean up. Helpers that are left when it has to be killed end with it.
    """
    try:
        for number, patience in zip((signal.SIGINT, signal.SIGTERM), _GRACE):
            if process.poll() is not None:
                return
            process.send_signal(number)
            # The output is not read any more, and a full pipe must not keep the command.
            for pipe in (process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()
            try:
                process.wait(patience)
                return
            except subprocess.TimeoutExpired:
                continue
    finally:
        # A second Ctrl-C ends up here: whoever presses it does not want to wait.
        if process.poll() is None:
            _kill(process)
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def _kill(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def _list(paths: Sequence[bytes]) -> bytes:
    return b"".join(path + b"\0" for path in paths)


def _read(answer: Any, shapes: Sequence[Type[Shape]], tool: Program, code: int) -> Shape:
    """Reads an answer as one of these shapes."""
    named = answer.get("castbook") if isinstance(answer, dict) else None
    if isinstance(named, str) and named.startswith("error/"):
        raise failure(answer, code)
    for shape in shapes:
        if named == (shape.SHAPE or None):
            try:
                return shape.from_json(answer)
            except ShapeError as error:
                raise VersionError(
                    f"{tool.path}, castbook {tool.version}, printed {named or 'a line'} in which "
                    f"{error}",
                    rule="python.shape",
                    fix=remedy(tool),
                ) from error
    wanted = " or ".join(shape.SHAPE for shape in shapes)
    if named and named.split("/")[0] not in {shape.SHAPE.split("/")[0] for shape in shapes}:
        raise _other(answer, named, wanted, code)
    raise VersionError(
        f"{tool.path}, castbook {tool.version}, prints {named}, and this package reads {wanted}",
        rule="python.version",
        fix=remedy(tool),
    )


def _other(answer: Any, named: str, wanted: str, code: int) -> Error:
    """What a command printed instead: ``bundle request`` reports why a bundle is refused."""
    from . import shapes

    known = [shape for shape in vars(shapes).values() if getattr(shape, "SHAPE", None) == named]
    reports = [shape for shape in known if isinstance(shape, type) and issubclass(shape, Report)]
    report = reports[0].from_json(answer)._ended(code) if reports else None
    for finding in getattr(report, "findings", ()) if code == 1 else ():
        return FixError(
            finding.message, rule=finding.rule, fix=finding.fix, exit_code=code, report=report
        )
    return Error(
        f"the command printed {named}, not {wanted}",
        rule="python.other-report",
        fix="its report is in the exception's `report`; castbook.run() returns any output",
        exit_code=code,
        report=report,
    )


def _late_failure(report: Report, said: str, code: int) -> WorkError:
    """Why a command failed that printed its report: as the report says, or the last message."""
    for value in vars(report).values():
        for part in value if isinstance(value, tuple) else ():
            problem = getattr(part, "problem", None)
            if problem is not None and hasattr(problem, "message"):
                return WorkError(
                    problem.message,
                    rule="python.failed-late",
                    fix=problem.fix,
                    exit_code=code,
                    report=report,
                )
    return WorkError(_last(said), rule="python.failed-late", exit_code=code, report=report)


def _code(code: int) -> int:
    """A signal as a negative number, also if a script between reported it as a shell does."""
    return 128 - code if code > 128 else code


def _ended(code: int) -> ProgramError:
    if -code in (signal.SIGINT, signal.SIGTERM):
        return Stopped(
            "castbook was stopped before its work was done",
            rule="python.stopped",
            fix="run the command again; the library is not harmed",
        )
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return ProgramError(
        f"castbook was ended by {name}",
        rule="python.ended",
        fix="run the command again; the library is not harmed",
    )


def _timed_out(limit: Optional[float]) -> TimedOut:
    return TimedOut(
        f"castbook took longer than the timeout of {limit:g} s, and was stopped",
        rule="python.timeout",
        fix="give it a longer timeout, or less to do",
    )


def _unreadable(tool: Program, code: Optional[int], out: bytes, said: str) -> ProgramError:
    start = out[:80].decode("utf-8", "replace")
    ended = "" if code is None else f"ended with {code} and "
    return ProgramError(
        f"{tool.path} {ended}printed {start!r}, which is not JSON",
        rule="python.answer",
        fix=_last(said) if said.strip() else "run the command in a terminal to see why",
    )


def _last(said: str) -> str:
    """The last thing that a command said."""
    lines = [line for line in said.splitlines() if line.strip()]
    text = lines[-1].strip() if lines else "it failed after it had printed its results"
    return text[len("castbook: ") :] if text.startswith("castbook: ") else text
