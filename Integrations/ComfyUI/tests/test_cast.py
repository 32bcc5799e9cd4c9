"""Castbook Cast gives what castbook export would send, and refuses what it refuses."""

import datetime
import logging
import os
import pathlib
import re
import subprocess
import threading
import time
import unittest
from unittest import mock

from support import STARTER, NodeCase, castbook, numbers, part, picture

import comfy.model_management as management
import numpy

TARGET = "comfyui.kling-4.0.r2v"


class Cast(NodeCase):
    def exported(self, text: str, name: str = "lobby") -> pathlib.Path:
        """The bundle that the program makes of a text."""
        shot = self.folder / f"{name}.md"
        shot.write_text(text, "utf-8")
        report = castbook.export(shot, targets=TARGET, output=self.folder / "out", replace=True)
        return pathlib.Path(report.bundles[0].path or "")

    def test_pictures_prompt_and_digest_are_those_of_the_bundle(self) -> None:
        images, pictures, tokens, prompt, digest = self.cast_of().args
        bundle = self.exported("@mira puts @mug on the desk.")
        report = castbook.prompt(self.folder / "lobby.md", target=TARGET)
        wanted = [
            (token, f"@{binding.handle} {file.role}", file.path)
            for binding in report.bindings or ()
            for token, file in zip((binding.token or "").split(", "), binding.sent or ())
        ]
        self.assertEqual(len(wanted), 7)
        self.assertEqual(tokens.splitlines(), [f"{token}  {label}" for token, label, _ in wanted])
        self.assertEqual(tokens.splitlines()[0], "@Image1  @mira front")
        self.assertEqual(prompt, (bundle / "prompt.txt").read_text("utf-8").rstrip("\n"))
        self.assertEqual(digest, castbook.bundle_verify(bundle).sha256)
        self.assertEqual(len(pictures), 7)
        for own, (_, _, name) in zip(pictures, wanted, strict=True):
            numpy.testing.assert_array_equal(numbers(own)[0], picture(bundle / "references" / name))
        # The batch has the widest and the highest picture's size; nothing is scaled.
        self.assertEqual(images.shape, (7, 1536, 1200, 3))
        page = numbers(images[:1])[0]
        numpy.testing.assert_array_equal(page[:, 24:-24], numbers(pictures[0])[0])
        self.assertEqual(page[:, :24].max(), 0)

    def test_pictures_of_one_size_stay_as_they_are(self) -> None:
        images, pictures, *_ = self.cast_of("@mug").args
        self.assertEqual(images.shape, (3, 1200, 1200, 3))
        for own, one in zip(images, pictures, strict=True):
            numpy.testing.assert_array_equal(own.numpy(), one.numpy()[0])

    def test_elements_alone_are_a_text(self) -> None:
        _, _, tokens, prompt, _ = self.cast_of("@mug, @mira:1").args
        self.assertEqual(tokens.splitlines()[0], "@Image1  @mug front")
        self.assertTrue(prompt.startswith("Stoneware mug (@Image1, @Image2, @Image3), Mira Okafor"))

    def test_the_longest_name(self) -> None:
        # 200 bytes, which the program and the file system accept, too.
        self.assertTrue(self.cast_of("@mug", name="𐐀" * 50).args[4])

    def test_settings_of_a_shot_file(self) -> None:
        frame = self.comfy / "input" / "frames" / "desk.jpg"
        frame.parent.mkdir(exist_ok=True)
        frame.write_bytes((STARTER / "mug-top.jpg").read_bytes())
        text = "---\nstart: frames/desk.jpg\nimages: @mira=front\n---\n@mira puts it down.\n"
        _, pictures, tokens, _, _ = self.cast_of(text).args
        self.assertEqual(tokens.splitlines(), ["@Image1  @mira front", "start  frames/desk.jpg"])
        numpy.testing.assert_array_equal(numbers(pictures[1])[0], picture(frame))
        self.assertEqual(os.listdir(self.comfy / "temp"), [])
        self.assertEqual([path.name for path in frame.parent.iterdir()], ["desk.jpg"])

    def test_a_voice_has_a_token_and_no_picture(self) -> None:
        text = '---\nimages: @mira=front\n---\n@mira waits. @mira_voice: "We open at nine."'
        _, pictures, tokens, prompt, _ = self.cast_of(text, target="comfyui.seedance-2.5.r2v").args
        self.assertEqual(
            tokens.splitlines(), ["Image 1  @mira front", "Audio 1  @mira_voice voice"]
        )
        self.assertEqual(len(pictures), 1)
        self.assertIn("Audio 1", prompt)

    def test_the_library_records_the_export_and_nothing_else(self) -> None:
        cast = castbook.Library(self.folder / "own")
        cast.init(starter=True)
        inputs = {"target": TARGET, "name": "scene", "library": str(self.folder / "own")}
        node = self.nodes["CastbookCast"]
        node.fingerprint_inputs(text="@mira", **inputs)
        self.assertIs(node.validate_inputs(text="@mira", name="scene"), True)
        self.assertEqual(cast.exports().exports, ())
        before = [(element.handle, element.sha256) for element in cast.list().elements]
        digest = node.execute(text="@mira", **inputs).args[4]
        (export,) = cast.exports().exports
        self.assertEqual((export.bundle, export.elements), (digest, ("mira",)))
        self.assertEqual(os.path.basename(export.shot), "scene.md")
        self.assertEqual(before, [(one.handle, one.sha256) for one in cast.list().elements])
        self.assertEqual(os.listdir(self.comfy / "temp"), [])

    def test_a_look_replaces_its_element(self) -> None:
        castbook.add(
            "character", "mira_coat", [STARTER / "mira-back.jpg"], look_of="mira", role=["front"]
        )
        castbook.edit("mira", alias=["米拉"])
        for text in (
            "@mira waits. @MIRA goes, not @mira_voice or a@mira.",
            "@米拉走, @mira:1 waits",
        ):
            with self.subTest(text):
                _, pictures, tokens, prompt, _ = self.cast_of(text, look="@mira_coat").args
                self.assertEqual(tokens, "@Image1  @mira_coat front")
                self.assertTrue(prompt.startswith("Mira coat (@Image1)"))
        self.assertEqual(
            self.refused("CastbookCast", "@mug", TARGET, "lobby", look="mira_coat"),
            "look: @mira_coat is a look of @mira, and the text does not name @mira",
        )
        self.assertIn(
            "@mug is not a look",
            self.refused("CastbookCast", "@mira", TARGET, "lobby", look="@mug"),
        )

    def test_pins_of_a_project_hold(self) -> None:
        project = self.folder / "film"
        project.mkdir()
        castbook.use(["mug"], project=project)
        pinned = self.cast_of("@mug", project=str(project)).args[4]
        castbook.edit("mug", name="A mug")
        self.assertEqual(self.cast_of("@mug", project=str(project)).args[4], pinned)
        self.assertNotEqual(self.cast_of("@mug").args[4], pinned)
        castbook.edit("mug", name="Stoneware mug")
        self.assertIn(
            "no castbook.lock",
            self.refused("CastbookCast", "@mug", TARGET, "lobby", project=str(self.folder)),
        )


