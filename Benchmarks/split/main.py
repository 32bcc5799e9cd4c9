"""How often the views of a sheet are found, and how often a picture is taken for a sheet that is none.

    main.py SCRATCH MEASURE [--sheets N] [--only tuned|held-out]
"""
import argparse
import datetime
import io
import json
import multiprocessing
import os
import pathlib
import shutil
import subprocess
import sys

import numpy
from PIL import Image

import sheets
import views
from sheets import PARTED, PLAIN, SINGLE
from views import HELD, TUNED, Things, processor, seed_of

# Single pictures for each sheet of a kind.
SINGLES = {"photograph": 8, "bordered": 2, "landscape": 1, "chart": 1, "bars": 3, "diagram": 2,
           "studio": 4, "studio-prop": 2, "pair": 2}
# A view is whole with so much of what it shows, so little of another, or so much of its cell in
# common.
OWN, OTHERS, COMMON = 0.99, 0.01, 0.9
things = None


def words():
    reader = argparse.ArgumentParser(prog="Benchmarks/split/run", description=__doc__.split("\n")[0])
    reader.add_argument("scratch")
    reader.add_argument("measure")
    reader.add_argument("--sheets", type=int, default=30, help="sheets of each kind")
    reader.add_argument("--only", choices=[TUNED, HELD], help="print the tables of one half")
    return reader.parse_args()


def make(work):
    """One picture, written; what is to be found on it."""
    folder, kind, number = work
    random = numpy.random.default_rng(seed_of("drawn", things.half, kind, number))
    record = {"kind": kind, "count": 0, "cells": [], "name": f"{kind}-{number}"}
    labels = None
    if kind in SINGLE:
        pixels = sheets.single(kind, random, things)
    else:
        sheet = sheets.sheet(kind, random, things)
        pixels, labels = sheet.pixels, sheet.labels
        record |= {"count": sheet.count, "cells": sheet.cells}
    data, suffix = sheets.encoded(pixels, random)
    record["path"] = str(folder / f"{record['name']}.{suffix}")
    pathlib.Path(record["path"]).write_bytes(data)
    if labels is not None:
        Image.fromarray(labels).save(folder / f"{record['name']}.labels.png")
    return record


def made(scratch, renders, half, count):
    """The pictures of one half, made once for each version of the programs that make them."""
    global things
    here = pathlib.Path(__file__).parent
    version = seed_of(*[(here / part).read_text() for part in ("sheets.py", "charts.py", "views.py", "main.py")], count)
    folder = scratch / "split" / f"{half}-{version:016x}"
    listed = folder / "pictures.json"
    if not listed.exists():
        for old in folder.parent.glob(f"{half}-*"):
            shutil.rmtree(old)
        folder.mkdir(parents=True)
        things = Things(scratch, renders, half)
        work = [(folder, kind, i) for kind in PARTED + PLAIN for i in range(count)]
        work += [(folder, kind, i) for kind in SINGLE for i in range(count * SINGLES[kind])]
        print(f"making {len(work)} pictures ({half})", file=sys.stderr)
        with multiprocessing.get_context("fork").Pool() as pool:
            listed.write_text(json.dumps(pool.map(make, work, chunksize=4)))
    return folder, json.loads(listed.read_text())


def asked(measure, records):
    """Every record with what was found."""
    lines = "".join(record["path"] + "\n" for record in records)
    done = subprocess.run([measure, "find"], input=lines, capture_output=True, text=True)
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if len(answers) != len(records):
        raise SystemExit(f"{measure} find: {done.stdout[-300:]} {done.stderr[-300:]}")
    return [{**record, "found": answer} for record, answer in zip(records, answers)]


def common(box, other):
    wide = min(box[0] + box[2], other[0] + other[2]) - max(box[0], other[0])
    tall = min(box[1] + box[3], other[1] + other[3]) - max(box[1], other[1])
    both = max(0, wide) * max(0, tall)
    return both / (box[2] * box[3] + other[2] * other[3] - both)


