"""The tables of sets: duplicates, lighting, the best four of eight."""
import math

from evidence import auc, auc_interval
from report import number, share
from sets import CHANGES, DUPLICATES, SORTS

GOALS = {("color", 2): 0.95, ("exposure", 2): 0.93, ("direction", 2): 0.93}


def pair(first, second):
    return tuple(sorted((first, second)))


def duplicates(cases, peers):
    """Precision and recall of pairs; peers only say that two are alike, by no kind."""
    print("Goals: precision 0.99, recall 0.97; mirrored named as mirror 0.95.")
    print(f"{'kind':12} {'found':>9} {'named right':>12} {'other pairs':>12}  " +
          "  ".join(f"{name}: found, other" for name in peers))
    sums = [0, 0, 0, 0]
    for index, case in enumerate(cases):
        true = {pair(*one) for one in case["pairs"]}
        told = {pair(one["a"], one["b"]): one["kind"] for one in case["told"]["pairs"] or []}
        found = true & set(told)
        right = sum(told[one] in DUPLICATES[case["kind"]] for one in found)
        others = [len(set(told) - true)]
        cells = []
        for name in peers:
            theirs = {pair(*one) for one in peers[name][index]}
            cells.append(f"{f'{len(true & theirs)}/{len(true)}, {len(theirs - true)}':>{len(name) + 14}}")
        print(f"{case['kind']:12} {f'{len(found)}/{len(true)}':>9} {f'{right}/{len(true)}':>12} {others[0]:>12}  " +
              "  ".join(cells))
        if "near" in DUPLICATES[case["kind"]] and not case["kind"].startswith("crop-1"):
            sums = [old + new for old, new in zip(sums, (len(found), right, len(true), others[0]))]
    found, right, true, others = sums
    precision = found / (found + others) if found + others else math.nan
    print(f"near duplicates (resized to captioned): precision {number(precision)}, recall {share(found, true)}, "
          f"named right {share(right, true)}")


def turns(cases):
    """Views around one subject: no pair of them is a duplicate."""
    for case in cases:
        told = [one["kind"] for one in case["told"]["pairs"] or []]
        print(f"eight views around {case['kind']}: {len(told)} pairs told of 28, should be none"
              + (f" ({', '.join(sorted(set(told)))})" if told else ""))


def expressions(cases):
    """Another expression is near, and no copy."""
    for case in cases:
        told = [(one["kind"], one.get("copy", True)) for one in case["told"]["pairs"] or []]
        print(f"{case['kind']} and the same with another mouth: {told}, should be near and no copy")


def lighting(cases):
    """Changed sets against those that nobody touched, and whether the right odd one is named."""
    for sort, words in SORTS.items():
        some = [case for case in cases if case["sort"] == sort]
        if some:
            print(f"{sort}: {words}")
            lighting_of(some)
    print("all but parts, scenes and strangers")
    lighting_of([case for case in cases if case["sort"] not in ("parts", "scenes", "strangers")])
    alarms_of(cases, "all sets")


def alarms_of(cases, which):
    plain = [case for case in cases if not case["change"]]
    alarms = sum(bool(case["told"]["odd"]) for case in plain)
    print(f"{which} that nobody touched, with an odd one named: {share(alarms, len(plain))}; goal: at most 2 %")


def lighting_of(cases):
    if not any(case["change"] for case in cases):
        alarms_of(cases, "sets")
        return
    print("change     strength   n  AUC by its own score      AUC by lighting  goal  | odd one right, another named")
    plain = [case for case in cases if not case["change"]]
    for change in CHANGES:
        for strength in (1, 2, 3):
            some = [case for case in cases if case["change"] == change and case["strength"] == strength]
            own = [[score(case, f"lighting_{change}") for case in side] for side in (plain, some)]
            every = [[score(case, "lighting") for case in side] for side in (plain, some)]
            value, low, high = auc_interval(*own, [case["source"] for case in plain],
                                            [case["source"] for case in some], [change, strength])
            goal = GOALS.get((change, strength))
            words = "    -  " if goal is None else f" {goal:.2f} {'+' if value >= goal else '!'}"
            right = sum((case["told"]["odd"] or []) == [case["odd"]] for case in some)
            wrong = sum(bool(set(case["told"]["odd"] or []) - {case["odd"]}) for case in some)
            print(f"{change:10} {strength:8} {len(some):3}  {number(value)} {number(low)}-{number(high)}     "
                  f"{number(auc(*every)):>15} {words} | {share(right, len(some))}, {wrong}")
    alarms_of(cases, "sets")
    print("goal: from strength 2 on the right odd one in 95 %")


def score(case, name):
    """A score of the set; `lighting` is the least of three where it isn't told by itself."""
    scores = case["told"]["scores"] or {}
    if name == "lighting" and name not in scores:
        return min([scores[key] for key in scores if key.startswith("lighting_")], default=1.0)
    return scores.get(name, 1.0)


def picks(cases):
    """Whether the four good ones are chosen of eight."""
    exact, good, count = 0, 0, 0
    for case in cases:
        chosen = set(case["told"]["selected"] or [])
        exact += chosen == set(case["good"])
        good += len(chosen & set(case["good"]))
        count += len(case["good"])
    print(f"all four right: {exact} of {len(cases)} sets; goal 9 of 10. Right ones chosen: {share(good, count)}")