class Refusals(NodeCase):
    def test_the_words_are_those_of_export(self) -> None:
        before = castbook.exports().exports
        (self.folder / "narrow.png").write_bytes((STARTER / "mug-top.jpg").read_bytes())
        castbook.add("product", "tiny", self.small(), role=["front"])
        texts = {
            "unknown handle": "@mira puts @muq on the desk.",
            "two errors": "@mirra puts @muq on the desk.",
            "a control character": "@mi\0ra \x1b[31mwaits",
            "a picture that is too small": "@tiny",
            "a text that is too long": "@mira waits in the lobby.\n" * 10_000,
            "an unknown setting": "---\nlength: 5\n---\n@mira",
            "a file that is missing": "---\nstart: no/where.jpg\n---\n@mira",
            "too short": "---\nduration: 1\n---\n@mira",
            "two revisions": "@mira @mira:1 and @mira:2",
            "purpose": "---\npurpose: war\n---\n@mira",
        }
        for name, text in texts.items():
            with self.subTest(name):
                words = self.refused("CastbookCast", text, TARGET, "lobby")
                shot = self.folder / "lobby.md"
                shot.write_bytes(text.encode())
                done = subprocess.run(
                    [os.environ["CASTBOOK"], "export", "lobby.md", "--for", TARGET, "--brief"]
                    + ["-o", "refused"],
                    capture_output=True,
                    text=True,
                )
                self.assertEqual(done.returncode, 1, done.stderr)
                said = re.findall(r"^✗ (\S+) [^:]*(?::\d+:\d+)?[^:]*: (.*)$", done.stdout, re.M)
                self.assertTrue(said, done.stdout)
                lines = words.splitlines()
                for rule, sentence in said:
                    self.assertTrue(
                        any(line.endswith(f"{sentence} [{rule}]") for line in lines),
                        f"{sentence} [{rule}] is not in\n{words}",
                    )
                self.assertEqual(len(lines), len(said) + 1)
                self.assertEqual(lines[-1], done.stdout.splitlines()[-1])
                self.assertFalse((self.folder / "refused").exists())
        self.assertEqual(castbook.exports().exports, before)
        self.assertEqual(os.listdir(self.comfy / "temp"), [])

    def small(self) -> pathlib.Path:
        from PIL import Image

        path = self.folder / "tiny.png"
        Image.new("RGB", (200, 200), (90, 60, 30)).save(path)
        return path

    def test_places_are_those_of_the_text(self) -> None:
        words = self.refused("CastbookCast", "@mira puts @muq down.", TARGET, "lobby")
        self.assertEqual(
            words,
            "lobby.md:1:12: unknown handle @muq: did you mean @mug? [prompt.unknown-handle]\n"
            "no bundle written: 1 error",
        )

    def test_warnings_are_logged(self) -> None:
        soon = datetime.date.today() + datetime.timedelta(days=5)
        castbook.add("product", "lamp", [STARTER / "mug-top.jpg"], basis="licensed", expires=soon)
        with self.assertLogs("castbook", logging.WARNING) as said:
            self.cast_of("@lamp")
        self.assertIn("rights expire on", said.output[0])
        self.assertIn("[rights.expiring]", said.output[0])
        # As in export, an error is not joined by warnings.
        words = self.refused("CastbookCast", "@lamp and @muq", TARGET, "lobby")
        self.assertNotIn("rights.expiring", words)

    def test_unknown_target(self) -> None:
        words = self.refused("CastbookCast", "@mira", "comfyui-klin", "lobby")
        self.assertIn('unknown target "comfyui-klin"', words)

    def test_a_shot_without_pictures(self) -> None:
        words = self.refused("CastbookCast", "An empty street at dawn", TARGET, "lobby")
        self.assertIn("sends no pictures", words)

    def test_names_and_folders(self) -> None:
        node = self.nodes["CastbookCast"]
        for name in (
            "../x",
            "/tmp/x",
            "a/b",
            "",
            ".x",
            "a\nb",
            "x" * 65,
            "𐐀" * 64,
            "%date%",
            "a b",
        ):
            with self.subTest(name):
                self.assertIn("name:", str(node.validate_inputs(text="@mira", name=name)))
                self.assertIn("name:", self.refused("CastbookCast", "@mira", TARGET, name))
        self.assertIs(node.validate_inputs(text=None, name=None), True)
        self.assertIn("empty", node.validate_inputs(text=" \n", name="x"))
        self.assertIn("above the limit", node.validate_inputs(text="x" * 300_000, name="x"))
        self.assertIn(
            "library: contains the character U+0007",
            self.refused("CastbookCast", "@mira", TARGET, "x", library="a\x07b"),
        )
        self.assertIn(
            "half of a character", self.refused("CastbookCast", "@mira \ud800", TARGET, "x")
        )

    def test_files_outside_of_the_folder(self) -> None:
        before = castbook.exports().exports
        secret = self.folder / "secret.jpg"
        secret.write_bytes((STARTER / "mug-top.jpg").read_bytes())
        for path in (str(secret), "../../secret.jpg", "frames/../../../secret.jpg"):
            for colon in (":", "："):
                with self.subTest(path + colon):
                    text = f"---\nimage{colon} {path}\n---\n@mira holds @image1"
                    words = self.refused("CastbookCast", text, TARGET, "lobby")
                    self.assertIn("don't leave it", words)
        self.assertEqual(castbook.exports().exports, before)


