"""Generated classes keep everything that a schema allows."""

import copy
import dataclasses
import datetime
import json
import pickle
import re
import unittest
from decimal import Decimal
from typing import Any, Dict, Iterator, List, Optional, Tuple, Type

from castbook import ShapeError, shapes
from castbook._base import Report, Shape

from .support import ROOT

FOLDER = ROOT / "docs" / "schemas"

# Texts of which one matches any pattern in a schema.
TEXTS = [
    "5 USD",
    "mira",
    "mira.front",
    "kling.v3-omni",
    "mira-front",
    "image.too-small",
    "2026-11-20",
    "0.42",
    "2026-11-20T07:00:00.250Z",
    "f" * 64,
    "f" * 16,
    "files/clip-1.mp4",
    "ff",
    "01M7V41F00CDGQ6X32DXQPPEG1",
    "7F3K2M",
    "A",
    "12",
    "#ffffff",
    "quality/6",
    "castbook:remote/@mira",
    "https://example.com/{id}",
    "https://example.com/{name}",
    "https://example.com",
    "http://127.0.0.1:1/?key=1",
    "s3://b/p",
    "12-bit",
    "0000-0000-0000-0000-0000",
    "abcd-abcd-abcd-abcd-abcd",
    "ab12-ab12-ab12-ab12-ab12",
    "CVE-2026-12345",
    "a=b",
    "{id}",
    "{name}",
    "k3",
    "CAPITAL",
    "FAL_KEY",
    "2x2",
    "/a/b",
    "v1",
    "Authorization: Key",
    "S3_KEY",
    "kling",
    "$FAL_KEY",
    "3",
    "a/b",
    "references/a.jpg",
    "en",
    "/api/downloads/" + "f" * 32,
    "film/2",
    "voice/1",
    "phash/1",
    "@mira",
    "01-voice",
    "first/01-voice.json",
    "member",
    "01:00:00:00",
]


class Schemas:
    """The schemas, read without the generator."""

    def __init__(self) -> None:
        self.files = {
            path.name[: -len(".schema.json")]: json.loads(path.read_text("utf-8"))
            for path in sorted(FOLDER.rglob("*.schema.json"))
        }
        self.ids = {schema["$id"]: schema for schema in self.files.values()}

    def commands(self) -> Iterator[Tuple[str, Dict[str, Any]]]:
        """Those that have a class: not the gallery's own, and not that of profiles."""
        for path in sorted(FOLDER.glob("*.schema.json")):
            name = path.name[: -len(".schema.json")]
            if name != "target":
                yield name, self.files[name]

    def samples(self, root: Dict[str, Any], schema: Dict[str, Any], full: bool) -> List[Any]:
        """Objects that the schema describes: with all keys, or only with those that must be."""
        if "$ref" in schema:
            document, place = schema["$ref"].split("#/")
            root = self.ids[document] if document else root
            value: Any = root
            for part in place.split("/"):
                value = value[part]
            return self.samples(root, value, full)
        references = [part for part in schema.get("allOf", []) if "$ref" in part]
        if references:
            return self.samples(root, references[0], full)
        if "const" in schema:
            return [schema["const"]]
        if "enum" in schema:
            return list(schema["enum"]) if full else schema["enum"][:1]
        choices = [
            choice
            for choice in schema.get("oneOf", schema.get("anyOf", []))
            if set(choice) - {"required"}
        ]
        if choices:
            return [made for choice in choices for made in self.samples(root, choice, full)]
        kind = schema.get("type")
        if isinstance(kind, list):
            return [made for one in kind for made in self.samples(root, {"type": one}, full)]
        if kind == "array":
            inner = self.samples(root, schema.get("items", {}), full)
            return [inner] if full or schema.get("minItems") else [[]]
        if kind == "object" or "properties" in schema:
            return self.objects(root, schema, full)
        if kind == "string":
            found = texts(schema.get("pattern"))
            return found[:4] if full else found[:1]
        if kind in ("integer", "number"):
            number = max(schema.get("minimum", 0), 7 if "maximum" not in schema else 0)
            return [number, number + 0.5] if kind == "number" and full else [number]
        if kind == "boolean":
            return [True, False] if full else [False]
        return [{"any": ["thing", 1]}]

    def objects(self, root: Dict[str, Any], schema: Dict[str, Any], full: bool) -> List[Any]:
        rest = schema.get("additionalProperties")
        if "properties" not in schema:
            if isinstance(rest, dict):
                names = ["sharpness", "12"] if full else ["sharpness"]
                values = self.samples(root, rest, full)
                return [{name: value for name in names} for value in values]
            return [{"castbook": "profile/1", "id": "x", "Version": "1"}]
        keys = schema["properties"] if full else schema.get("required", [])
        choices = {key: self.samples(root, schema["properties"][key], full) for key in keys}
        if isinstance(rest, dict) and full:
            choices["other"] = self.samples(root, rest, full)
        # The first object has the first value of each key, the second has the second, and so on.
        most = max((len(values) for values in choices.values()), default=1)
        return [
            {key: values[index % len(values)] for key, values in choices.items()}
            for index in range(most)
        ]


