"""Strange names, many names, and an end whatever happens."""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
from decimal import Decimal
from typing import Any, Callable, List
from unittest import mock

import castbook
from castbook import _run

from .support import ROOT, STARTER, Case, gone

# A program that runs until it is stopped, and writes down what happens to it.
SLOW = """
case "$1" in --version) echo "castbook {version}"; exit ;; esac
echo $$ > "{folder}/pid"
trap 'echo INT >> "{folder}/signals"; {on_int}' INT
trap 'echo TERM >> "{folder}/signals"; {on_term}' TERM
{first}
while :; do sleep 0.05; done
"""


class Names(Case):
    """Names of files as they come from a disk."""

    def test_names_that_could_be_mistaken(self) -> None:
        picture = (STARTER / "mira-front.jpg").read_bytes()
        names = [
            b"-x.jpg",
            b"--json",
            b"-",
            b"@mira.jpg",
            b"a b.jpg",
            b"line\nbreak.jpg",
            b"quote'\".jpg",
            b"$(touch owned).jpg",
            b"*.jpg",
            "Ñandú 麺.jpg".encode(),
            b"latin-\xe9.jpg",
            b"comma,a.jpg",
            b"back\\slash.jpg",
            b"=equals.jpg",
        ]
        for name in names:
            pathlib.Path(os.fsdecode(name)).write_bytes(picture)
        digest = castbook.check(STARTER / "mira-front.jpg").files[0].sha256
        forms: List[List[castbook.PathLike]] = [
            [*names],
            [pathlib.Path(os.fsdecode(name)) for name in names],
        ]
        for form in forms:
            report = castbook.check(form)
            self.assertEqual([file.sha256 for file in report.files], [digest] * len(names))
            # A report's files lead back to the same files.
            self.assertTrue(all(os.path.samefile(f, n) for f, n in zip(report.files, names)))
            again = castbook.check(report.files)
            self.assertEqual([file.sha256 for file in again.files], [digest] * len(names))
        latin = castbook.check(b"latin-\xe9.jpg").files[0]
        self.assertEqual(latin.path_hex, b"latin-\xe9.jpg".hex())
        with open(latin, "rb") as file:
            self.assertEqual(file.read(), picture)
        self.assertFalse(os.path.exists("owned"))

    def test_a_text_names_an_element_and_a_path_does_not(self) -> None:
        self.assertEqual(len(castbook.check("@mira").files), 4)
        pathlib.Path("@mira").write_bytes((STARTER / "mug-top.jpg").read_bytes())
        self.assertEqual(len(castbook.check(pathlib.Path("@mira")).files), 1)
        os.remove("@mira")

    def test_many_paths_go_through_standard_input(self) -> None:
        folder = self.folder / ("deep-" + "n" * 200)
        folder.mkdir()
        target = STARTER / "mug-top.jpg"
        paths: List[pathlib.Path] = []
        for number in range(1200):
            path = folder / f"{number:04}\n{'m' * 100}.jpg"
            path.symlink_to(target)
            paths.append(path)
        report = castbook.check(paths, targets="kling-o3")
        self.assertEqual([file.path for file in report.files], [str(path) for path in paths])

    def test_any_iterable_is_a_list_of_paths(self) -> None:
        report = castbook.check(STARTER.glob("mug-*.jpg"), targets=(t for t in ["kling-o3"]))
        self.assertEqual(len(report.files), 3)

    def test_what_no_argument_can_hold(self) -> None:
        with self.assertRaisesRegex(ValueError, "NUL"):
            castbook.check("a\0b.jpg")
        with self.assertRaisesRegex(ValueError, "empty"):
            castbook.check("")
        with self.assertRaisesRegex(ValueError, "comma"):
            castbook.list(tag=["a,b"])
        with self.assertRaisesRegex(TypeError, "needs a value"):
            castbook.list(limit=True)

    def test_command_lines(self) -> None:
        call = _run.Call("take add")
        call.option("--cost", Decimal("1E-7"))
        call.option("--note", "-x")
        call.flag("--json", False)
        call.handles(["mira", "@mug:2"])
        call.words([1, "6-8"], joined=True)
        self.assertEqual(
            call.line("/p", "--json"),
            [
                b"/p",
                b"take",
                b"add",
                b"--json",
                b"--cost=0.0000001",
                b"--note=-x",
                b"--",
                b"@mira",
                b"@mug:2",
                b"1,6-8",
            ],
        )


