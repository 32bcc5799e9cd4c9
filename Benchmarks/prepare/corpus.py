#!/usr/bin/env python3
"""corpus.py IMG OUT: 400 pictures as phones, cameras and generators leave them, made of those in IMG.

Of each ten: two JPEG that EXIF turns and one that is upright, all with a position; two in Display P3, one of them
turned; one in Adobe RGB; one that needs nothing; one PNG with alpha; one WebP or TIFF; one HEIC or panorama. Sides are
multiples of 16, as those of sensors are. The same pictures in give the same out.
"""

import io
import os
import sys

from PIL import Image, ImageCms

try:
    import pillow_heif

    pillow_heif.register_heif_opener()
except ImportError:
    pillow_heif = None

Image.MAX_IMAGE_PIXELS = None


def rgb_profile(red, green, blue, gamma):
    """A profile of primaries under D65, as a camera embeds it."""
    import struct

    def xyz(x, y):
        return (x / y, 1.0, (1 - x - y) / y)

    import numpy as np

    white = np.array(xyz(0.3127, 0.3290))
    columns = np.array([xyz(*p) for p in (red, green, blue)]).T
    scaled = columns * np.linalg.solve(columns, white)
    # Bradford, to D50.
    cone = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
    d50 = np.array([0.96422, 1.0, 0.82521])
    adapt = np.linalg.inv(cone) @ np.diag((cone @ d50) / (cone @ white)) @ cone
    primaries = adapt @ scaled

    def s15(value):
        return struct.pack(">i", round(value * 65536))

    def tag_xyz(values):
        return b"XYZ \0\0\0\0" + b"".join(s15(v) for v in values)

    if gamma is None:
        curve = b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + b"".join(
            s15(v) for v in (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))
    else:
        curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    name = b"made for a benchmark"
    text = b"desc\0\0\0\0" + struct.pack(">I", len(name) + 1) + name + b"\0" + b"\0" * 78
    text += b"\0" * (-len(text) % 4)
    tags = [
        (b"desc", text), (b"wtpt", tag_xyz(d50)), (b"rXYZ", tag_xyz(primaries[:, 0])),
        (b"gXYZ", tag_xyz(primaries[:, 1])), (b"bXYZ", tag_xyz(primaries[:, 2])), (b"rTRC", curve),
        (b"gTRC", curve), (b"bTRC", curve)]
    table, data = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for key, value in tags:
        table += key + struct.pack(">II", start + len(data), len(value))
        data += value
    head = struct.pack(">I4sI4s4s4s", start + len(data), b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += b"\0" * 12 + b"acsp" + b"\0" * 28 + b"".join(s15(v) for v in d50) + b"\0" * 48
    return head + struct.pack(">I", len(tags)) + table + data


P3 = rgb_profile((0.68, 0.32), (0.265, 0.69), (0.15, 0.06), None)
ADOBE = rgb_profile((0.64, 0.33), (0.21, 0.71), (0.15, 0.06), 563 / 256)


def exif(orientation):
    tags = Image.Exif()
    if orientation != 1:
        tags[0x0112] = orientation
    tags[0x010F] = "Maker"
    tags[0x8825] = {1: "N", 2: (48.0, 8.0, 14.0), 3: "E", 4: (11.0, 34.0, 31.0)}
    return tags.tobytes()


def make(image, kind, number, path):
    def jpeg(orientation=1, **more):
        stored = image
        turns = {3: Image.ROTATE_180, 6: Image.ROTATE_90, 8: Image.ROTATE_270}
        if orientation in turns:
            stored = image.transpose(turns[orientation])
        stored.save(path + ".jpg", quality=92, exif=exif(orientation), **more)

    if kind in (0, 1, 2):
        jpeg((6, 8, 1)[kind])
    elif kind in (3, 4):
        jpeg((6, 1)[kind - 3], icc_profile=P3)
    elif kind == 5:
        jpeg(icc_profile=ADOBE)
    elif kind == 6:
        image.save(path + ".jpg", quality=92)
    elif kind == 7:
        image.thumbnail((1600, 1600))
        shape = Image.new("L", image.size, 0)
        width, height = image.size
        shape.paste(255, (width // 5, height // 8, width * 4 // 5, height))
        image.putalpha(shape)
        image.save(path + ".png")
    elif kind == 8:
        image.thumbnail((2000, 2000))
        if number % 2:
            image.save(path + ".webp", quality=90, method=2)
        else:
            image.save(path + ".tif", compression="tiff_lzw")
    elif pillow_heif is not None and number % 2:
        image.save(path + ".heic", quality=85)
    else:
        width, height = image.size
        image.crop((0, height // 3, width, height // 3 + width // 4)).save(
            path + ".jpg", quality=92, exif=exif(1))


def main():
    source, out = sys.argv[1:3]
    if os.path.exists(os.path.join(out, "done")):
        return
    os.makedirs(os.path.join(out, "img"), exist_ok=True)
    names = sorted(os.listdir(source))[:400]
    for number, name in enumerate(names):
        image = Image.open(os.path.join(source, name)).convert("RGB")
        image = image.crop((0, 0, image.width // 16 * 16, image.height // 16 * 16))
        make(image, number % 10, number // 10, os.path.join(out, "img", f"{number:03d}"))
    open(os.path.join(out, "done"), "w").close()


main()
