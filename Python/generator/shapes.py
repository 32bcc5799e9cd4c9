"""Reads the JSON Schemas, and writes a frozen dataclass for each object in them."""

import json
import pathlib
import re
import textwrap
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Set, Tuple

from .text import camel, docstring, singular, snake

# Files that people and programs keep, which no command prints.
DOCUMENTS = {"bundle", "call", "exchange", "limits", "sending", "spending", "submissions"}

# Files that are kept as they are: a profile of a target has keys that its provider named.
PLAIN = {"target"}

# Definitions that are the same thing under another name.
SAME = {
    ("check", "file"): "checkedFile",
    ("check", "measures"): "soundMeasures",
    ("prepare", "file"): "preparedFile",
    ("prepare", "state"): "preparedState",
}

# Objects without a definition that are the same wherever this key holds one.
UNDER = {"analysis": "Analysis", "lighting": "Lighting", "measures": "ScoreMeasure"}

# Values that Python has a type for, by their pattern.
VALUES = {
    "amount": ("Decimal", "AMOUNT"),
    "day": ("datetime.date", "DAY"),
    "moment": ("datetime.datetime", "MOMENT"),
}


@dataclass
class Kind:
    """A type: how Python names it, and how it is read."""

    form: str
    parts: "List[Kind]" = field(default_factory=list)
    values: Tuple[Any, ...] = ()
    object: "Optional[Object]" = None
    name: str = ""

    def signature(self) -> Any:
        """What makes it the same as another."""
        inner = tuple(part.signature() for part in self.parts)
        return (self.form, inner, self.values, self.object and self.object.signature(), self.name)


@dataclass
class Key:
    """A key of an object."""

    name: str
    kind: Kind
    required: bool
    filled: bool
    about: str


@dataclass
class Object:
    """An object with known keys."""

    name: str
    place: str
    shape: str
    about: str
    keys: List[Key]
    rest: Optional[Kind]
    constant: str = ""
    report: bool = False
    title: str = ""

    def signature(self) -> Any:
        """What makes it the same as another: its keys and their types, whatever their order."""
        keys = sorted(
            ((key.name, key.kind.signature(), key.required, key.filled) for key in self.keys),
            key=lambda item: item[0],
        )
        return (tuple(keys), self.rest and self.rest.signature(), self.constant)


