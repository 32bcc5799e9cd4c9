"""Sets of pictures: duplicates of several kinds, sets of four in one light, eight to pick four from.

Only the tuned half has views around our own renders, other expressions, and two pictures taken a hand's breadth
apart: there is no second such thing that nobody looked at.
"""
import hashlib
import itertools
import json
import multiprocessing
import pathlib
import shutil
import sys

import cv2
import numpy
from PIL import Image

import degradations
import drawings
import handheld
from evidence import seed_of
from sources import FACES, HELD, STEREO, TUNED, view
from views import GROUNDS, barred, cut_out_view, dark_clothes, jittered, relit, turned

# How each kind of duplicate should be named.
DUPLICATES = {"resized": ("near",), "quality-40": ("near",), "crop-5": ("near",), "brighter": ("near",),
              "format": ("near", "exact"), "captioned": ("near",), "mirrored": ("mirror",),
              "crop-10": ("same-view", "near"), "crop-20": ("same-view",), "crop-30": ("same-view",),
              "area-40": ("same-view",), "area-55-coded": ("same-view",),
              "turned-2": ("same-view", "near"), "turned-3": ("same-view", "near"),
              "turned-5": ("same-view", "near"), "turned-8": ("same-view", "near")}
# Our own renders have been looked at: sets of them are tuned, and the held-out half has none of
# them.
WHO = {TUNED: ("mira", "mug"), HELD: ()}
CHANGES = ("color", "exposure", "direction")
# What sets in one light are: photographs of one thing, which show much of the same, or those that
# show little of it.
SORTS = {"views": "four views of one thing, most of it in each",
         "barred": "the same, two of them with black bars, all with the white balance of a phone, which is never the same",
         "cut-outs": "three views of a cut-out before plain backdrops of one kind",
         "backdrops": "three views of a cut-out before plain backdrops of different kinds",
         "clothes": "four views of a figure, in dark clothes in one or two of them",
         "parts": "four parts of one photograph with little in common, or four things before one backdrop",
         "scenes": "three views of a cut-out before different photographs: little in common but the subject",
         "handheld": "four photographs of one thing from the hand of a phone",
         "settings": "three views of a thing, a figure or a garment in one setting, with the white balance of a phone",
         "dressed": "the same, in other clothes or of another colour in one of them",
         "strangers": "four photographs of different things"}
# What nobody can ask for in a set: another light in pictures that show different things.
UNCHANGED = ("dressed", "strangers")
PARTS = ("sets.py", "handheld.py", "views.py", "life.py", "references.tsv", "settings.py", "garments.py", "studio.py",
         "degradations.py")
# Cut-outs that are turned and cut into views, of Tux Paint's stamps, by the half.
TURNED = {TUNED: ["animals/mammals/ferret", "animals/birds/turkey", "animals/mammals/rodents/squirrel",
                  "vehicles/garbagetruck", "household/tools/cementmixer", "food/vegetables/corn", "plants/eggplant",
                  "people/fireman200b", "animals/mammals/pig_golden", "hobbies/music/string/guitar2",
                  "animals/mammals/rabbit_little", "animals/birds/peacock", "animals/mammals/cats/lion-2",
                  "vehicles/masstransit/green_korean_bus", "vehicles/race/indycar", "food/pizza",
                  "food/fruit/avocado", "people/toys/grannysmith", "animals/mammals/bovines/zebu",
                  "animals/marsupials/koala"],
          HELD: ["animals/insects/mantis", "animals/insects/Brown_slug", "animals/mammals/rhino_black",
                 "vehicles/flight/planes/747", "military/vehicles/infantry-stryker", "town/monuments/inukshuk-photo",
                 "plants/trees/liberia-palm", "animals/birds/pelican", "animals/mammals/dogs/dog",
                 "plants/trees/tree336"]}
BOXES = {"views": [(0, 0, 0.8, 0.8), (0.2, 0, 1, 0.8), (0, 0.2, 0.8, 1), (0.2, 0.2, 1, 1)],
         "parts": [(0, 0, 0.6, 0.6), (0.4, 0, 1, 0.6), (0, 0.4, 0.6, 1), (0.4, 0.4, 1, 1)]}


def generator(*words):
    return numpy.random.default_rng(seed_of(*words))


