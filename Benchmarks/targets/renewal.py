"""Derives from the reference of a source how what it states can be renewed, and how old it is."""
import datetime, re

# The packages that references name by their titles only.
TITLES = {"openai Python SDK": "openai", "runwayml Python SDK": "runwayml"}


def renewals(reference):
    """Returns the ways to renew a source: "pypi:PACKAGE:FILE", "github:OWNER/NAME:FILE", "page:URL", or "by hand: WORDS"."""
    found = []
    if package := package_of(reference):
        files = re.findall(r"(?<![\w/.-])[\w./-]+\.(?:py|json)\b", reference)
        found.append(":".join(["pypi", package, *files[:1]]))
    if match := re.search(r"\brepo ([\w.-]+/[\w.-]+)", reference):
        files = re.findall(r"(?:^|[ ,])([\w.@-]+(?:/[\w.@\[\]-]+)*\.(?:md|mdx|json|ts|yaml|py))\b", reference[match.end():])
        found += [f"github:{match[1]}:{path}" for path in files] or [f"github:{match[1]}"]
    found += [f"page:{url.rstrip('.,:;')}" for url in re.findall(r"https?://[^\s)]+[^\s).,:;]", reference)]
    return found or [f"by hand: {reference}"]


def package_of(reference):
    """Returns the package on PyPI that a reference names; None if it names none."""
    for title, package in TITLES.items():
        if title in reference:
            return package
    match = (re.search(r"\(PyPI ([\w.-]+)\)", reference) or re.search(r"PyPI package ([\w.-]+)", reference)
             or re.search(r"SDK ([\w.-]+) [\d.]+ (?:on PyPI|\(PyPI\))", reference))
    return match[1] if match else None


def is_renewed_by(source, schema_source, place):
    """Whether a source of a profile is the one that a schema was read from."""
    reference, (kind, _, name) = source["ref"], schema_source.partition(":")
    if kind == "pypi":
        return package_of(reference) == name and place.split(",")[0].rsplit("/", 1)[-1] in reference
    if kind == "openapi":
        return name in reference
    return any(way == schema_source for way in renewals(reference))


def is_older(version, than):
    """Whether a version of a package is older than another."""
    return numbers(version) < numbers(than)


def numbers(version):
    """Returns the numbers in a version."""
    return [int(part) for part in re.findall(r"\d+", version)]


def last_day(source):
    """Returns the last day on which a source was seen, or from which it is, and a word for which; None if it has none."""
    if "seen" in source:
        return source["seen"], "seen"
    if days := re.findall(r"\d{4}-\d{2}-\d{2}", source.get("version", "")):
        return max(days), "of"
    if days := re.findall(r"stored before (\d{4}-\d{2}-\d{2})", source.get("note", "")):
        return max(days), "before"
    return None, "undated"


def lines(profile, today):
    """Yields for each source of a profile: its key, its age in words, and how it can be renewed."""
    for name, source in profile.sources.items():
        day, word = last_day(source)
        if day is None:
            day, word = profile.data.get("asOf"), "undated, in a profile of"
        age = f"{word} {day}, {(today - datetime.date.fromisoformat(day)).days} days" if day else word
        yield name, age, renewals(source["ref"])
