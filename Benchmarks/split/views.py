"""What stands on the sheets: several views of one thing, see-through around it."""
import pathlib
import sys

import numpy
from PIL import Image, ImageDraw, ImageEnhance

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "quality"))
import drawings  # noqa: E402
from evidence import processor, seed_of  # noqa: E402, F401
from sources import HELD, TUNED, Sources, view  # noqa: E402

# Photographs and drawings of things that stand alone; letters, signs and coins are left out.
STAMPS = ["animals/**", "vehicles/**", "household/**", "hobbies/music/**", "people/**", "plants/**", "food/**",
          "military/**", "sports/**", "town/houses/**", "clothes/**"]
SMALLEST = 140


def half_of(name):
    """Which half a source is in that has none of its own: by its name."""
    return TUNED if seed_of("half", name) % 2 else HELD


class Things:
    """All things of one half, by kind; each is made into views by `views`."""

    def __init__(self, scratch, renders, half):
        sources = Sources(scratch)
        self.half = half
        self.renders = pathlib.Path(renders)
        found = set()
        for pattern in STAMPS:
            found |= set(sources.folder("stamps").glob(f"{pattern}/*.png"))
        self.stamps = []
        for path in sorted(found):
            if half_of(path.name) != half:
                continue
            image = cut(Image.open(path).convert("RGBA"))
            # What is no whole thing, or fills its frame, is no cut-out.
            if image and min(image.size) >= SMALLEST and is_solid(image) and 0.3 < image.width / image.height < 2.2:
                self.stamps.append(image)
        self.photographs = [pixels for _, _, where, group, pixels in sources.photographs()
                            if where == half and min(pixels.shape[:2]) > 330]

    def figure(self, random):
        """A drawn figure from the front, and as it would be turned."""
        base = cut(drawings.figure(random, 900))
        return [turned(base, random) for _ in range(9)]

    def stamp(self, random):
        base = self.stamps[random.integers(len(self.stamps))]
        return [turned(base, random) for _ in range(9)]

    def mira(self, random):
        return self.rendered("mira-body", random)

    def mug(self, random):
        return self.rendered("mug-body", random)

    def heads(self, random):
        return self.rendered("mira-head", random)

    def rendered(self, what, random):
        first = random.integers(0, 12)
        yaws = [(first + step * (1 if random.random() < 0.5 else 5)) % 12 * 30 for step in range(9)]
        return [cut(self.render(f"{what}-{yaw:03d}")) for yaw in yaws]

    def render(self, name):
        data = (self.renders / f"{name}.rgba").read_bytes()
        head, pixels = data.split(b"\n", 1)
        width, height = map(int, head.split())
        return Image.frombytes("RGBA", (width, height), pixels)

    def views(self, random):
        """Nine views of one thing, all of about one height."""
        kind = ["figure", "mira", "mug", "stamp", "stamp", "stamp"][random.integers(6)]
        made = getattr(self, kind)(random)
        height = max(image.height for image in made)
        return [image.resize((max(2, round(image.width * height / image.height)), height), Image.Resampling.LANCZOS)
                if kind in ("figure", "stamp") else image for image in made], kind


def cut(image):
    """What is seen of a picture; nothing where nothing is."""
    box = image.getchannel("A").point(lambda a: 255 * (a > 24)).getbbox()
    return image.crop(box) if box else None


def is_solid(image):
    """Whether most of it hangs together, and it is no full square."""
    alpha = numpy.asarray(image.getchannel("A")) > 127
    share = alpha.mean()
    return 0.2 < share < 0.97 and largest_share(alpha) > 0.97


def largest_share(mask):
    import cv2
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(numpy.uint8))
    return 0 if count < 2 else stats[1:, 4].max() / max(1, mask.sum())


def turned(image, random):
    """A thing as if seen from another side: narrower, mirrored, a little brighter or darker."""
    image = image.resize((max(8, round(image.width * random.uniform(0.6, 1))), image.height),
                         Image.Resampling.LANCZOS)
    if random.random() < 0.5:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    alpha = image.getchannel("A")
    image = ImageEnhance.Brightness(image.convert("RGB")).enhance(random.uniform(0.85, 1.1)).convert("RGBA")
    image.putalpha(alpha)
    return image


