#!/usr/bin/env python3
"""Sorts random shoots of several subjects, and compares the groups with the truth.

    shoots.py PICTURES [--half tuned|held] [--shoots N] [--castbook PROGRAM] [--sets NAME,…]

PICTURES has a folder for each set of subjects, with a folder for each subject in it, with pictures of
it in different places. A subject belongs to the tuned half if the SHA-256 of its folder's name is even,
otherwise to the half that is held out.

A shoot has three to five subjects of one set with four to eight pictures each, under the names of a
camera. It is sorted three times: without a hint, with the number of subjects, and with one picture of each
subject, which is then left out of the shoot. Without a hint, it also counts how often groups of each confidence
show one subject, and how often the subject of a picture without a group is among its candidates.
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
    return plan, groups


class Score:
    """What several sorted shoots have in common with the truth."""

    def __init__(self):
        self.right = self.grouped = self.wanted = self.exact = self.mixed = self.shoots = 0

    def add(self, groups, truth):
        right, grouped, wanted = compare(groups, truth)
        self.right += right
        self.grouped += grouped
        self.wanted += wanted
        kinds = {frozenset(file for file in truth if truth[file] == subject) for subject in set(truth.values())}
        self.exact += {frozenset(group) for group in groups} == kinds
        self.mixed += any(len({truth[file] for file in group}) > 1 for group in groups)
        self.shoots += 1

    def __str__(self):
        return (f"precision {self.right / max(1, self.grouped):.3f}, recall {self.right / max(1, self.wanted):.3f}, "
                f"exact {self.exact / self.shoots:.2f}, with a mixed group {self.mixed / self.shoots:.2f}")


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
        free, told, shown = Score(), Score(), Score()
        pure = {"sure": [], "likely": [], "unsure": []}
        alone = found = known = count = assigned = 0
        for _ in range(options.shoots):
            with tempfile.TemporaryDirectory() as folder:
                folder = pathlib.Path(folder)
                (folder / "shoot").mkdir()
                truth, examples = {}, {}
                for number, (subject, path) in enumerate(shoot(chance, pictures)):
                    file = f"IMG_{4000 + number:04d}{path.suffix.lower()}"
                    shutil.copy(path, folder / "shoot" / file)
                    truth[file] = subject
                    examples.setdefault(subject, file)
                count += len(truth)
                plan, groups = sort(options.castbook, folder / "shoot")
                free.add(groups, truth)
                owners = {}
                for group, files in zip(plan["groups"], groups):
                    shares = [truth[file] for file in files]
                    owners[group["handle"]] = max(set(shares), key=shares.count)
                    pure[group["confidence"]].append(len(set(shares)) == 1)
                for one in plan["undetermined"]:
                    alone += 1
                    subject = truth[pathlib.Path(one["path"]).name]
                    if subject in owners.values():
                        known += 1
                        found += any(owners[each["handle"]] == subject for each in one["candidates"])
                _, groups = sort(options.castbook, folder / "shoot", "--groups", str(len(examples)))
                told.add(groups, truth)
                guides = []
                for number, (subject, file) in enumerate(sorted(examples.items())):
                    (folder / "shoot" / file).rename(folder / file)
                    del truth[file]
                    guides += ["--like", f"s{number}={folder / file}"]
                plan, groups = sort(options.castbook, folder / "shoot", *guides)
                shown.add(groups, truth)
                names = {f"s{number}": subject for number, subject in enumerate(sorted(examples))}
                assigned += sum(names.get(group["handle"]) == truth[file]
                                for group, files in zip(plan["groups"], groups) for file in files) / len(truth)
        print(f"{name}: {len(pictures)} subjects, {free.shoots} shoots, {count} pictures")
        print(f"  without a hint: {free}; {alone / count:.3f} of pictures without a group")
        print("                  " + ", ".join(
            f"{word}: {sum(all_) / max(1, len(all_)):.3f} of {len(all_)} groups show one subject" for word, all_ in pure.items()))
        print(f"                  of {known} pictures without a group whose subject has one, {found / max(1, known):.2f} have it as a candidate")
        print(f"  with --groups:  {told}")
        print(f"  with --like:    {shown}; {assigned / free.shoots:.3f} of pictures with the right subject", flush=True)


if __name__ == "__main__":
    main()
