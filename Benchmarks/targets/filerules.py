"""Compares the rules for files that a source states in comments with those of a profile's slots."""
import sentences
from difference import DIFFERS, NONE, OURS_LACKS
from profiles import SLOTS


def compare(comparison, field, theirs):
    """Compares what the comment of a field that takes files, or of the pictures in an element, states of them."""
    for slot in slots(comparison.profile, field):
        texts = [theirs.text]
        if slot == "element":
            texts = [inner.text for name, inner in (theirs.fields or {}).items() if "image" in name]
        for text in texts:
            for fact, stated in sentences.of_files(text).items():
                compare_fact(comparison, slot, fact, stated)


def slots(profile, field):
    """Returns the slots whose files a field takes: by the part of a shot file, or by the name of the only slot."""
    if field.get("takes") in SLOTS:
        return SLOTS[field["takes"]]
    if len(profile.slots) > 1 or "takes" in field:
        return []
    return [slot for slot in profile.slots if field["name"].startswith(slot)]


def compare_fact(comparison, slot, fact, stated):
    rules = comparison.profile.slots.get(slot, {})
    path = f"slots.{slot}.{fact}"
    place, ours = next(((name, rules[name]) for name in alternatives(fact) if name in rules), (fact, None))
    if ours is None:
        return comparison.differ(path, OURS_LACKS, NONE, written(fact, stated), noted(None, slot), [])
    path, note = f"slots.{slot}.{place}", noted(ours, slot)
    if fact == "bytes":
        same = is_size(ours, stated["megabytes"])
    elif fact == "formats":
        mine = ours["value"] if isinstance(ours, dict) else ours
        same = {"jpeg" if one == "jpg" else one for one in mine} == set(stated)
    elif fact == "fetchSeconds":
        same = (ours["value"] if isinstance(ours, dict) else ours) == stated
    elif fact == "aspect":
        same = all(abs(ratio(ours.get(bound, "0:1")) - value) < 0.01 for bound, value in stated.items())
    else:
        same = all(ours.get(bound) == value for bound, value in stated.items())
    if same:
        return comparison.agree(path)
    return comparison.differ(path, DIFFERS, written(place, ours), written(fact, stated), note)


def ratio(text):
    """Returns a ratio of whole numbers as a number."""
    width, height = map(int, text.split(":"))
    return width / height


def alternatives(fact):
    return ["side", "shorterSide"] if fact == "side" else [fact]


def is_size(ours, megabytes):
    return megabytes * 10**6 in (ours.get("decimal"), ours.get("binary")) or megabytes * 2**20 == ours.get("binary")


def noted(ours, slot):
    """Returns the note of a fact, with its source, as that of a field."""
    if not isinstance(ours, dict):
        return {"name": slot}
    said = [text for text in (f"source: {ours['source']}" if "source" in ours else "", ours.get("note", "")) if text]
    return {"name": slot, **({"note": "; ".join(said)} if said else {})}


def written(fact, value):
    """Returns a rule as text, without what is not the rule itself."""
    if not isinstance(value, dict):
        return value
    if "megabytes" in value:
        return f"{value['megabytes']}MB"
    if "stated" in value:
        return value["stated"]
    if "value" in value:
        return value["value"]
    return {bound: value[bound] for bound in ("min", "max") if bound in value}
