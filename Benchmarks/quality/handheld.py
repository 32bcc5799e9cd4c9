"""Sets as people bring them: a few photographs of one thing from the hand, a thing or a person in one setting."""
import cv2
import numpy
from PIL import Image

import garments
import settings
from evidence import seed_of
from life import grounds_of, lying
from references import References
from sources import HELD, SEEDS, TUNED, view
from views import another_view, jittered

SORTS = ("handheld", "settings", "dressed", "strangers")
# What is photographed several times, as it is.
SHOWN = ("ordinary", "shallow", "portrait", "low-key", "product-phone", "product-saturated", "product-white",
         "vertical", "snow", "fog", "night", "drawn", "phone-12mp")
# Pictures of one figure: Sylvie in one of two dresses with one of four faces, and units of a game
# in several poses.
SYLVIE = "sylvie {} {}.png"
UNITS = {TUNED: ["elves-wood/archer+female{}", "human-loyalists/bowman{}", "orcs/archer{}",
                 "elves-wood/ranger{}", "human-outlaws/poacher{}", "human-peasants/peasant{}"],
         HELD: ["human-outlaws/trapper{}", "undead-skeletal/archer/archer{}", "monsters/yeti{}"]}
POSES = ["", "-bow", "-bow-attack1", "-bow-attack2", "-bow-attack3", "-sword", "-sword-1", "-melee", "-ranged",
         "-defend", "-bow-defend", "-attack1"]
OBJECT = (settings.on_near_white, settings.on_grey, settings.on_color, lying, settings.before_blur)
PERSON = (settings.on_near_white, settings.on_grey, settings.on_color, settings.in_the_dark, settings.before_blur)


def generator(*words):
    return numpy.random.default_rng(seed_of(*words))


class Handheld:
    """What the sets of one half are made of, of the sources of life.py."""

    def __init__(self, scratch):
        self.known = References(scratch)

    def groups(self, half):
        """Sort, name, and parts: for each picture a path, the part that is taken, and the way it is shown."""
        photographs = {}
        for one in self.known.all:
            if one.half == half and one.kind in SHOWN:
                photographs.setdefault(one.source, one)
        for source, one in photographs.items():
            yield "handheld", source, [(self.known, one, "hand")] * 4
        whole = [(self.known, one, "hand") for one in photographs.values()]
        for number in range(0, len(whole) - 3, 4):
            yield "strangers", f"{number // 4 + 1}", whole[number:number + 4]
        grounds = [view(Image.fromarray(pixels), (0, 0, 1, 1), 900) for pixels in grounds_of(self.known, half)]
        yield from self.things(half, grounds)
        yield from self.figures(half)
        yield from dressed(half, grounds)

    def things(self, half, grounds):
        """Each cut-out three times in two settings; and once before another."""
        turn = 0
        for one in self.known.all:
            if one.half != half or one.kind not in ("object", "bust", "figure"):
                continue
            makes = OBJECT if one.kind == "object" else PERSON
            image = self.known.open(one)
            if min(image.size) < 100:
                continue
            for number in range(2):
                make = makes[turn % len(makes)]
                turn += 1
                ground = grounds[generator("ground", one.name, number).integers(len(grounds))]
                yield "settings", f"{one.name}-{make.__name__.replace('_', '-')}", [
                    (image, ground, (make, one.kind == "bust"))] * 3

    def figures(self, half):
        """Drawn figures in several poses and with several faces before one colour."""
        folder = self.known.packages.folder("wesnoth") / "units"
        for name in UNITS[half]:
            files = [path for pose in POSES if (path := folder / f"{name.format(pose)}.png").exists()][:4]
            if len(files) < 3:
                raise SystemExit(f"{folder / name.format('')}: has fewer than three poses in this version of its package")
            images = [enlarged(opened(path)) for path in files]
            yield "settings", name.format("").replace("/", "-"), [
                (image, None, (settings.on_color, False)) for image in images]
        if half == TUNED:
            folder = self.known.packages.folder("the-question")
            faces = ["giggle", "normal", "smile", "surprised"]
            blue, green = ([opened(folder / SYLVIE.format(color, face)) for face in faces] for color in ("blue", "green"))
            for make in (settings.on_grey, settings.on_color):
                name = f"sylvie-{make.__name__.replace('_', '-')}"
                yield "settings", name, [(image, None, (make, False)) for image in blue]
                some = [blue[0], green[1], blue[2], blue[3]]
                yield "dressed", name, [(image, None, (make, False)) for image in some]


