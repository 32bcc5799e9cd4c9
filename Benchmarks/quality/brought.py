#!/usr/bin/env python3
"""What `castbook score` says of pictures that came so: good ones, and ones with a fault that anybody sees.

    brought.py PICTURES [--castbook PROGRAM] [--half tuned|held] [--list]

PICTURES are yours, or those of public repositories on GitHub that brought.tsv names: PICTURES/HALF/good/KIND and
PICTURES/HALF/bad/FAULT, where FAULT is a rule without `image.`, such as `text-overlay`, or one of NAMES. A good picture should get no warning. One with a fault is named if a finding, a note too,
has one of the fault's rules, and caught if it gets any warning.

    brought.py PICTURES --from CLONES

copies the pictures that brought.tsv names into PICTURES, from clones in CLONES/OWNER/NAME, and checks their SHA-256.
"""
import argparse
import collections
import csv
import hashlib
import json
import pathlib
import subprocess

# What may be said of a fault instead of its own name.
NAMES = {
    "watermark": {"text-overlay"},
    "over-processed": {"over-sharpened", "overexposed"},
    "blurred": {"motion-blurred"},
    "upscaled": {"blurred"},
    "backlit": {"dark"},
    "dark": {"backlit"},
}
CHARACTERS = {"portrait-plain", "portrait-scene", "person-full", "drawn", "animal", "subject-cut", "subject-small"}


def answers(castbook, folder):
    """What is said of each picture of a folder."""
    paths = sorted(str(path) for path in folder.iterdir())
    kind = ["--kind", "product"] if folder.name.startswith("product") else \
        ["--kind", "character"] if folder.name in CHARACTERS else []
    done = subprocess.run([castbook, "score", "--json", *kind, "-"], input="\n".join(paths) + "\n",
                          capture_output=True, text=True)
    return json.loads(done.stdout)["files"]


def rules(file, severities):
    return {finding["rule"].removeprefix("image.") for finding in file.get("findings", [])
            if finding["severity"] in severities}


def share(part, all_of):
    return f"{part:4} of {all_of:4}  {100 * part / max(1, all_of):5.1f} %"


def collect(clones, pictures):
    """Copies the pictures of the table out of clones; those that are missing are counted."""
    missing = 0
    with open(pathlib.Path(__file__).with_name("brought.tsv"), newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            shown = subprocess.run(["git", "-C", clones / row["repository"], "show", f"{row['commit']}:{row['path']}"],
                                   capture_output=True)
            if hashlib.sha256(shown.stdout).hexdigest() != row["sha256"]:
                missing += 1
                continue
            folder = pictures / row["half"] / row["is"] / row["kind"]
            folder.mkdir(parents=True, exist_ok=True)
            (folder / row["name"]).write_bytes(shown.stdout)
    print(f"{missing} pictures are missing or have other bytes")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pictures", type=pathlib.Path)
    parser.add_argument("--castbook", default=".build/release/castbook")
    parser.add_argument("--half", default="tuned", choices=["tuned", "held"])
    parser.add_argument("--list", action="store_true", help="name the pictures that were judged wrongly")
    parser.add_argument("--from", dest="clones", type=pathlib.Path, help="clones to copy the pictures from")
    asked = parser.parse_args()
    if asked.clones:
        return collect(asked.clones, asked.pictures)
    root = asked.pictures / asked.half
    warned, refused, count, causes = 0, 0, 0, collections.Counter()
    print(f"good pictures, {asked.half}     with a warning      refused  for")
    for folder in sorted((root / "good").iterdir()):
        files = answers(asked.castbook, folder)
        wrong = [(file, rules(file, {"warning", "error"})) for file in files]
        wrong = [(file, found) for file, found in wrong if found]
        own = collections.Counter(rule for _, found in wrong for rule in found)
        failed = sum(file["status"] == "fail" for file in files)
        print(f"  {folder.name:16} {share(len(wrong), len(files))}   {failed:3}      "
              + ", ".join(f"{rule} {number}" for rule, number in own.most_common()))
        if asked.list:
            for file, found in wrong:
                print(f"      {pathlib.Path(file['path']).name}: {', '.join(sorted(found))}")
        warned, refused, count = warned + len(wrong), refused + failed, count + len(files)
        causes += own
    print(f"  {'all':16} {share(warned, count)}   {refused:3}      "
          + ", ".join(f"{rule} {number}" for rule, number in causes.most_common()))
    named, caught, count = 0, 0, 0
    print(f"\npictures with a fault, {asked.half}  named                  caught                 called")
    for folder in sorted((root / "bad").iterdir()):
        files = answers(asked.castbook, folder)
        names = NAMES.get(folder.name, set()) | {folder.name}
        are_named = [bool(names & rules(file, {"note", "warning", "error"})) for file in files]
        are_caught = [bool(rules(file, {"warning", "error"})) for file in files]
        own = collections.Counter(rule for file in files for rule in rules(file, {"warning", "error"}))
        print(f"  {folder.name:16} {share(sum(are_named), len(files))}   {share(sum(are_caught), len(files))}   "
              + ", ".join(f"{rule} {number}" for rule, number in own.most_common(4)))
        if asked.list:
            for file, is_named in zip(files, are_named):
                if not is_named:
                    said = sorted(rules(file, {"note", "warning", "error"}))
                    print(f"      {pathlib.Path(file['path']).name}: {', '.join(said) or 'nothing'}")
        named, caught, count = named + sum(are_named), caught + sum(are_caught), count + len(files)
    print(f"  {'all':16} {share(named, count)}   {share(caught, count)}")


if __name__ == "__main__":
    main()
