#!/usr/bin/env python3
"""Scores sets of one subject and of two, and counts what `castbook score` says of them.

    sets.py PICTURES [--half tuned|held] [--sets N] [--castbook PROGRAM]

PICTURES and the halves are those of shoots.py. Sets of one subject have four to eight pictures of it, in different places;
sets of two have two to four of each; sets with an odd one have three to six of one and one of another.
"""
import argparse
import json
import pathlib
import random
import subprocess

import shoots


SEVERAL, ODD, MAYBE = "set.several-subjects", "set.odd-one", "set.odd-one, a note"


def rules(castbook, paths):
    result = subprocess.run([castbook, "score", "--json", "--kind", "product", *map(str, paths)],
                            capture_output=True, text=True)
    findings = json.loads(result.stdout)["set"]["findings"]
    return {finding["rule"] + (", a note" if finding["severity"] == "note" else "") for finding in findings}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pictures", type=pathlib.Path)
    parser.add_argument("--half", choices=("tuned", "held"), default="tuned")
    parser.add_argument("--sets", type=int, default=100)
    parser.add_argument("--castbook", default=".build/release/castbook")
    parser.add_argument("--only", default="", help="a set of subjects")
    options = parser.parse_args()
    found = shoots.subjects(options.pictures, options.half, [options.only] if options.only else [])
    for name, pictures in found.items():
        chance = random.Random(62)
        alarms = {SEVERAL: 0, ODD: 0, MAYBE: 0}
        several = odd = maybe = either = 0
        for _ in range(options.sets):
            one, other = chance.sample(sorted(pictures), 2)

            def some(subject, least, most):
                return chance.sample(pictures[subject], min(len(pictures[subject]), chance.randint(least, most)))

            raised = rules(options.castbook, some(one, 4, 8))
            for rule in alarms:
                alarms[rule] += rule in raised
            raised = rules(options.castbook, some(one, 2, 4) + some(other, 2, 4))
            several += SEVERAL in raised
            either += bool(raised & set(alarms))
            raised = rules(options.castbook, some(one, 3, 6) + some(other, 1, 1))
            odd += ODD in raised
            maybe += MAYBE in raised
        count = options.sets
        print(f"{name}: {len(pictures)} subjects, {count} sets of each sort")
        print(f"  one subject: several {alarms[SEVERAL] / count:.3f}, odd {alarms[ODD] / count:.3f}, "
              f"a note {alarms[MAYBE] / count:.3f}")
        print(f"  two subjects: several {several / count:.3f}, any {either / count:.3f}; "
              f"one odd picture: {odd / count:.3f}, a note {maybe / count:.3f}", flush=True)


if __name__ == "__main__":
    main()
