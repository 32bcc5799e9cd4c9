"""Where cut-outs are put, as people photograph or draw things; and what a phone does to a picture."""
import colorsys

import cv2
import numpy
from PIL import Image

import studio
from degradations import disc, filled, whole

LEAST = 600  # the shorter side of a composed picture


def canvas(cut_out, random, bust):
    """A canvas that the cut-out fills well: width, height, left, top. A bust stands on the lower side."""
    wide, tall = cut_out.size
    if not bust:
        room = random.uniform(1.2, 1.6)
        width, height = max(int(wide * room), LEAST), max(int(tall * room), LEAST)
        return width, height, (width - wide) // 2, (height - tall) // 2
    width = max(int(wide / random.uniform(0.62, 0.95)), int(LEAST * 0.94))
    height = max(int(tall / random.uniform(0.78, 0.92)), LEAST)
    return width, height, int((width - wide) * random.uniform(0.35, 0.65)), height - tall


def grain(pixels, random, sigma):
    return whole(pixels + random.standard_normal(pixels.shape) * sigma)


def flat(width, height, color, random, slope=0.06):
    """A backdrop of one colour with a little falling off of light."""
    y, x = numpy.mgrid[0:height, 0:width] / numpy.array([height, width])[:, None, None]
    middle = random.uniform(0.3, 0.7, 2)
    away = numpy.hypot(x - middle[0], y - middle[1])[..., None]
    return whole(numpy.array(color) * (1 - slope * away) + random.random((height, width, 1)) - 0.5)


def on_white(cut_out, ground, random, bust):
    width, height, left, top = canvas(cut_out, random, bust)
    backdrop = numpy.full((height, width, 3), 255, numpy.uint8)
    return studio.laid(backdrop, cut_out, left, top, random.choice([0, 0.3]))


def on_near_white(cut_out, ground, random, bust):
    width, height, left, top = canvas(cut_out, random, bust)
    level = random.integers(238, 253) + random.integers(-3, 3, 3)
    return studio.laid(flat(width, height, level, random), cut_out, left, top, random.choice([0.2, 0.35]))


def on_grey(cut_out, ground, random, bust):
    width, height, left, top = canvas(cut_out, random, bust)
    level = random.integers(90, 200) + random.integers(-4, 4, 3)
    return studio.laid(flat(width, height, level, random, 0.25), cut_out, left, top)


def on_color(cut_out, ground, random, bust):
    """Before a saturated backdrop: pink, orange, blue, whatever."""
    width, height, left, top = canvas(cut_out, random, bust)
    color = colorsys.hsv_to_rgb(random.random(), random.uniform(0.55, 0.95), random.uniform(0.75, 1))
    backdrop = flat(width, height, numpy.array(color) * 255, random, random.choice([0, 0.15]))
    return studio.laid(backdrop, cut_out, left, top, 0 if bust else random.choice([0, 0.25]))


def before_blur(cut_out, ground, random, bust):
    """Shallow depth of field: a photograph out of focus behind."""
    width, height, left, top = canvas(cut_out, random, bust)
    radius = max(width, height) * random.uniform(0.008, 0.025)
    soft = cv2.filter2D(filled(ground, width, height), -1, disc(radius), borderType=cv2.BORDER_REFLECT)
    return grain(studio.laid(soft, cut_out, left, top), random, random.uniform(0.5, 2))


def in_the_dark(cut_out, ground, random, bust):
    """Before a dark wall, itself in good light."""
    width, height, left, top = canvas(cut_out, random, bust)
    level = random.integers(14, 40) + random.integers(-3, 4, 3)
    return grain(studio.laid(flat(width, height, level, random, 0.5), cut_out, left, top), random, 1)


