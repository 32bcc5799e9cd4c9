"""Workflows run, and the node of a target gets the pictures in the order of the prompt."""

import json
import pathlib
import unittest
from typing import Any, ClassVar

from support import CLIPS, PACK, NodeCase, castbook, numbers, picture

import numpy
from comfy_api.latest import Input, InputImpl, io, ui
from executor import Invalid
from nodes import LoadImage

TARGET = "comfyui.kling-4.0.r2v"
TEXT = "---\nduration: 5\n---\n@mira puts @mug on the desk.\n"


class Kling:
    """Keeps what it gets, and returns a clip."""

    RETURN_TYPES = ("VIDEO",)
    FUNCTION = "render"
    got: ClassVar[list[dict[str, Any]]] = []

    def render(self, **inputs: Any) -> tuple[Input.Video]:
        self.got.append(inputs)
        return (InputImpl.VideoFromFile(str(CLIPS / "mira-3.0s.mp4")),)


class SaveVideo(io.ComfyNode):
    """Keeps the name that it gets."""

    got: ClassVar[list[str]] = []

    @classmethod
    def define_schema(cls) -> io.Schema:
        texts = [io.String.Input(name) for name in ("filename_prefix", "format", "codec")]
        return io.Schema("SaveVideo", inputs=[io.Video.Input("video"), *texts], is_output_node=True)

    @classmethod
    def execute(
        cls, video: Input.Video, filename_prefix: str, format: str, codec: str
    ) -> io.NodeOutput:
        cls.got.append(filename_prefix)
        return io.NodeOutput(ui=ui.SavedImages([]))


class Workflows(NodeCase):
    others: ClassVar[dict[str, Any]] = {
        "LoadImage": LoadImage,
        "SaveVideo": SaveVideo,
        "Kling4ReferenceToVideoNode": Kling,
    }

    def setUp(self) -> None:
        Kling.got.clear()
        SaveVideo.got.clear()

    def layout(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What export --layout comfyui prints, and the workflow that it writes."""
        (self.folder / "lobby.md").write_text(TEXT, "utf-8")
        line = ["export", "lobby.md", "--layout", "comfyui", "--for", TARGET, "--json", "-o"]
        done = castbook.run([*line, str(self.comfy / "input")])
        self.assertEqual(done.exit_code, 0, done.stderr)
        report = json.loads(done.stdout)
        written = self.comfy / "input" / "castbook" / report["workflows"][0]["file"]
        return report, json.loads(written.read_text("utf-8"))

    def test_the_layout_loads_the_pictures_that_it_names(self) -> None:
        report, workflow = self.layout()
        self.executor(**self.others).run(workflow)
        (got,) = Kling.got
        (planned,) = report["workflows"]
        self.assertEqual(got["model.prompt"], planned["prompt"])
        self.assertEqual(len(planned["inputs"]), 7)
        for wire in planned["inputs"]:
            wanted = picture(self.comfy / "input" / wire["file"])
            numpy.testing.assert_array_equal(numbers(got[wire["input"]])[0], wanted)
        self.assertEqual(SaveVideo.got, [f"castbook/lobby-{planned['bundle'][:8]}"])

    def test_cast_gives_what_the_layout_writes(self) -> None:
        report, workflow = self.layout()
        digest, prompt = (report["workflows"][0][key] for key in ("bundle", "prompt"))
        made = self.cast_of(TEXT).args
        self.assertEqual((made[3], made[4]), (prompt, digest))
        for own, wire in zip(made[1], report["workflows"][0]["inputs"], strict=True):
            wanted = picture(self.comfy / "input" / wire["file"])
            numpy.testing.assert_array_equal(numbers(own)[0], wanted)

    def test_the_example(self) -> None:
        _, layout = self.layout()
        example = json.loads((PACK / "example.json").read_text("utf-8"))
        executor = self.executor(**self.others)
        ran = executor.run(example)
        executor.run(layout)
        own, wanted = Kling.got
        self.assertEqual(sorted(own), sorted(wanted))
        for name, value in wanted.items():
            with self.subTest(name):
                if hasattr(value, "numpy"):
                    numpy.testing.assert_array_equal(own[name].numpy(), value.numpy())
                else:
                    self.assertEqual(own[name], value)
        cast, save = (
            next(id for id, node in example.items() if node["class_type"] == kind)
            for kind in ("CastbookCast", "CastbookSaveTake")
        )
        digest = ran[cast].outputs[4][0]
        take, path = (values[0] for values in ran[save].outputs)
        self.assertEqual(pathlib.Path(path).name, f"lobby-{digest[:8]}_00001_.mp4")
        exports = {export.bundle: export for export in castbook.exports().exports}
        self.assertEqual([known.sha256 for known in exports[digest].takes], [take])
        # Nothing is rendered again before something changes.
        executor.run(example)
        self.assertEqual(executor.ran, [])

    def test_a_list_runs_a_check_for_each_picture(self) -> None:
        cast = {"text": "@mug", "target": TARGET, "name": "lobby"}
        check = {"images": ["1", 1], "target": TARGET, "slot": "image", "stop_on_errors": True}
        one = {"pictures": ["2", 0], "number": 3}
        workflow = {
            "1": {"class_type": "CastbookCast", "inputs": cast},
            "2": {"class_type": "CastbookCheck", "inputs": check},
            "3": {"class_type": "CastbookPicture", "inputs": one},
        }
        ran = self.executor().run(workflow)
        self.assertEqual(len(ran["2"].outputs[1]), 3)
        third = ran["1"].outputs[1][2]
        self.assertIs(ran["3"].outputs[0][0], third)
        one["number"] = 4
        words = self.refused("CastbookPicture", ran["1"].outputs[1], [4])
        self.assertIn("the shot sends 3 pictures", words)

    def test_what_can_not_be_queued(self) -> None:
        cast = {"text": "", "target": "kling", "name": "../x"}
        workflow = {"1": {"class_type": "CastbookCast", "inputs": cast}}
        executor = self.executor()
        for key, value, reason in (
            ("target", TARGET, "value not in list: target"),
            ("text", "@mira", "text: is empty"),
            ("name", "lobby", "name:"),
        ):
            with self.assertRaises(Invalid) as raised:
                executor.run(workflow)
            self.assertIn(reason, raised.exception.reasons["1"])
            cast[key] = value
        executor.run(workflow)
        self.assertEqual(executor.ran, ["1"])
        picture = {"class_type": "CastbookPicture", "inputs": {"pictures": ["1", 2], "number": 1}}
        with self.assertRaises(Invalid) as raised:
            executor.run({**workflow, "2": picture})
        self.assertEqual(raised.exception.reasons["2"], "pictures gets STRING, not IMAGE")


if __name__ == "__main__":
    unittest.main()
