"""The tables of one half: kinds, the verdict's false alarms and catches, what else is said."""
import collections
import math

from evidence import auc, auc_interval, rank_correlation, wilson
from kinds import (BY_NAME, GOAL_BOKEH, GOAL_CATCH, GOAL_FAIL, GOAL_SHALLOW, GOAL_STUDIO, GOAL_WARN, GROUPS,
                   KINDS, SIZE_RULES, STRENGTHS, score_of)

LEVELS = {"error": "fail", "warning": "warn"}


def number(value):
    return "    -" if value is None or math.isnan(value) else f"{value:5.3f}"


def share(hits, count):
    """A share with its counts and interval."""
    if count == 0:
        return "-"
    low, high = wilson(hits, count)
    return f"{100 * hits / count:3.0f} % ({hits}/{count}, {100 * low:.0f}-{100 * high:.0f} %)"


def status_of(record):
    """The verdict; on a small picture, what is said of its size is true and doesn't count."""
    if not record["small"]:
        return record["status"]
    levels = {LEVELS.get(severity) for rule, severity in record["findings"] if rule not in SIZE_RULES}
    return "fail" if "fail" in levels else "warn" if "warn" in levels else "pass"


class Half:
    """What was said of the pictures of one half."""

    def __init__(self, records, peers):
        self.peers = peers
        self.clean = [record for record in records if record["kind"] == "clean"]
        self.spoiled = collections.defaultdict(list)
        for record in records:
            if record["kind"] != "clean":
                self.spoiled[record["kind"], record["strength"]].append(record)

    def controls(self, kind):
        """The clean pictures that a kind is compared with: those it was made of."""
        if kind.base == "plain":
            return [record for record in self.clean if record["group"].startswith("studio")]
        return [record for record in self.clean if record["spoil"] and not
                (kind.base == "large" and record["small"])]

    def of_kind(self, kind):
        return [record for strength in STRENGTHS for record in self.spoiled[kind.name, strength]]

    def peer_best(self, good, bad):
        """The highest AUC of any peer, and which."""
        best = (math.nan, "")
        names = set(self.peers[good[0]["file"]]) - {"file", "flagged"} if good and bad else ()
        for name in sorted(names):
            values = [[self.peers[record["file"]].get(name) for record in side] for side in (good, bad)]
            if any(value is None for side in values for value in side):
                continue
            value = auc(*values)
            if math.isnan(best[0]) or value > best[0]:
                best = (value, name)
        return best

    def kinds(self):
        """The table of kinds: how well the score that speaks for each tells clean from spoiled."""
        print("kind           by            n   weak medium strong |   all  95 % interval    rank  goal  |"
              " best other tool")
        for kind in KINDS:
            good, bad = self.controls(kind), self.of_kind(kind)
            high = [score_of(record, kind.measures) for record in good]
            low = [score_of(record, kind.measures) for record in bad]
            each = [auc(high, [score_of(record, kind.measures) for record in self.spoiled[kind.name, strength]])
                    for strength in STRENGTHS]
            value, least, most = auc_interval(high, low, [record["source"] for record in good],
                                              [record["source"] for record in bad], [kind.name])
            rank = rank_correlation([record["strength"] for record in good + bad],
                                    [1 - score for score in high + low]) if bad else math.nan
            goal = "  -  " if kind.goal is None else f"{kind.goal:.2f} " + ("+" if value >= kind.goal else "!")
            peer, name = self.peer_best(good, bad)
            print(f"{kind.name:14} {'+'.join(kind.measures):11} {len(bad):4}  "
                  f"{'  '.join(number(one) for one in each)} | {number(value)} {number(least)}-{number(most)}  "
                  f"{number(rank):>6}  {goal} | {number(peer)} {name}")
        self.backgrounds()

    def area(self, kind):
        """The AUC of a kind over all strengths."""
        return auc([score_of(record, kind.measures) for record in self.controls(kind)],
                   [score_of(record, kind.measures) for record in self.of_kind(kind)])

    def above_blurred(self):
        """Sharp subjects before a blurred background against blurred pictures: the AUC, and the good ones."""
        bad = [score_of(record, ("sharpness",)) for name in ("gaussian", "defocus")
               for record in self.of_kind(BY_NAME[name])]
        found = {}
        for group in ("bokeh", "shallow"):
            good = [record for record in self.clean if record["group"].split()[0] == group]
            found[group] = (auc([score_of(record, ("sharpness",)) for record in good], bad), good)
        return found

    def backgrounds(self):
        """Sharp subjects before a blurred background, above pictures that are really blurred."""
        bad = self.of_kind(BY_NAME["gaussian"]) + self.of_kind(BY_NAME["defocus"])
        for words, group, goal in (("drawn together", "bokeh", GOAL_BOKEH),
                                   ("photographed", "shallow", GOAL_SHALLOW)):
            good, measures = self.above_blurred()[group][1], ("sharpness",)
            value, least, most = auc_interval(
                [score_of(record, measures) for record in good], [score_of(record, measures) for record in bad],
                [record["source"] for record in good], [record["source"] for record in bad], [group])
            peer, name = self.peer_best(good, bad)
            print(f"sharp subject before blur, {words}: n {len(good)}, AUC above blurred {number(value)} "
                  f"{number(least)}-{number(most)}, goal {goal:.2f} {'+' if value >= goal else '!'} | "
                  f"{number(peer)} {name}")

    def false_alarms(self):
        """What the verdict says of clean pictures, by group."""
        print(f"Goals: warn or fail on at most {100 * GOAL_WARN:g} %, fail on {100 * GOAL_FAIL:g} %; "
              f"studio {100 * GOAL_STUDIO:.0f} %. Of small pictures, findings about size are left out.")
        print(f"{'group':10} {'warn or fail':30} {'fail':30} rules")
        groups = {group: [record for record in self.clean if record["group"].split()[0] == group]
                  for group in GROUPS}
        for group, some in [*groups.items(), ("all", self.clean)]:
            verdicts = [status_of(record) for record in some]
            rules = collections.Counter(
                rule for record in some for rule, severity in record["findings"] if severity in LEVELS
                and not (record["small"] and rule in SIZE_RULES))
            told = ", ".join(f"{rule} {count}" for rule, count in rules.most_common(4))
            print(f"{group:10} {share(len(some) - verdicts.count('pass'), len(some)):30} "
                  f"{share(verdicts.count('fail'), len(some)):30} {told}")
        print(f"{'CleanVision':10} {share(*self.flagged(self.clean))}")

    def flagged(self, records):
        """How many pictures CleanVision objects to, of how many it was asked about."""
        asked = [self.peers[record["file"]]["flagged"] for record in records
                 if "flagged" in self.peers[record["file"]]]
        return sum(map(bool, asked)), len(asked)

    def catches(self):
        """How often the verdict objects, and how often by the kind's own rule."""
        goals = ", ".join(f"strength {strength} {100 * goal:.0f} %" for strength, goal in GOAL_CATCH.items())
        print(f"Goals: {goals}. In brackets: named by a rule of its own; 'clean': its rules on its controls.")
        print(f"{'kind':14} {'weak':>16} {'medium':>16} {'strong':>16} {'clean':>8}  CleanVision, strong")
        for kind in KINDS:
            cells = []
            for strength in STRENGTHS:
                some = self.spoiled[kind.name, strength]
                caught = sum(record["status"] != "pass" for record in some)
                cells.append(f"{caught}/{len(some)} ({sum(named(record, kind) for record in some)})")
            controls, strong = self.controls(kind), self.spoiled[kind.name, 3]
            false = sum(named(record, kind) for record in controls)
            other, asked = self.flagged(strong)
            print(f"{kind.name:14} {cells[0]:>16} {cells[1]:>16} {cells[2]:>16} {f'{false}/{len(controls)}':>8}"
                  f"  {f'{other}/{asked}' if asked else '-'}")

    def cross_talk(self):
        """Rules that are not a kind's own and that its clean picture didn't have."""
        print("Warnings and errors on spoiled pictures by rules that aren't the kind's own, where the clean")
        print("picture has none of that rule: in how many pictures, of all strengths and of the weak ones.")
        before = {record["name"]: {rule for rule, _ in record["findings"]} for record in self.clean}
        for kind in KINDS:
            some, told = self.of_kind(kind), {0: collections.Counter(), 1: collections.Counter()}
            crossed = 0
            for record in some:
                rules = {rule for rule, severity in record["findings"] if severity in LEVELS}
                rules -= set(kind.rules) | before.get(record["name"], set())
                crossed += bool(rules)
                told[0].update(rules)
                told[1].update(rules if record["strength"] == 1 else ())
            words = ", ".join(f"{rule} {count} ({told[1][rule]})" for rule, count in told[0].most_common(4))
            print(f"{kind.name:14} {crossed:3}/{len(some):<3}  {words}")


def named(record, kind):
    """Whether a warning or error by a rule of the kind's own is there."""
    return any(rule in kind.rules and severity in LEVELS for rule, severity in record["findings"])
