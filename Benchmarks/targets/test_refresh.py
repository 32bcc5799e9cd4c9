"""Tests of refresh with small sources of their own: `python3 -B -m unittest discover -s Benchmarks/targets`."""
import contextlib, copy, importlib.machinery, importlib.util, io, json, pathlib, sys, tempfile, unittest, zipfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import block_yaml, renewal, sentences
from schema import UNKNOWN

LOADER = importlib.machinery.SourceFileLoader("refresh", str(HERE / "refresh"))
refresh = importlib.util.module_from_spec(importlib.util.spec_from_loader("refresh", LOADER))
LOADER.exec_module(refresh)

ENDPOINTS = '''export type AcmeInput = {
  /**
   * Aspect ratio of the video. Default value: `"16:9"`
   */
  aspect_ratio?: "16:9" | "9:16" | "1:1";
  /**
   * Reference images. Max 4 images.
   *
   * Max file size: 10.0MB, Min width: 300px, Min height: 300px, Min aspect ratio: 0.40, Max aspect ratio: 2.50
   */
  image_urls: Array<string>;
  /**
   * The prompt. Max 2500 characters.
   */
  prompt: string;
  /**
   * Number of videos (1-4). Default value: `1`
   */
  num_videos?: number;
};
export type AcmeProInput = AcmeInput;
export type EndpointTypeMap = {
  "acme/video": {
    input: AcmeProInput;
    output: AcmeOutput;
  };
};
'''
PARAMS = '''
from typing import Union, Iterable, Optional
from typing_extensions import Literal, Required, Annotated, TypeAlias, TypedDict
from .._utils import PropertyInfo
from .tier import Tier

class One(TypedDict, total=False):
    model: Required[Literal["one"]]
    prompt_text: Required[Annotated[str, PropertyInfo(alias="promptText")]]
    """What happens, up to 1000 characters."""
    tier: Optional[Tier]
    """How good it is. Defaults to `low`."""
    references: Iterable[OneReference]
    """Up to 3 images."""

class OneReference(TypedDict, total=False):
    uri: Required[str]

class Two(TypedDict, total=False):
    model: Required[Literal["two"]]

TextToVideoCreateParams: TypeAlias = Union[One, Two]
'''
DOCUMENT = '''openapi: 3.0.1
info: {"version": "7"}
paths:
  /video/queue:
    post:
      requestBody:
        content:
          application/json:
            schema:
              $ref: "#/components/schemas/Request"
components:
  schemas:
    Request:
      type: object
      required: [model, prompt]
      properties:
        model:
          type: string
          enum:
          - acme-1
        prompt:
          type: string
          maxLength: 500
          description: >-
            What happens, in words
            of any language.
        seconds:
          type: integer
          minimum: 3
          maximum: 15
          default: 5
'''
FAL = {
    "id": "fal.acme",
    "sources": {"schema": {"ref": "repo fal-ai/fal-js, libs/client/src/types/endpoints.ts", "version": "2026-08-02"}},
    "endpoints": [{"path": "acme/video"}],
    "slots": {"image": {"perRequest": {"max": 4}, "bytes": {"stated": "10MB", "decimal": 10000000, "binary": 10485760},
                        "side": {"min": 300}, "aspect": {"min": "2:5", "max": "5:2"}}},
    "prompt": {"max": 2500},
    "request": [
        {"name": "prompt", "takes": "prompt", "type": "string", "required": True},
        {"name": "image_urls", "takes": "images", "type": "array<string url>", "required": True},
        {"name": "aspect_ratio", "takes": "aspect", "type": "string", "required": False, "default": "16:9",
         "values": ["16:9", "9:16", "1:1"]},
        {"name": "num_videos", "type": "integer", "required": False, "default": 1, "min": 1, "max": 4}],
    "aspectRatios": ["16:9", "9:16", "1:1"],
}
RUNWAY = {
    "id": "runway.acme",
    "sources": {"sdk": {"ref": "runwayml Python SDK 5.0.0, runwayml/types/text_to_video_create_params.py", "version": "5.0.0"}},
    "endpoints": [{"path": "POST /v1/text_to_video, model one"}],
    "slots": {"image": {"perRequest": {"max": 3}}},
    "request": [
        {"name": "model", "type": "string", "required": True, "values": ["one"]},
        {"name": "promptText", "takes": "prompt", "type": "string", "required": True, "maxCharacters": 1000},
        {"name": "tier", "type": "string", "required": False, "default": "low", "values": ["low", "high"]},
        {"name": "references", "takes": "images", "type": "array<{uri}>", "required": False, "maxItems": 3}],
}
VENICE = {
    "id": "venice.acme",
    "sources": {"swagger": {"ref": "repo veniceai/api-docs, file swagger.yaml", "version": "2026-08-22"}},
    "endpoints": [{"path": "video/queue"}],
    "request": [
        {"name": "model", "type": "string", "required": True, "values": ["acme-1"]},
        {"name": "prompt", "takes": "prompt", "type": "string", "required": True, "maxCharacters": 500},
        {"name": "seconds", "takes": "duration", "type": "integer", "required": False, "default": 5, "min": 3, "max": 15}],
}