class Shapes:
    """All schemas of a folder."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.schemas: Dict[str, Dict[str, Any]] = {}
        for path in sorted(folder.glob("*.schema.json")):
            name = path.name[: -len(".schema.json")]
            self.schemas[name] = json.loads(path.read_text("utf-8"))
        # Schemas of the gallery's own answers are read only where another one refers to them.
        self.by_id = {
            schema["$id"]: schema
            for path in sorted(folder.rglob("*.schema.json"))
            for schema in [json.loads(path.read_text("utf-8"))]
        }
        self.objects: List[Object] = []
        self.reports: Dict[str, Object] = {}
        self.lines: Dict[str, Object] = {}
        self.words: Dict[str, Dict[Tuple[Any, ...], str]] = {}
        for shape, schema in self.schemas.items():
            if shape in PLAIN:
                continue
            suffix = "Document" if shape in DOCUMENTS else "Report"
            reader = Reader(self, shape, schema)
            kind = reader.kind(schema, camel(shape) + suffix, "")
            assert kind.object is not None
            kind.object.report = shape not in DOCUMENTS and shape != "error"
            self.reports[shape] = kind.object
            for name, definition in schema.get("$defs", {}).items():
                if definition.get("$anchor") == "line":
                    line = reader.definition(name, definition).object
                    assert line is not None
                    self.lines[shape] = line
        self._name()

    def _name(self) -> None:
        """Gives each object the shortest name that no different object has."""
        by_name: Dict[str, Set[Any]] = {}
        for item in self.objects:
            by_name.setdefault(item.name, set()).add(item.signature())
        fixed = {item.name: item.signature() for item in self.reports.values()}
        for item in self.objects:
            if len(by_name[item.name]) > 1 and item not in self.reports.values():
                item.title = item.place
            else:
                item.title = item.name
        titles: Dict[str, Any] = dict(fixed)
        for item in self.objects:
            signature = item.signature()
            if titles.setdefault(item.title, signature) != signature:
                item.title = camel(item.shape) + item.title
                if titles.setdefault(item.title, signature) != signature:
                    raise SystemExit(f"two different shapes would be named {item.title}")

    def alias(self, values: List[str]) -> Optional[str]:
        """The name of the type with exactly these words."""
        names = {item.title for item in self.objects}
        for name, found in sorted(self.words.items()):
            same = len(found) == 1 and sorted(next(iter(found))) == sorted(values)
            if same and camel(name) not in names:
                return camel(name)
        return None

    def module(self) -> str:
        """Returns the text of the module."""
        unique: Dict[str, Object] = {}
        for item in self.objects:
            unique.setdefault(item.title, item)
        names = sorted(unique)
        words = sorted(
            (camel(name), values)
            for name, found in self.words.items()
            if len(found) == 1 and camel(name) not in unique
            for values in found
        )
        lines = [
            '"""What Castbook prints, as classes.',
            "",
            "Written by Python/generate.py from docs/schemas/. Attributes have the names of the keys",
            "in docs/json.md with underscores: `statusFor` is `status_for`, `from` is `from_`.",
            '"""',
            "",
            "from __future__ import annotations",
            "",
            "import datetime",
            "from dataclasses import field as _field",
            "from decimal import Decimal",
            "from typing import TYPE_CHECKING, Any, ClassVar, Literal, Mapping, Optional, Tuple, Union",
            "",
            "from ._base import (",
            "    AMOUNT, DAY, MOMENT, PLAIN, Located, Report, Shape, by_key, either, entries, many, one,",
            "    text_or,",
            ")",
            "",
            "if TYPE_CHECKING:",
            "    from dataclasses import dataclass",
            "else:",
            "    from ._base import dataclass",
            "",
        ]
        lines += _wrapped(
            "__all__ = [",
            [f'"{name}"' for name in sorted(names + [name for name, _ in words])],
            "]",
            "    ",
        )
        for name, values in words:
            lines += [""] + _wrapped(
                f"{name} = Literal[", [_literal(v) for v in values], "]", "    "
            )
        for name in names:
            lines += ["", ""] + self._class(unique[name])
        lines += ["", ""]
        for name in names:
            lines += self._entries(unique[name])
        return "\n".join(lines) + "\n"

    def _class(self, item: Object) -> List[str]:
        located = {"path", "path_hex"} <= {key.name for key in item.keys}
        bases = [name for name, true in (("Report", item.report), ("Located", located)) if true]
        lines = ["@dataclass(frozen=True)", f"class {item.title}({', '.join(bases or ['Shape'])}):"]
        lines += docstring(item.about or "An object.", "    ")
        if item.constant:
            lines += ["", f'    SHAPE: ClassVar[str] = "{item.constant}"']
        for key in sorted(item.keys, key=lambda key: not key.required):
            lines += [""]
            lines += _broken(f"    {snake(key.name)}: {self._annotation(key)}{self._default(key)}")
            if key.about:
                lines += docstring(key.about, "    ")
        rest = self._python(item.rest) if item.rest else "Any"
        lines += ["", f"    extra: Mapping[str, {rest}] = _field("]
        lines += ["        default_factory=dict, repr=False", "    )"]
        if len(rest) < 20:
            lines[-3:] = ["".join(line.strip() for line in lines[-3:])]
            lines[-1] = "    " + lines[-1]
        lines += docstring(
            "Its other keys." if item.rest else "Keys that this version does not know.", "    "
        )
        if item.report:
            lines += ["", "    exit_code: int = _field(default=0, compare=False)"]
            lines += docstring("The exit code of the command.", "    ")
        return lines

    def _entries(self, item: Object) -> List[str]:
        lines = ["entries(", f"    {item.title},"]
        for key in item.keys:
            absent = "..." if key.required else self._absent(key)
            lines.append(
                f'    ("{snake(key.name)}", "{key.name}", {self._codec(key.kind)}, {absent}),'
            )
        if item.rest:
            lines.append(f"    rest={self._codec(item.rest)},")
        return lines + [")"]

    def _annotation(self, key: Key) -> str:
        python = self._python(key.kind)
        if key.required or self._absent(key) != "None":
            return python
        return f"Optional[{python}]"

    def _default(self, key: Key) -> str:
        if key.required:
            return ""
        absent = self._absent(key)
        return " = _field(default_factory=dict)" if absent == "{}" else f" = {absent}"

    def _absent(self, key: Key) -> str:
        """What an attribute is if the key is left out."""
        if key.kind.form == "flag":
            return str(not key.kind.values[0])
        if key.filled:
            return {"array": "()", "map": "{}"}[key.kind.form]
        return "None"

    def _python(self, kind: Kind) -> str:
        parts = [self._python(part) for part in kind.parts]
        if kind.form == "array":
            return f"Tuple[{parts[0]}, ...]"
        if kind.form == "map":
            return f"Mapping[str, {parts[0]}]"
        if kind.form == "union":
            return f"Union[{', '.join(dict.fromkeys(parts))}]"
        if kind.form == "literal":
            found = self.words.get(kind.name, {})
            if len(found) == 1 and camel(kind.name) not in {item.title for item in self.objects}:
                return camel(kind.name)
            return f"Literal[{', '.join(_literal(value) for value in kind.values)}]"
        if kind.form == "object":
            assert kind.object is not None
            return kind.object.title
        if kind.form == "value":
            return VALUES[kind.name][0]
        return {
            "text": "str",
            "whole": "int",
            "number": "float",
            "boolean": "bool",
            "flag": "bool",
            "open": "Mapping[str, Any]",
            "any": "Any",
        }[kind.form]

    def _codec(self, kind: Kind) -> str:
        if kind.form == "array":
            inner = self._codec(kind.parts[0])
            return f"many({inner})"
        if kind.form == "map":
            inner = self._codec(kind.parts[0])
            return "PLAIN" if inner == "PLAIN" else f"by_key({inner})"
        if kind.form == "object":
            assert kind.object is not None
            return f"one({kind.object.title})"
        if kind.form == "value":
            return VALUES[kind.name][1]
        if kind.form == "union":
            listed = [part for part in kind.parts if part.form == "array"]
            other = [part for part in kind.parts if part.form != "array"]
            codecs = sorted({self._codec(part) for part in other})
            if "PLAIN" in codecs and len(codecs) == 2:
                codecs = [f"text_or({next(codec for codec in codecs if codec != 'PLAIN')})"]
            if len(codecs) > 1 or len(listed) > 1:
                raise SystemExit(f"no way to tell these apart: {self._python(kind)}")
            if listed:
                return f"either({self._codec(listed[0])}, {codecs[0]})"
            return codecs[0]
        return "PLAIN"


