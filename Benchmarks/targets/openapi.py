"""Reads requests out of OpenAPI documents: JSON, YAML, or a page in Markdown that contains one of these."""
import json, re

import block_yaml, sentences
from clients import Missing, route
from schema import Field, Schema, UNKNOWN, merged

TYPES = {"integer": "number"}


class Document:
    """One OpenAPI document of a host."""

    def __init__(self, path):
        text = path.read_text()
        if inside := re.search(r"^```(?:yaml|json)\n((?:openapi: |\{).*)^```", text, re.M | re.S):
            text = inside[1]
        self.tree = json.loads(text) if text.lstrip().startswith("{") else block_yaml.load(text)
        if not isinstance(self.tree, dict) or not isinstance(self.tree.get("paths"), dict):
            raise ValueError("no OpenAPI document: it has no paths")
        self.name = path.name
        self.version = f"{self.name}, version {self.tree.get('info', {}).get('version') or 'not stated'}"

    def schema(self, path, model):
        """Returns the request of an endpoint for a model; a text if there is none; Missing if the endpoint is not there."""
        wanted = re.sub(r"^https://[^/]+", "", route(path)[0]).strip("/")
        found = [(name, one) for name, one in self.tree["paths"].items() if same(name.strip("/"), wanted)]
        if not found:
            return Missing(f"{self.name} has no path {wanted}")
        name, methods = found[0]
        body = self.resolved(methods.get("post", {}).get("requestBody", {})).get("content", {})
        content = body.get("application/json") or next(iter(body.values()), None)
        if not content:
            return f"{self.name}: POST {name} has no body"
        schema = Schema({}, f"openapi:{self.name}", self.version, f"POST {name}")
        variants = self.variants(content["schema"], ())
        with_model = [one for one in variants if model in ((one.get("model") or Field("model")).values or [])]
        lists = [one["model"].values for one in variants if "model" in one]
        if lists and None not in lists and not with_model:
            return f"{self.name} describes other models than {model or 'this one'}"
        schema.fields = merged(with_model or variants)
        schema.is_general = "model" in schema.fields and schema.fields["model"].values is None
        return schema

    def resolved(self, node):
        """Returns what a reference refers to."""
        for _ in range(20):
            reference = node.get("$ref", "")
            if not reference.startswith("#/"):
                return node
            found = self.tree
            for part in reference[2:].split("/"):
                found = found[part.replace("~1", "/").replace("~0", "~")]
            node = found
        return {}

    def variants(self, node, outer):
        """Returns the forms of an object: the fields of each."""
        node = self.resolved(node)
        if id(node) in outer:
            return [{}]
        outer = (*outer, id(node))
        if choices := node.get("oneOf") or node.get("anyOf"):
            found = [one for choice in choices for one in self.variants(choice, outer)]
        else:
            found = [{}]
            for part in node.get("allOf", []):
                found = [{**left, **right} for left in found for right in self.variants(part, outer)]
        required = node.get("required", [])
        # A page of KIE has a name with a blank after it.
        own = {name.strip(): self.field(name.strip(), one, name in required, outer)
               for name, one in node.get("properties", {}).items()}
        return [{**one, **own} for one in found]

    def field(self, name, node, is_required, outer):
        """Returns a property as a field."""
        node = self.resolved(node)
        choices = [self.resolved(one) for one in node.get("oneOf") or node.get("anyOf") or [node]]
        types, values, is_open = set(), [], False
        for one in choices:
            kinds = one.get("type", "object" if "properties" in one else [])
            kinds = {TYPES.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)} - {"null"}
            listed = one.get("enum") or ([one["const"]] if "const" in one else [])
            types |= kinds
            values += listed
            is_open |= not listed and "string" in kinds and len(choices) > 1
        if types == {"boolean"}:
            values = []
        bounds = {key: next((one[key] for one in [node, *choices] if key in one), None)
                  for key in ("minimum", "maximum", "maxItems", "minLength", "maxLength", "items")}
        nested = self.variants(bounds["items"], outer) if isinstance(bounds["items"], dict) else self.variants(node, outer)
        nested = [one for one in nested if one]
        return sentences.described(Field(
            name, is_required or "Required field" in node.get("description", ""), frozenset(types), values or None, is_open,
            default=node.get("default", UNKNOWN), minimum=bounds["minimum"], maximum=bounds["maximum"],
            max_items=bounds["maxItems"], min_characters=bounds["minLength"], max_characters=bounds["maxLength"],
            text=str(node.get("description", "")),
            fields=merged(nested) if nested else None))


def same(path, wanted):
    """Whether a path of a document is an endpoint's, which may begin with the path of the server."""
    return path == wanted or wanted.endswith("/" + path) or path.endswith("/" + wanted)
