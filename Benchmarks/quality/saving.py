"""The files that people have: PNG, and JPEG at the qualities that cameras, pages and programs write."""
import io
import pathlib

import cv2
import numpy
from PIL import Image

from evidence import seed_of

QUALITIES = (70, 75, 80, 85, 90, 95)
SIDES = (600, 800, 1024, 1280, 1600, 2048, 3000, 4000)
WAYS = [None, None] + [(quality, sampling) for quality in QUALITIES for sampling in (0, 2)]
PHONE = [(85, 2), (90, 2), (95, 2), (92, 2)]


def long_side(pixels, side):
    """A picture made smaller, never larger."""
    times = side / max(pixels.shape[:2])
    if times >= 1:
        return pixels
    size = (max(1, round(pixels.shape[1] * times)), max(1, round(pixels.shape[0] * times)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def sized(pixels, name):
    """The picture at one of the usual sizes, chosen by its name, or as it is; no shorter side is made under 512."""
    native = max(pixels.shape[:2])
    least = native * 512 / min(pixels.shape[:2])
    sides = [side for side in SIDES if least <= side < native] + [native]
    return long_side(pixels, sides[seed_of("side", name) % len(sides)])


def way_of(name, kind):
    ways = PHONE if kind == "phone-12mp" else WAYS
    return ways[seed_of("way", name) % len(ways)]


def coded(pixels, way):
    """The bytes of a file, PNG or JPEG of a quality and sampling (0 is 4:4:4, 2 is 4:2:0), and its suffix."""
    out = io.BytesIO()
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(numpy.ascontiguousarray(pixels))
    if way is None:
        image.save(out, "PNG", compress_level=1)
        return out.getvalue(), ".png"
    image.save(out, "JPEG", quality=way[0], subsampling=way[1])
    return out.getvalue(), ".jpg"


def save(root, path, pixels, way):
    """Writes a picture below a folder; its path there."""
    data, suffix = coded(pixels, way)
    target = pathlib.Path(root) / f"{path}{suffix}"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return str(target.relative_to(root))


def told(way):
    return "png" if way is None else f"jpeg {way[0]} {'4:4:4' if way[1] == 0 else '4:2:0'}"
