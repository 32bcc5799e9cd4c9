"""Reads the request types of fal's TypeScript client: a file of generated types, one property a field."""
import re

import sentences
from schema import Field, Schema

PROPERTY = re.compile(
    r"^  (?:/\*\*\n(?P<text>(?:   \*.*\n)+?)   \*/\n  )?(?P<name>\w+)(?P<optional>\??):(?P<type>(?:[^;{]|\{[^}]*\})*);\n", re.M)
SIMPLE = {
    "string": "string", "number": "number", "boolean": "boolean", "Blob": None, "File": None, "null": None, "undefined": None}


class Endpoints:
    """The types of a copy of libs/client/src/types/endpoints.ts."""

    def __init__(self, text, version):
        self.version = version
        self.inputs = dict(re.findall(r'^  "([^"]+)": \{\n    input: (\w+);', text, re.M))
        self.bodies = {name: body for name, body in re.findall(r"^export type (\w+) = \{\n(.*?)^\};", text, re.M | re.S)}
        self.aliases = dict(re.findall(r"^export type (\w+) =\s+(\w+);", text, re.M))
        if not self.inputs or not self.bodies:
            raise ValueError("no types of endpoints in it")

    def schema(self, path):
        """Returns the request of an endpoint; None if the file does not have the endpoint."""
        name = self.resolved(self.inputs.get(path))
        if name not in self.bodies:
            return None
        return Schema(self.fields(name, ()), "github:fal-ai/fal-js:libs/client/src/types/endpoints.ts", self.version, name)

    def resolved(self, name):
        while name in self.aliases:
            name = self.aliases[name]
        return name

    def fields(self, name, outer):
        """Returns the fields of a type by name; a type inside itself has none."""
        if name in outer:
            return {}
        found = {}
        for match in PROPERTY.finditer(self.bodies[name]):
            text = re.sub(r"^   \* ?", "", match["text"] or "", flags=re.M)
            field = self.typed(match["name"], match["type"], (*outer, name))
            field.is_required, field.text = not match["optional"], text
            found[match["name"]] = sentences.described(field)
        return found

    def typed(self, name, text, outer):
        """Returns a field with the types, values and fields that a type has."""
        field, types, values = Field(name), set(), []
        for part in split(text):
            array = re.fullmatch(r"Array<(.*)>", part, re.S)
            resolved = self.resolved(part)
            if array:
                types.add("array")
                field.fields = self.typed(name, array[1], outer).fields or field.fields
            elif part.startswith('"'):
                types.add("string")
                values.append(part.strip('"'))
            elif re.fullmatch(r"-?\d+(\.\d+)?", part):
                types.add("number")
                values.append(float(part) if "." in part else int(part))
            elif part in ("true", "false"):
                types.add("boolean")
            elif part in SIMPLE:
                types |= {SIMPLE[part]} - {None}
                field.is_open |= part == "string"
            elif resolved in self.bodies:
                types.add("object")
                field.fields = self.fields(resolved, outer)
            else:
                types.add("object")
        field.types, field.values = frozenset(types), values or None
        return field


def split(text):
    """Returns the parts of a union, without those of the unions inside it."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "<{(") - (character in ">})")
        if character == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]
