"""Validates answers of the gallery against the JSON Schemas in docs/schemas.

    schemas.py FOLDER_OF_SCHEMAS < LINES

Each line is a JSON object: `name` (the request), `answer`, and `schema`, the name of the answer's
schema. Without `schema` the answer names it: `"castbook": "elements/2"`. Prints a line for each
invalid answer, and exits with 1 if there is one.
"""
import json, pathlib, sys

try:
    from jsonschema import Draft202012Validator as Validator, RefResolver
    from jsonschema.exceptions import RefResolutionError, SchemaError, best_match
except ImportError:
    print("python3 has no jsonschema: run Scripts/install --tests", file=sys.stderr)
    sys.exit(3)

LONGEST = 400


def absolute(value, base):
    """Returns a schema with its internal references written in full.

    RefResolver joins URLs with urljoin, which doesn't support URNs: it would look up `#/$defs/…` of
    a referenced schema in the referring one.
    """
    if isinstance(value, list):
        return [absolute(one, base) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: base + one if key == "$ref" and str(one).startswith("#") else absolute(one, base)
            for key, one in value.items()}


def references(value):
    """Yields all references in a schema."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        value = list(value.values())
    for one in value if isinstance(value, list) else ():
        yield from references(one)


class Schemas:
    """The schemas in a folder, by their `$id`."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.store, self.ids, self.validators = {}, {}, {}
        for file in sorted([*self.folder.glob("*.schema.json"), *self.folder.glob("gallery/*.schema.json")]):
            schema = json.loads(file.read_bytes())
            identity = schema["$id"]
            if identity in self.store:
                raise ValueError(f"{file}: another schema has the $id {identity}")
            self.store[identity] = absolute(schema, identity)
            self.ids[file.relative_to(self.folder)] = identity

    def identity(self, name):
        """Returns the `$id` of the schema with a name, or None."""
        files = (pathlib.Path(f"{name}.schema.json"), pathlib.Path("gallery", f"{name}.schema.json"))
        return next((self.ids[file] for file in files if file in self.ids), None)

    def validator(self, identity):
        """Returns the validator of a schema whose references all resolve."""
        if identity not in self.validators:
            schema = self.store[identity]
            Validator.check_schema(schema)
            resolver = RefResolver(identity, schema, store=self.store)
            for reference in references(schema):
                resolver.resolve(reference)
            self.validators[identity] = Validator(schema, resolver=resolver)
        return self.validators[identity]

    def problem(self, answer, name=None):
        """Returns the JSON path and the message of an answer's worst error, or None."""
        shape = answer.get("castbook") if isinstance(answer, dict) else None
        if name is None and not isinstance(shape, str):
            return "$", "names no schema"
        name = name or shape.split("/")[0]
        identity = self.identity(name)
        if identity is None:
            return "$", f"there is no {name}.schema.json"
        version = f"{name}/{identity.rsplit(':', 1)[1]}"
        if shape is not None and shape != version:
            return "$.castbook", f"{shape!r}, but the schema is of {version}"
        try:
            problem = best_match(self.validator(identity).iter_errors(answer))
        except SchemaError as error:
            return "$", f"{name}.schema.json is not a schema: {error.json_path}: {error.message}"
        except RefResolutionError as error:
            return "$", f"{name}.schema.json refers to what is not there: {error}"
        return problem and (problem.json_path, problem.message)


def main():
    if len(sys.argv) != 2:
        print("usage: schemas.py FOLDER_OF_SCHEMAS < LINES", file=sys.stderr)
        return 2
    schemas, invalid = Schemas(sys.argv[1]), 0
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        problem = schemas.problem(asked["answer"], asked.get("schema"))
        if problem:
            invalid += 1
            print(": ".join((asked["name"], *problem)).replace("\n", " ")[:LONGEST])
    return 1 if invalid else 0


if __name__ == "__main__":
    sys.exit(main())