def with_prop(image, random):
    """A staff held beside it, or a ball that floats near it: both are parts of the view."""
    height = image.height
    if random.random() < 0.5:
        thick, gap = max(4, round(height * 0.014)), round(height * random.uniform(0, 0.02))
        canvas = Image.new("RGBA", (image.width + gap + thick, height), (0, 0, 0, 0))
        canvas.paste(image, (0, 0))
        top = round(height * random.uniform(0, 0.3))
        ImageDraw.Draw(canvas).rectangle(
            [canvas.width - thick, top, canvas.width - 1, height - 1], drawings.color(random, 30, 150))
    else:
        side = round(height * random.uniform(0.06, 0.12))
        gap = round(height * random.uniform(0.01, 0.02))
        canvas = Image.new("RGBA", (image.width + gap + side, height), (0, 0, 0, 0))
        canvas.paste(image, (0, 0))
        top = round((height - side) * random.uniform(0.1, 0.8))
        ImageDraw.Draw(canvas).ellipse([canvas.width - side, top, canvas.width - 1, top + side],
                                       drawings.color(random, 30, 150))
    return canvas.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if random.random() < 0.5 else canvas


def with_thing(image, random):
    """A figure with what stands beside it: a staff, a sword, a bag, a hat, a pet, a shield. All of it is one view."""
    height = image.height
    what = ["staff", "sword", "bag", "hat", "pet", "shield"][random.integers(6)]
    tall = round(height * {"staff": random.uniform(0.8, 1), "sword": random.uniform(0.6, 0.8),
                           "bag": random.uniform(0.15, 0.3), "hat": random.uniform(0.08, 0.14),
                           "pet": random.uniform(0.2, 0.38), "shield": random.uniform(0.3, 0.48)}[what])
    wide = round(height * {"staff": random.uniform(0.02, 0.05), "sword": random.uniform(0.08, 0.13),
                           "bag": random.uniform(0.15, 0.26), "hat": random.uniform(0.16, 0.24),
                           "pet": random.uniform(0.22, 0.4), "shield": random.uniform(0.2, 0.28)}[what])
    gap = round(height * random.uniform(0.01, 0.03))
    canvas = Image.new("RGBA", (image.width + gap + wide, height), (0, 0, 0, 0))
    canvas.paste(image, (0, 0))
    draw = ImageDraw.Draw(canvas)
    left, top, right, floor = image.width + gap, height - tall, canvas.width - 1, height - 1
    color, other = drawings.color(random, 30, 150), drawings.color(random, 40, 190)
    if what == "staff":
        draw.rectangle([left, top, right, floor], color)
    elif what == "sword":
        blade = max(2, wide // 4)
        draw.rectangle([left + (wide - blade) // 2, top, left + (wide + blade) // 2, floor], (140, 146, 158))
        draw.rectangle([left, top + tall // 6, right, top + tall // 6 + blade], color)
    elif what == "hat":
        draw.ellipse([left, floor - tall // 2, right, floor], color)
        draw.ellipse([left + wide // 4, top, right - wide // 4, floor - tall // 8], color)
    elif what == "pet":
        draw.ellipse([left, top + tall // 3, right, floor - tall // 6], color)
        draw.ellipse([right - wide // 3, top, right, top + tall // 2], color)
        for leg in range(4):
            x = left + wide * (2 * leg + 1) // 9
            draw.rectangle([x, floor - tall // 3, x + max(2, wide // 12), floor], other)
    else:
        draw.ellipse([left, top, right, floor], color)
        draw.ellipse([left + wide // 4, top + tall // 4, right - wide // 4, floor - tall // 4], other)
    return canvas.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if random.random() < 0.5 else canvas


def part_of(photograph, random, width, height):
    """A part of a photograph that fills a cell."""
    ratio = width / height
    tall, wide = photograph.shape[:2]
    share = random.uniform(0.6, 1)
    breadth = min(wide, tall * ratio) * share
    rows = breadth / ratio
    left, top = random.uniform(0, wide - breadth), random.uniform(0, tall - rows)
    image = Image.fromarray(photograph).resize(
        (width, height), Image.Resampling.LANCZOS, (left, top, left + breadth, top + rows))
    return numpy.asarray(image)
