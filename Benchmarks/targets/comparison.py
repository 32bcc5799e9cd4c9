"""Compares the request of a profile with a source's, fact by fact."""
import json, re

import filerules
from difference import DIFFERS, NONE, OURS_LACKS, SOURCE_LACKS, Difference
from profiles import SLOTS, applies, mentions, of, plain
from schema import UNKNOWN

# The kinds of sources in which a host describes a whole request.
SCHEMAS = ("first_party_schema", "first_party_doc", "first_party_doc_snapshot")
RATIO = re.compile(r"\d{1,2}(\.\d)?:\d{1,2}(\.\d)?|auto|adaptive")
# The words of a note that say that a field is not in the types.
ABSENT = re.compile(r"\bnot (yet )?in (its|the|fal's|their|these) (types|schema|SDK|client)\b")


class Comparison:
    """The comparison of one profile with one source; it goes through its endpoints."""

    def __init__(self, profile):
        self.profile = profile
        self.differences, self.agreed, self.gaps, self.ratios = {}, set(), [], set()

    # Results

    def agree(self, path):
        self.agreed.add(path)

    def differ(self, path, kind, ours, theirs, field=None, tokens=None, is_explained=False):
        """Notes a difference; `tokens` are the values whose mention in the profile's words explains it."""
        key = (path, kind, shown(ours), shown(theirs))
        if key in self.differences:
            if self.endpoint["path"] not in self.differences[key].endpoints:
                self.differences[key].endpoints.append(self.endpoint["path"])
            return
        self.differences[key] = Difference(
            self.profile.id, path, kind, shown(ours), shown(theirs), self.schema.source, self.schema.version, self.schema.place,
            [self.endpoint["path"]], (field or {}).get("note", ""),
            is_explained or bool(tokens) and field is not None and self.profile.explains(field, tokens))

    def gap(self, path, why):
        if (path, why) not in self.gaps:
            self.gaps.append((path, why))

    # Comparison

    def compare(self, endpoint, schema):
        """Compares all facts of one endpoint."""
        self.endpoint, self.schema = endpoint, schema
        listed = set()
        for field in self.profile.fields:
            listed.add(field["name"].replace("[]", "").split(".")[0])
            if not applies(field, endpoint):
                continue
            path, theirs = f"request[{field['name']}]", schema.field(field["name"])
            if theirs is None and schema.is_partial:
                self.gap(path, f"not in {schema.place}")
            elif theirs is None and (day := self.newer_day()):
                self.gap(path, f"not in {schema.place}, which is older than another schema of the host's, of {day}")
            elif theirs is None:
                is_explained = ABSENT.search(field.get("note", "")) is not None
                self.differ(path, SOURCE_LACKS, field.get("type", "a field"), NONE, field, is_explained=is_explained)
            else:
                self.compare_field(path, field, theirs)
        self.unlisted(schema.fields, listed)

    def newer_day(self):
        """Returns the day of the newest schema or reference of the host that the profile has, if this one is older."""
        stated = re.findall(r"\d{4}-\d{2}-\d{2}", self.schema.version)
        others = [source.get("version", "") for source in self.profile.sources.values() if source.get("kind") in SCHEMAS]
        days = [day for version in others for day in re.findall(r"^\d{4}-\d{2}-\d{2}$", version)]
        return max(days) if stated and days and max(days) > max(stated) else None

    def unlisted(self, fields, listed):
        """Notes the fields of the source that the profile does not have."""
        here = {field["name"].split(".")[0].replace("[]", "") for field in self.profile.fields if applies(field, self.endpoint)}
        for name, theirs in fields.items():
            path = f"request[{name}]"
            if name in here:
                continue
            if self.schema.is_general or self.schema.is_partial:
                self.gap(path, f"a field of {self.schema.place}, which has more fields, or other names, than this request")
                continue
            what = f"{'required' if theirs.is_required else 'optional'} {'/'.join(sorted(theirs.types))}"
            if name in listed:
                self.differ(f"{path}.onlyEndpoints", OURS_LACKS, "not this endpoint", what)
            elif self.profile.names(name):
                self.gap(path, "the profile names it in words only")
            else:
                self.differ(path, OURS_LACKS, NONE, what)

    def compare_field(self, path, field, theirs):
        self.required(path, field, theirs)
        self.types(path, field, theirs)
        self.values(path, field, theirs)
        self.default(path, field, theirs)
        self.range(path, field, theirs)
        self.characters(path, field, theirs)
        self.items(path, field, theirs)
        self.inner(path, field, theirs)
        if field.get("takes") == "duration":
            self.duration(field, theirs)
        if field.get("takes") == "audio":
            self.audio(field, theirs)
        if field.get("takes") == "aspect" and theirs.values:
            self.ratios |= {str(value) for value in theirs.values if RATIO.fullmatch(str(value))}
        filerules.compare(self, field, theirs)

    def required(self, path, field, theirs):
        ours, path = of(field, "required", self.endpoint), f"{path}.required"
        is_open = self.schema.is_general and not theirs.is_required and ours is True
        if theirs.is_required is None or self.schema.is_partial or is_open:
            return self.gap(path, f"{self.schema.place} does not say what one model requires")
        is_conditional = isinstance(ours, dict) or (isinstance(ours, str) and ours != "inside the item")
        is_ours = ours is True or ours == "inside the item"
        stated = theirs.is_required and (ours == "inside the item" or self.is_always_sent(field))
        if is_ours == stated or (is_conditional and not stated):
            return self.agree(path)
        return self.differ(path, DIFFERS, "in some cases" if is_conditional else is_ours, stated, field,
                           ["optional" if is_ours else "required"])

    def is_always_sent(self, field):
        """Whether the object that a field is in is always sent: a field of another object is required in the object only."""
        first, is_inside, _ = field["name"].partition(".")
        if not is_inside or all(one.is_required for one in self.schema.fields_at(field["name"])[:-1]):
            return True
        others = [one for one in self.profile.fields if one is not field and one["name"].startswith(f"{first}.")]
        return any(one.get("required") is True for one in others)

    def types(self, path, field, theirs):
        word = re.match(r"\w+", field.get("type", ""))
        ours = {"integer": "number", "file": "object"}.get(word[0], word[0]) if word else None
        if ours not in ("string", "number", "boolean", "array", "object") or not theirs.types:
            return self.gap(f"{path}.type", "types can't be compared")
        if ours in theirs.types or (ours == "object" and "array" in theirs.types):
            return self.agree(f"{path}.type")
        return self.differ(f"{path}.type", DIFFERS, field["type"], "/".join(sorted(theirs.types)), field)

    def values(self, path, field, theirs):
        ours, path = of(field, "values", self.endpoint), f"{path}.values"
        is_model = field["name"] == "model"
        if is_model and ours is None and "default" in field:
            ours = [of(field, "default", self.endpoint)]
        if theirs.values is None:
            return ours is not None and self.gap(path, f"{self.schema.place} has no list of values for it")
        if ours is None:
            if self.covers(field, theirs.values) or self.schema.is_general:
                return self.agree(path)
            return self.differ(path, OURS_LACKS, NONE, theirs.values, field, theirs.values)
        fold = (lambda value: key(value).casefold()) if theirs.ignores_case else key
        mine, known = {fold(value): value for value in ours}, {fold(value): value for value in theirs.values}
        extra = [value for name, value in mine.items() if name not in known]
        lacking = [value for name, value in known.items()
                   if name not in mine and value not in theirs.deprecated and not is_dated(value, ours)]
        if self.schema.is_general or (is_model and len(ours) == 1):
            lacking = []
        if not extra and not lacking:
            return self.agree(path)
        return self.differ(path, DIFFERS, ours, theirs.values, field, extra + lacking)

    def covers(self, field, values):
        """Whether the bounds of a field are those of a list of numbers."""
        numbers = [value for value in values if isinstance(value, (int, float))]
        bounds = of(field, "min", self.endpoint), of(field, "max", self.endpoint)
        return len(numbers) == len(values) > 0 and bounds == (min(numbers), max(numbers))

    def default(self, path, field, theirs):
        ours, path = of(field, "default", self.endpoint), f"{path}.default"
        if theirs.default is UNKNOWN or theirs.default is None or (theirs.default == "" and ours is None):
            return ours is not None and self.gap(path, f"{self.schema.place} states no default")
        if ours is None and field.get("takes") in (None, "model"):
            # The default of a field that no shot file fills would be sent.
            return self.gap(path, f"the source's is {shown(theirs.default)}; the profile has none")
        if ours is None:
            return self.differ(path, OURS_LACKS, NONE, key(theirs.default), field, [theirs.default])
        if key(ours) == key(theirs.default) or (theirs.ignores_case and key(ours).casefold() == key(theirs.default).casefold()):
            return self.agree(path)
        return self.differ(path, DIFFERS, key(ours), key(theirs.default), field, [theirs.default])

    def range(self, path, field, theirs):
        for bound, value in (("min", theirs.minimum), ("max", theirs.maximum)):
            if value is None:
                if of(field, bound, self.endpoint) is not None:
                    self.gap(f"{path}.{bound}", f"{self.schema.place} states no such bound")
                continue
            ours = of(field, bound, self.endpoint)
            listed = [number for one in of(field, "values", self.endpoint) or [] if (number := seconds(one)) is not None]
            if ours is None and listed:
                ours = min(listed) if bound == "min" else max(listed)
            if ours is None and field.get("takes") == "duration":
                ours = of(self.profile.data.get("duration", {}), bound, self.endpoint)
            if ours is None and self.schema.is_general:
                continue
            self.bound(f"{path}.{bound}", bound, ours, value, field)

    def bound(self, path, bound, ours, theirs, field):
        """Compares a number; a source for all models may only be wider."""
        if ours is None:
            return self.differ(path, OURS_LACKS, NONE, theirs, field, [theirs])
        is_within = ours >= theirs if bound == "min" else ours <= theirs
        if ours == theirs or (self.schema.is_general and is_within):
            return self.agree(path)
        return self.differ(path, DIFFERS, ours, theirs, field, [theirs])

    def characters(self, path, field, theirs):
        part = {"prompt": "max", "negative": "negativeMax"}.get(field.get("takes"))
        place, ours = f"{path}.maxCharacters", field.get("maxCharacters")
        fact = self.profile.data.get("prompt", {}).get(part) if part else None
        if ours is None and fact is not None:
            place, ours = f"prompt.{part}", plain(fact)
            cases = fact.get("maxBySetting", {}) if isinstance(fact, dict) else {}
            ours = next((value for name, value in cases.items() if name.endswith(f"={self.endpoint.get('variant')}")), ours)
        least = plain(self.profile.data.get("prompt", {}).get("min")) if part == "max" else None
        if theirs.min_characters is not None and least is not None:
            self.bound("prompt.min", "min", least, theirs.min_characters, field)
        if theirs.max_characters is None:
            return ours is not None and self.gap(place, f"{self.schema.place} states no length")
        if ours is None and self.schema.is_general:
            return None
        return self.bound(place, "max", ours, theirs.max_characters, field)

    def items(self, path, field, theirs):
        place, ours = f"{path}.maxItems", field.get("maxItems")
        if theirs.max_items is None:
            return ours is not None and self.gap(place, f"{self.schema.place} states no such number")
        slots = SLOTS.get(field.get("takes")) or [
            slot for slot, rules in self.profile.slots.items() if mentions(str(rules.get("perRequest")), field["name"])]
        others = [(f"limits[{index}]", limit["max"]) for index, limit in enumerate(self.profile.data.get("limits", []))
                  if "max" in limit and set(slots) & set(limit["sum"])]
        others += [(f"slots.{slot}.perRequest", fact["max"]) for slot in slots
                   if "max" in (fact := self.profile.slots.get(slot, {}).get("perRequest") or {})]
        if field.get("takes") == "shots" and "max" in (count := self.profile.data.get("shots", {}).get("count", {})):
            others.append(("shots.count", count["max"]))
        fitting = [where for where, value in others if value == theirs.max_items and not where.startswith("slots")]
        counted = next(((where, value) for where, value in others if where.startswith("slots") and len(slots) == 1), None)
        for where in fitting if ours is None else []:
            self.agree(where)
        if counted and not fitting:
            self.bound(counted[0], "max", counted[1], theirs.max_items, field)
        if ours is None and (fitting or counted or self.schema.is_general):
            return None
        if ours is None and others:
            place, ours = others[-1]
        return self.bound(place, "max", ours, theirs.max_items, field)

    def inner(self, path, field, theirs):
        """Compares the names in the braces of a type such as array<{uri, position}> with the source's."""
        braces = re.findall(r"\{((?:[^{}]|\{[^{}]*\})*)\}", field.get("type", ""))
        if not braces or not theirs.fields:
            return
        names = set()
        for inside in braces:
            flat = re.sub(r"\{[^{}]*\}|<[^<>]*>|\[[^\]]*\]", "", inside)
            names |= {match[1] for part in flat.split(",") if (match := re.match(r"\s*([A-Za-z_]\w*)", part))}
        lacking, extra = sorted(set(theirs.fields) - names), sorted(names - set(theirs.fields))
        lacking = [name for name in lacking if not self.profile.names(name)]
        if lacking and not self.schema.is_general:
            self.differ(f"{path}.type", OURS_LACKS, field["type"], f"also {', '.join(lacking)}", field, lacking)
        if extra:
            self.differ(f"{path}.type", SOURCE_LACKS, ", ".join(extra), "/".join(theirs.fields), field, [])

    def duration(self, field, theirs):
        """Compares the length of a video."""
        ours = self.profile.data.get("duration", {})
        listed = of(ours, "values", self.endpoint)
        if theirs.values and not self.schema.is_general:
            numbers = [number for value in theirs.values if (number := seconds(value)) is not None]
            if listed is not None:
                same = {key(value) for value in listed} == {key(value) for value in theirs.values}
                same or self.differ("duration.values", DIFFERS, listed, theirs.values, ours and {"name": "duration", **ours})
                same and self.agree("duration.values")
            elif numbers:
                self.bound("duration.min", "min", of(ours, "min", self.endpoint), min(numbers), {"name": "duration", **ours})
                self.bound("duration.max", "max", of(ours, "max", self.endpoint), max(numbers), {"name": "duration", **ours})
        stated = of(ours, "default", self.endpoint)
        if stated is not None and theirs.default is not UNKNOWN and theirs.default is not None:
            if key(stated) == key(theirs.default):
                self.agree("duration.default")
            else:
                self.differ("duration.default", DIFFERS, key(stated), key(theirs.default), {"name": "duration", **ours})

    def audio(self, field, theirs):
        """Compares whether sound is on if a request does not say."""
        ours = self.profile.data.get("audio", {})
        if ours.get("field") == field["name"]:
            self.agree("audio.field")
        stated = plain(ours.get("default"))
        if isinstance(stated, bool) and isinstance(theirs.default, bool):
            if stated == theirs.default:
                self.agree("audio.default")
            else:
                self.differ("audio.default", DIFFERS, stated, theirs.default, {"name": "audio", **ours})

    def finish(self):
        """Compares what is stated once for all endpoints."""
        ours = set(self.profile.data.get("aspectRatios") or [])
        if not self.ratios or not ours or self.schema.is_general:
            return
        if ours - {"auto", "adaptive"} == self.ratios - {"auto", "adaptive"}:
            self.agree("aspectRatios")
        elif not any(one.path.endswith("values") and ":" in one.theirs for one in self.differences.values()):
            self.differ("aspectRatios", DIFFERS, sorted(ours), sorted(self.ratios), {"name": "aspectRatios"})


def key(value):
    """Returns a value in the form in which equal ones are the same text; 5 and "5" are not."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def shown(value):
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def seconds(value):
    """Returns the number in a value such as "5s"; None if it has none."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)s?", str(value))
    return float(match[1]) if match else None


def is_dated(value, names):
    """Whether a value is the name of a snapshot of something that is listed without its date."""
    match = re.fullmatch(r"(.+)-\d{4}-\d{2}-\d{2}", str(value))
    return match is not None and match[1] in names
