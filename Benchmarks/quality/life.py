"""Good pictures as people have them: every kind, from many sources, saved once in the usual ways."""
import hashlib
import itertools
import json
import pathlib
import shutil
import sys

import numpy

import garments
import saving
import settings
import studio
from evidence import seed_of
from kinds import SMALL_SIDE
from references import CUT_OUTS, References
from sources import HELD, SEEDS, TUNED, Sources

PARTS = ["references.tsv", "references.py", "settings.py", "garments.py", "saving.py", "life.py", "studio.py"]
# White things, which are also put before white: sources, or pictures.
WHITE = {"stamp-albino-peahen", "stamp-toilet", "stamp-lightbulb", "stamp-crowned-crane", "stamp-fireman240a",
         "wesnoth-elves", "wesnoth-httt-1", "wesnoth-ei-2", "stamp-paratrooper",
         "freeorion-hulls-5"}
# Renders of other people's models, which are also shown as such, in a studio.
MODELS = {"freeorion-monsters", "freeorion-hulls", "endless-ships"}

# Composed pictures that nobody would bring: floating ground, a lizard that is lost in its scene, a
# lid that can be seen through, a thing as black as what is behind it.
REFUSED = {"lincity-3-before-blur-40", "lincity-3-by-a-pillar-41", "clipart-teapot-1-before-blur-4",
           "clipart-teapot-1-by-a-pillar-5", "freeorion-monsters-4-low-key-21", "hedgewars-1-by-a-pillar-10",
           "clipart-benji-park-1-by-a-pillar-26"}


# Scenes without a subject of their own, which are put behind things.
SCENES = {"maldives", "opencv-leuven", "cogoni", "wiklo", "stefonarch", "castle-maintenon", "opencv-home",
          "faces-mountain", "gcompris-machupicchu", "gcompris-greatwallofchina", "gcompris-colosseum", "gcompris-petra",
          "gcompris-neuschwansteincastle", "gcompris-gatewayofindia", "saukonpaa", "renpy-washington", "ian-hex",
          "mate-storm", "niagara", "cincinnati-bridge", "opencv-building", "kivy-wall", "gcompris-canyondechelly",
          "gcompris-pontdugard", "gcompris-montstmichel", "gcompris-arlesamphitheater", "gcompris-brandenburggate",
          "gcompris-lincolnmemorial", "gcompris-chateaudechambord", "gcompris-chateaudechenonceau",
          "gcompris-citedecarcassonne", "gcompris-palaisdespapes", "gcompris-trierimperialbaths",
          "gcompris-mysorepalace", "gcompris-fortsumter", "gcompris-schwerinpalace", "gcompris-egeskov",
          "gcompris-eilean-donan", "gcompris-konarksuntemple", "gcompris-orchestra", "wand-beach", "cropper-castle",
          "templates-waves", "lomiri-iguazu", "etr-cloudy", "etr-night"}
BEHIND = ("ordinary", "night", "fog", "low-key", "vertical")


def version(parts):
    here = pathlib.Path(__file__).parent
    return hashlib.sha256(b"".join((here / part).read_bytes() for part in parts)).hexdigest()[:16]


def generator(*words):
    return numpy.random.default_rng(seed_of(*words))


class Life:
    """The good pictures of one version."""

    def __init__(self, scratch):
        self.scratch = scratch
        self.root = pathlib.Path(scratch) / "life" / version(PARTS)
        self.list = self.root / "pictures.json"

    def made(self):
        if not self.list.exists():
            for old in self.root.parent.glob("*"):
                if old != self.root:
                    shutil.rmtree(old)
            print("making the good pictures", file=sys.stderr)
            self.root.mkdir(parents=True, exist_ok=True)
            records = [self.keep(*one) for one in pictures(self.scratch)]
            self.list.write_text(json.dumps(records, indent=0))
        return json.loads(self.list.read_text())

    def path(self, record):
        return self.root / record["file"]

    def sources(self, half):
        return sorted({record["source"] for record in self.made() if record["half"] == half})

    def keep(self, name, half, source, kind, pixels):
        """Saves a picture in the way that its name says; its record."""
        way = None if kind == "cut-out" else saving.way_of(name, kind)
        if kind not in ("cut-out", "pixel-art", "phone-12mp"):
            pixels = saving.sized(pixels, name)
        height, width = numpy.shape(pixels)[:2]
        return {"name": name, "half": half, "source": source, "group": f"life {kind}", "kind": "clean", "strength": 0,
                "small": min(width, height) < SMALL_SIDE, "spoil": False, "way": saving.told(way), "width": width,
                "height": height, "file": saving.save(self.root, f"clean/{name}", pixels, way)}


def pictures(scratch, only=None):
    """Every good picture, of one half or of both: name, half, source, kind, pixels."""
    known = References(scratch)
    halves = [half for half in (TUNED, HELD) if only in (None, half)]
    grounds = {half: grounds_of(known, half) for half in halves}
    turns = {}
    for one in known.all:
        if only not in (None, one.half):
            continue
        image = known.open(one)
        if one.kind == "sprite":
            pixels = settings.pixel_art(image, generator("sprite", one.name))
            yield one.name, one.half, one.source, "pixel-art", pixels
        elif one.kind in CUT_OUTS:
            yield from (made for made in composed(one, image, grounds[one.half], turns) if made[0] not in REFUSED)
        else:
            pixels = numpy.asarray(image)
            yield one.name, one.half, one.source, one.kind, saving.long_side(pixels, 4000)
    yield from (one for half in halves for one in own_sprites(half))
    yield from (one for one in rendered(scratch) if one[1] in halves)
    for half in halves:
        yield from dressed(half, grounds[half])