class Sets:
    """The cases of one corpus and of what people bring: those of a half are made once, in a folder of their own."""

    def __init__(self, scratch, corpus, records):
        self.scratch, self.corpus, self.records = scratch, corpus, records
        # Sets of another version of these files are made anew.
        here = pathlib.Path(__file__).parent
        parts = [(here / part).read_bytes() for part in PARTS] + [corpus.root.name.encode()]
        self.version = hashlib.sha256(b"".join(parts)).hexdigest()[:16]
        self.root = pathlib.Path(scratch) / "sets" / self.version

    def made(self, half):
        listed = self.root / f"{half}.json"
        if not listed.exists():
            print(f"making the sets ({half})", file=sys.stderr)
            for old in self.root.parent.glob("*"):
                if old != self.root:
                    shutil.rmtree(old)
            brought = handheld.Handheld(self.scratch)
            work = [(self.root, half, *group) for groups in (self.groups(half), brought.groups(half))
                    for group in groups]
            with multiprocessing.get_context("fork").Pool() as pool:
                lit = [case for cases in pool.map(lighting_cases, work, chunksize=1) for case in cases]
            cases = [*self.duplicates(half), *self.turns(half), *self.expressions(half), *lit, *self.picks(half)]
            listed.write_text(json.dumps(cases, indent=0))
        return json.loads(listed.read_text())

    def clean(self, half, group=None):
        return [record for record in self.records if record["kind"] == "clean" and record["half"] == half
                and (group is None or record["group"].split()[0] in group)]

    def pixels(self, record):
        with Image.open(self.corpus.path(record)) as image:
            return numpy.asarray(image.convert("RGB"))

    def save(self, folder, name, pixels, suffix=".jpg", quality=96):
        return save(self.root / folder / (name + suffix), pixels, quality)

    def originals(self, half):
        """One picture of each source: what has duplicates made of it."""
        first = {}
        for record in self.clean(half):
            if record["source"].startswith("render") or record["group"] in ("bokeh", "foggy"):
                continue
            # Drawn figures share one pose: two of them are no fair pair of strangers.
            if record["source"].startswith(("drawing", "figure")) and record["source"][-1] != "2":
                continue
            first.setdefault(record["source"], record)
        return list(first.values())

    def duplicates(self, half):
        """For each kind: all originals, and one duplicate of each."""
        cases = []
        # More than 60 pictures are not compared with each other.
        originals = self.originals(half)[:29]
        for kind in DUPLICATES:
            pairs, files = [], [str(self.corpus.path(record)) for record in originals]
            for record in originals:
                made = self.duplicate(kind, record, f"{half}-{kind}")
                pairs.append([str(self.corpus.path(record)), made])
            if half == TUNED and kind == "crop-10":
                other = self.save(f"{half}-stereo", "motorcycle-right", numpy.asarray(Image.open(
                    self.corpus.sources.folder(STEREO[0]) / STEREO[1]).convert("RGB")))
                pairs += [[first, other] for first in files if "motorcycle" in first]
            files += [pair[1] for pair in pairs]
            cases.append({"table": "duplicates", "half": half, "kind": kind, "files": files, "pairs": pairs})
        return cases

    def duplicate(self, kind, record, folder):
        pixels, name = self.pixels(record), record["name"]
        height, width = pixels.shape[:2]
        if kind == "resized":
            pixels = cv2.resize(pixels, (int(width * 0.6), int(height * 0.6)), interpolation=cv2.INTER_AREA)
        elif kind == "quality-40":
            return self.save(folder, name, pixels, quality=40)
        elif kind.startswith("crop-"):
            keep = 1 - int(kind[5:]) / 100
            random = generator(kind, name)
            left, top = (random.random(2) * (1 - keep) * [width, height]).astype(int)
            pixels = pixels[top:top + int(height * keep), left:left + int(width * keep)]
        elif kind.startswith("area-"):
            random = generator(kind, name)
            across = random.uniform(0.85, 1.15) * (int(kind.split("-")[1]) / 100) ** 0.5
            down = int(kind.split("-")[1]) / 100 / across
            left, top = int(random.random() * (1 - across) * width), int(random.random() * (1 - down) * height)
            pixels = pixels[top:top + int(height * down), left:left + int(width * across)]
            return self.save(folder, name, pixels, quality=50 if kind.endswith("coded") else 96)
        elif kind.startswith("turned-"):
            pixels = turned(pixels, int(kind[7:]), generator(kind, name))
        elif kind == "brighter":
            pixels = degradations.whole(pixels * 1.12)
        elif kind == "format":
            other = ".png" if record["file"].endswith(".jpg") else ".jpg"
            return self.save(folder, name, pixels, other)
        elif kind == "captioned":
            pixels = numpy.asarray(drawings.lettering(Image.fromarray(pixels), "page four", height // 22,
                                                      (width // 20, int(height * 0.92))))
        elif kind == "mirrored":
            pixels = pixels[:, ::-1]
        return self.save(folder, name, pixels)

    def fixture(self, name):
        return str(self.corpus.sources.fixtures / "scenes" / f"{name}.jpg")

    def turns(self, half):
        """Eight views around one subject: none is a duplicate of another."""
        return [{"table": "turns", "half": half, "kind": who, "files": [
            self.fixture(f"{who}-{yaw:03}-daylight") for yaw in range(0, 360, 45)]} for who in WHO[half]]

    def groups(self, half):
        """What sets of four are made of: sort, name, and paths with the part of each that is taken."""
        for record in self.clean(half, ("ordinary", "shallow", "low-key")):
            if record["name"].endswith("-1") and min(self.pixels(record).shape[:2]) >= 400:
                path = str(self.corpus.path(record))
                for sort, boxes in BOXES.items():
                    yield sort, record["source"], [(path, box) for box in boxes]
                yield "barred", record["source"], barred([(path, box) for box in BOXES["views"]])
        whole = (0, 0, 1, 1)
        quartets = [(0, 45, 90, 135), (180, 225, 270, 315), (0, 90, 180, 270)]
        for who, (number, yaws) in itertools.product(WHO[half], enumerate(quartets)):
            turns = [(self.fixture(f"{who}-{yaw:03}-daylight"), whole) for yaw in yaws]
            yield "views", f"{who}-{number}", turns
            yield "barred", f"{who}-{number}", barred(turns)
            for dark in [(0,), (1,), (0, 3), (1, 2)] if who == "mira" else []:
                name = f"{who}-{number}-{'-'.join(map(str, dark))}"
                yield "clothes", name, [(*turn, "dark" if place in dark else "jitter")
                                        for place, turn in enumerate(turns)]
        yield from self.cut_outs(half)
        studio = {}
        for record in self.clean(half, ("studio",)):
            studio.setdefault(record["group"], []).append(str(self.corpus.path(record)))
        for group, paths in studio.items():
            if group in ("studio grey", "studio gradient") and len(paths) >= 4:
                yield "parts", group, [(path, whole) for path in paths[:4]]

    def cut_outs(self, half):
        """Three views of each: before backdrops of one kind, of three, and before photographs."""
        stamps = self.corpus.sources.folder("stamps")
        photographs = [str(self.corpus.path(record)) for record in self.clean(half, ("ordinary",))
                       if record["source"] not in FACES]
        for number, name in enumerate(TURNED[half]):
            path, whole = str(stamps / f"{name}.png"), (0, 0, 1, 1)
            short = name.split("/")[-1]
            kinds = list(GROUNDS)
            for ground in (kinds[number % len(kinds)], kinds[(number + 3) % len(kinds)]):
                yield "cut-outs", f"{short}-{ground}", [(path, whole, f"cut {ground}")] * 3
            mixed = [kinds[(number + place) % len(kinds)] for place in (0, 2, 5)]
            yield "backdrops", short, [(path, whole, f"cut {ground}") for ground in mixed]
            some = [photographs[(number + place) % len(photographs)] for place in range(3)]
            yield "scenes", short, [(path, whole, f"cut {ground}") for ground in some]

    def expressions(self, half):
        """A figure with another mouth: nearly the same picture, and no copy."""
        names = ["starter/mira-front", "scenes/mira-close-up"] if half == TUNED else []
        cases = []
        for name in names:
            path = self.corpus.sources.fixtures / f"{name}.jpg"
            with Image.open(path) as image:
                pixels = numpy.asarray(image.convert("RGB")).copy()
            height, width = pixels.shape[:2]
            middle = (0.5, 0.5) if "front" in name else (0.5, 0.56)
            place = (int(middle[0] * width), int(middle[1] * height))
            cv2.ellipse(pixels, place, (width // 22, width // 36), 0, 0, 360, (70, 24, 24), -1)
            other = self.save("expressions", name.split("/")[1], pixels, quality=90)
            cases.append({"table": "expressions", "half": TUNED, "kind": name, "files": [str(path), other]})
        return cases

    def picks(self, half):
        """Four good views and four that are spoiled, or the same again: five of them."""
        groups = [(f"{who}-{name}", [self.fixture(f"{who}-{yaw}-daylight") for yaw in yaws]) for who in WHO[half]
                  for name, yaws in (("a", ("000", "090", "180", "270")), ("b", ("045", "135", "225", "315")))]
        views = [record for record in self.clean(half, ("ordinary", "shallow", "low-key"))
                 if record["name"].endswith("-1") and not record["small"]]
        for number in range(3):
            some = views[number::3][:4]
            groups.append((f"photographs-{number + 1}", [str(self.corpus.path(record)) for record in some]))
        return [self.pick(half, name, paths) for name, paths in groups if len(paths) == 4]

    def pick(self, half, name, paths):
        good, bad = [], []
        for number, path in enumerate(paths):
            with Image.open(path) as image:
                pixels = numpy.asarray(image.convert("RGB"))
            good.append(self.save(f"{half}-pick-{name}", f"{2 * number}", pixels))
            way = ("gaussian", "under", "noise", "again")[number]
            random = generator("pick", name, number)
            if way == "again":
                small = cv2.resize(pixels, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
                bad.append(self.save(f"{half}-pick-{name}", f"{2 * number + 1}", small, quality=40))
            else:
                spoiled = degradations.WAYS[way](pixels, 3 if way != "noise" else 2, random)
                bad.append(self.save(f"{half}-pick-{name}", f"{2 * number + 1}", spoiled))
        files = [good[0], bad[0], bad[1], good[1], good[2], bad[2], bad[3], good[3]]
        return {"table": "pick", "half": half, "kind": name, "files": files, "good": good}


def save(path, pixels, quality=96):
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(numpy.ascontiguousarray(pixels))
    if path.suffix == ".png":
        image.save(path, compress_level=1)
    else:
        image.save(path, quality=quality, subsampling=0 if quality > 90 else 2)
    return str(path)


def shown(part, name, place):
    """One picture of a set in one light."""
    path, box, way = (*part, "")[:3]
    random = generator("shown", name, place, way)
    with Image.open(path) as image:
        if way.startswith("cut "):
            image = image.convert("RGBA")
            image = image.crop(image.getchannel("A").point(lambda alpha: 255 * (alpha > 24)).getbbox())
            return cut_out_view(image, way[4:], random)
        pixels = view(image.convert("RGB"), box, 700)
    if way == "dark":
        pixels = dark_clothes(pixels)
    if way:
        pixels = jittered(pixels, random)
    if way == "bars":
        rows = len(pixels) // 8
        pixels[:rows], pixels[-rows:] = 0, 0
    return pixels


def lighting_cases(work):
    """One set as it is, and with one picture in other light in all ways and strengths."""
    root, half, sort, name, parts = work
    make = handheld.shown if sort in handheld.SORTS else shown
    pictures = [make(part, name, place) for place, part in enumerate(parts)]
    folder = root / f"{half}-{sort}-{name.replace(' ', '-')}"
    files = [save(folder / f"{number}.jpg", picture) for number, picture in enumerate(pictures)]
    common = {"table": "lighting", "half": half, "sort": sort, "source": name}
    cases = [{**common, "change": None, "strength": 0, "files": files}]
    for change in () if sort in UNCHANGED else CHANGES:
        for strength in (1, 2, 3):
            random = generator("light", name, change, strength)
            odd = int(random.integers(len(pictures)))
            other = save(folder / f"{odd}-{change}-{strength}.jpg", relit(pictures[odd], change, strength, random))
            cases.append({**common, "change": change, "strength": strength, "odd": other,
                          "files": [other if number == odd else path for number, path in enumerate(files)]})
    return cases
