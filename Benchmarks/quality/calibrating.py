"""Proposes thresholds from the tuned half alone: bounds that few clean pictures fall under.

    calibrating.py SCRATCH [--answers FOLDER] [--warn 0.05] [--fail 0.005] [--margin 0.15]

Reads `files-tuned.jsonl`, `life-tuned.jsonl` and `spoiled-tuned.jsonl`, which Benchmarks/quality/run wrote;
those of the held-out half are other files, and are never opened.
"""
import argparse
import json
import pathlib

import numpy

from kinds import KINDS, MORE, STRENGTHS
from sources import TUNED

# Shares of clean pictures that one measure alone may object to, for the curve.
CURVE = [0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.10]


def words():
    reader = argparse.ArgumentParser(prog="Benchmarks/quality/calibrate", description=__doc__.split("\n")[0])
    reader.add_argument("scratch")
    reader.add_argument("--answers", help="a folder in SCRATCH/scores; without it the newest")
    reader.add_argument("--warn", type=float, default=0.05, help="most of the clean that may warn, of all")
    reader.add_argument("--fail", type=float, default=0.005, help="most of the clean that may fail, of all")
    reader.add_argument("--margin", type=float, default=0.15, help="so far a fail stays under what a clean "
                        "picture scored: it must be beyond doubt")
    return reader.parse_args()


def answers(asked):
    """The records of the tuned half, and where they lie."""
    root = pathlib.Path(asked.scratch) / "scores"
    found = [root / asked.answers] if asked.answers else sorted(
        {path.parent for path in root.glob(f"*/files-{TUNED}.jsonl")},
        key=lambda folder: (folder / f"files-{TUNED}.jsonl").stat().st_mtime)
    if not found or not (found[-1] / f"files-{TUNED}.jsonl").exists():
        raise SystemExit(f"{root}: holds no answers. Run Benchmarks/quality/run {asked.scratch} first.")
    files = [found[-1] / f"files-{TUNED}.jsonl"]
    # Pictures as people have them, of the newest version that the same program was asked about.
    program = found[-1].name.rsplit("-", 1)[-1]
    for title in ("life", "spoiled"):
        files += sorted(root.glob(f"*-{program}/{title}-{TUNED}.jsonl"), key=lambda path: path.stat().st_mtime)[-1:]
    return found[-1].name, [json.loads(line) for path in files for line in path.read_text().splitlines()]


class Measure:
    """One measure's scores on clean pictures, and on those whose defect it speaks for."""

    def __init__(self, name, records):
        self.name = name
        self.kinds = [kind for kind in KINDS + MORE if name in kind.measures]
        kinds = {kind.name for kind in self.kinds}
        # A small picture's resolution is low in truth.
        self.clean = [record["scores"].get(name, 1.0) if not (name == "resolution" and record["small"]) else 1.0
                      for record in records if record["kind"] == "clean"]
        self.spoiled = {(kind, strength): [record["scores"].get(name, 1.0) for record in records
                                           if record["kind"] == kind and record["strength"] == strength]
                        for kind in kinds for strength in STRENGTHS}

    def bound(self, share):
        """The highest bound that at most this share of the clean is under: half-way to the next."""
        clean = sorted(self.clean)
        under = int(share * len(clean))
        if under >= len(clean):
            return 1.0
        worse = [score for score in clean[:under] if score < clean[under]]
        # Between the last that is given up and the first that is kept; two decimals below the
        # latter.
        low = worse[-1] if worse else clean[under] - 0.05
        return max(0.0, round((low + clean[under]) / 2, 4))

    def caught(self, bound, strength):
        some = [score for (_, other), scores in self.spoiled.items() if other == strength for score in scores]
        return sum(score < bound for score in some) / len(some) if some else 0.0

    def under(self, bound):
        return numpy.array(self.clean) < bound


def told(measure):
    """The curve: what each share of clean pictures buys."""
    print(f"\n{measure.name}: {', '.join(kind.name for kind in measure.kinds)}")
    print("  clean under   bound   caught: weak medium strong")
    for share in CURVE:
        bound = measure.bound(share)
        caught = "  ".join(f"{100 * measure.caught(bound, strength):4.0f} %" for strength in STRENGTHS)
        print(f"  {100 * measure.under(bound).mean():5.1f} % of {len(measure.clean):3}  {bound:6.4f}   {caught}")


def choose(measures, most):
    """Bounds that together leave all but `most` of the clean alone: each step buys the most catches.

    What is caught is counted for strong defects, and half for medium ones.
    """
    step = {measure.name: 0 for measure in measures}
    tries = {measure.name: sorted({measure.bound(share) for share in numpy.arange(0, most + 0.0001, 0.005)})
             for measure in measures}

    def bound(measure, more=0):
        return tries[measure.name][step[measure.name] + more]

    def worth(measure, at):
        return measure.caught(at, 3) + 0.5 * measure.caught(at, 2)

    while True:
        objected = {measure.name: measure.under(bound(measure)) for measure in measures}
        best = None
        for measure in measures:
            if step[measure.name] + 1 >= len(tries[measure.name]):
                continue
            next_one = {**objected, measure.name: measure.under(bound(measure, 1))}
            share = numpy.any(list(next_one.values()), axis=0).mean()
            gain = worth(measure, bound(measure, 1)) - worth(measure, bound(measure))
            price = share - numpy.any(list(objected.values()), axis=0).mean()
            if share <= most and gain > 0 and (best is None or gain / (price + 0.001) > best[0]):
                best = (gain / (price + 0.001), measure.name)
        if best is None:
            return {measure.name: bound(measure) for measure in measures}
        step[best[1]] += 1


def main():
    asked = words()
    name, records = answers(asked)
    clean = sum(record["kind"] == "clean" for record in records)
    print(f"{name}: {clean} clean pictures and {len(records) - clean} spoiled ones, all of the tuned half")
    names = list(dict.fromkeys(measure for kind in KINDS + MORE if kind.warns for measure in kind.measures))
    present = {measure for record in records for measure in record["scores"]}
    for absent in [name for name in names if name not in present]:
        print(f"not in the answers: {absent}")
    measures = [Measure(name, records) for name in names if name in present]
    for measure in measures:
        told(measure)
    warn = choose(measures, asked.warn)
    fail = {name: max(0.0, round(bound - asked.margin, 4))
            for name, bound in choose(measures, asked.fail).items()}
    print(f"\nProposed, so that at most {100 * asked.warn:.0f} % of the clean warn and "
          f"{100 * asked.fail:.0f} % fail:")
    print(f"{'measure':12}   warn   caught medium strong     fail   caught medium strong")
    for measure in measures:
        cells = []
        for bound in (warn[measure.name], min(fail[measure.name], warn[measure.name])):
            caught = " ".join(f"{100 * measure.caught(bound, strength):4.0f} %" for strength in (2, 3))
            cells.append(f"{bound:6.4f}          {caught}")
        print(f"{measure.name:12} {cells[0]}   {cells[1]}")
    for word, bounds in (("warn", warn), ("fail", fail)):
        every = numpy.any([measure.under(bounds[measure.name]) for measure in measures], axis=0)
        print(f"clean under a bound to {word}: {100 * every.mean():.1f} % ({every.sum()}/{len(every)})")


if __name__ == "__main__":
    main()