class Reader:
    """Reads the types of one schema."""

    def __init__(self, shapes: Shapes, shape: str, schema: Dict[str, Any]) -> None:
        self.shapes = shapes
        self.shape = shape
        self.schema = schema
        self.read: Dict[str, Kind] = {}

    def definition(self, name: str, value: Dict[str, Any]) -> Kind:
        """A definition, each read once."""
        if name not in self.read:
            common = SAME.get((self.shape, name), name)
            self.read[name] = self.kind(value, camel(common), common, camel(self.shape))
        return self.read[name]

    def kind(self, value: Dict[str, Any], name: str, word: str, owner: str = "") -> Kind:
        """The type that a schema describes."""
        if "$ref" in value:
            return self.reference(value["$ref"])
        for part in value.get("allOf", []):
            if "$ref" in part:
                return self.reference(part["$ref"])
        if value.get("type") == "string":
            found = _value(value.get("pattern", ""))
            if found:
                return Kind("value", name=found)
        if "const" in value:
            constant = value["const"]
            return (
                Kind("flag", values=(constant,))
                if isinstance(constant, bool)
                else Kind("literal", values=(constant,))
            )
        if "enum" in value:
            values = tuple(value["enum"])
            if word:
                self.shapes.words.setdefault(word, {})[values] = word
            return Kind("literal", values=values, name=word)
        kinds = value.get("type")
        if isinstance(kinds, list):
            return Kind("union", [self.kind({"type": kind}, name, "") for kind in kinds])
        choices = value.get("oneOf", value.get("anyOf", []))
        choices = [choice for choice in choices if set(choice) - {"required"}]
        if choices and all(choice.get("type") == "object" for choice in choices):
            return self.object(self.merged(value, choices), name, owner)
        if choices:
            return Kind("union", [self.kind(choice, name, "", owner) for choice in choices])
        if kinds == "array":
            inner = self.kind(value.get("items", {}), singular(name), "", owner)
            return Kind("array", [inner])
        if kinds == "object" or "properties" in value:
            return self.object(value, name, owner)
        plain = {"string": "text", "integer": "whole", "number": "number", "boolean": "boolean"}
        if kinds in plain:
            return Kind(plain[kinds])
        if kinds is None and not set(value) - {"description"}:
            return Kind("any")
        raise SystemExit(f"{self.shape}: {name} can't be read: {json.dumps(value)[:200]}")

    def merged(self, value: Dict[str, Any], choices: List[Dict[str, Any]]) -> Dict[str, Any]:
        """One object with the keys of all of them."""
        properties: Dict[str, Any] = {}
        for choice in choices:
            properties.update(choice.get("properties", {}))
        required = set.intersection(*(set(choice.get("required", [])) for choice in choices))
        return {
            "type": "object",
            "description": value.get("description", ""),
            "properties": properties,
            "required": sorted(required),
        }

    def object(self, value: Dict[str, Any], name: str, owner: str) -> Kind:
        rest = value.get("additionalProperties")
        if "properties" not in value:
            if isinstance(rest, dict):
                return Kind("map", [self.kind(rest, singular(name), "", owner)])
            return Kind("open")
        required = set(value.get("required", []))
        keys: List[Key] = []
        constant = ""
        for key, inner in value["properties"].items():
            if key == "castbook" and "const" in inner:
                constant = inner["const"]
                continue
            kind = self.kind(inner, _inner(name, key), "", owner)
            target = self.resolved(inner)
            filled = (kind.form == "array" and target.get("minItems", 0) > 0) or (
                kind.form == "map" and target.get("minProperties", 0) > 0
            )
            keys.append(
                Key(
                    key,
                    kind,
                    key in required,
                    filled and key not in required,
                    inner.get("description", "") or self.resolved(inner).get("description", ""),
                )
            )
        parameters = self.kind(rest, name, "", owner) if isinstance(rest, dict) else None
        if name == "Step":
            parameters = Kind(
                "union",
                [
                    Kind("whole"),
                    Kind("text"),
                    Kind("array", [Kind("union", [Kind("whole"), Kind("text")])]),
                ],
            )
            keys[0].kind = Kind("text")
        made = Object(
            name, owner + name, self.shape, value.get("description", ""), keys, parameters, constant
        )
        self.shapes.objects.append(made)
        return Kind("object", object=made)

    def resolved(self, value: Dict[str, Any]) -> Dict[str, Any]:
        """The schema with its own keywords and those of what it refers to."""
        if "$ref" in value:
            return {**self.resolved(self.follow(value["$ref"])[1]), **value}
        for part in value.get("allOf", []):
            if "$ref" in part:
                return {**self.resolved(self.follow(part["$ref"])[1]), **value}
        return value

    def reference(self, address: str) -> Kind:
        name, value = self.follow(address)
        if not address.startswith("#"):
            schema = self.shapes.by_id[address.split("#")[0]]
            return Reader(self.shapes, self.shape, schema).definition(name, value)
        if address.count("/") == 2:
            return self.definition(name, value)
        return self.kind(value, camel(name), "")

    def follow(self, address: str) -> Tuple[str, Dict[str, Any]]:
        document, place = address.split("#/")
        if document and document not in self.shapes.by_id:
            raise SystemExit(f"{self.shape}: {address} refers to a schema that does not exist")
        value: Any = self.shapes.by_id[document] if document else self.schema
        for part in place.split("/"):
            value = value[part]
        return address.rsplit("/", 1)[1], value


