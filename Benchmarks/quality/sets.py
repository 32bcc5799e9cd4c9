"""Sets of pictures: duplicates of several kinds, sets of four in one light, eight to pick four from."""
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
import drawings
import studio
from degradations import coded, linear
from evidence import seed_of
from sources import HELD, STEREO, TUNED, view

# How each kind of duplicate should be named.
DUPLICATES = {"resized": ("near",), "quality-40": ("near",), "crop-5": ("near",), "brighter": ("near",),
              "format": ("near", "exact"), "captioned": ("near",), "mirrored": ("mirror",),
              "crop-10": ("same-view", "near"), "crop-20": ("same-view",), "crop-30": ("same-view",),
              "area-40": ("same-view",), "area-55-coded": ("same-view",),
              "turned-2": ("same-view", "near"), "turned-3": ("same-view", "near"),
              "turned-5": ("same-view", "near"), "turned-8": ("same-view", "near")}
CHANGES = ("color", "exposure", "direction")
# What sets in one light are: photographs of one thing, which show much of the same, or those that show little of it.
SORTS = {"views": "four views of one thing, most of it in each",
         "barred": "the same, two of them with black bars, all with the white balance of a phone, which is never the same",
         "cut-outs": "three views of a cut-out before plain backdrops of one kind",
         "backdrops": "three views of a cut-out before plain backdrops of different kinds",
         "clothes": "four views of a figure, in dark clothes in one or two of them",
         "parts": "four parts of one photograph with little in common, or four things before one backdrop",
         "scenes": "three views of a cut-out before different photographs: little in common but the subject"}
# Cut-outs that are turned and cut into views, of Tux Paint's stamps, by the half.
TURNED = {TUNED: ["animals/mammals/ferret", "animals/birds/turkey", "animals/mammals/rodents/squirrel",
                  "vehicles/garbagetruck", "household/tools/cementmixer", "food/vegetables/corn", "plants/eggplant",
                  "people/fireman200b", "animals/mammals/pig_golden", "hobbies/music/string/guitar2"],
          HELD: ["animals/mammals/rabbit_little", "animals/birds/peacock", "animals/mammals/cats/lion-2",
                 "vehicles/masstransit/green_korean_bus", "vehicles/race/indycar", "food/pizza",
                 "food/fruit/avocado", "people/toys/grannysmith", "animals/mammals/bovines/zebu",
                 "animals/marsupials/koala"]}
GROUNDS = {"white": (255, 255, 255), "near-white": (244, 244, 243), "grey": (150, 150, 150), "dark": (40, 40, 42),
           "red": (196, 62, 54), "blue": (64, 118, 198), "yellow": (236, 198, 66)}
BOXES = {"views": [(0, 0, 0.8, 0.8), (0.2, 0, 1, 0.8), (0, 0.2, 0.8, 1), (0.2, 0.2, 1, 1)],
         "parts": [(0, 0, 0.6, 0.6), (0.4, 0, 1, 0.6), (0, 0.4, 0.6, 1), (0.4, 0.4, 1, 1)]}


def generator(*words):
    return numpy.random.default_rng(seed_of(*words))


