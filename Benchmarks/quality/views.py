"""How the pictures of a set are made: in other light, from another side, before backdrops, as a phone takes them."""
import cv2
import numpy
from PIL import Image

import degradations
import studio
from degradations import coded, linear

GROUNDS = {"white": (255, 255, 255), "near-white": (244, 244, 243), "grey": (150, 150, 150), "dark": (40, 40, 42),
           "red": (196, 62, 54), "blue": (64, 118, 198), "yellow": (236, 198, 66)}


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
