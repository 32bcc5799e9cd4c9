"""The tables of good pictures as people have them: false alarms by kind, catches, ladders, and what is accepted."""
import collections

from evidence import auc
from kinds import (GOAL_CATCH, GOAL_FAIL, GOAL_OF_KIND, GOAL_WARN, KINDS, MORE, PLAIN_GROUPS, SIZE_RULES, STRENGTHS,
                   score_of)
from report import LEVELS, named, number, share

RISE = 0.02  # a score may rise by so much from one step of a ladder to the next
BURNT = {"exposure-up": ("exposure",), "exposure-down": ("exposure",), "jpeg-ladder": ("compression",)}
# A JPEG of this quality and better is never warned of; of this and worse always; of this it is
# refused.
CLEAN_JPEG, POOR_JPEG, REFUSED_JPEG = 70, 40, 10


def verdict(record):
    """Whether a picture is refused or warned of, and by which rules; of small ones, size doesn't count."""
    found = [(rule, severity) for rule, severity in record["findings"] if severity in LEVELS
             and not (record["small"] and rule in SIZE_RULES)]
    levels = {LEVELS[severity] for _, severity in found}
    return "fail" if "fail" in levels else "warn" if levels else "pass", {rule for rule, _ in found}


def accepted(words, value, most):
    """A line of acceptance: at most so much."""
    return f"{'+' if value <= most else '!'} {words}: {100 * value:.1f} %, at most {100 * most:g} %"


def at_least(words, value, least):
    return f"{'+' if value >= least else '!'} {words}: {100 * value:.1f} %, at least {100 * least:g} %"


def of_old_kinds(kinds, half, before):
    """Lines of acceptance for the spoiled photographs: what is caught, and the AUC of another program."""
    lines = []
    for kind in kinds:
        for strength, least in GOAL_CATCH.items():
            some = [record for record in half.spoiled[kind.name, strength]
                    if kind.name != "haze" or record["group"].split()[0] not in PLAIN_GROUPS]
            if some and kind.warns:
                caught = sum(record["status"] != "pass" for record in some) / len(some)
                own = sum(named(record, kind) for record in some) / len(some)
                lines.append(at_least(f"{kind.name} at strength {strength}", caught, least) + by_its_own(own))
        if before:
            lines.append(no_less(kind.name, half.area(kind), before.area(kind)))
    for words, (value, _) in half.above_blurred().items() if before else ():
        lines.append(no_less(words, value, before.above_blurred()[words][0]))
    return lines


def by_its_own(part):
    return f" ({100 * part:.1f} % by a rule of its own)"


def no_less(words, value, before):
    return f"{'+' if value >= before else '!'} AUC of {words}: {number(value)}, at least {number(before)}"