class Sets:
    """The cases of one corpus: made once, beside its pictures."""

    def __init__(self, corpus, records):
        self.corpus, self.records = corpus, records
        # Sets of another version of this file are made anew, beside the pictures that stay.
        self.version = hashlib.sha256(pathlib.Path(__file__).read_bytes()).hexdigest()[:16]
        self.root = corpus.root / f"sets-{self.version}"
        self.list = self.root / "sets.json"

    def made(self):
        if not self.list.exists():
            print("making the sets", file=sys.stderr)
            for old in self.corpus.root.glob("sets-*"):
                shutil.rmtree(old)
            work = [(self.root, half, sort, name, paths) for half in (TUNED, HELD)
                    for sort, name, paths in self.groups(half)]
            with multiprocessing.get_context("fork").Pool() as pool:
                lit = [case for cases in pool.map(lighting_cases, work, chunksize=1) for case in cases]
            cases = [*self.duplicates(), *self.turns(), *self.expressions(), *lit, *self.picks()]
            self.list.write_text(json.dumps(cases, indent=0))
        return json.loads(self.list.read_text())

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

    def duplicates(self):
        """For each half and kind: all originals, and one duplicate of each."""
        cases = []
        for half in (TUNED, HELD):
            originals = self.originals(half)
            for kind in DUPLICATES:
                pairs, files = [], [str(self.corpus.path(record)) for record in originals]
                for record in originals:
                    made = self.duplicate(kind, record, f"{half}-{kind}")
                    pairs.append([str(self.corpus.path(record)), made])
                if half == HELD and kind == "crop-10":
                    other = self.save(f"{half}-stereo", "motorcycle-right", numpy.asarray(Image.open(
                        self.corpus.sources.folders[STEREO[0]] / STEREO[1]).convert("RGB")))
                    pairs += [[first, other] for first in files if "motorcycle" in first]
                files += [pair[1] for pair in pairs]
                cases.append({"table": "duplicates", "half": half, "kind": kind, "files": files,
                              "pairs": pairs})
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

    def turns(self):
        """Eight views around one subject: none is a duplicate of another."""
        return [{"table": "turns", "half": half, "kind": who, "files": [
            self.fixture(f"{who}-{yaw:03}-daylight") for yaw in range(0, 360, 45)]}
                for half, who in ((TUNED, "mira"), (HELD, "mug"))]

    def groups(self, half):
        """What sets of four are made of: sort, name, and paths with the part of each that is taken."""
        for record in self.clean(half, ("ordinary", "shallow", "low-key")):
            if record["name"].endswith("-1") and min(self.pixels(record).shape[:2]) >= 400:
                path = str(self.corpus.path(record))
                for sort, boxes in BOXES.items():
                    yield sort, record["source"], [(path, box) for box in boxes]
                yield "barred", record["source"], barred([(path, box) for box in BOXES["views"]])
        who = "mira" if half == TUNED else "mug"
        whole = (0, 0, 1, 1)
        for number, yaws in enumerate([(0, 45, 90, 135), (180, 225, 270, 315), (0, 90, 180, 270)]):
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
        stamps = self.corpus.sources.folders["stamps"]
        photographs = [str(self.corpus.path(record)) for record in self.clean(half, ("ordinary",))]
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

    def expressions(self):
        """A figure with another mouth: nearly the same picture, and no copy."""
        names = ["starter/mira-front", "scenes/mira-close-up"]
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

    def picks(self):
        """Four good views and four that are spoiled, or the same again: five for each half."""
        cases = []
        for half, who in ((TUNED, "mira"), (HELD, "mug")):
            groups = [(f"{who}-a", [self.fixture(f"{who}-{yaw}-daylight") for yaw in ("000", "090", "180", "270")]),
                      (f"{who}-b", [self.fixture(f"{who}-{yaw}-daylight") for yaw in ("045", "135", "225", "315")])]
            views = [record for record in self.clean(half, ("ordinary", "shallow", "low-key"))
                     if record["name"].endswith("-1") and not record["small"]]
            for number in range(3):
                some = views[number::3][:4]
                groups.append((f"photographs-{number + 1}", [str(self.corpus.path(record)) for record in some]))
            cases += [self.pick(half, name, paths) for name, paths in groups if len(paths) == 4]
        return cases

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


def relit(pixels, change, strength, random):
    """A picture in other light: warmer or colder, brighter or darker, lit from one side."""
    sign = random.choice([-1, 1])
    light = linear(pixels)
    if change == "color":
        stops = sign * [0.4, 0.8, 1.4][strength - 1] / 2
        return coded(light * 2.0 ** (numpy.array([1, 0, -1]) * stops))
    if change == "exposure":
        return coded(light * 2.0 ** (sign * [0.8, 1.5, 2.5][strength - 1]))
    height, width = pixels.shape[:2]
    stops = [0.8, 1.6, 2.6][strength - 1]
    if random.random() < 0.6:
        slope = numpy.linspace(-0.5, 0.5, width)[None, :, None]
    else:
        slope = numpy.linspace(-0.5, 0.5, height)[:, None, None]
    # Only darker than it was: a light that comes from one side leaves the other.
    return coded(light * 2.0 ** (stops * (sign * slope - 0.5)))