class Case(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        (self.folder / "targets").mkdir()
        (self.folder / "endpoints.ts").write_text(ENDPOINTS)
        (self.folder / "swagger.yaml").write_text(DOCUMENT)
        wheel = self.folder / "clients/runwayml/runwayml-5.10.0-py3-none-any.whl"
        wheel.parent.mkdir(parents=True)
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("runwayml/types/text_to_video_create_params.py", PARAMS)
            archive.writestr("runwayml/types/tier.py", 'from typing import Literal\nTier = Literal["low", "high"]\n')
        self.profiles = copy.deepcopy({one["id"]: one for one in (FAL, RUNWAY, VENICE)})

    def run_with(self, *words):
        """Runs the program, and returns its exit code and what it prints."""
        for name, profile in self.profiles.items():
            (self.folder / "targets" / f"{name}.json").write_text(json.dumps(profile))
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            try:
                code = refresh.main(["--targets", str(self.folder / "targets"), *words])
            except SystemExit as end:
                code = end.code
        return code, output.getvalue() + errors.getvalue()

    def compared(self, *words):
        """Runs the program with all sources."""
        return self.run_with(
            str(self.folder), "--offline", "--fal", str(self.folder / "endpoints.ts"), "--fal-version", "commit 1, 2026-08-02",
            "--openapi", f"venice={self.folder / 'swagger.yaml'}", *words)

    def differing(self):
        """Returns the differences as (target, path, kind, ours, theirs)."""
        _, text = self.compared("--json")
        keys = ("target", "path", "kind", "ours", "theirs")
        return [tuple(one[key] for key in keys) for one in json.loads(text)["differences"] if not one["is_explained"]]

    def field(self, target, name):
        return next(one for one in self.profiles[target]["request"] if one["name"] == name)


class Differences(Case):
    def test_equal_profiles(self):
        code, text = self.compared()
        self.assertEqual(code, 0, text)
        self.assertIn("3 of 3 profiles compared", text)
        self.assertIn("0 differ in 0 profiles", text)

    def test_enum_lacks_a_value(self):
        self.field("fal.acme", "aspect_ratio")["values"] = ["16:9", "9:16"]
        self.assertEqual(self.differing(), [
            ("fal.acme", "request[aspect_ratio].values", "differs", '["16:9", "9:16"]', '["16:9", "9:16", "1:1"]')])
        self.assertEqual(self.compared()[0], 1)

    def test_note_that_names_the_value(self):
        self.field("fal.acme", "aspect_ratio").update(values=["16:9", "9:16"], note="fal's types have 1:1, too")
        self.assertEqual(self.differing(), [])
        self.assertIn("which are not counted", self.compared()[1])

    def test_number_is_not_text(self):
        self.field("fal.acme", "num_videos")["default"] = "1"
        self.assertEqual(self.differing(), [("fal.acme", "request[num_videos].default", "differs", '"1"', "1")])

    def test_wrong_required(self):
        self.field("runway.acme", "promptText")["required"] = False
        self.field("fal.acme", "aspect_ratio")["required"] = True
        self.assertEqual(self.differing(), [
            ("fal.acme", "request[aspect_ratio].required", "differs", "true", "false"),
            ("runway.acme", "request[promptText].required", "differs", "false", "true")])

    def test_wrong_bounds(self):
        self.field("venice.acme", "seconds")["max"] = 10
        self.profiles["fal.acme"]["slots"]["image"]["bytes"] = {"stated": "20MB", "decimal": 20000000, "binary": 20971520}
        self.profiles["fal.acme"]["slots"]["image"]["perRequest"]["max"] = 5
        self.profiles["fal.acme"]["prompt"]["max"] = 2000
        self.assertEqual(self.differing(), [
            ("fal.acme", "prompt.max", "differs", "2000", "2500"),
            ("fal.acme", "slots.image.perRequest", "differs", "5", "4"),
            ("fal.acme", "slots.image.bytes", "differs", "20MB", "10.0MB"),
            ("venice.acme", "request[seconds].max", "differs", "10", "15")])

    def test_fields_of_one_side(self):
        self.profiles["runway.acme"]["request"].pop()
        self.profiles["venice.acme"]["request"].append({"name": "seed", "type": "integer", "required": False})
        self.assertEqual(self.differing(), [
            ("runway.acme", "request[references]", "ours lacks it", "—", "optional array"),
            ("venice.acme", "request[seed]", "source lacks it", "integer", "—")])

    def test_field_of_a_newer_schema(self):
        self.profiles["fal.acme"]["request"].append({"name": "seed", "type": "integer", "required": False})
        self.assertEqual([one[1:3] for one in self.differing()], [("request[seed]", "source lacks it")])
        self.profiles["fal.acme"]["sources"]["api"] = {"ref": "fal's OpenAPI", "kind": "first_party_doc", "version": "2026-09-22"}
        self.assertEqual(self.differing(), [])
        self.assertIn("fal.acme: not in AcmeInput, which is older", self.compared("--uncovered")[1])

    def test_model_that_is_gone(self):
        self.profiles["runway.acme"]["endpoints"][0]["path"] = "POST /v1/text_to_video, model zero"
        self.assertEqual([one[1:3] for one in self.differing()], [
            ("endpoints[POST /v1/text_to_video, model zero]", "source lacks it")])


class Options(Case):
    def test_uncovered_is_listed(self):
        self.profiles["acme.other"] = {"id": "acme.other", "sources": {}, "endpoints": [{"path": "x"}]}
        self.profiles["fal.acme"]["prices"] = [{"amount": "1"}]
        _, text = self.compared("--uncovered")
        self.assertIn("no source that this program reads describes it: acme.other", text)
        self.assertRegex(text, "fal.acme: the source does not state it in a form that is compared: .*prices")

    def test_source_that_was_not_given(self):
        code, text = self.run_with("--fal", str(self.folder / "endpoints.ts"), "--uncovered")
        self.assertEqual(code, 0, text)
        self.assertIn("its client runwayml was not read: SCRATCH was not named: runway.acme", text)
        (self.folder / "clients/runwayml/runwayml-5.10.0-py3-none-any.whl").unlink()
        self.assertIn("runwayml could not be had: no wheel in", self.compared()[1])

    def test_renewal(self):
        self.profiles["fal.acme"]["sources"]["schema"]["seen"] = "2026-11-29"
        code, text = self.run_with("--renewal", "--only", "fal.*")
        self.assertEqual(code, 0)
        self.assertRegex(text, r"fal.acme\n  schema  seen 2026-11-29, -?\d+ days  github:fal-ai/fal-js:libs/client/src/types/endpoints.ts")

    def test_only(self):
        self.field("fal.acme", "prompt")["required"] = False
        self.assertEqual(self.compared("--only", "runway.*")[0], 0)
        self.assertEqual(self.compared("--only", "fal.*")[0], 1)

    def test_seen(self):
        self.field("fal.acme", "prompt")["required"] = False
        _, text = self.compared("--seen", "2026-11-29")
        self.assertNotIn("fal.acme", text)
        self.assertIn('runway.acme  sources.sdk  "seen": "2026-11-29"  ours 5.0.0; read 5.10.0', text)
        self.assertIn("venice.acme  sources.swagger", text)
        written = {path.name: json.loads(path.read_text()) for path in (self.folder / "targets").iterdir()}
        self.assertEqual(written, {f"{name}.json": profile for name, profile in self.profiles.items()})

    def test_older_client_dates_nothing(self):
        self.profiles["runway.acme"]["sources"]["sdk"]["version"] = "5.11.0"
        self.assertNotIn("runway.acme", self.compared("--seen", "2026-11-29")[1])

    def test_misuse(self):
        for words in (["--only", "nothing*", "--renewal"], [], ["--openapi", "venice"], ["--fal", "/nowhere"],
                      ["--seen", "soon"], ["--fal", str(self.folder / "swagger.yaml")], ["--json", "--renewal"]):
            self.assertEqual(self.run_with(*words)[0], 2, words)


class Renewal(unittest.TestCase):
    def test_references(self):
        for reference, ways in [
            ("repo fal-ai/fal-js, libs/types/endpoints.ts", ["github:fal-ai/fal-js:libs/types/endpoints.ts"]),
            ("repo Comfy-Org/docs, commit 04ff, file models/kling/code.mdx", ["github:Comfy-Org/docs:models/kling/code.mdx"]),
            ("runwayml Python SDK 5.24.0, runwayml/types/a_params.py (generated)", ["pypi:runwayml:runwayml/types/a_params.py"]),
            ("xAI Python SDK 1.21.0 (PyPI xai-sdk), xai_sdk/video.py", ["pypi:xai-sdk:xai_sdk/video.py"]),
            ("SDK runware 0.5.24 on PyPI", ["pypi:runware"]),
            ("copy of https://docs.example.com/inputs in a public repository", ["page:https://docs.example.com/inputs"]),
            ("one of five published guides", ["by hand: one of five published guides"]),
        ]:
            self.assertEqual(renewal.renewals(reference), ways)

    def test_age(self):
        self.assertEqual(renewal.last_day({"seen": "2026-11-29", "version": "2026-08-02"}), ("2026-11-29", "seen"))
        self.assertEqual(renewal.last_day({"version": "commit 1, 2026-08-02"}), ("2026-08-02", "of"))
        self.assertEqual(renewal.last_day({"version": "5.24.0"}), (None, "undated"))


class Reading(unittest.TestCase):
    def test_sentences(self):
        self.assertEqual(sentences.default('The size. Default value: `"auto"`'), "auto")
        self.assertEqual(sentences.default("How free it is. Defaults to 0.5."), 0.5)
        self.assertIs(sentences.default("A text by default."), UNKNOWN)
        self.assertEqual(sentences.counted(sentences.ITEMS, "An array of up to three images to be used."), 3)
        found = sentences.of_files("Formats: JPG, PNG (no alpha), WEBP. Max 10 MB each.")
        self.assertEqual(found, {"bytes": {"megabytes": 10}, "formats": ["jpeg", "png", "webp"]})
        self.assertEqual(sentences.named("Supported values are `1K`, `2K`, `4K`. More."), ["1K", "2K", "4K"])
        self.assertIsNone(sentences.named("A maximum of 3 images are supported."))

    def test_yaml(self):
        text = "a:\n  - b: 'x: 1'\n    c: >-\n      two\n      lines\n  - 16:9\nd: \"\\\"q\\\"\"\ne: [1, two]\nf:\n- 5s\n"
        self.assertEqual(block_yaml.load(text), {
            "a": [{"b": "x: 1", "c": "two lines"}, "16:9"], "d": '"q"', "e": [1, "two"], "f": ["5s"]})
        with self.assertRaises(block_yaml.YAMLError):
            block_yaml.load("a: &anchor 1\n")


if __name__ == "__main__":
    unittest.main()
