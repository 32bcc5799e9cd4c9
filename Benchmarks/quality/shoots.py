"""How well `castbook sort` tells subjects apart: shoots of five sets of one subject each, mixed.

    shoots.py SETS CASTBOOK tuned|held-out

SETS is the folder of sets that `run` leaves in its SCRATCH (sets/VERSION). Three sorts of sets serve: views of one
photograph from the hand, a cut-out in one setting or two, and a cut-out before three photographs. Sets of one subject
in all their variants of light say how often `set.several-subjects` is raised for nothing.
"""
import json
import pathlib
import random
import subprocess
import sys
import tempfile

SORTS = ("handheld", "settings", "backdrops")
SETTINGS = ("-on-", "-lying", "-before", "-in-the-dark")
SHOOTS, SETS_OF_A_SHOOT, SETS_OF_A_MIXTURE, SINGLES = 20, 5, 3, 60


def subject(name):
    """The name of a set without the setting of its subject."""
    for words in SETTINGS:
        if words in name:
            name = name.rsplit(words, 1)[0]
    return name


def asked(castbook, *words):
    return json.loads(subprocess.run([castbook, *words, "--json"], capture_output=True).stdout)


def shoot(castbook, sets):
    """Pictures in groups with another subject, those in the largest group of their own, all, and groups too many."""
    with tempfile.TemporaryDirectory() as folder:
        shown = {}
        for one in sets:
            for path in one[1]:
                # Names of a camera, which say nothing.
                camera = f"IMG_{len(shown):04}.jpg"
                (pathlib.Path(folder) / camera).symlink_to(path)
                shown[camera] = subject(one[0])
        plan = asked(castbook, "sort", folder)
    groups = [[shown[pathlib.Path(file["path"]).name] for file in group["files"]] for group in plan["groups"]]
    mixed = sum(len(group) for group in groups if len(set(group)) > 1)
    own = sum(max([group.count(one) for group in groups] + [1]) for one in set(shown.values()))
    return mixed, own, len(shown), len(groups) - len({one for group in groups for one in group})


def has_several(castbook, paths):
    answer = asked(castbook, "score", *paths)
    return any(finding["rule"] == "set.several-subjects" for finding in answer["set"]["findings"])


def main(root, castbook, half):
    chance = random.Random(half)
    singles = mixtures = alarms = found = 0
    for sort in SORTS:
        sets, variants = [], []
        for folder in sorted(pathlib.Path(root).glob(f"{half}-{sort}-*")):
            paths = sorted(str(path) for path in folder.glob("*.jpg"))
            plain = [path for path in paths if "-" not in pathlib.Path(path).name]
            if len(plain) >= 3:
                sets.append((folder.name, plain))
                variants.append(paths)
        sums = [0, 0, 0, 0]
        for _ in range(SHOOTS):
            result = shoot(castbook, chance.sample(sets, SETS_OF_A_SHOOT))
            sums = [before + one for before, one in zip(sums, result)]
        mixed, own, count, over = sums
        print(f"{sort:10} {SHOOTS} shoots of {SETS_OF_A_SHOOT} subjects, {count} pictures: {mixed / count:.1%} in mixed "
              f"groups, {own / count:.0%} in the largest group of their subject, {over / SHOOTS:+.1f} groups a shoot")
        for paths in chance.sample(variants, min(SINGLES, len(variants))):
            singles += 1
            alarms += has_several(castbook, paths)
        for _ in range(SHOOTS):
            chosen = chance.sample(sets, SETS_OF_A_MIXTURE)
            if len({subject(name) for name, _ in chosen}) > 1:
                mixtures += 1
                found += has_several(castbook, [path for _, paths in chosen for path in paths])
    print(f"set.several-subjects: for {alarms} of {singles} sets of one subject, {found} of {mixtures} mixtures of "
          f"{SETS_OF_A_MIXTURE}")


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[3] not in ("tuned", "held-out"):
        sys.exit(__doc__)
    main(*sys.argv[1:])
