"""Reads bounds and defaults out of the sentences that schemas have as comments."""
import json, re

from schema import UNKNOWN

WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
NUMBER = r"(\d[\d,]*(?:\.\d+)?|" + "|".join(WORDS) + ")"
THINGS = r"(?:\w+ ){0,2}(?:images?|videos?|files?|elements?|shots|frames|keyframes|references|clips|inputs|URLs|pictures)"
FORMATS = {"jpeg", "jpg", "png", "webp", "gif", "bmp", "mp4", "mov", "webm", "mp3", "wav", "avif", "heic"}
DEFAULTS = [
    r"Default value: `([^`]*)`", r"[Dd]efaults to `([^`]*)`", r"[Dd]efaults to \"([^\"]*)\"",
    r"[Dd]efaults to (true|false|[A-Z0-9]+(?:\.\d+)?)\b", r"use default\s+value `([^`]*)`", r"`([^`]*)` \(default value\)",
    r"`([^`]*)` \((?:the )?default\)"]
CHARACTERS = [
    rf"[Mm]ax(?:imum)? {NUMBER} characters", rf"up to {NUMBER} characters", rf"maximum length is {NUMBER} characters",
    rf"[Ll]imited to {NUMBER} (?:UTF-8 encoded bytes|characters)"]
ITEMS = [
    rf"\(up to {NUMBER}\)", rf"[Uu]p to {NUMBER} (?!(?:characters|\w*seconds))(?:\w+ )?{THINGS}",
    rf"[Mm]aximum of {NUMBER} {THINGS}",
    rf"[Mm]ax(?:imum)? {NUMBER} (?:total|{THINGS})", rf"\(\d+[-–]{NUMBER} {THINGS}", rf"\b\d+ to {NUMBER} {THINGS}",
    rf"\b\d+-{NUMBER} image URLs", rf"[Oo]nly {NUMBER} {THINGS} (?:is|are) supported", rf"at most {NUMBER} {THINGS}"]
RANGES = [
    r"\((\d+)\s?[-–]\s?(\d+)(?:%|s)?(?: for [^)]*)?\)", r"[Mm]ust be between (\d+) and (\d+)\b(?! (?:images|seconds|shots))",
    r"integers from (\d+) through (\d+)", r"[Ss]upports (\d+) to (\d+) seconds"]
VALUES = [r"[Ss]upported values are:? (.*?)\.(?: |$)", r"\(allowed values: ([^)]*)\)", r"(?:^|\. )([^.]*?) are supported\."]
RATIO = r"(\d+(?:\.\d+)?)(?::(\d+(?:\.\d+)?))?"


def number(text):
    """Returns a number as Python's, for instance of "2,500" or "three"."""
    text = text.replace(",", "").lower()
    if text in WORDS:
        return WORDS[text]
    return float(text) if "." in text else int(text)


def first(patterns, text):
    """Returns the match of the first pattern that matches."""
    return next((match for pattern in patterns if (match := re.search(pattern, text))), None)


def default(text, types=frozenset()):
    """Returns the default value that a comment states; UNKNOWN if it states none."""
    match = first(DEFAULTS, text)
    if match is None:
        return UNKNOWN
    if types == {"string"}:
        return match[1].strip('"')
    try:
        # A generator that writes all choices as texts puts a number in quotes, too.
        return json.loads(match[1].strip('"') if types == {"number"} else match[1])
    except ValueError:
        return match[1]


def counted(patterns, text):
    match = first(patterns, text)
    return number(match[1]) if match else None


def deprecated(text):
    """Returns the values that a list of deprecated values names."""
    _, _, tail = text.partition("Deprecated values:")
    return [value for line in re.findall(r"^\s*- (.*?):", tail, re.M) for value in re.findall(r'"([^"]+)"', line)]


def named(text):
    """Returns the values that a sentence names; None if there is no such sentence, or if it has other words, too."""
    match = first(VALUES, text)
    names = re.findall(r"[^\s,`\"]+", re.sub(r"\([^)]*\)", "", match[1])) if match else []
    names = [name for name in names if name not in ("and", "or")]
    return names if names and all(re.search(r"\d|_", name) for name in names) else None


