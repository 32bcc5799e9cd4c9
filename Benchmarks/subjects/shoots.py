#!/usr/bin/env python3
"""Sorts random shoots of several subjects, and compares the groups with the truth.

    shoots.py PICTURES [--half tuned|held] [--shoots N] [--castbook PROGRAM] [--sets NAME,…]

PICTURES has a folder for each set of subjects, with a folder for each subject in it, with pictures of
it in different places. A subject belongs to the tuned half if the SHA-256 of its folder's name is even,
otherwise to the half that is held out.

A shoot has three to five subjects of one set with four to eight pictures each, under the names of a
camera. It is sorted twice: without a hint, and with the number of subjects.
"""
import argparse
import hashlib
import itertools
import json
import pathlib
import random
import shutil
import subprocess
import tempfile


def half(name):
    return "tuned" if hashlib.sha256(name.encode()).digest()[-1] % 2 == 0 else "held"


def subjects(root, wanted, sets):
    found = {}
    for folder in sorted(root.glob("*/*")):
        name = f"{folder.parent.name}/{folder.name}"
        pictures = sorted(p for p in folder.iterdir() if p.suffix.lower() in (".jpg", ".png"))
        if len(pictures) >= 4 and half(folder.name) == wanted and (not sets or folder.parent.name in sets):
            found.setdefault(folder.parent.name, {})[name] = pictures
    return {key: value for key, value in found.items() if len(value) >= 3}


def shoot(chance, pictures):
    names = chance.sample(sorted(pictures), min(len(pictures), chance.randint(3, 5)))
    chosen = [(name, path) for name in names
              for path in chance.sample(pictures[name], min(len(pictures[name]), chance.randint(4, 8)))]
    chance.shuffle(chosen)
    return chosen


def sort(castbook, folder, *options):
    result = subprocess.run([castbook, "sort", folder, "--json", *options], capture_output=True, text=True)
    plan = json.loads(result.stdout)
    groups = [[pathlib.Path(file["path"]).name for file in group["files"]] for group in plan["groups"]]
    return plan, groups, [pathlib.Path(one["path"]).name for one in plan["undetermined"]]


def compare(groups, truth):
    """Pairs that are grouped and belong together, that are grouped, and that belong together."""
    grouped = {frozenset(pair) for group in groups for pair in itertools.combinations(group, 2)}
    right = {frozenset(pair) for pair in itertools.combinations(truth, 2) if truth[pair[0]] == truth[pair[1]]}
    return len(grouped & right), len(grouped), len(right)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pictures", type=pathlib.Path)
    parser.add_argument("--half", choices=("tuned", "held"), default="tuned")
    parser.add_argument("--shoots", type=int, default=60)
    parser.add_argument("--castbook", default=".build/release/castbook")
    parser.add_argument("--sets", default="")
    options = parser.parse_args()
    sets = [name for name in options.sets.split(",") if name]
    for name, pictures in subjects(options.pictures, options.half, sets).items():
        chance = random.Random(61)
        totals, told, exact, exact_told, alone, mixed = [0, 0, 0], [0, 0, 0], 0, 0, 0, 0
        count = pictures_count = 0
        for _ in range(options.shoots):
            with tempfile.TemporaryDirectory() as folder:
                truth = {}
                for number, (subject, path) in enumerate(shoot(chance, pictures)):
                    file = f"IMG_{4000 + number:04d}{path.suffix.lower()}"
                    shutil.copy(path, pathlib.Path(folder) / file)
                    truth[file] = subject
                _, groups, lone = sort(options.castbook, folder)
                totals = [a + b for a, b in zip(totals, compare(groups, truth))]
                kinds = {frozenset(file for file in truth if truth[file] == subject)
                         for subject in set(truth.values())}
                exact += {frozenset(group) for group in groups} == kinds
                mixed += any(len({truth[file] for file in group}) > 1 for group in groups)
                alone += len(lone)
                number = len(set(truth.values()))
                _, groups, _ = sort(options.castbook, folder, "--groups", str(number))
                told = [a + b for a, b in zip(told, compare(groups, truth))]
                exact_told += {frozenset(group) for group in groups} == kinds
                count += 1
                pictures_count += len(truth)
        print(f"{name}: {len(pictures)} subjects, {count} shoots, {pictures_count} pictures")
        print(f"  without a hint: precision {totals[0] / max(1, totals[1]):.3f}, recall {totals[0] / totals[2]:.3f}, "
              f"exact {exact / count:.2f}, with a mixed group {mixed / count:.2f}, "
              f"without a group {alone / pictures_count:.3f} of pictures")
        print(f"  with --groups:  precision {told[0] / max(1, told[1]):.3f}, recall {told[0] / told[2]:.3f}, "
              f"exact {exact_told / count:.2f}", flush=True)


if __name__ == "__main__":
    main()
