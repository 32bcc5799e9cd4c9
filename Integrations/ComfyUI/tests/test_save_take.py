"""Castbook Save Take saves a clip first, and then makes it a take."""

import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import unittest
from typing import Any
from unittest import mock

from support import CLIPS, NodeCase, castbook, part

import numpy
import torch
from comfy.cli_args import args
from comfy_api.latest import InputImpl, io
from PIL import Image

TARGET = "comfyui.kling-4.0.r2v"
CLIP = CLIPS / "mira-3.0s.mp4"


class Takes(NodeCase):
    bundle: str

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cast = cls.nodes["CastbookCast"]
        cls.bundle = cast.execute(text="@mira waits", target=TARGET, name="lobby").args[4]

    def save(self, **inputs: Any) -> Any:
        """Runs the node as ComfyUI does: on a copy of its class with hidden values."""
        node = self.nodes["CastbookSaveTake"]
        values = {
            io.Hidden.prompt: {"1": {"class_type": "CastbookCast"}},
            io.Hidden.extra_pnginfo: {"workflow": {"version": 0.4}},
        }
        copy: Any = type(node.__name__, (node,), {"hidden": io.HiddenHolder(values)})
        return copy.execute(**{"bundle": self.bundle, "result": "kept", **inputs})

    def refuses(self, **inputs: Any) -> str:
        with self.assertRaises(part("failures").Refused) as raised:
            self.save(**inputs)
        return str(raised.exception)

    def outputs(self) -> set[str]:
        folder = self.comfy / "output"
        return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    def test_a_clip_becomes_a_take(self) -> None:
        clip = InputImpl.VideoFromFile(str(CLIP))
        saved = self.save(video=clip, note="the right coat", cost="0.84 USD")
        digest, path = saved.args
        name = f"lobby-{self.bundle[:8]}_00001_.mp4"
        self.assertEqual(pathlib.Path(path), self.comfy / "output" / "castbook" / name)
        content = pathlib.Path(path).read_bytes()
        self.assertEqual(hashlib.sha256(content).hexdigest(), digest)
        self.assertIn(json.dumps({"1": {"class_type": "CastbookCast"}}).encode(), content)
        self.assertIn(b'"workflow": {"version": 0.4}', content)
        shown = {"filename": name, "subfolder": "castbook", "type": "output"}
        self.assertEqual(saved.ui.as_dict(), {"images": [shown], "animated": (True,)})
        takes = {take.sha256: take for take in castbook.exports().exports[0].takes}
        take = takes[digest]
        self.assertEqual((take.result, take.note), ("kept", "the right coat"))
        self.assertEqual(str(take.cost.amount if take.cost else ""), "0.84")
        self.assertIn(
            digest,
            [
                take.sha256
                for export in castbook.where_used("@mira").exports
                for take in export.takes
            ],
        )
        used = castbook.where_used(path)
        self.assertEqual([export.bundle for export in used.exports], [self.bundle])
        # The next clip gets the next number, by 8 digits of the bundle as well.
        again = self.save(video=clip, bundle=self.bundle[:8].upper(), result="rejected").args[1]
        self.assertTrue(again.endswith("_00002_.mp4"))

    def test_pictures_become_takes(self) -> None:
        shades = numpy.random.default_rng(2).random((2, 360, 640, 3), numpy.float32)
        saved = self.save(images=torch.from_numpy(shades), cost="0.10 USD")
        digests, paths = (text.splitlines() for text in saved.args)
        self.assertEqual(len(set(digests)), 2)
        for path, shade in zip(paths, shades, strict=True):
            with Image.open(path) as picture:
                self.assertEqual(json.loads(picture.text["workflow"]), {"version": 0.4})
                self.assertIn("CastbookCast", picture.text["prompt"])
                numpy.testing.assert_array_equal(
                    numpy.asarray(picture), numpy.rint(shade * 255).astype(numpy.uint8)
                )
        takes = {take.sha256: take for take in castbook.exports().exports[0].takes}
        self.assertLessEqual(set(digests), set(takes))
        # The cost is that of the render.
        self.assertEqual([takes[digest].cost is not None for digest in digests], [True, False])
        self.assertEqual(len(saved.ui.as_dict()["images"]), 2)

    def test_without_the_workflow(self) -> None:
        with mock.patch.object(args, "disable_metadata", True):
            path = self.save(video=InputImpl.VideoFromFile(str(CLIP))).args[1]
        self.assertEqual(pathlib.Path(path).read_bytes(), CLIP.read_bytes())

    def test_a_clip_stays_saved_whatever_fails(self) -> None:
        clip = InputImpl.VideoFromFile(str(CLIP))
        before = self.outputs()
        with self.program(None):
            words = self.refuses(video=clip)
        self.assertIn("[python.no-program]", words)
        (name,) = self.outputs() - before
        self.assertRegex(name, rf"^castbook/take-{self.bundle[:8]}_\d+_\.mp4$")
        # The command that the words give does what failed.
        command = shlex.split(words.splitlines()[-1])
        self.assertEqual(command[:3], ["castbook", "take", "add"])
        done = subprocess.run(
            [os.environ["CASTBOOK"], *command[1:]], capture_output=True, text=True
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        for failing in (
            {"bundle": "0123456789"},
            {"bundle": "../../etc"},
            {"bundle": ""},
            {"bundle": None},
            {"bundle": 12345678901},
            {"cost": "much"},
            {"note": "a\x1bb"},
            {"library": str(self.folder / "no")},
        ):
            with self.subTest(failing):
                before = self.outputs()
                words = self.refuses(video=clip, **failing)
                (name,) = self.outputs() - before
                self.assertTrue(name.startswith("castbook/"))
                self.assertIn(str(self.comfy / "output" / name), words)
                self.assertNotIn("Traceback", words)
        self.assertEqual([path for path in self.folder.iterdir() if path.suffix == ".mp4"], [])

    def test_wired_inputs_without_a_value(self) -> None:
        clip = InputImpl.VideoFromFile(str(CLIP))
        digest = self.save(video=clip, note=None, cost=None, library=None).args[0]
        self.assertRegex(digest, r"^[0-9a-f]{64}$")

    def test_nothing_wired(self) -> None:
        self.assertIn("no clip to save", self.refuses())
        empty = torch.from_numpy(numpy.zeros((0, 8, 8, 3), numpy.float32))
        self.assertIn("no clip to save", self.refuses(images=empty))

    def test_inputs_are_checked_before_anything_is_paid(self) -> None:
        check = self.nodes["CastbookSaveTake"].validate_inputs
        self.assertIs(check(bundle=None, cost="", note=""), True)
        self.assertIs(check(bundle=self.bundle, cost="0.84 USD", note="fine"), True)
        self.assertIn("8 or more", check(bundle="12", cost="", note=""))
        self.assertIn("8 or more", check(bundle="../../../x", cost="", note=""))
        self.assertIn("write it like", check(bundle=None, cost="much", note=""))
        self.assertIn("U+0007", check(bundle=None, cost="", note="a\x07"))

    def test_the_name_comes_from_the_shot(self) -> None:
        name = part("save_take")._name_of
        self.assertEqual(name(self.bundle, ""), "lobby")
        self.assertEqual(name("0123456789", ""), "take")
        self.assertEqual(name("", ""), "take")
        for stem, wanted in (("a%date%b c", "a-date-b-c"), ("𐐀" * 50, "𐐀" * 37), ("%%", "take")):
            with self.subTest(stem):
                shot = self.folder / f"{stem}.md"
                shot.write_text(f"@mira waits in {wanted}", "utf-8")
                report = castbook.export(shot, targets=TARGET, output=self.folder / "named")
                self.assertEqual(name(report.bundles[0].sha256, ""), wanted)


if __name__ == "__main__":
    unittest.main()
