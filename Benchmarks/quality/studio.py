"""Cut-outs put before backgrounds: plain ones, photographs, fog, the dark; and so placed badly."""
import itertools

import cv2
import numpy
from PIL import Image

import drawings
from degradations import coded, disc, filled, linear, whole
from evidence import seed_of
from sources import SEEDS

PLAIN = ["white", "black", "grey", "gradient"]


def backdrop(which, width, height, random):
    """A plain studio background."""
    if which == "gradient":
        top, low = sorted(random.integers(120, 245, 2))[::-1]
        middle = numpy.array([random.uniform(0.3, 0.7), random.uniform(0.2, 0.6)])
        y, x = numpy.mgrid[0:height, 0:width] / numpy.array([height, width])[:, None, None]
        away = numpy.clip(numpy.hypot(x - middle[0], y - middle[1]) / 1.1, 0, 1)[..., None]
        tint = 1 + 0.06 * random.standard_normal(3)
        soft = (top * (1 - away) + low * away) * tint
        return whole(soft + random.random(soft.shape) - 0.5)
    level = {"white": 255, "black": int(random.integers(0, 6)), "grey": int(random.integers(95, 190))}[which]
    return numpy.full((height, width, 3), level, numpy.uint8)


def laid(ground, cut_out, left, top, shadow=0.0):
    """A cut-out over a background, with a soft shadow below it; what is outside is lost."""
    image = Image.fromarray(ground)
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    layer.paste(cut_out, (int(left), int(top)))
    if shadow:
        alpha = numpy.asarray(layer.getchannel("A"), numpy.float32) / 255
        reach = cut_out.height / 22
        down, across = int(reach), int(reach / 2)
        moved = numpy.zeros_like(alpha)
        moved[down:, across:] = alpha[:alpha.shape[0] - down, :alpha.shape[1] - across]
        dark = cv2.GaussianBlur(moved, (0, 0), reach)[..., None] * shadow
        image = Image.fromarray(whole(numpy.asarray(image) * (1 - dark)))
    return numpy.asarray(Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB"))


def canvas_for(cut_out, random):
    """A canvas that the cut-out fills well: width, height, left, top."""
    room = random.uniform(1.25, 1.5)
    width, height = int(cut_out.width * room), int(cut_out.height * room)
    side = max(width, height)
    width, height = max(width, int(side * 0.75), 600), max(height, int(side * 0.75), 600)
    return width, height, (width - cut_out.width) // 2, (height - cut_out.height) // 2


def in_studio(cut_out, which, random):
    width, height, left, top = canvas_for(cut_out, random)
    shadow = 0 if which == "black" else random.choice([0, 0.35])
    return laid(backdrop(which, width, height, random), cut_out, left, top, shadow)


def before(ground, cut_out, random):
    """A cut-out before a photograph, which fills the canvas."""
    width, height, left, top = canvas_for(cut_out, random)
    return laid(filled(ground, width, height), cut_out, left, top)


def before_blur(ground, cut_out, random):
    """A sharp subject before a background out of focus, with a little grain over both."""
    width, height, left, top = canvas_for(cut_out, random)
    soft = cv2.filter2D(filled(ground, width, height), -1, disc(max(width, height) * random.uniform(0.008, 0.02)),
                        borderType=cv2.BORDER_REFLECT)
    both = laid(soft, cut_out, left, top)
    return whole(both + random.standard_normal(both.shape) * 1.2)


def before_fog(ground, cut_out, random):
    """Fog: what is far is pale, what is near has its contrast, a little dimmed."""
    width, height, left, top = canvas_for(cut_out, random)
    far = cv2.GaussianBlur(filled(ground, width, height), (0, 0), 2.5)
    through = numpy.linspace(0.05, 0.45, height)[:, None, None]
    air = numpy.array([205, 209, 214]) + random.integers(-15, 15)
    pale = whole(far * through + air * (1 - through))
    near = numpy.asarray(cut_out, numpy.float32)
    near[..., :3] = near[..., :3] * 0.88 + air * 0.12
    return laid(pale, Image.fromarray(whole(near)), left, top)


def low_key(cut_out, random):
    """A subject lit from one side, before the dark."""
    width, height, left, top = canvas_for(cut_out, random)
    across = numpy.linspace(1.05, 0.03, cut_out.width) ** 1.3
    light = across[::-1] if random.random() < 0.5 else across
    near = numpy.asarray(cut_out).copy()
    near[..., :3] = coded(linear(near[..., :3]) * light[None, :, None])
    rows = numpy.linspace(4, 16, height)[:, None, None]
    dark = whole(numpy.broadcast_to(rows, (height, width, 3)) + random.random((height, width, 1)) - 0.5)
    return laid(dark, Image.fromarray(near), left, top)


def at_night(cut_out, random):
    """A lit subject in a street at night."""
    width, height, left, top = canvas_for(cut_out, random)
    near = numpy.asarray(cut_out).copy()
    near[..., :3] = coded(linear(near[..., :3]) * numpy.array([0.9, 0.72, 0.5]))
    street = numpy.asarray(drawings.night(random, width, height))
    both = laid(street, Image.fromarray(near), left, top)
    return whole(both + random.standard_normal(both.shape) * 1.5)


def cluttered(ground, cut_out, strength, random):
    """A cut-out before a photograph that is more and more itself."""
    pale = ground.mean((0, 1)) + (ground - ground.mean((0, 1))) * [0.45, 0.7, 1.0][strength - 1]
    return before(whole(pale), cut_out, random)


def small_subject(cut_out, strength, random, which):
    """A cut-out that takes a tenth of a plain canvas, a twentieth, a fortieth."""
    share = [0.10, 0.05, 0.025][strength - 1]
    width, height = [(1000, 1000), (1200, 900), (900, 1200)][random.integers(3)]
    times = min((share * width * height / (cut_out.width * cut_out.height)) ** 0.5, 1)
    less = cut_out.resize((round(cut_out.width * times), round(cut_out.height * times)),
                          Image.Resampling.LANCZOS)
    left = (width - less.width) * random.uniform(0.3, 0.7)
    top = (height - less.height) * random.uniform(0.3, 0.7)
    return laid(backdrop(which, width, height, random), less, left, top)


def cut_off(cut_out, strength, random, which):
    """A cut-out that leaves the canvas at one side, by an eighth, a quarter, a half of itself."""
    gone = [0.13, 0.27, 0.5][strength - 1]
    width, height, left, top = canvas_for(cut_out, random)
    side = random.integers(4)
    if side < 2:
        left = -cut_out.width * gone if side else width - cut_out.width * (1 - gone)
    else:
        top = -cut_out.height * gone if side == 2 else height - cut_out.height * (1 - gone)
    return laid(backdrop(which, width, height, random), cut_out, left, top)


def figures():
    """Cut-outs drawn by code, two for each word that numbers follow from."""
    for half, seeds in SEEDS.items():
        for seed, number in itertools.product(seeds, (1, 2)):
            random = numpy.random.default_rng(seed_of("figure", seed, number))
            image = drawings.figure(random, 1000)
            yield f"figure-{seed}-{number}", half, image.crop(image.getbbox())


def drawn():
    """Drawings: figures on flat grounds and in landscapes; name, source, half, pixels."""
    for half, seeds in SEEDS.items():
        for seed, number in itertools.product(seeds, range(1, 6)):
            name = f"drawing-{seed}-{number}"
            random = numpy.random.default_rng(seed_of(name))
            scene = drawings.landscape(random, *[(1200, 900), (900, 1200), (1400, 800)][number % 3])
            if number > 2:
                scene = Image.new("RGB", scene.size, drawings.color(random, 120))
            figure = drawings.figure(random, int(scene.height * 0.95))
            place = int((scene.width - figure.width) * random.uniform(0.3, 0.7))
            if number != 2:
                scene.paste(figure, (place, int(scene.height * 0.04)), figure)
            yield name, name, half, numpy.asarray(scene)
