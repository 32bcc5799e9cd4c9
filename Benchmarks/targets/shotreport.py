"""Prints what the exports gave, as tables for people."""
import collections, re


def text(exports, targets, shots, judges):
    """Yields the lines of the report."""
    by_target = collections.defaultdict(list)
    for one in exports:
        by_target[one.target].append(one)
    yield summary(exports, targets, shots)
    yield ""
    yield from table(by_target, targets, len(shots))
    yield ""
    yield from shot_table(exports, shots, len(targets))
    yield ""
    yield from witnesses(by_target, targets, judges)
    yield ""
    yield from distinct(exports, "error", "Every distinct refusal, with its count, an example, and its way out")
    yield ""
    yield from distinct(exports, "warning", "Every distinct warning of the exports")


def summary(exports, targets, shots):
    written = sum(one.is_written for one in exports)
    steps = sum(one.is_written and one.body is None for one in exports)
    errors = [error for one in exports for error in one.errors]
    without = sum(error.dead_end is not None for error in errors)
    return (f"{len(shots)} shot files for {len(targets)} targets: {len(exports)} exports, {written - steps} bodies, "
            f"{steps} bundles with steps for a person, {len(exports) - written} refused with {len(errors)} errors, "
            f"{without} of them without a way out; "
            f"{sum(len(one.warnings) for one in exports)} warnings")


def table(by_target, targets, count):
    """Yields a row for each target."""
    width = max(map(len, targets))
    yield f"{'target':{width}}  bundles of {count}  refused  no way out  warnings  errors by rule"
    for target in targets:
        ones = by_target[target]
        errors = [error for one in ones for error in one.errors]
        bundles = sum(one.is_written for one in ones)
        yield (f"{target:{width}}  {bundles:{len(f'bundles of {count}')}}  {len(ones) - bundles:7}  "
               f"{sum(error.dead_end is not None for error in errors):10}  {sum(len(one.warnings) for one in ones):8}  "
               f"{rules(errors)}").rstrip()


def shot_table(exports, shots, count):
    """Yields a row for each shot file."""
    width = max(map(len, shots))
    yield f"{'shot file':{width}}  bundles of {count}  errors by rule"
    for shot in shots:
        ones = [one for one in exports if one.shot == shot]
        errors = [error for one in ones for error in one.errors]
        bundles = sum(one.is_written for one in ones)
        yield f"{shot:{width}}  {bundles:{len(f'bundles of {count}')}}  {rules(errors)}".rstrip()


def rules(findings):
    counts = collections.Counter(one.rule for one in findings)
    return ", ".join(f"{rule} {count}" for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def witnesses(by_target, targets, judges):
    """Yields who judged the bodies of each target, the targets without a definition last."""
    width = max(map(len, targets))
    lines = {target: judges.line(target, by_target[target]) for target in targets}
    judged = [target for target in targets if lines[target][1]]
    yield (f"Who judged the request: {len(judged)} of {len(targets)} targets have a definition in "
           "Tests/BundlesTests/RequestSchemas")
    yield from (f"{target:{width}}  {lines[target][0]}" for target in judged)
    yield from (f"{target:{width}}  {lines[target][0]}" for target in targets if target not in judged)


def distinct(exports, severity, title):
    """Yields each text once, by rule: with numbers, ids and names taken out, so that equal reasons meet."""
    groups = collections.defaultdict(list)
    for one in exports:
        for finding in one.of(severity):
            groups[finding.rule, general(finding.message, one), general(finding.fix, one)].append((one, finding))
    yield f"{title} ({len(groups)})"
    for (rule, _, _), found in sorted(groups.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1:])):
        one, finding = next((pair for pair in found if pair[1].dead_end), found[0])
        yield f"{rule}  {len(found)} ×  {len({export.target for export, _ in found})} targets, such as {one.target}, {one.shot}"
        yield f"    {finding.message}"
        dead_ends = collections.Counter(finding.dead_end for _, finding in found if finding.dead_end)
        yield f"    → {finding.fix}" + "".join(f"   [NO WAY OUT, {count} ×: {why}]" for why, count in dead_ends.items())


def general(text, export):
    """Returns a text without what differs from shot to shot and from target to target."""
    text = re.sub(r"\b(?:[a-z0-9-]+\.)+[a-z0-9.-]*[a-z0-9]\b(?=, which| —|$)", "OTHER", text.replace(export.target, "TARGET"))
    text = re.sub(r'only the words ".*?"', 'only the words "NAME"', text)
    text = re.sub(r"\b(?:refs|clips|frames)/\S+\.(?:jpg|png|mp4)", "FILE", text)
    text = re.sub(r"@\w+(?: (?:front|back|left|right|top|three-quarter\S*|unsorted|voice)\b)?", "@NAME", text)
    text = re.sub(r"@NAME(?:(?:, | and )@NAME)+", "@NAME", text)
    return re.sub(r"\d[\d.,:]*", "N", text)