class LifeHalf:
    """What was said of the good pictures of one half, and of those spoiled."""

    def __init__(self, clean, spoiled, baseline=None):
        self.clean = clean
        self.spoiled = collections.defaultdict(list)
        for record in spoiled:
            self.spoiled[record["kind"], record["strength"]].append(record)
        self.baseline = baseline
        self.lines = []

    def false_alarms(self):
        """Good pictures by kind: how many are warned of or refused, and by which rules."""
        print(f"{'kind':18} {'warned or refused':28} {'refused':26} rules")
        groups = collections.defaultdict(list)
        for record in self.clean:
            groups[record["group"].removeprefix("life ")].append(record)
        worst = (0, "none")
        for group, some in [*sorted(groups.items()), ("all", self.clean)]:
            told = [verdict(record) for record in some]
            bad = [level for level, _ in told if level != "pass"]
            rules = collections.Counter(rule for _, rules in told for rule in rules)
            words = ", ".join(f"{rule.removeprefix('image.')} {count}" for rule, count in rules.most_common(6))
            print(f"{group:18} {share(len(bad), len(some)):28} {share(bad.count('fail'), len(some)):26} {words}")
            if group == "all":
                self.lines.append(accepted("good pictures with a warning", len(bad) / len(some), GOAL_WARN))
                self.lines.append(accepted("good pictures refused", bad.count("fail") / len(some), GOAL_FAIL))
            elif len(some) >= 3:
                worst = max(worst, (len(bad) / len(some), group))
        self.lines.append(accepted(f"the kind most warned of, {worst[1]}", worst[0], GOAL_OF_KIND))
        plain = sum(bool(verdict(record)[1] - {"image.cluttered"}) for record in self.clean)
        print(f"where nobody says what is shown, clutter is a note: {share(plain, len(self.clean))}")

    def controls(self, kind):
        of = kind.name if kind.base == "placed" else "life"
        return [record for record in self.spoiled["control", 0] if record["of"] == of]

    def kinds(self):
        """How well each defect is told from its controls, and how often the verdict finds it."""
        print("In brackets: named by a rule of its own.")
        print(f"{'kind':14} {'n':>3}   weak medium strong |   all | {'caught: weak':>16} {'medium':>16} {'strong':>16}"
              f" {'clean':>8}")
        for kind in MORE:
            good = self.controls(kind)
            high = [score_of(record, kind.measures) for record in good]
            low = {strength: [score_of(record, kind.measures) for record in self.spoiled[kind.name, strength]]
                   for strength in STRENGTHS}
            every = auc(high, sum(low.values(), []))
            cells = [self.caught(kind, strength) for strength in STRENGTHS]
            false = sum(named(record, kind) for record in good)
            each = "  ".join(number(auc(high, low[strength])) for strength in STRENGTHS)
            print(f"{kind.name:14} {len(good):3}  {each}"
                  f" | {number(every)} | {cells[0]:>16} {cells[1]:>16} {cells[2]:>16} {f'{false}/{len(good)}':>8}")
            if self.baseline:
                self.lines.append(no_less(kind.name, every, self.baseline.area(kind)))

    def area(self, kind):
        """The AUC of a kind over all strengths."""
        return auc([score_of(record, kind.measures) for record in self.controls(kind)],
                   [score_of(record, kind.measures) for strength in STRENGTHS
                    for record in self.spoiled[kind.name, strength]])

    def caught(self, kind, strength):
        """How many of a strength are objected to, and how many by a rule of their own; the line of acceptance."""
        some = self.spoiled[kind.name, strength]
        caught = sum(verdict(record)[0] != "pass" for record in some)
        own = sum(named(record, kind) for record in some)
        if strength in GOAL_CATCH and some and kind.warns:
            words = at_least(f"{kind.name} at strength {strength}", caught / len(some), GOAL_CATCH[strength])
            self.lines.append(words + by_its_own(own / len(some)))
        return f"{caught}/{len(some)} ({own})"

    def ladders(self):
        """Whether scores fall as a defect grows: the mean score and the share caught at each step, and rises."""
        print(f"A rise is a score more than {RISE} above that of the step before, of the same picture. Ladders begin at "
              f"pictures that nothing is said of, which {len(self.faulty())} are not.")
        names = {kind.name: kind.measures for kind in KINDS + MORE} | BURNT
        del names["jpeg"]
        for name, measures in names.items():
            steps = sorted(strength for kind, strength in self.spoiled if kind == name)
            climbs = self.climbs(name, steps, measures)
            if not climbs:
                continue
            rises = [(after - before, base) for base, scores in climbs.items()
                     for before, after in zip(scores, scores[1:]) if after - before > RISE]
            faulty = self.faulty()
            rows = [[record for record in self.spoiled[name, step]
                     if record.get("ladder") and record["name"] not in faulty] for step in steps]
            means = [sum(score_of(record, measures) for record in row) / len(row) for row in rows]
            caught = [sum(verdict(record)[0] != "pass" for record in row) / len(row) for row in rows]
            print(f"{name:14} {len(climbs):3} ladders, {len(rises)} rises"
                  + (f", most {max(rises)[0]:.2f} ({max(rises)[1]})" if rises else ""))
            print(f"{'':14} step   " + " ".join(f"{step:5g}" for step in steps))
            print(f"{'':14} score  " + " ".join(f"{mean:5.2f}" for mean in means))
            print(f"{'':14} caught " + " ".join(f"{100 * part:4.0f}%" for part in caught))
            self.lines.append(f"{'!' if rises else '+'} ladder {name}: {len(rises)} rises in {len(climbs)}")
        self.accept_exposures()

    def accept_exposures(self):
        """Four stops too dark is refused; what is burnt at 3.5 stops too bright, faces too, is named."""
        for name, least, rule, severities, words in (
                ("exposure-down", 4, "image.dark", {"error"}, "4 stops too dark and more refused"),
                ("exposure-up", 3.5, "image.overexposed", set(LEVELS), "3.5 stops too bright and more named")):
            some = [record for (kind, stops), records in self.spoiled.items() if kind == name and stops >= least
                    for record in records]
            hits = sum(any(rule == other and severity in severities for other, severity in record["findings"])
                       for record in some)
            self.lines.append(at_least(words, hits / max(1, len(some)), 1 if name == "exposure-down" else 0.98))

    def faulty(self):
        """The pictures that something is said of before they are spoiled: what is too dark gets better by more light."""
        return {record["name"] for record in self.spoiled["control", 0]
                if record["of"] == "life" and verdict(record)[0] != "pass"}

    def climbs(self, name, steps, measures):
        """The scores of each ladder, by step."""
        found, faulty = collections.defaultdict(list), self.faulty()
        for step in steps:
            for record in self.spoiled[name, step]:
                if record.get("ladder") and record["name"] not in faulty:
                    mark = f" {record['side']} {record['sampling']}" if "side" in record else ""
                    found[record["name"] + mark].append(score_of(record, measures))
        return found

    def qualities(self):
        """JPEG by quality and size: how many are warned of, and refused, for their compression."""
        some = [record for (kind, _), records in self.spoiled.items() if kind == "jpeg-ladder" for record in records
                if "image.too-small" not in verdict({**record, "small": False})[1]]
        qualities = sorted({record["quality"] for record in some}, reverse=True)
        print(f"{'side':>5} {'':8} " + " ".join(f"{quality:>9}" for quality in qualities))
        for side in sorted({record["side"] for record in some}):
            for sampling, words in ((0, "4:4:4"), (2, "4:2:0")):
                cells = []
                for quality in qualities:
                    those = [record for record in some if record["quality"] == quality and record["side"] == side
                             and record["sampling"] == sampling]
                    levels = [severity for record in those for rule, severity in record["findings"]
                              if rule == "image.over-compressed"]
                    warned, refused = (levels.count(word) for word in ("warning", "error"))
                    cells.append(f"{warned + refused}({refused})/{len(those)}")
                print(f"{side:5} {words:8} " + " ".join(f"{cell:>9}" for cell in cells))
        self.accept_qualities(some)

    def accept_qualities(self, some):
        def part(keep, severities):
            those = [record for record in some if keep(record["quality"])]
            hits = sum(any(rule == "image.over-compressed" and severity in severities
                           for rule, severity in record["findings"]) for record in those)
            return hits / max(1, len(those))
        self.lines += [
            accepted(f"JPEG of quality {CLEAN_JPEG} and better warned of",
                     part(lambda quality: quality >= CLEAN_JPEG, LEVELS), 0),
            at_least(f"JPEG of quality {POOR_JPEG} and worse warned of",
                     part(lambda quality: quality <= POOR_JPEG, LEVELS), 1),
            at_least(f"JPEG of quality {REFUSED_JPEG} refused",
                     part(lambda quality: quality <= REFUSED_JPEG, {"error"}), 1)]

    def acceptance(self):
        """All lines, those that aren't met first."""
        for line in sorted(self.lines, key=lambda line: line[0] == "+"):
            print(line)
        print(f"{sum(line[0] == '!' for line in self.lines)} of {len(self.lines)} are not met")
