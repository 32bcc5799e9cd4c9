"""Makes every picture once: the clean ones, and each of them spoiled in every way and strength."""
import hashlib
import json
import multiprocessing
import pathlib
import shutil
import sys

import cv2
import numpy
from PIL import Image

import degradations
import studio
from evidence import seed_of
from kinds import KINDS, SMALL_SIDE, STRENGTHS
from sources import FACES, HELD, TUNED, Sources

PARTS = ["sources.py", "studio.py", "drawings.py", "degradations.py", "corpus.py", "evidence.py"]


def version(fixtures):
    """What the pictures follow from: the programs that make them, and our own renders."""
    here = pathlib.Path(__file__).parent
    digest = hashlib.sha256()
    for path in [here / part for part in PARTS] + sorted(fixtures.glob("[st]*/mi*")) + sorted(
            fixtures.glob("[st]*/mu*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def generator(*words):
    return numpy.random.default_rng(seed_of(*words))


def save(path, pixels, name):
    """Saves in a way that adds no defect, the same for all that is made of one picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(numpy.ascontiguousarray(pixels))
    way = seed_of("save", name) % 4
    if way == 0:
        image.save(path := path.with_suffix(".png"), compress_level=1)
    elif way == 1:
        image.save(path := path.with_suffix(".jpg"), quality=95, subsampling=2)
    else:
        image.save(path := path.with_suffix(".jpg"), quality=97, subsampling=0)
    return path


class Corpus:
    """The pictures of one version, and what is known of each."""

    def __init__(self, scratch):
        self.sources = Sources(scratch)
        self.sources.install()
        self.root = pathlib.Path(scratch) / "corpus" / version(self.sources.fixtures)
        self.list = self.root / "pictures.json"

    def made(self):
        """All records; the pictures are made if this version's aren't there."""
        if not self.list.exists():
            for old in self.root.parent.glob("*"):
                if old != self.root:
                    shutil.rmtree(old)
            self.make()
        return json.loads(self.list.read_text())

    def path(self, record):
        return self.root / record["file"]

    def make(self):
        clean = self.clean()
        print(f"making the pictures: {len(clean)} clean ones, and these spoiled", file=sys.stderr)
        records = [record for record, _ in clean]
        pixels = {record["name"]: picture for record, picture in clean}
        work = [(self.root, record, pixels[record["name"]], self.others(record, records, pixels))
                for record in records]
        plain = [(self.root, *one) for one in self.plain(pixels, records)]
        with multiprocessing.get_context("fork").Pool() as pool:
            made = pool.map(spoil, work, chunksize=1) + pool.map(place, plain, chunksize=1)
        everything = [record for some in made for record in some]
        self.list.write_text(json.dumps(everything, indent=0))

    def others(self, record, records, pixels):
        """Pictures of other sources of the same half, for collages: reduced, since they are handed on."""
        names = [other["name"] for other in records if other["half"] == record["half"] and
                 other["source"] != record["source"] and other["spoil"]]
        generator("others", record["name"]).shuffle(names)
        return [shrunk(pixels[name], 900) for name in names[:8]] if record["spoil"] else []

    def clean(self):
        """The clean pictures: pairs of a record and its pixels."""
        found = []

        def add(name, source, half, group, pixels, spoil):
            small = min(pixels.shape[:2]) < SMALL_SIDE
            found.append(({"name": name, "source": source, "half": half, "group": group, "small": small,
                           "spoil": spoil, "kind": "clean", "strength": 0}, pixels))

        for name, source, half, group, pixels in self.sources.photographs():
            add(name, source, half, group, pixels, True)
        for name, source, half, group, pixels in self.sources.renders():
            add(name, source, half, group, pixels, name.startswith("starter"))
        for name, source, half, pixels in studio.drawn():
            add(name, source, half, "drawings", pixels, name.endswith(("1", "4")))
        grounds = {half: [pixels for record, pixels in found if record["half"] == half and record["group"] in
                          ("ordinary", "shallow") and not record["small"] and record["source"] not in FACES]
                   for half in (TUNED, HELD)}
        for name, half, cut_out in [*self.sources.cut_outs(), *studio.figures()]:
            for which in studio.PLAIN:
                random = generator("studio", name, which)
                # Each cut-out is spoiled before one of the backgrounds.
                spoil = which == studio.PLAIN[seed_of("which", name) % 4]
                add(f"{name}-{which}", name, half, f"studio {which}",
                    studio.in_studio(cut_out, which, random), spoil)
            if name.startswith("figure"):
                continue
            for group, make in [("bokeh", studio.before_blur), ("bokeh", studio.before_blur),
                                ("foggy", studio.before_fog)]:
                random = generator(group, name, len(found))
                ground = grounds[half][random.integers(len(grounds[half]))]
                add(f"{name}-{group}-{len(found)}", name, half, group, make(ground, cut_out, random), False)
            for group, make in [("low-key", studio.low_key), ("low-key night", studio.at_night)]:
                add(f"{name}-{group.replace(' ', '-')}", name, half, group,
                    make(cut_out, generator(group, name)), False)
        return found

    def plain(self, pixels, records):
        """What cut-outs are placed badly on: name, source, half, cut-out, photographs of the half."""
        for name, half, cut_out in [*self.sources.cut_outs(), *studio.figures()]:
            grounds = [shrunk(pixels[record["name"]], 1400) for record in records if record["half"] == half and
                       record["group"] == "ordinary" and not record["small"] and record["source"] not in FACES]
            generator("grounds", name).shuffle(grounds)
            yield name, half, cut_out, grounds[:4]


def shrunk(pixels, side):
    times = side / max(pixels.shape[:2])
    if times >= 1:
        return pixels
    size = (round(pixels.shape[1] * times), round(pixels.shape[0] * times))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def spoil(work):
    """Saves one clean picture, and it spoiled in all ways, if it is one of those; the records."""
    root, record, pixels, others = work
    made = [keep(root, record, pixels, save)]
    if not record["spoil"]:
        return made
    # An interrupted run goes on where it was.
    mark = root / "done" / f"{record['name']}.json"
    if mark.exists():
        return json.loads(mark.read_text())
    for kind in KINDS:
        if kind.base == "plain" or (kind.base == "large" and record["small"]):
            continue
        for strength in STRENGTHS:
            random = generator(kind.name, strength, record["name"])
            spoiled = {**record, "kind": kind.name, "strength": strength}
            if kind.name == "jpeg":
                made.append(keep(root, spoiled, pixels, save_poor))
            elif kind.name == "collage":
                panels = degradations.collage(pixels, strength, random, others)
                made.append(keep(root, spoiled, panels, save))
            else:
                picture = degradations.WAYS[kind.name](pixels, strength, random)
                made.append(keep(root, spoiled, picture, save_again if kind.name == "jpeg-hidden" else save))
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(json.dumps(made))
    return made


def place(work):
    """Saves one cut-out placed badly: before clutter, too small, cut off; the records."""
    root, name, half, cut_out, grounds = work
    made = []
    for strength in STRENGTHS:
        for number, which in enumerate(studio.PLAIN):
            base = {"name": f"{name}-{number + 1}", "source": name, "half": half, "group": f"studio {which}",
                    "small": False, "spoil": False, "strength": strength}
            for kind in ("clutter", "small-subject", "cut-off"):
                random = generator(kind, strength, name, number)
                if kind == "clutter":
                    picture = studio.cluttered(grounds[number % len(grounds)], cut_out, strength, random)
                elif kind == "small-subject":
                    picture = studio.small_subject(cut_out, strength, random, which)
                else:
                    picture = studio.cut_off(cut_out, strength, random, which)
                made.append(keep(root, {**base, "kind": kind}, picture, save))
    return made


def save_poor(path, pixels, name, strength):
    path = path.with_suffix(".jpg")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(degradations.jpeg_bytes(pixels, degradations.jpeg_quality(strength)))
    return path


def save_again(path, pixels, name, strength):
    path = path.with_suffix(".jpg")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(degradations.jpeg_bytes(numpy.ascontiguousarray(pixels), 95, 0))
    return path


def keep(root, record, pixels, how):
    """Saves a picture where its record says."""
    folder = "clean" if record["kind"] == "clean" else f"{record['kind']}-{record['strength']}"
    path = root / folder / record["name"]
    strength = [] if how is save else [record["strength"]]
    return {**record, "file": str(how(path, pixels, record["name"], *strength).relative_to(root))}