class Fingerprints(NodeCase):
    def mark(self, text: str | None = "@mira waits", **inputs: str | None) -> str:
        known: dict[str, str | None] = {"target": TARGET, "name": "lobby", **inputs}
        found: str = self.nodes["CastbookCast"].fingerprint_inputs(text=text, **known)
        return found

    def test_only_what_the_shot_uses_counts(self) -> None:
        first = self.mark()
        self.assertRegex(first, r"^[0-9a-f]{64}$")
        self.cast_of("@mira waits")
        self.assertEqual(self.mark(), first)
        castbook.edit("mug", name="Another mug")
        self.assertEqual(self.mark(), first)
        castbook.edit("mira", name="Mira O.")
        self.assertNotEqual(self.mark(), first)
        # An earlier revision stays what it was.
        earlier = self.mark("@mira:1 waits")
        castbook.edit("mira", name="Mira Okafor")
        self.assertEqual(self.mark("@mira:1 waits"), earlier)

    def test_a_frame_counts(self) -> None:
        frame = self.comfy / "input" / "desk.jpg"
        frame.write_bytes((STARTER / "mug-top.jpg").read_bytes())
        text = "---\nstart: desk.jpg\n---\n@mira"
        first = self.mark(text)
        self.assertEqual(self.mark(text), first)
        frame.write_bytes((STARTER / "mug-front.jpg").read_bytes())
        self.assertNotEqual(self.mark(text), first)

    def test_rights_and_their_last_day_count(self) -> None:
        last = datetime.date.today() + datetime.timedelta(days=9)
        castbook.add("product", "vase", [STARTER / "mug-top.jpg"], basis="licensed", expires=last)
        marks = []
        for days in (0, 9, 10, 11):
            day = datetime.date.today() + datetime.timedelta(days=days)
            with mock.patch.object(part("bundles"), "_today", lambda day=day: day):
                marks.append(self.mark("@vase"))
        self.assertEqual([mark == marks[0] for mark in marks], [True, True, False, False])
        # The rights of the latest revision hold for all of them.
        first = self.mark("@vase:1")
        castbook.edit("vase", allow=["editorial"])
        self.assertNotEqual(self.mark("@vase:1"), first)

    def test_with_a_wired_text_every_element_counts(self) -> None:
        first = self.mark(None)
        self.assertEqual(self.mark(None), first)
        castbook.edit("mug", note={1: "by the window"})
        self.assertNotEqual(self.mark(None), first)

    def test_errors_are_reported_by_the_node(self) -> None:
        with self.program(None):
            self.assertTrue(self.mark().startswith("error: "))
            self.assertEqual(self.mark(), self.mark())
            self.assertTrue(self.mark(None).startswith("error: "))

    def test_an_edited_element_runs_again(self) -> None:
        executor = self.executor()
        inputs = {"text": "@mug", "target": TARGET, "name": "lobby"}
        workflow = {
            "1": {"class_type": "CastbookCast", "inputs": inputs},
            "2": {"class_type": "CastbookPicture", "inputs": {"pictures": ["1", 1], "number": 2}},
        }
        executor.run(workflow)
        self.assertEqual(executor.ran, ["1", "2"])
        executor.run(workflow)
        self.assertEqual(executor.ran, [])
        castbook.edit("mug", order=[2, 1, 3])
        second = executor.run(workflow)["2"].outputs[0][0]
        self.assertEqual(executor.ran, ["1", "2"])
        numpy.testing.assert_array_equal(
            numbers(second)[0], picture(STARTER / "mug-three-quarter.jpg")
        )


