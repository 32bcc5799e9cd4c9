"""What a source states of one request: fields with their types, values, defaults and bounds."""
import dataclasses

UNKNOWN = object()


@dataclasses.dataclass
class Field:
    """One field of a request, as a source describes it; None for what it does not state."""
    name: str
    is_required: bool | None = None
    # The JSON types that it may have: string, number, boolean, array, object.
    types: frozenset = frozenset()
    values: list | None = None
    # Whether the type also allows other texts than the values.
    is_open: bool = False
    ignores_case: bool = False
    # Values that the source calls deprecated, which a profile may leave out.
    deprecated: list = dataclasses.field(default_factory=list)
    default: object = UNKNOWN
    minimum: float | None = None
    maximum: float | None = None
    max_items: int | None = None
    min_characters: int | None = None
    max_characters: int | None = None
    text: str = ""
    # The fields of the object, or of the objects in the array, by name.
    fields: dict | None = None


@dataclasses.dataclass
class Schema:
    """All fields of one request, and where they are stated."""
    fields: dict
    # The source as `--renewal` writes it, such as "pypi:runwayml", its version, and the place in
    # it.
    source: str
    version: str
    place: str
    # Whether it describes all models of a host at once, so that one model may accept less than it
    # lists.
    is_general: bool = False
    # Whether it leaves fields out that the request has: only fields of the same name are compared.
    is_partial: bool = False

    def field(self, path):
        """Returns the field at a path such as "media.frame_images" or "elements[].voice_id"; None if there is none."""
        found = self.fields_at(path)
        return found[-1] if found else None

    def fields_at(self, path):
        """Returns the field at a path after those that it is in; none if it is not there."""
        fields, found = self.fields, []
        for name in path.replace("[]", "").split("."):
            if name not in (fields or {}):
                return []
            found.append(fields[name])
            fields = found[-1].fields
        return found


def merged(variants):
    """Returns the fields of a request that has one of several forms."""
    names = {name: None for fields in variants for name in fields}
    return {name: union([fields[name] for fields in variants if name in fields], len(variants)) for name in names}


def union(fields, count):
    """Returns what several descriptions of one field state together; `count` forms of the request could have it."""
    first = fields[0]
    if len(fields) == 1 and count == 1:
        return first
    lists = [field.values for field in fields]
    values = None if None in lists else list(dict.fromkeys(value for one in lists for value in one))
    nested = [field.fields for field in fields if field.fields is not None]
    return dataclasses.replace(
        first,
        is_required=len(fields) == count and all(field.is_required for field in fields),
        types=frozenset().union(*(field.types for field in fields)),
        values=values,
        is_open=any(field.is_open for field in fields),
        fields=merged(nested) if nested else None)
