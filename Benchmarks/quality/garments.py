"""Garments drawn by code: cut, cloth, folds and seams, laid flat or on a hanger."""
import colorsys

import cv2
import numpy
from PIL import Image, ImageDraw

from degradations import whole

# Outlines of the right half, from the middle of the neck to the middle of the hem, as shares of the
# height.
CUTS = {
    "t-shirt": [(0, .10), (.10, .04), (.22, .05), (.46, .22), (.38, .36), (.28, .30), (.29, .96), (0, .97)],
    "shirt": [(0, .08), (.09, .03), (.21, .05), (.36, .16), (.44, .78), (.36, .80), (.29, .36), (.30, .95), (0, .96)],
    "dress": [(0, .09), (.08, .03), (.15, .04), (.20, .15), (.16, .40), (.36, .96), (.2, .975), (0, .98)],
    "trousers": [(0, .04), (.20, .04), (.23, .30), (.21, .96), (.06, .96), (.03, .42), (0, .38)],
    "coat": [(0, .10), (.10, .03), (.24, .06), (.34, .16), (.43, .70), (.35, .72), (.28, .32), (.33, .97), (0, .97)],
}
# Cuts and cloth that no threshold saw.
NEW_CUTS = {
    "hoodie": [(0, .12), (.05, .03), (.12, .02), (.18, .09), (.30, .13), (.45, .74), (.40, .80), (.33, .78), (.29, .40),
               (.31, .90), (.30, .95), (0, .96)],
    "skirt": [(0, .10), (.17, .10), (.18, .15), (.27, .45), (.42, .90), (.22, .93), (0, .94)],
    "vest": [(0, .26), (.07, .06), (.15, .03), (.20, .05), (.22, .20), (.27, .32), (.26, .90), (.12, .97), (0, .90)],
    "shorts": [(0, .20), (.21, .20), (.24, .26), (.33, .72), (.06, .76), (.02, .52), (0, .51)],
}


def smooth(random, height, width, cell):
    """Soft hills, between -1 and 1 mostly."""
    fine = max(1, cell // 8)
    small = random.standard_normal((height // fine + 1, width // fine + 1)).astype(numpy.float32)
    soft = cv2.GaussianBlur(small, (0, 0), 4, borderType=cv2.BORDER_REFLECT)
    return cv2.resize(soft / soft.std(), (width, height), interpolation=cv2.INTER_CUBIC)


def outline(cut, side):
    """Both halves of a garment as points."""
    right = [(side / 2 + x * side, y * side) for x, y in (CUTS | NEW_CUTS)[cut]]
    left = [(side - x, y) for x, y in reversed(right)]
    return right + left


def garment(random, cut, side, tone):
    """A cut-out of a garment; `tone` is "dark", "white", "color" or "checked"."""
    points = outline(cut, side)
    mask = Image.new("L", (side, side), 0)
    ImageDraw.Draw(mask).polygon(points, fill=255)
    alpha = cv2.GaussianBlur(numpy.asarray(mask), (0, 0), side / 500)
    alpha = whole(numpy.clip((alpha.astype(float) - 100) * 4, 0, 255))
    color = {"dark": lambda: random.integers(14, 48) + random.integers(-5, 6, 3),
             "white": lambda: random.integers(226, 244) + random.integers(-4, 4, 3),
             "checked": lambda: random.integers(150, 225, 3),
             "color": lambda: numpy.array(colorsys.hsv_to_rgb(
                 random.random(), random.uniform(0.35, 0.9), random.uniform(0.4, 0.9))) * 255}[tone]()
    folds = smooth(random, side, side, side // 5) * 0.5 + smooth(random, side, side, side // 14) * 0.3
    slope = cv2.Sobel(folds, cv2.CV_32F, 1, 1, ksize=3) + cv2.Sobel(folds, cv2.CV_32F, 1, 0, ksize=3)
    slope /= numpy.percentile(numpy.abs(slope), 98)
    weave = cv2.GaussianBlur(random.standard_normal((side, side)).astype(numpy.float32), (0, 0), 0.6)
    rows = numpy.sin(numpy.arange(side) * 2 * numpy.pi / random.uniform(4, 9))[:, None]
    light = 1 + 0.16 * numpy.clip(slope, -1, 1) + 0.05 * weave + 0.02 * rows
    cloth = numpy.array(color, float) * light[..., None] + 10 * numpy.clip(slope, 0, 1)[..., None]
    if tone == "color" and random.random() < 0.5:
        cloth = striped(cloth, random, side)
    if tone == "checked":
        cloth = checked(cloth, random, side)
    seams = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(seams)
    thin = max(1, side // 500)
    pen.line(points + points[:1], fill=120, width=thin * 8)
    if cut in ("shirt", "coat", "vest"):
        pen.line([(side / 2, side * .09), (side / 2, side * .96)], fill=150, width=thin)
        for y in range(15, 95, 11):
            left, top = side / 2 - 5 * thin, side * y / 100
            pen.ellipse([left, top, left + 10 * thin, top + 10 * thin], fill=220)
    shade = cv2.GaussianBlur(numpy.asarray(seams), (0, 0), thin).astype(float)[..., None] / 255
    return Image.fromarray(numpy.dstack([whole(cloth * (1 - 0.45 * shade)), alpha]))


def striped(cloth, random, side):
    across = numpy.arange(side) // max(6, int(side * random.uniform(0.02, 0.06))) % 2
    other = 0.55 + 0.45 * across
    return cloth * (other[:, None, None] if random.random() < 0.6 else other[None, :, None])


def checked(cloth, random, side):
    """Broad bands of two colours across each other, thin lines between them."""
    broad = max(24, int(side * random.uniform(0.05, 0.11)))
    place = numpy.arange(side) % (2 * broad)
    band = numpy.where(place < broad, 1.0, 0.55) - numpy.where(numpy.abs(place - broad * 1.5) < broad / 16, 0.25, 0)
    tint = random.uniform(0.3, 1, 3)
    cloth = cloth * (0.5 + 0.5 * band)[:, None, None]
    return cloth * (1 - (1 - tint) * (1 - band)[None, :, None])
