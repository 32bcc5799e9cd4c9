"""Who judges the bodies of a target: the definitions of Tests/BundlesTests/RequestSchemas, and why a target has none."""
import json, re

FOLDER = "Tests/BundlesTests/RequestSchemas"
WIDTH = 150


class Witnesses:
    """The schemas that were written from what providers publish, by endpoint, and the profiles that have these endpoints."""

    def __init__(self, repository):
        self.profiles = {}
        for path in sorted((repository / "Catalog/Targets").glob("*.json")):
            data = json.loads(path.read_text())
            self.profiles[data["id"]] = data
        self.definitions = {}
        for path in sorted((repository / FOLDER).glob("*.schema.json")):
            schema = json.loads(path.read_text())
            for name, definition in schema["$defs"].items():
                self.definitions[name] = (path.name, schema["$defs"], definition)
        # A test keeps this table: a target in it has no body.
        text = (repository / "Tests/BundlesTests/RequiredThings.swift").read_text()
        table = re.search(r"let uncovered: \[String: String\] = \[(.*?)\n  \]", text, re.DOTALL)[1]
        self.uncovered = dict(re.findall(r'"([^"]+)":\s*"([^"]+)"', table))

    def named(self, target, endpoint):
        """Returns the file and the definition that judges an endpoint's bodies, as RequestSurvey.swift finds them."""
        path = endpoint["path"]
        for suffix in (endpoint.get("variant"), target):
            if suffix and f"{path}#{suffix}" in self.definitions:
                return self.definitions[f"{path}#{suffix}"]
        return self.definitions.get(path)

    def line(self, target, exports):
        """Returns who judged the bodies of a target, in words, and whether anyone did."""
        bodies = sum(one.body is not None for one in exports)
        endpoints = self.profiles[target].get("endpoints", [])
        found = [one for one in (self.named(target, endpoint) for endpoint in endpoints) if one]
        count = f"{len(found)} of {len(endpoints)} endpoints"
        if found:
            return f"{found[0][0]} ({count}): {source(*found[0][1:])}", True
        if target in self.uncovered:
            return f"no body: {self.uncovered[target]}", False
        if bodies:
            return f"no definition, {bodies} bodies", False
        if any(one.is_written for one in exports):
            return "no body: its bundles have steps for a person", False
        return f"no body: {'its profile has no endpoint' if not endpoints else 'its fields are not known'}", False


def source(definitions, definition):
    """Returns the source that a definition names, or the one that it is an alias of."""
    for _ in range(8):
        if "$comment" in definition:
            break
        definition = definitions.get(definition.get("$ref", "").removeprefix("#/$defs/").replace("~1", "/"), {})
    text = definition.get("$comment", "not named")
    return text if len(text) <= WIDTH else text[:WIDTH - 1].rstrip() + "…"
