"""Compares profiles with all sources that were given."""
import dataclasses

import clients, renewal
from clients import Missing
from comparison import Comparison
from difference import NONE, SOURCE_LACKS, Difference

ENDPOINTS = "github:fal-ai/fal-js:libs/client/src/types/endpoints.ts"


@dataclasses.dataclass
class Sources:
    """What profiles are compared with: wheels by package, fal's types, and OpenAPI documents by host."""
    wheels: dict = dataclasses.field(default_factory=dict)
    missing: dict = dataclasses.field(default_factory=dict)
    fal: object = None
    documents: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Result:
    """What the comparison of one profile gave."""
    profile: object
    # The sources that were read for it: (source, version, place).
    read: list = dataclasses.field(default_factory=list)
    differences: list = dataclasses.field(default_factory=list)
    agreed: set = dataclasses.field(default_factory=set)
    # (path of a fact, why it was not compared); the path "" is that of the whole profile.
    gaps: list = dataclasses.field(default_factory=list)

    @property
    def counted(self):
        return [one for one in self.differences if not one.is_explained]


def examined(profile, sources):
    """Compares a profile with every source that describes it."""
    result = Result(profile)
    finders = [finder for finder in (of_fal, of_client, of_documents) if finder(profile, sources, None) is not None]
    if not profile.endpoints:
        result.gaps.append(("", "it has no endpoints"))
    elif not finders:
        result.gaps.append(("", unread(profile, sources)))
    for finder in finders if profile.endpoints else []:
        compare(result, finder, sources)
    known = result.agreed | {one.path for one in result.differences}
    explained = {path for path, _ in result.gaps}
    if not result.read and finders and profile.endpoints:
        result.gaps = [("", "; ".join(dict.fromkeys(why for _, why in result.gaps)) or "its endpoints are gone")]
    if result.read:
        result.gaps += [(path, "the source does not state it in a form that is compared")
                        for path in profile.facts() if path not in known and path not in explained]
    return result


def unread(profile, sources):
    """Returns why no source was read for a profile."""
    package = clients.package_of(profile.id)
    if package:
        return f"its client {package} was not read: {sources.missing.get(package, 'SCRATCH was not named')}"
    if profile.id.startswith("fal."):
        return "fal's types were not given (--fal)"
    return "no source that this program reads describes it"


def compare(result, finder, sources):
    """Compares all endpoints of a profile with one kind of source."""
    profile, comparison = result.profile, Comparison(result.profile)
    for endpoint in profile.endpoints:
        found = [finder(profile, sources, endpoint)]
        for schema in found[0] if isinstance(found[0], list) else found:
            if isinstance(schema, Missing) and describes(profile, finder):
                result.differences.append(Difference(
                    profile.id, f"endpoints[{endpoint['path']}]", SOURCE_LACKS, endpoint["path"], NONE, str(schema), "", "",
                    [endpoint["path"]]))
            elif isinstance(schema, str):
                result.gaps.append((f"endpoints[{endpoint['path']}]", str(schema)))
            else:
                comparison.compare(endpoint, schema)
                result.read += [one for one in [(schema.source, schema.version, schema.place)] if one not in result.read]
    if hasattr(comparison, "schema"):
        comparison.finish()
    result.differences += comparison.differences.values()
    result.agreed |= comparison.agreed - {one.path for one in result.differences}
    result.gaps += comparison.gaps


def describes(profile, finder):
    """Whether a profile's first source, from which its facts are, is of the kind that a finder reads."""
    first = renewal.renewals(next(iter(profile.sources.values()))["ref"])[0] if profile.sources else ""
    return first == ENDPOINTS if finder is of_fal else finder is of_client and first.startswith("pypi:")


def of_fal(profile, sources, endpoint):
    """Returns fal's types of an endpoint; without an endpoint, None if they can't describe the profile."""
    first = next(iter(profile.sources.values()), {"ref": ""})
    is_at_fal = profile.id.startswith("fal.") or ENDPOINTS in renewal.renewals(first["ref"])
    if sources.fal is None or not is_at_fal:
        return None
    if endpoint is None:
        return True
    return sources.fal.schema(endpoint["path"]) or Missing(f"endpoints.ts of {sources.fal.version} does not have it")


def of_client(profile, sources, endpoint):
    """Returns the types of a host's client; without an endpoint, None if there is no client."""
    package = clients.package_of(profile.id)
    if package not in sources.wheels:
        return None
    return True if endpoint is None else clients.schema_of(package, sources.wheels[package], endpoint["path"])


def of_documents(profile, sources, endpoint):
    """Returns what the host's OpenAPI documents state of an endpoint; without an endpoint, None if there is none."""
    documents = sources.documents.get(profile.id.split(".")[0])
    if not documents:
        return None
    if endpoint is None:
        return True
    found = [document.schema(endpoint["path"], profile.models(endpoint)) for document in documents]
    return [one for one in found if not isinstance(one, str)] or found[:1]


def may_be_seen(result):
    """Returns the sources of a profile with which nothing differs: (key, version of the profile's, version that was read)."""
    found = []
    for name, source in result.profile.sources.items():
        read = [one for one in result.read if renewal.is_renewed_by(source, one[0], one[2])]
        differing = any(renewal.is_renewed_by(source, one.source, one.place) for one in result.counted)
        if not read or differing:
            continue
        version, ours = read[0][1], source.get("version", "none")
        if not read[0][0].startswith("pypi:") or not renewal.is_older(version, ours):
            found.append((name, ours, version))
    return found
