"""Where the program is found, and what is said if it is missing, strange or of another version."""

import os
import pathlib
import pickle
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import warnings
from typing import Dict
from unittest import mock

import castbook
from castbook import _program

from .support import ROOT, STARTER, Case

ANSWER = 'case "$1" in --version) echo "castbook {version} (Python wheel)" ;; *) {rest} ;; esac\n'


class Finding(Case):
    starter = False

    def found(self, **environment: str) -> str:
        with mock.patch.dict(os.environ, environment):
            return castbook.program().path

    def test_the_variable_goes_first(self) -> None:
        fake = self.fake(ANSWER.format(version=castbook.__version__, rest="exit 3"))
        self.assertEqual(self.found(CASTBOOK=fake, PATH=os.path.dirname(fake)), fake)

    def test_then_beside_the_interpreter_then_the_path(self) -> None:
        beside, elsewhere = (
            self.fake(ANSWER.format(version=castbook.__version__, rest="exit 3")) for _ in range(2)
        )
        with mock.patch.object(sys, "executable", os.path.join(os.path.dirname(beside), "python")):
            self.assertEqual(self.found(CASTBOOK="", PATH=os.path.dirname(elsewhere)), beside)
        with mock.patch.object(_program, "_folders", lambda: iter(["/no/such/folder"])):
            self.assertEqual(self.found(CASTBOOK="", PATH=os.path.dirname(elsewhere)), elsewhere)

    def test_a_target_folder_of_pip_has_its_program_beside_the_package(self) -> None:
        site = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        shutil.copytree(ROOT / "Python" / "castbook", site / "castbook")
        (site / "bin").mkdir()
        shutil.copy(self.fake(f"echo castbook {castbook.__version__}"), site / "bin" / "castbook")
        code = "import castbook; print(castbook.program().path)"
        variables = {**os.environ, "PYTHONPATH": str(site)}
        variables.pop("CASTBOOK", None)
        done = subprocess.run(
            [sys.executable, "-B", "-c", code], env=variables, stdout=subprocess.PIPE, text=True
        )
        self.assertEqual(done.stdout.strip(), str(site / "bin" / "castbook"))

    def test_a_name_without_a_folder_is_looked_for_in_path(self) -> None:
        named = self.fake(f"echo castbook {castbook.__version__}", "other-castbook")
        with mock.patch.dict(os.environ, {"PATH": os.path.dirname(named)}):
            self.assertEqual(castbook.Library(program="other-castbook").program.path, named)
        with self.assertRaises(castbook.ProgramError):
            self.assertIsNone(castbook.Library(program="other-castbook").program)

    def test_the_folders_are_those_of_the_interpreter_and_of_the_user(self) -> None:
        folders = list(_program._folders())
        self.assertEqual(folders[0], os.path.dirname(sys.executable))
        self.assertIn(sysconfig.get_path("scripts"), folders)
        self.assertIn(sysconfig.get_path("scripts", "posix_user"), folders)

    def test_a_missing_program_says_where_it_was_looked_for(self) -> None:
        with mock.patch.object(_program, "_folders", lambda: iter(["/no/such/folder"])):
            with self.assertRaises(castbook.ProgramError) as caught:
                self.found(CASTBOOK="", PATH="/no/path")
        error = caught.exception
        self.assertEqual((error.rule, error.exit_code), ("python.no-program", None))
        self.assertIn("/no/such/folder", error.message)
        self.assertIn("CASTBOOK", error.fix or "")
        with self.assertRaisesRegex(
            castbook.ProgramError, "'/no/castbook', which is not a program"
        ):
            self.found(CASTBOOK="/no/castbook")

    def test_a_program_that_is_something_else_is_refused(self) -> None:
        for script, words in [
            ("echo something else", "printed 'something else'"),
            ("exit 7", "ended with 7"),
            ("kill -9 $$", "ended with -9"),
        ]:
            with self.assertRaisesRegex(castbook.ProgramError, words):
                castbook.Library(program=self.fake(script)).list()
        text = self.folder / "text"
        text.write_bytes(b"\x7fELF nonsense")
        text.chmod(0o755)
        with self.assertRaisesRegex(castbook.ProgramError, "can't be run"):
            castbook.Library(program=text).list()
        with self.assertRaisesRegex(castbook.ProgramError, "No such file"):
            castbook.Library(program="/no/castbook").list()


