"""Prints what a comparison gave, as text or as JSON."""
import collections, dataclasses, json

import examination, renewal

WIDTH = 400


def cut(text):
    return text if len(text) <= WIDTH else text[:WIDTH - 1] + "…"


def text(results, sources, with_gaps):
    """Yields the lines of a report."""
    yield "Sources that were read:"
    yield from [f"  {source}  {version}" for source, version in versions(results)] or ["  none"]
    yield from [f"  {package} could not be had: {why}" for package, why in sorted(sources.missing.items())]
    for result in results:
        for one in result.counted:
            yield ""
            yield from difference(one)
    known = [one for result in results for one in result.differences if one.is_explained]
    if known:
        yield ""
        yield "Differences that the profiles' own words name, which are not counted:"
        yield from [f"  {one.target}  {one.path}  ours {cut(one.ours)}; theirs {cut(one.theirs)}" for one in known]
    if with_gaps:
        yield from gaps(results)
    yield ""
    yield summary(results)


def difference(one):
    """Yields the lines for one difference."""
    yield f"{one.target}  {one.path}  {one.kind}"
    yield f"  ours    {cut(one.ours)}"
    yield f"  theirs  {cut(one.theirs)}"
    yield f"  source  {' '.join(part for part in (one.source, one.version) if part)}" + (f", {one.place}" if one.place else "")
    yield f"  at      {', '.join(one.endpoints)}"
    if one.note:
        yield f"  words   {cut(one.note)}"


def gaps(results):
    """Yields what was not compared: whole profiles first, then the facts of the others, by reason."""
    whole = collections.defaultdict(list)
    for result in results:
        for path, why in result.gaps:
            if not path:
                whole[why].append(result.profile.id)
    yield ""
    yield "Profiles of which nothing was compared:"
    yield from [f"  {why}: {', '.join(ids)}" for why, ids in whole.items()] or ["  none"]
    yield ""
    yield "Facts that were not compared:"
    for result in results:
        reasons = collections.defaultdict(list)
        for path, why in result.gaps:
            if path:
                reasons[why].append(path)
        for why, paths in reasons.items():
            yield f"  {result.profile.id}: {why}: {', '.join(dict.fromkeys(paths))}"


def summary(results):
    compared = [result for result in results if result.read]
    agreed = sum(len(result.agreed) for result in results)
    counted = sum(len(result.counted) for result in results)
    known = sum(len(result.differences) for result in results) - counted
    return (f"{len(compared)} of {len(results)} profiles compared: {agreed} facts agree, {counted} differ in "
            f"{sum(bool(result.counted) for result in results)} profiles, {known} differ as the profiles say; "
            f"{sum(len(result.gaps) for result in results)} not compared (--uncovered lists them)")


def versions(results):
    """Returns the sources that were read, with their versions."""
    return sorted({one[:2] for result in results for one in result.read})


def as_json(results, sources):
    """Returns the report as JSON."""
    return json.dumps({
        "read": [{"source": source, "version": version} for source, version in versions(results)],
        "missing": sources.missing,
        "differences": [dataclasses.asdict(one) for result in results for one in result.differences],
        "agreed": {result.profile.id: sorted(result.agreed) for result in results if result.agreed},
        "uncovered": [{"target": result.profile.id, "path": path, "why": why}
                      for result in results for path, why in result.gaps],
    }, indent=2, ensure_ascii=False)


def seen(results, day):
    """Yields the sources that may get a new date."""
    count = 0
    for result in results:
        for name, ours, version in examination.may_be_seen(result):
            count += 1
            yield f'{result.profile.id}  sources.{name}  "seen": "{day}"  ours {ours}; read {version}'
    yield f"{count} sources may be dated; nothing was written"


def sources_of(profiles, today):
    """Yields the sources of profiles, how old they are, and how each can be renewed."""
    for profile in profiles:
        yield profile.id
        for name, age, ways in renewal.lines(profile, today):
            yield f"  {name}  {age}  {'  '.join(ways)}"
