"""The profiles of Catalog/Targets, their facts by path, and what their words explain."""
import json, re

SLOTS = {
    "images": ["image"], "image": ["image"], "start": ["start"], "end": ["end"], "middle": ["middle"], "video": ["video"],
    "videos": ["video"], "voices": ["voice"], "elements": ["element"], "frames": ["start", "end"]}
OF_FIELDS = ("required", "values", "default", "min", "max", "maxItems", "maxCharacters", "type")
# The keys whose texts are words for people.
TEXTS = ("note", "rules", "content", "conflicts", "unverified", "notes", "statusNote", "aspectNote", "priceNote", "terms")
BASIS = ("note", "basis", "counted", "confidence", "source", "asOf")
PARTS = ("aspectRatios", "dialect", "tiers", "call", "sending", "faces", "prices")
WORDS = ("rules", "content", "basis", "note", "via", "official", "use", "uses", "idOnly", "excess")


class Profile:
    """One profile."""

    def __init__(self, data):
        self.data, self.id = data, data["id"]
        self.sources = data.get("sources", {})
        self.endpoints = data.get("endpoints", [])
        self.fields = data.get("request", [])
        self.slots = data.get("slots", {})
        self.words = list(words(data))

    def facts(self):
        """Returns the paths of all facts that a source could state."""
        found = [f"request[{field['name']}].{key}" for field in self.fields for key in OF_FIELDS if key in field]
        found += [f"slots.{slot}.{key}" for slot, rules in self.slots.items() for key in rules if key not in WORDS]
        found += [f"limits[{index}]" for index in range(len(self.data.get("limits", [])))]
        for part in ("prompt", "duration", "shots", "names", "audio"):
            found += [f"{part}.{key}" for key in self.data.get(part, {}) if key not in BASIS]
        return found + [key for key in PARTS if self.data.get(key)]

    def models(self, endpoint):
        """Returns the model that an endpoint is for; None if any may be."""
        if match := re.search(r", model (\S+)$", endpoint["path"]):
            return match[1]
        field = next((field for field in self.fields if field["name"] == "model"), {})
        values = of(field, "values", endpoint) or []
        return values[0] if len(values) == 1 else of(field, "default", endpoint)

    def explains(self, field, tokens):
        """Whether the field's note, or a sentence on sources that names the field, has all of these values or names."""
        sentences = [field["note"]] if "note" in field else []
        name = field["name"].rsplit(".", 1)[-1]
        known = [text for part in ("conflicts", "unverified", "notes") for text in self.data.get(part, [])]
        sentences += [text for text in known if mentions(text, name)]
        return all(any(mentions(text, token) for text in sentences) for token in tokens)

    def names(self, name):
        """Whether some words of the profile name a field; a plain word such as "image" names none."""
        if any(f"{name}[]" in text for text in self.words):
            return True
        return re.search(r"[_A-Z]", name) is not None and any(mentions(text, name) for text in self.words)


def mentions(text, token):
    return re.search(rf"(?<![\w.]){re.escape(str(token))}(?!\w)", text) is not None


def words(value, is_text=False):
    """Yields all sentences in a profile: its notes, rules, conflicts and so on."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from words(inner, key in TEXTS)
    elif isinstance(value, list):
        for inner in value:
            yield from words(inner, is_text)
    elif is_text and isinstance(value, str):
        yield value


def load(folder):
    """Returns all profiles of a folder."""
    return [Profile(json.loads(path.read_text())) for path in sorted(folder.glob("*.json"))]


def is_of(endpoint, names):
    """Whether a list of paths and variants has an endpoint."""
    return endpoint["path"] in names or endpoint.get("variant") in names


def applies(field, endpoint):
    """Whether a field exists at an endpoint."""
    return "onlyEndpoints" not in field or is_of(endpoint, field["onlyEndpoints"])


def of(field, key, endpoint):
    """Returns a key of a field, or of the duration, as it is at an endpoint."""
    for name, differs in field.get("perEndpoint", {}).items():
        if is_of(endpoint, [name]) and key in differs:
            return differs[key]
    return field.get(key)


def plain(fact):
    """Returns the value of a fact."""
    return fact["value"] if isinstance(fact, dict) and "value" in fact else fact