def texts(pattern: Optional[str]) -> List[str]:
    """The samples that match a pattern."""
    if pattern is None:
        return TEXTS[:1]
    found = [candidate for candidate in TEXTS if re.search(pattern, candidate)]
    assert found, f"no sample matches {pattern}"
    return found


def shape_of(name: str) -> Type[Shape]:
    """The class of a whole object."""
    found = [
        shape
        for shape in map(vars(shapes).get, shapes.__all__)
        if isinstance(shape, type)
        and issubclass(shape, Shape)
        and shape.SHAPE == name
        and (issubclass(shape, Report) or shape.__name__.endswith(("Document", "Report")))
    ]
    assert len(found) == 1, f"{name} has the classes {found}"
    return found[0]


def parts(value: Any) -> Iterator[Shape]:
    """An object and all objects in it."""
    if isinstance(value, Shape):
        yield value
        for item in vars(value).values():
            yield from parts(item)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from parts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from parts(item)


def widened(value: Any) -> Any:
    """The same JSON with a key in each object that no version has."""
    if isinstance(value, list):
        return [widened(item) for item in value]
    if isinstance(value, dict):
        return {"zNew": {"a": [1]}, **{key: widened(item) for key, item in value.items()}}
    return value


class RoundTrip(unittest.TestCase):
    def setUp(self) -> None:
        self.schemas = Schemas()

    def test_every_key_of_every_schema_is_kept(self) -> None:
        objects = 0
        for name, schema in self.schemas.commands():
            shape = shape_of(schema["title"])
            for full in (True, False):
                for sample in self.schemas.samples(schema, schema, full):
                    with self.subTest(schema=name, full=full):
                        read = shape.from_json(copy.deepcopy(sample))
                        self.assertEqual(read.to_json(), sample)
                        objects += 1
        self.assertGreater(objects, 250)

    def test_every_key_has_an_attribute(self) -> None:
        for name, schema in self.schemas.commands():
            shape = shape_of(schema["title"])
            for sample in self.schemas.samples(schema, schema, True):
                for part in parts(shape.from_json(sample)):
                    extra = getattr(part, "extra")
                    # Parameters of a step, and what a merged object has in one case only.
                    if "other" not in extra:
                        self.assertEqual(extra, {}, f"{name}: {type(part).__name__}")

    def test_every_class_is_read_somewhere(self) -> None:
        seen = set()
        for _, schema in self.schemas.commands():
            for sample in self.schemas.samples(schema, schema, True):
                read = shape_of(schema["title"]).from_json(sample)
                seen |= {type(part).__name__ for part in parts(read)}
        classes = {name for name in shapes.__all__ if isinstance(getattr(shapes, name), type)}
        self.assertEqual(classes - seen, set())

    def test_keys_that_a_later_version_adds_are_kept(self) -> None:
        for name, schema in self.schemas.commands():
            if name in ("sending", "target-profile", "remote-policy"):
                continue
            sample = self.schemas.samples(schema, schema, False)[0]
            wide = {"zNew": [1, {"b": 2}], **sample}
            read = shape_of(schema["title"]).from_json(wide)
            self.assertEqual(getattr(read, "extra"), {"zNew": [1, {"b": 2}]})
            self.assertEqual(read.to_json(), wide)

    def test_new_keys_inside_do_no_harm(self) -> None:
        check = self.schemas.files["check"]
        for sample in self.schemas.samples(check, check, False):
            sample["files"] = self.schemas.samples(check, check["$defs"]["file"], False)
            for file in sample["files"]:
                file["zNew"] = 1
            self.assertEqual(shapes.CheckReport.from_json(sample).to_json(), sample)