class Stopping(Case):
    """Nothing is left of a command that is stopped."""

    starter = False

    def slow(
        self, on_int: str = "exit 130", on_term: str = "exit 1", first: str = ":"
    ) -> castbook.Library:
        self.place = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        return castbook.Library(
            program=self.fake(
                SLOW.format(
                    version=castbook.__version__,
                    folder=self.place,
                    on_int=on_int,
                    on_term=on_term,
                    first=first,
                )
            )
        )

    def pid(self) -> int:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                return int((self.place / "pid").read_text())
            except (OSError, ValueError):
                time.sleep(0.01)
        raise AssertionError("the program did not start")

    def signals(self) -> List[str]:
        return (self.place / "signals").read_text().split()

    def test_a_timeout_stops_the_command(self) -> None:
        with self.assertRaises(castbook.TimedOut) as caught:
            self.slow().list(timeout=0.5)
        self.assertIsInstance(caught.exception, TimeoutError)
        self.assertIn("0.5 s", str(caught.exception))
        self.assertTrue(gone(self.pid()))
        self.assertEqual(self.signals(), ["INT"])

    def test_a_timeout_stops_a_stream(self) -> None:
        with self.assertRaises(castbook.TimedOut):
            list(self.slow().list_each(timeout=0.5))
        self.assertTrue(gone(self.pid()))

    def test_one_that_does_not_listen_is_killed_with_its_helpers(self) -> None:
        library = self.slow(on_int=":", on_term=":", first="sleep 1000 & echo $! > helper")
        before = _run._GRACE
        _run._GRACE = (0.3, 0.3)
        try:
            with self.assertRaises(castbook.TimedOut):
                library.list(timeout=0.5)
        finally:
            _run._GRACE = before
        self.assertTrue(gone(self.pid()))
        self.assertEqual(self.signals(), ["INT", "TERM"])
        helper = int(pathlib.Path("helper").read_text())
        end = time.monotonic() + 5
        while not gone(helper) and time.monotonic() < end:
            # Its new parent has to take note.
            if pathlib.Path(f"/proc/{helper}/stat").read_text().split()[2] == "Z":
                break
            time.sleep(0.01)
        self.assertLess(time.monotonic(), end)

    def test_leaving_a_stream_stops_the_command(self) -> None:
        ways = ["close", "with", "for", "del"]
        line = """echo '{"path":"a.jpg","status":"pass","statusFor":{},"findings":[]}'"""
        for way in ways:
            library = self.slow(first=line)
            stream = library.check_each("a.jpg")
            self.assertEqual(next(stream).path, "a.jpg")
            self.assertFalse(gone(self.pid()))
            if way == "close":
                stream.close()
                stream.close()
            elif way == "with":
                with stream:
                    pass
            elif way == "for":

                def some() -> "object":
                    with stream as files:
                        yield from files

                generator = some()
                generator.close()  # type: ignore[attr-defined]
                stream.close()
            else:
                del stream
            self.assertTrue(gone(self.pid()), way)
            self.assertEqual(self.signals(), ["INT"], way)

    def test_a_stream_that_was_left_has_no_more(self) -> None:
        stream = castbook.check_each(STARTER)
        next(stream)
        stream.close()
        self.assertEqual(list(stream), [])
        self.assertIsNone(stream.exit_code)
        self.assertFalse(stream.ok)

    def test_what_is_read_arrives_before_the_command_ends(self) -> None:
        line = """echo '{"path":"a.jpg","status":"pass","statusFor":{},"findings":[]}'"""
        with self.slow(first=line).check_each("a.jpg") as files:
            self.assertEqual(next(files).status, "pass")
            self.assertFalse(gone(self.pid()))

    def interrupted(self, code: str) -> int:
        """Runs Python code, presses Ctrl-C as a terminal does, and returns how it ended."""
        process = subprocess.Popen(
            [sys.executable, "-B", "-c", code],
            env={**os.environ, "PYTHONPATH": str(ROOT / "Python")},
            start_new_session=True,
            stderr=subprocess.PIPE,
        )
        child = self.pid()
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=30)
        self.assertIn(b"KeyboardInterrupt", err)
        self.assertTrue(gone(child))
        self.assertEqual(self.signals(), ["INT"], "once, or it could not clean up")
        return process.returncode

    def test_ctrl_c_stops_the_command_once(self) -> None:
        library = self.slow()
        program = library.program.path
        for call in ("list()", "list_each().__next__()"):
            for name in ("pid", "signals"):
                (self.place / name).unlink(missing_ok=True)
            code = f"import castbook; castbook.Library(program={program!r}).{call}"
            self.assertEqual(self.interrupted(code), -signal.SIGINT)

    def test_ctrl_c_while_a_command_is_being_started_stops_it(self) -> None:
        class Early(subprocess.Popen):  # type: ignore[type-arg]
            """Hears Ctrl-C as soon as its process runs, before anyone has it."""

            def __init__(process, *words: Any, **named: Any) -> None:
                super().__init__(*words, **named)
                self.pid()
                os.kill(os.getpid(), signal.SIGINT)

        library = self.slow()
        self.assertEqual(library.program.version, castbook.__version__)
        calls: List[Callable[[], object]] = [library.list, library.list_each, library.serve]
        for call in calls:
            (self.place / "pid").unlink(missing_ok=True)
            with mock.patch.object(subprocess, "Popen", Early):
                try:
                    call()
                    self.fail("Ctrl-C was lost")
                except KeyboardInterrupt:
                    # Also while the traceback keeps everything that the call had made.
                    self.assertTrue(gone(self.pid()))
            self.assertEqual(signal.getsignal(signal.SIGINT), signal.default_int_handler)

    def test_a_stream_that_ends_inside_a_line_says_how_the_command_ended(self) -> None:
        ends = {
            "kill -KILL $$": "python.ended",
            "exit 0": "python.answer",
            "echo castbook: the disk is full >&2; exit 3": "python.failed-late",
        }
        for end, rule in ends.items():
            stream = self.slow(first="printf '{\"path\":\"a.jp'; " + end).check_each("a.jpg")
            with self.assertRaises(castbook.Error) as caught:
                list(stream)
            self.assertEqual(caught.exception.rule, rule)
            self.assertEqual(list(stream), [])
        self.assertEqual(str(caught.exception).splitlines()[0], "the disk is full")

    def test_a_line_that_is_not_json_stops_the_command(self) -> None:
        stream = self.slow(first="echo hello").check_each("a.jpg")
        with self.assertRaises(castbook.ProgramError) as caught:
            list(stream)
        self.assertIn("'hello', which is not JSON", str(caught.exception))
        self.assertTrue(gone(self.pid()))

    def test_the_real_program_is_interrupted_and_the_library_stays_sound(self) -> None:
        cast = castbook.Library(self.folder / "interrupted")
        cast.init(starter=True)
        many = self.folder / "many"
        many.mkdir()
        picture = (STARTER / "mira-front.jpg").read_bytes()
        for number in range(100):
            # Bytes after the end make each a file of its own.
            (many / f"{number}.jpg").write_bytes(picture + bytes([number]))
        with self.assertRaises(castbook.TimedOut):
            cast.add("character", "many", many, timeout=0.05)
        self.assertEqual(cast.doctor().status, "pass")

    def test_a_program_that_is_killed_is_an_error(self) -> None:
        library = self.slow()
        caught: List[castbook.Error] = []

        def call() -> None:
            try:
                library.list()
            except castbook.Error as error:
                caught.append(error)

        thread = threading.Thread(target=call)
        thread.start()
        os.kill(self.pid(), signal.SIGKILL)
        thread.join(20)
        self.assertEqual(caught[0].rule, "python.ended")
        self.assertIn("SIGKILL", str(caught[0]))

    def test_a_library_stops_what_runs_in_other_threads(self) -> None:
        library = self.slow()
        caught: List[BaseException] = []

        def call(listing: Callable[[], object]) -> None:
            try:
                listing()
            except BaseException as error:
                caught.append(error)

        for listing in (library.list, lambda: list(library.list_each())):
            for name in ("pid", "signals"):
                (self.place / name).unlink(missing_ok=True)
            thread = threading.Thread(target=call, args=(listing,))
            thread.start()
            pid = self.pid()
            library.stop()
            self.assertTrue(gone(pid))
            thread.join(20)
            self.assertEqual(self.signals(), ["INT"])
        self.assertEqual([type(error) for error in caught], [castbook.Stopped] * 2)

    def test_the_real_program_is_stopped_from_another_thread(self) -> None:
        cast = castbook.Library(self.folder / "cast")
        stopped: List[str] = []

        def call() -> None:
            while not stopped:
                try:
                    cast.check(STARTER)
                except castbook.Stopped as error:
                    stopped.append(error.rule)

        thread = threading.Thread(target=call)
        thread.start()
        end = time.monotonic() + 60
        while not stopped and time.monotonic() < end:
            cast.stop()
            time.sleep(0.005)
        thread.join(60)
        self.assertEqual(stopped, ["python.stopped"])

    def test_a_script_that_ends_leaves_no_command_behind(self) -> None:
        line = """echo '{"path":"a.jpg","status":"pass","statusFor":{},"findings":[]}'"""
        program = self.slow(first=line).program.path
        code = (
            f"import castbook; files = castbook.Library(program={program!r}).check_each('a.jpg'); "
            "next(files)"
        )
        done = subprocess.run(
            [sys.executable, "-B", "-c", code],
            env={**os.environ, "PYTHONPATH": str(ROOT / "Python")},
            stderr=subprocess.PIPE,
        )
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertTrue(gone(self.pid()))

    def test_threads_work_side_by_side(self) -> None:
        reports: List[castbook.shapes.CheckReport] = []
        paths = sorted(STARTER.glob("*.jpg"))
        threads = [
            threading.Thread(target=lambda path=path: reports.append(castbook.check(path)))
            for path in paths
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        self.assertEqual(len(reports), len(paths))

    def test_no_descriptor_is_left_open(self) -> None:
        castbook.check(STARTER / "mug-top.jpg")
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(3):
            castbook.check(STARTER / "mug-top.jpg")
            list(castbook.check_each(STARTER / "mug-top.jpg"))
            castbook.check_each(STARTER).close()
            with self.assertRaises(castbook.TimedOut):
                castbook.score(STARTER, timeout=0.01)
        self.assertEqual(len(os.listdir("/proc/self/fd")), before)