def described(field):
    """Completes a field with what its comment states: default, range, longest text, most items."""
    text = re.sub(r"\s+", " ", field.text)
    field.deprecated = deprecated(field.text)
    if field.values is None and field.types == {"string"} and (values := named(text)):
        field.values, field.is_open = values, True
    if field.default is UNKNOWN:
        field.default = default(text, field.types)
    if field.max_characters is None and "string" in field.types:
        field.max_characters = counted(CHARACTERS, text)
    if "array" in field.types:
        if field.max_items is None:
            field.max_items = counted(ITEMS, text)
    elif is_number(field) and field.minimum is None and field.maximum is None and (match := first(RANGES, text)):
        field.minimum, field.maximum = number(match[1]), number(match[2])
    return field


def is_number(field):
    """Whether the values of a field are numbers, or texts with a number in them."""
    return "number" in field.types or field.types == {"string"} and any(re.search(r"\d", str(one)) for one in field.values or [])


def of_files(text):
    """Returns what a comment states of files: bytes, side, aspect, seconds, formats and so on, as a profile names it."""
    text, found = re.sub(r"\s+", " ", text), {}

    def keep(fact, bound, value):
        found.setdefault(fact, {}).setdefault(bound, value)

    if match := first([r"[Mm]ax(?:imum)?(?: file)? ?[Ss]?i?z?e?:? ?(\d+(?:\.\d+)?) ?MB", r"less than (\d+) ?MB"], text):
        if not re.search(r"total size", text):
            keep("bytes", "megabytes", number(match[1]))
    for bound, word in (("min", "Min"), ("max", "Max")):
        if match := re.search(rf"{word} width: (\d+)px", text):
            keep("side", bound, number(match[1]))
        if match := re.search(rf"{word} aspect ratio: ([\d.]+)", text):
            keep("aspect", bound, float(match[1]))
        if match := re.search(rf"{word} duration: ([\d.]+)s", text):
            keep("seconds", bound, number(match[1]))
        if match := re.search(rf"{word} FPS: ([\d.]+)", text):
            keep("framesPerSecond", bound, number(match[1]))
    if match := first([r"min (\d+)px per side", r"at least (\d+)px"], text):
        keep("side", "min", number(match[1]))
    if match := first([r"[Ss]hort(?:est|er) side must be at least (\d+) ?px", r"shorter side ≥ (\d+) ?px"], text):
        keep("shorterSide", "min", number(match[1]))
    if match := first([r"FPS must be at least (\d+)", r"[Ff]rame rate > (\d+) fps"], text):
        keep("framesPerSecond", "min", number(match[1]))
    if match := re.search(r"\b(\d{3,4})-(\d{4})px", text):
        keep("side", "min", number(match[1]))
        keep("side", "max", number(match[2]))
    if match := re.search(rf"[Aa]spect ratio (?:between|within) {RATIO} (?:and|to) {RATIO}", text):
        keep("aspect", "min", float(match[1]) / float(match[2] or 1))
        keep("aspect", "max", float(match[3]) / float(match[4] or 1))
    total = re.search(r"combined duration (?:must be |at most |must not exceed |across [\w ]+ must not exceed )+"
                      r"(?:between (\d+) and )?(\d+) seconds", text)
    if total:
        if total[1]:
            keep("totalSeconds", "min", number(total[1]))
        keep("totalSeconds", "max", number(total[2]))
    each = first([r"\b(\d+)-(\d+)(?: seconds\b| ?s duration)", r"[Dd]uration(?: must be|:) (\d+)-(\d+) ?s"], text)
    if each:
        keep("seconds", "min", number(each[1]))
        keep("seconds", "max", number(each[2]))
    if match := re.search(r"Timeout: ([\d.]+)s", text):
        found["fetchSeconds"] = int(float(match[1]))
    if match := first([r"(?:^|[. ])(?:Supported )?[Ff]ormats: ((?:\.?[A-Za-z0-9]{2,4}(?: \([^)]*\))?(?:, |/)?(?:and |or )?)+)",
                       r"Only ((?:\.\w+/?)+) formats"], text):
        names = re.findall(r"\b[a-z0-9]{3,4}\b", re.sub(r"\([^)]*\)", "", match[1]).lower())
        found["formats"] = sorted({"jpeg" if name == "jpg" else name for name in names if name in FORMATS})
    return found