def dressed(half, grounds):
    """Garments: one garment in several pictures, and one of which one picture shows another colour."""
    cuts = list(garments.CUTS if half == TUNED else garments.NEW_CUTS)
    places = (settings.on_near_white, settings.on_grey, settings.on_color, lying)
    for number in range(10 * len(SEEDS[half])):
        random = generator("garment", SEEDS[half][number // 10], number % 10)
        cut, tone = cuts[number % len(cuts)], ("color", "dark", "white", "color", "color")[number % 5]
        make = places[number % len(places)]
        ground = grounds[number % len(grounds)]
        same = garment(random, cut, tone)
        yield "settings", f"garment-{number + 1}", [(same, ground, (make, False))] * 3
        other = garment(random, cut, "color" if tone != "color" else ("dark", "white", "color")[number % 3])
        some = [same, same, same]
        some[number % 3] = other
        yield "dressed", f"garment-{number + 1}", [(image, ground, (make, False)) for image in some]


def garment(random, cut, tone):
    image = garments.garment(random, cut, 700, tone)
    return image.crop(image.getchannel("A").getbbox())


def opened(path):
    with Image.open(path) as image:
        image = image.convert("RGBA")
    return image.crop(image.getchannel("A").point(lambda alpha: 255 * (alpha > 24)).getbbox())


def enlarged(image):
    return image.resize((image.width * 6, image.height * 6), Image.Resampling.NEAREST)


def shown(part, name, place):
    """One picture of a set."""
    what, where, way = part
    if way == "hand":
        pixels = view(what.open(where), (0, 0, 1, 1), 1200)
        return jittered(from_the_hand(pixels, generator("hand", name, place)), generator("shown", name, place))
    make, is_bust = way
    random = generator("view", name, place)
    what.thumbnail((700, 700))
    seen = what if is_bust else Image.fromarray(another_view(what, random))
    if is_bust and random.random() < 0.5:
        seen = seen.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    # One place: all are made by the same numbers, and those that colors follow from come first.
    pixels = make(seen, where, generator("place", name), is_bust)
    return jittered(view(Image.fromarray(pixels), (0, 0, 1, 1), 700), random)


def from_the_hand(pixels, random):
    """The next photograph from the hand: nearer or not, a little to one side, never level."""
    height, width = pixels.shape[:2]
    keep = random.uniform(0.62, 0.9)
    turn = numpy.radians(random.normal(0, 2.5))
    room = (1 - keep) / 2
    middle = numpy.array([0.5, 0.5]) + random.uniform(-room, room, 2)
    corners = numpy.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * keep / 2 * [width, height]
    turned = corners @ numpy.array([[numpy.cos(turn), numpy.sin(turn)], [-numpy.sin(turn), numpy.cos(turn)]])
    seen = (turned + middle * [width, height] + random.uniform(-0.015, 0.015, (4, 2)) * [width, height])
    times = min(1, 700 / max(keep * width, keep * height))
    size = (int(keep * width * times), int(keep * height * times))
    onto = numpy.float32([[0, 0], [size[0], 0], size, [0, size[1]]])
    move = cv2.getPerspectiveTransform(seen.astype(numpy.float32), onto)
    soft = cv2.GaussianBlur(numpy.ascontiguousarray(pixels), (0, 0), max(0.01, 0.45 / times)) if times < 0.8 else pixels
    return cv2.warpPerspective(soft, move, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