class Samples(unittest.TestCase):
    def test_every_sample_in_the_documents_is_read(self) -> None:
        page = (ROOT / "docs" / "json.md").read_text("utf-8")
        samples = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.S)]
        self.assertGreaterEqual(len(samples), 2)
        for sample in samples:
            self.assertEqual(shape_of(sample["castbook"]).from_json(sample).to_json(), sample)

    def test_every_documented_shape_has_a_class(self) -> None:
        page = (ROOT / "docs" / "json.md").read_text("utf-8")
        headings = " ".join(re.findall(r"^## (.*)$", page, re.M))
        named = set(re.findall(r"`([a-z-]+/[0-9]+)`", headings))
        self.assertGreater(len(named), 50)
        for name in named:
            self.assertEqual(shape_of(name).SHAPE, name)


class Classes(unittest.TestCase):
    finding = shapes.Finding(
        rule="image.too-small", severity="error", message="too small", box=(1, 2, 3, 4)
    )

    def test_they_do_not_change(self) -> None:
        with self.assertRaises(dataclasses.FrozenInstanceError):
            setattr(self.finding, "message", "x")
        with self.assertRaises(dataclasses.FrozenInstanceError):
            delattr(self.finding, "message")

    def test_they_compare_and_copy_like_dataclasses(self) -> None:
        other = dataclasses.replace(self.finding, message="smaller")
        self.assertNotEqual(other, self.finding)
        self.assertEqual(dataclasses.replace(other, message="too small"), self.finding)
        self.assertEqual(len({self.finding, copy.deepcopy(self.finding)}), 1)
        self.assertEqual(pickle.loads(pickle.dumps(self.finding)), self.finding)
        self.assertEqual(dataclasses.asdict(self.finding)["box"], (1, 2, 3, 4))
        self.assertIn("message='too small'", repr(self.finding))
        self.assertNotIn("fix", repr(self.finding))

    def test_they_say_what_is_wrong_with_a_call(self) -> None:
        finding: Any = shapes.Finding
        calls: List[Tuple[Tuple[Any, ...], Dict[str, Any], str]] = [
            ((), {"rule": "a"}, "needs a value for 'severity'"),
            (("a", "note", "b"), {"zzz": 1}, "'zzz'"),
            (("a", "note", "b"), {"rule": "c"}, "two values"),
            (tuple(range(99)), {}, "attributes, but 99"),
        ]
        for positional, named, words in calls:
            with self.assertRaisesRegex(TypeError, words):
                finding(*positional, **named)

    def test_values_have_types(self) -> None:
        money = shapes.Money.from_json(
            {"amount": "0.4200", "currency": "USD", "asOf": "2026-11-20"}
        )
        self.assertEqual(money.amount, Decimal("0.42"))
        self.assertEqual(money.as_of, datetime.date(2026, 11, 20))
        self.assertEqual(money.to_json()["amount"], "0.4200")
        tiny = shapes.Money.from_json({"amount": "0.0000001", "currency": "USD"})
        self.assertEqual(tiny.to_json()["amount"], "0.0000001")
        take = {"bundle": "f" * 64, "result": "kept", "at": "2026-11-20T07:00:00.25Z"}
        at = shapes.Take.from_json(take).at
        self.assertEqual((at.microsecond, at.tzinfo), (250_000, datetime.timezone.utc))

    def test_wrong_json_names_the_place(self) -> None:
        good: Dict[str, Any] = {"castbook": "search/2", "elements": []}
        for change, words in [
            ({"elements": None}, "elements is null, not a list"),
            ({"elements": [1]}, r"elements\[0\] is a number, not an object"),
            ({"elements": [{}]}, r"elements\[0\] has no key 'handle'"),
            ({"castbook": "search/3"}, "'search/3', not 'search/2'"),
        ]:
            changed: Any = change
            with self.assertRaisesRegex(ShapeError, words):
                shapes.SearchReport.from_json({**good, **changed})
        with self.assertRaisesRegex(ShapeError, "not a moment"):
            shapes.Take.from_json({"bundle": "f", "result": "kept", "at": "yesterday"})
        with self.assertRaisesRegex(ShapeError, "not an amount"):
            shapes.Money.from_json({"amount": "much", "currency": "USD"})
        with self.assertRaisesRegex(ShapeError, "not a day"):
            shapes.Money.from_json({"amount": "1", "currency": "USD", "asOf": "2026-02-31"})


if __name__ == "__main__":
    unittest.main()