def barred(parts):
    """The first and third with black bars; all with small differences of their own."""
    return [(*part, "bars" if place % 2 == 0 else "jitter") for place, part in enumerate(parts)]


def turned(pixels, degrees, random):
    """Turned, in one of three ways: with white or black corners, or without what has them."""
    height, width = pixels.shape[:2]
    way = random.integers(3)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees * random.choice([-1, 1]), 1)
    done = cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_AREA,
                          borderValue=(255, 255, 255) if way == 0 else (0, 0, 0))
    if way < 2:
        return done
    inset = numpy.tan(numpy.radians(degrees)) * numpy.array([height, width]) / 2
    left, top = inset.astype(int) + 1
    return done[top:height - top, left:width - left]


def jittered(pixels, random):
    """As a phone takes the next picture: its white balance and exposure are a little different."""
    color, exposure = random.normal(0, 0.05), random.normal(0, 0.12)
    return coded(linear(pixels) * 2.0 ** (numpy.array([color, 0, -color]) + exposure))


def dark_clothes(pixels):
    """Mira's jacket and trousers in black."""
    light = linear(pixels)
    clothes = (light[..., 2] > 1.3 * light[..., 0])[..., None]
    return coded(numpy.where(clothes, light.sum(-1, keepdims=True) * [0.035, 0.035, 0.04], light))


def another_view(cut_out, random):
    """A cut-out from another side, as far as a flat one has sides: mirrored, a part of it, in perspective."""
    pixels = numpy.asarray(cut_out, numpy.float32)
    if random.random() < 0.4:
        pixels = pixels[:, ::-1]
    keep = random.uniform(0.65, 1)
    height, width = (numpy.array(pixels.shape[:2]) * keep).astype(int)
    top, left = (random.random(2) * (1 - keep) * pixels.shape[:2]).astype(int)
    pixels = pixels[top:top + height, left:left + width]
    corners = numpy.float32([[0, 0], [width, 0], [width, height], [0, height]])
    moved = (corners + random.uniform(-0.12, 0.12, (4, 2)) * [width, height]).astype(numpy.float32)
    moved -= moved.min(0)
    size = [int(length) + 1 for length in moved.max(0)]
    faded = numpy.dstack([pixels[..., :3] * (pixels[..., 3:] / 255), pixels[..., 3]])
    faded = cv2.warpPerspective(faded, cv2.getPerspectiveTransform(corners, moved), size)
    full = faded[..., :3] * 255 / numpy.maximum(faded[..., 3:], 1)
    return numpy.dstack([numpy.clip(full, 0, 255), faded[..., 3]]).astype(numpy.uint8)


def cut_out_view(image, ground, random):
    """One view before a backdrop: a colour, or a photograph."""
    image.thumbnail((700, 700))
    seen = another_view(image, random)
    seen[..., :3] = jittered(numpy.ascontiguousarray(seen[..., :3]), random)
    side = int(max(seen.shape[:2]) * 1.3)
    if ground in GROUNDS:
        behind = numpy.full((side, side, 3), GROUNDS[ground], numpy.uint8)
    else:
        with Image.open(ground) as photograph:
            behind = degradations.filled(numpy.asarray(photograph.convert("RGB")), side, side)
    height, width = seen.shape[:2]
    return studio.laid(behind, Image.fromarray(seen), (side - width) // 2, (side - height) // 2)


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
    pictures = [shown(part, name, place) for place, part in enumerate(parts)]
    folder = root / f"{half}-{sort}-{name.replace(' ', '-')}"
    files = [save(folder / f"{number}.jpg", picture) for number, picture in enumerate(pictures)]
    common = {"table": "lighting", "half": half, "sort": sort, "source": name}
    cases = [{**common, "change": None, "strength": 0, "files": files}]
    for change in CHANGES:
        for strength in (1, 2, 3):
            random = generator("light", name, change, strength)
            odd = int(random.integers(len(pictures)))
            other = save(folder / f"{odd}-{change}-{strength}.jpg", relit(pictures[odd], change, strength, random))
            cases.append({**common, "change": change, "strength": strength, "odd": other,
                          "files": [other if number == odd else path for number, path in enumerate(files)]})
    return cases