def are_whole(folder, record):
    """Whether each view is whole in its panel, in order, with nothing of another."""
    labels = numpy.asarray(Image.open(folder / f"{record['name']}.labels.png"))
    count = record["count"]
    pixels = numpy.maximum(1, numpy.bincount(labels.ravel(), minlength=count + 1))
    for number, (x, y, wide, tall) in enumerate(record["found"]["panels"], 1):
        cells = record["cells"]
        if cells and common((x, y, wide, tall), cells[number - 1]) >= COMMON:
            continue
        inside = numpy.bincount(labels[y:y + tall, x:x + wide].ravel(), minlength=count + 1) / pixels
        others = [inside[other] for other in range(1, count + 1) if other != number]
        if inside[number] < OWN or max(others) > OTHERS:
            return False
    return True


def tables(half, folder, records):
    print(f"\n## {half}: sheets\n")
    print(f"{'kind':20s} sheets  number  whole  sure   right and sure  named")
    sums = {}
    for kind in PARTED + PLAIN:
        some = [record for record in records if record["kind"] == kind]
        right = [len(record["found"]["panels"]) == record["count"] for record in some]
        whole = [is_right and are_whole(folder, record) for is_right, record in zip(right, some)]
        sure = [record["found"]["isSure"] for record in some]
        good = [all(two) for two in zip(whole, sure)]
        named = [record["found"]["isNamed"] for record in some]
        row(kind, len(some), right, whole, sure, good, named)
        total = sums.setdefault("gutters, lines and seams" if kind in PARTED else "plain backdrop",
                                [[], [], [], [], []])
        for part, values in zip(total, (right, whole, sure, good, named)):
            part += values
    for name, total in sums.items():
        row(name, len(total[0]), *total)
        aim = 0.95 if name.startswith("gutters") else 0.90
        print(f"  aim {aim:.0%} right and sure: {'+ met' if numpy.mean(total[3]) >= aim else '! missed'}")
    print(f"\n## {half}: pictures that are no sheets\n")
    print(f"{'kind':20s} pictures  cut without asking  something proposed")
    for kind in SINGLE:
        some = [record["found"] for record in records if record["kind"] == kind]
        cut = [found["isSure"] for found in some]
        proposed = [len(found["panels"]) > 1 for found in some]
        print(f"{kind:20s} {len(some):8d}  {sum(cut):5d} = {numpy.mean(cut):6.2%}     {numpy.mean(proposed):6.2%}")
    ordinary = [record["found"]["isSure"] for record in records if record["kind"] in ("photograph", "bordered")]
    print(f"  aim at most 1% of photographs: {numpy.mean(ordinary):.2%} "
          f"{'+ met' if numpy.mean(ordinary) <= 0.01 else '! missed'}")
    times = sorted(record["found"]["microseconds"] / 1000 for record in records)
    print(f"\nthe search alone: median {times[len(times) // 2]:.0f} ms, longest {times[-1]:.0f} ms a picture")
    times = sorted(record["found"]["microsecondsOfScore"] / 1000 for record in records if not record["found"]["isNamed"])
    print(f"the look of the scores at what is no sheet: median {times[len(times) // 2]:.1f} ms, longest {times[-1]:.0f} ms")


def row(name, count, *shares):
    print(f"{name:25s} {count:4d} " + "".join(f" {numpy.mean(share):6.1%}" for share in shares))


def main():
    said = words()
    scratch = pathlib.Path(said.scratch)
    views.Sources(scratch).install()
    renders = scratch / "renders"
    if not (renders / "mug-body-330.rgba").exists():
        renders.mkdir(exist_ok=True)
        subprocess.run([said.measure, "render", str(renders)], check=True)
    day = datetime.datetime.now(datetime.timezone.utc).date()
    print(f"{day}, {os.cpu_count()} × {processor()}: Benchmarks/split/run")
    print("number: as many panels as views. whole: and each has 99 % of its view and 1 % of another at the most,")
    print("or 90 % in common with its cell; in reading order. sure: cut without asking.")
    print("named: the scores, which look at a smaller copy first, call it several views in one.")
    print("Photographs and stamps of the two halves are of other sources; the starter cast is in both.")
    print("Bounds were chosen on other draws: most on sources of the tuned half, the last ones on both halves.")
    for half in (TUNED, HELD):
        if said.only in (None, half):
            folder, records = made(scratch, renders, half, said.sheets)
            tables(half, folder, asked(said.measure, records))


if __name__ == "__main__":
    main()