def _inner(owner: str, key: str) -> str:
    """The name of an object under a key: without what only says that a command printed it."""
    for suffix in ("Report", "Document"):
        if owner.endswith(suffix):
            owner = owner[: -len(suffix)]
    return UNDER.get(key, owner + camel(key))


def _value(pattern: str) -> Optional[str]:
    """The kind of value that texts with this pattern are."""
    samples = {"day": "2026-11-20", "moment": "2026-11-20T07:00:00Z", "amount": "0.42"}
    others = ["a", "a-1", "a.1", "2026", "2026-1.a", "0.4.2", "5 USD", "f" * 64]
    for name, sample in samples.items():
        refused = [other for other in others if other != "2026" or name != "amount"]
        if pattern and re.search(pattern, sample):
            if not any(re.search(pattern, other) for other in refused):
                return name
    return None


def _literal(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _broken(line: str) -> List[str]:
    """A line that is broken within its words if it is too long."""
    before, start, rest = line.partition("Literal[")
    words, end, after = rest.partition("]")
    if len(line) <= 100 or not start:
        return [line]
    inner = textwrap.wrap(words + ",", 92, break_on_hyphens=False, break_long_words=False)
    return [before + start, *("        " + part for part in inner), "    " + end + after]


def _wrapped(start: str, items: List[str], end: str, indent: str) -> List[str]:
    """A list on one line if it fits, or on several."""
    one = start + ", ".join(items) + end
    if len(one) <= 100:
        return [one]
    lines, line = [start], indent
    for item in items:
        if len(line) + len(item) + 1 > 100:
            lines.append(line.rstrip())
            line = indent
        line += item + ", "
    return lines + [line.rstrip(), end]