class Programs(NodeCase):
    def test_no_program(self) -> None:
        with self.program(None):
            words = self.refused("CastbookCast", "@mira", TARGET, "lobby")
        self.assertIn("CASTBOOK", words)
        self.assertIn("[python.no-program]", words)

    def test_another_version(self) -> None:
        answer = """echo '{"castbook":"prompt/9"}'"""
        script = f'case "$1" in --version) echo castbook 9.0.0;; *) {answer};; esac\n'
        with self.program(script), self.assertWarns(castbook.VersionWarning):
            words = self.refused("CastbookCast", "@mira", TARGET, "lobby")
        self.assertIn("9.0.0", words)
        self.assertIn("[python.version]", words)

    def test_no_library(self) -> None:
        words = self.refused(
            "CastbookCast", "@mira", TARGET, "lobby", library=str(self.folder / "no")
        )
        self.assertIn("castbook init", words)

    def test_cancelling_stops_the_program(self) -> None:
        script = 'case "$1" in --version) echo castbook %s;; *) exec sleep 60;; esac\n'
        start = time.monotonic()
        with self.program(script % castbook.__version__):
            timer = threading.Timer(0.5, management.interrupt_current_processing)
            timer.start()
            with self.assertRaises(management.InterruptProcessingException):
                self.cast_of("@mira")
            timer.join()
        self.assertLess(time.monotonic() - start, 10)
        self.assertFalse(management.processing_interrupted())
        self.assertEqual(os.listdir(self.comfy / "temp"), [])


if __name__ == "__main__":
    unittest.main()