def in_snow(cut_out, ground, random, bust):
    """A pale photograph behind, and flakes before it."""
    width, height, left, top = canvas(cut_out, random, bust)
    far = cv2.GaussianBlur(filled(ground, width, height), (0, 0), 3)
    both = studio.laid(whole(far * 0.35 + 150), cut_out, left, top).astype(float)
    flakes = numpy.zeros((height, width), numpy.float32)
    for _ in range(int(width * height / 4000)):
        x, y = int(random.integers(width)), int(random.integers(height))
        cv2.circle(flakes, (x, y), int(random.integers(1, max(2, width // 250))), float(random.uniform(0.4, 1)), -1)
    flakes = cv2.GaussianBlur(flakes, (0, 0), 0.8)[..., None]
    return whole(both * (1 - flakes) + 246 * flakes)


def by_a_pillar(cut_out, ground, random, bust):
    """A pillar, a post or the edge of a door, from the upper to the lower side."""
    width, height, left, top = canvas(cut_out, random, bust)
    far = cv2.GaussianBlur(filled(ground, width, height), (0, 0), random.uniform(0.5, 3)).astype(float)
    broad = int(width * random.uniform(0.05, 0.2))
    start = int(random.choice([width * 0.12, width * 0.8])) - broad // 2
    tone = numpy.array(random.integers(70, 220, 3)) * 0.6 + 50
    round_one = random.random() < 0.6
    across = numpy.linspace(-1, 1, broad)
    light = numpy.sqrt(1 - 0.9 * across ** 2) if round_one else numpy.where(across > 0.7, 0.6, 1.0)
    rough = cv2.GaussianBlur(random.standard_normal((height, broad)).astype(numpy.float32), (0, 0), 1.2) * 9
    strip = tone * light[None, :, None] + rough[..., None]
    begin, end = max(start, 0), min(start + broad, width)
    far[:, begin:end] = strip[:, begin - start:end - start]
    return grain(studio.laid(whole(far), cut_out, left, top), random, 1.2)


def wood(width, height, random):
    """Boards of wood, seen from above."""
    tone = numpy.array([random.uniform(110, 190), random.uniform(80, 130), random.uniform(45, 95)])
    lines = cv2.resize(random.standard_normal((height, max(4, width // 90))).astype(numpy.float32), (width, height),
                       interpolation=cv2.INTER_CUBIC)
    fine = cv2.GaussianBlur(random.standard_normal((height, width)).astype(numpy.float32), (0, 0),
                            sigmaX=max(6, width / 80), sigmaY=0.7)
    boards = numpy.ones(height)
    for seam in range(height // 5, height, max(60, height // 4)):
        boards[seam:seam + max(2, height // 300)] = 0.45
    value = (1 + 0.035 * lines + 0.45 * fine) * boards[:, None]
    return whole(tone * value[..., None])


def on_a_table(cut_out, ground, random, bust):
    """A thing on a table in a room, taken with a phone."""
    width, height, left, top = canvas(cut_out, random, False)
    room = cv2.filter2D(filled(ground, width, height), -1, disc(max(2, width * random.uniform(0.003, 0.01))),
                        borderType=cv2.BORDER_REFLECT)
    edge = int(height * random.uniform(0.35, 0.6))
    room[edge:] = wood(width, height - edge, random)
    top = min(height - cut_out.height - height // 25, height - cut_out.height)
    shadow = numpy.zeros((height, width), numpy.float32)
    foot = (int(left + cut_out.width / 2), int(top + cut_out.height * 0.97))
    cv2.ellipse(shadow, foot, (int(cut_out.width * 0.5), max(4, int(cut_out.height * 0.05))), 0, 0, 360, 0.6, -1)
    shadow = cv2.GaussianBlur(shadow, (0, 0), max(3, cut_out.height / 40))[..., None]
    both = studio.laid(whole(room * (1 - shadow)), cut_out, left, top)
    warm = 1 + random.uniform(-0.04, 0.06) * numpy.array([1, 0.2, -1])
    return phone(whole(both * warm), random)


def in_fog(cut_out, ground, random, bust):
    return studio.before_fog(ground, cut_out, random)


def at_night(cut_out, ground, random, bust):
    return studio.at_night(cut_out, random)


def low_key(cut_out, ground, random, bust):
    return studio.low_key(cut_out, random)


def mosaic(pixels, sigma, random):
    """What a sensor with one colour a pixel would see, with its noise, turned into a picture again."""
    height, width = pixels.shape[0] // 2 * 2, pixels.shape[1] // 2 * 2
    seen = numpy.empty((height, width), numpy.float32)
    for row, column, channel in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)):
        seen[row::2, column::2] = pixels[row:height:2, column:width:2, channel]
    # Light arrives in grains: what is brighter has more noise, before the curve that flattens it
    # again.
    noisy = seen + random.standard_normal(seen.shape) * sigma * (0.6 + 0.4 * numpy.sqrt(seen / 128))
    return cv2.demosaicing(whole(noisy), cv2.COLOR_BayerRGGB2RGB)


def phone(pixels, random):
    """A phone's picture: a small lens, a small sensor, less noise in the colours, a little sharpening."""
    soft = cv2.GaussianBlur(numpy.ascontiguousarray(pixels), (0, 0), random.uniform(0.5, 0.8))
    seen = mosaic(soft, random.uniform(1.2, 3), random)
    parts = cv2.cvtColor(seen, cv2.COLOR_RGB2YCrCb)
    parts[..., 1:] = cv2.GaussianBlur(parts[..., 1:], (0, 0), 2)
    parts[..., 0] = cv2.bilateralFilter(parts[..., 0], 5, 6, 2)
    clean = cv2.cvtColor(parts, cv2.COLOR_YCrCb2RGB).astype(numpy.float32)
    return whole(clean + (clean - cv2.GaussianBlur(clean, (0, 0), 1)) * 0.6)


# How cut-outs of each kind are shown, by turns: the kind of picture that it makes, and how.
OBJECT = [("product-white", on_white), ("product-white", on_near_white), ("product-saturated", on_color),
          ("product-phone", on_a_table), ("shallow", before_blur), ("vertical", by_a_pillar), ("snow", in_snow),
          ("night", at_night), ("fog", in_fog), ("low-key", low_key), ("product-saturated", on_color),
          ("product-phone", on_a_table)]
BUST = [("person", on_grey), ("person", before_blur), ("person", on_near_white), ("dark", in_the_dark),
        ("vertical", by_a_pillar), ("person", on_color), ("person", on_white), ("shallow", before_blur)]
FIGURE = [("drawn", on_white), ("drawn", on_color), ("vertical", by_a_pillar), ("drawn", on_near_white)]


def sprite(random):
    """A little figure of 16 by 20 pixels, the same on both sides, with an outline and shades."""
    half = random.random((20, 8)) < numpy.linspace(0.35, 0.85, 8)
    half[:3, :4] = half[17:, 6:] = False
    inside = numpy.hstack([half, half[:, ::-1]])
    grown = cv2.dilate(inside.astype(numpy.uint8), numpy.ones((3, 3), numpy.uint8)).astype(bool)
    palette = random.integers(60, 250, (4, 3))
    parts = numpy.hstack([part := random.integers(0, 4, (5, 4)).repeat(4, 0).repeat(2, 1), part[:, ::-1]])
    color = palette[parts] * numpy.where(numpy.arange(20) % 4 == 3, 0.75, 1.0)[:, None, None]
    color[~inside] = (24, 20, 30)
    return Image.fromarray(numpy.dstack([whole(color), grown * 255]).astype(numpy.uint8))


def pixel_art(sprite, random):
    """A sprite of few pixels, each enlarged to a square, on one colour."""
    times = int(random.choice([8, 10, 12]))
    large = sprite.resize((sprite.width * times, sprite.height * times), Image.Resampling.NEAREST)
    side = max(large.size) + 16 * times
    color = tuple(int(value) for value in random.integers(60, 256, 3)) if random.random() < 0.6 else (255, 255, 255)
    ground = Image.new("RGBA", (side, side), (*color, 255))
    ground.alpha_composite(large, ((side - large.width) // 2, (side - large.height) // 2))
    return numpy.asarray(ground.convert("RGB"))