def grounds_of(known, half):
    """Photographs to put behind things, reduced."""
    some = [one for one in known.all if one.half == half and one.source in SCENES
            and one.kind in BEHIND]
    found = [saving.long_side(numpy.asarray(known.open(one)), 1400) for one in some]
    return [pixels for pixels in found if min(pixels.shape[:2]) >= 384]


def composed(one, cut_out, grounds, turns):
    """A cut-out in two of the settings of its kind, taken by turns; and see-through, now and then."""
    ways = {"bust": settings.BUST, "figure": settings.FIGURE, "object": settings.OBJECT}[one.kind]
    for _ in range(2):
        turn = turns[one.half, one.kind] = turns.get((one.half, one.kind), -1) + 1
        kind, make = ways[turn % len(ways)]
        random = generator("setting", one.name, turn)
        ground = grounds[random.integers(len(grounds))]
        yield (f"{one.name}-{make.__name__.replace('_', '-')}-{turn}", one.half, one.source, kind,
               make(cut_out, ground, random, one.kind == "bust"))
    if one.source in WHITE or one.name in WHITE:
        make = settings.on_near_white if seed_of("white", one.name) % 2 else settings.on_white
        yield (f"{one.name}-white-on-white", one.half, one.source, "white-on-white",
               make(cut_out, None, generator("white", one.name), one.kind == "bust"))
    if one.source in MODELS:
        yield (f"{one.name}-render", one.half, one.source, "render",
               settings.on_grey(cut_out, None, generator("render", one.name), False))
    if seed_of("see-through", one.name) % 4 == 0 and min(cut_out.size) >= 300:
        yield f"{one.name}-cut-out", one.half, one.source, "cut-out", cut_out


# Our own renders: name in Fixtures, kind, the part that is taken.
RENDERS = [("starter/mira-front", "render", None),
           ("starter/mira-three-quarter-left", "portrait", (.12, .02, .88, .48)),
           ("starter/mira-right", "portrait", (.1, .0, .9, .6)), ("starter/mira-back", "render", None),
           ("starter/mug-front", "render", None), ("starter/mug-three-quarter", "render", None),
           ("starter/mug-top", "product-white", None)]


def rendered(scratch):
    """Mira and the mug, which have both been looked at: all of them tuned."""
    from PIL import Image
    for name, kind, box in RENDERS:
        with Image.open(Sources(scratch).fixtures / f"{name}.jpg") as image:
            image = image.convert("RGB")
        source = "render-mira" if "mira" in name else "render-mug"
        if box:
            sides = image.size * 2
            image = image.crop(tuple(round(share * side) for share, side in zip(box, sides)))
        yield name.replace("/", "-"), TUNED, source, kind, numpy.asarray(image)


def own_sprites(half):
    """Small figures of pixels, drawn by code."""
    for seed, number in itertools.product(SEEDS[half], range(1, 5)):
        name = f"sprite-{seed}-{number}"
        random = generator(name)
        yield name, half, f"sprites-{seed}", "pixel-art", settings.pixel_art(settings.sprite(random), random)


def dressed(half, grounds):
    """Garments by code: laid on white, on colours, on wood; white on white; some as a phone of 12 MP takes them."""
    plans = [("garment", "color", settings.on_white), ("garment", "color", settings.on_near_white),
             ("garment", "dark", settings.on_grey), ("garment", "dark", settings.on_white),
             ("white-on-white", "white", settings.on_white), ("white-on-white", "white", settings.on_near_white),
             ("garment", "color", settings.on_grey), ("garment", "color", lying), ("garment", "dark", lying),
             ("phone-12mp", "color", lying), ("phone-12mp", "dark", hung), ("phone-12mp", "white", lying)]
    if half == HELD:
        plans += [("garment", "checked", settings.on_white), ("garment", "checked", lying),
                  ("white-on-white", "white", settings.on_near_white), ("white-on-white", "white", settings.on_white),
                  ("phone-12mp", "checked", lying), ("phone-12mp", "color", hung)]
    cuts = list(garments.CUTS) if half == TUNED else list(garments.NEW_CUTS)
    for seed, (number, (kind, tone, make)) in itertools.product(SEEDS[half], enumerate(plans)):
        name = f"garment-{seed}-{number + 1}"
        random = generator(name)
        side = 2700 if kind == "phone-12mp" else int(random.choice([700, 1000, 1400]))
        cut = cuts[(number + (2 if seed == "held-out" else 0)) % len(cuts)]
        cloth = garments.garment(random, cut, side, tone)
        cloth = cloth.crop(cloth.getchannel("A").getbbox())
        pixels = make(cloth, grounds[random.integers(len(grounds))], random, False)
        yield name, half, f"garments-{seed}", kind, pixels


def lying(cloth, ground, random, bust):
    """A garment on boards, from above, taken with a phone."""
    width, height = (4000, 3000) if max(cloth.size) > 2000 else (int(cloth.width * 1.4), int(cloth.height * 1.2))
    boards = settings.wood(width, height, random)
    both = studio.laid(boards, cloth, (width - cloth.width) // 2, (height - cloth.height) // 2, 0.35)
    return settings.phone(both, random)


def hung(cloth, ground, random, bust):
    """A garment before a painted wall."""
    width, height = 3000, 4000
    wall = settings.flat(width, height, random.integers(120, 225, 3) * 0.5 + 70, random, 0.3)
    rough = settings.grain(wall, random, 1.5)
    both = studio.laid(rough, cloth, (width - cloth.width) // 2, (height - cloth.height) // 2, 0.35)
    return settings.phone(both, random)