class Versions(Case):
    starter = False

    def test_another_version_is_warned_of_once(self) -> None:
        answer = """echo '{"castbook":"jobs/1","jobs":[]}'"""
        other = castbook.Library(program=self.fake(ANSWER.format(version="9.1.0", rest=answer)))
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            other.jobs()
            other.jobs()
        self.assertEqual([warning.category for warning in caught], [castbook.VersionWarning])
        said = str(caught[0].message)
        self.assertIn("castbook 9.1.0", said)
        self.assertIn(f"this package is {castbook.__version__}", said)
        self.assertIn("CASTBOOK", said)

    def refusal(self, answer: str) -> castbook.Error:
        library = castbook.Library(
            program=self.fake(ANSWER.format(version="9.1.0", rest=f"echo '{answer}'"))
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with self.assertRaises(castbook.Error) as caught:
                library.jobs()
        return caught.exception

    def test_a_shape_of_another_version_is_an_error(self) -> None:
        error = self.refusal('{"castbook":"jobs/2","works":[]}')
        self.assertIsInstance(error, castbook.VersionError)
        self.assertEqual(error.rule, "python.version")
        for words in ("castbook 9.1.0", "jobs/2", "jobs/1"):
            self.assertIn(words, error.message)
        self.assertIn("version 9.1.0", error.fix or "")

    def test_a_key_that_is_missing_is_an_error(self) -> None:
        error = self.refusal('{"castbook":"jobs/1"}')
        self.assertEqual(error.rule, "python.shape")
        self.assertIn("has no key 'jobs'", error.message)
        error = self.refusal('{"castbook":"jobs/1","jobs":[{"job":{}}]}')
        self.assertIn("jobs[0].job has no key 'id'", error.message)

    def test_another_report_and_no_report_are_errors(self) -> None:
        other = self.refusal('{"castbook":"list/2","elements":[]}')
        self.assertEqual(other.rule, "python.other-report")
        assert isinstance(other.report, castbook.shapes.ListReport)
        self.assertEqual(self.refusal('{"castbook":"zoo/1"}').rule, "python.other-report")
        self.assertEqual(self.refusal("[]").rule, "python.version")
        self.assertEqual(self.refusal("hello").rule, "python.answer")
        self.assertEqual(self.refusal("").rule, "python.answer")


class Endings(Case):
    """How each exit code arrives."""

    def test_the_families_of_errors(self) -> None:
        for call, kind, rule, code in [
            (
                lambda: castbook.check("a.jpg", targets="klin"),
                castbook.UsageError,
                "target.unknown",
                2,
            ),
            (lambda: castbook.show("no_such"), castbook.UsageError, "element.unknown", 2),
            (lambda: castbook.list(library="/no/library"), castbook.WorkError, "library.none", 3),
            (lambda: castbook.export("no.md"), castbook.Error, "", None),
        ]:
            with self.assertRaises(kind) as caught:
                call()  # type: ignore[no-untyped-call]
            error = caught.exception
            assert isinstance(error, castbook.Error)
            if rule:
                self.assertEqual((error.rule, error.exit_code), (rule, code))
            self.assertTrue(error.message)
            self.assertIn(error.message, str(error))
            again = pickle.loads(pickle.dumps(error))
            self.assertEqual(
                (type(again), again.rule, str(again)), (type(error), error.rule, str(error))
            )

    def test_exit_code_1_with_an_error_is_a_fix_error(self) -> None:
        castbook.export(self.shot(), output="out")
        (self.folder / "out/lobby/prompt.txt").write_text("other words", "utf-8")
        with self.assertRaises(castbook.FixError) as caught:
            castbook.bundle_request("out/lobby")
        error = caught.exception
        self.assertEqual((error.rule.split(".")[0], error.exit_code), ("bundle", 1))
        assert isinstance(error.report, castbook.shapes.BundleVerifyReport)
        self.assertEqual(error.report.status, "fail")

    def test_a_failure_after_the_results_keeps_the_results(self) -> None:
        pathlib.Path("ticket.md").write_text("mine", "utf-8")
        with self.assertRaises(castbook.WorkError) as caught:
            castbook.check(STARTER / "mira-front.jpg", report="ticket.md")
        error = caught.exception
        self.assertEqual(error.exit_code, 3)
        self.assertIn("ticket.md", str(error))
        assert isinstance(error.report, castbook.shapes.CheckReport)
        self.assertEqual(error.report.files[0].status, "pass")

    def test_a_bundle_that_is_in_the_way_is_an_error_with_the_others(self) -> None:
        castbook.export(self.shot("one.md"), output="bundles")
        path = self.shot("one.md")
        path.write_text(path.read_text("utf-8").replace("desk", "table"), "utf-8")
        with self.assertRaises(castbook.WorkError) as caught:
            castbook.export([path, self.shot("two.md")], output="bundles")
        error = caught.exception
        self.assertIn("bundles/one", error.message)
        self.assertIn("replace", error.fix or "")
        assert isinstance(error.report, castbook.shapes.ExportReport)
        self.assertEqual(error.report.bundles[1].path, "bundles/two")

    def test_streams_raise_the_same(self) -> None:
        with self.assertRaises(castbook.UsageError):
            list(castbook.check_each("a.jpg", targets="klin"))
        with self.assertRaises(castbook.WorkError):
            list(castbook.list_each(library="/no/library"))
        fake = castbook.Library(
            program=self.fake(
                ANSWER.format(
                    version=castbook.__version__, rest="echo 'castbook: disk full.' >&2; exit 3"
                )
            )
        )
        with self.assertRaisesRegex(castbook.WorkError, "disk full"):
            list(fake.list_each())


class Package(Case):
    starter = False

    def run_python(
        self, code: str, folder: str, **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        variables: Dict[str, str] = {**os.environ, "PYTHONPATH": folder, **environment}
        return subprocess.run(
            [sys.executable, "-B", "-c", code], env=variables, capture_output=True, text=True
        )

    def test_generated_modules_are_up_to_date(self) -> None:
        script = str(ROOT / "Python" / "generate.py")
        done = subprocess.run(
            [sys.executable, "-B", script, "--check"], capture_output=True, text=True
        )
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_old_modules_are_reported(self) -> None:
        copied = self.folder / "copied"
        for part in ("Python", "docs/schemas", "docs/commands", "Sources/FileVerbs"):
            shutil.copytree(
                ROOT / part, copied / part, ignore=shutil.ignore_patterns("__pycache__")
            )
        schema = copied / "docs/schemas/jobs.schema.json"
        schema.write_text(schema.read_text("utf-8").replace('"jobs": {', '"works": {', 1), "utf-8")
        page = copied / "docs/commands/castbook-jobs.md"
        page.write_text(page.read_text("utf-8").replace("`--open`", "`--opened`"), "utf-8")
        done = subprocess.run(
            [sys.executable, "-B", str(copied / "Python/generate.py"), "--check"],
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 1)
        self.assertIn("shapes.py is out of date: run Python/generate.py", done.stderr)
        self.assertIn("_commands.py is out of date", done.stderr)
        self.assertNotIn("_version.py", done.stderr)

    def test_the_whole_package_is_written_anywhere(self) -> None:
        into = self.folder / "into"
        script = str(ROOT / "Python" / "generate.py")
        for _ in range(2):
            subprocess.run([sys.executable, "-B", script, "--into", str(into)], check=True)
        names = sorted(path.name for path in (into / "castbook").iterdir())
        self.assertIn("py.typed", names)
        self.assertIn("_version.py", names)
        self.assertTrue(all(name.endswith((".py", "py.typed")) for name in names), names)
        code = "import castbook; print(castbook.__version__, castbook.__file__)"
        done = self.run_python(code, str(into))
        self.assertEqual(
            done.stdout.split(), [castbook.__version__, f"{into}/castbook/__init__.py"]
        )

    def test_it_imports_nothing_that_is_not_in_python(self) -> None:
        code = (
            "import sys; import castbook; "
            "print([n for n in sys.modules if n.split('.')[0] not in sys.stdlib_module_names "
            "and n.split('.')[0] not in ('castbook', '__main__')])"
        )
        if sys.version_info >= (3, 10):
            # Without -S, an installation may import more before the code runs.
            done = subprocess.run(
                [sys.executable, "-B", "-S", "-c", code],
                env={**os.environ, "PYTHONPATH": str(ROOT / "Python")},
                capture_output=True,
                text=True,
            )
            self.assertEqual(done.stdout.strip(), "[]", done.stderr)
