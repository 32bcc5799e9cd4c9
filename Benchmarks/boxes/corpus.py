#!/usr/bin/env python3
"""Makes the pictures of boxes/run from those of the corpus, unless they are there already.

    corpus.py PICTURES FOLDER

- thumbnails: 216 WebP of at most 128 px
- photographs: 72 WebP at full size, each tenth of them lossless
- profiles: 60 JPEG of at most 2,000 px whose profile is Display P3's or Adobe RGB's, as the curves and primaries say
"""
import struct
import sys
from pathlib import Path

from PIL import Image


def profile(primaries, gamma):
    """An ICC profile of three primaries, adapted to D50, and one exponent."""
    fixed = lambda number: struct.pack(">i", round(number * 65536))
    tags = {b"wtpt": b"XYZ \0\0\0\0" + fixed(0.9642) + fixed(1) + fixed(0.8249)}
    for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries):
        tags[name] = b"XYZ \0\0\0\0" + b"".join(map(fixed, column))
    for name in (b"rTRC", b"gTRC", b"bTRC"):
        tags[name] = b"curv\0\0\0\0" + struct.pack(">IHxx", 1, round(gamma * 256))
    table, data, start = b"", b"", 132 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", start + len(data), len(value))
        data += value
    size = start + len(data)
    head = struct.pack(">I4xI", size, 0x02400000) + b"mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28)
    head += fixed(0.9642) + fixed(1) + fixed(0.8249) + bytes(48)
    return head + struct.pack(">I", len(tags)) + table + data


P3 = profile(((0.5151, 0.2412, -0.0011), (0.2919, 0.6922, 0.0419), (0.1572, 0.0666, 0.7841)), 2.2)
ADOBE = profile(((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446)), 2.2)


def make(folder, count, sources, save):
    folder.mkdir(parents=True, exist_ok=True)
    if len(list(folder.iterdir())) == count:
        return
    for index in range(count):
        with Image.open(sources[index % len(sources)]) as picture:
            save(picture.convert("RGB"), folder, index)


def thumbnail(picture, folder, index):
    picture.thumbnail((128, 128))
    picture.save(folder / f"t{index:03}.webp", quality=80)


def photograph(picture, folder, index):
    picture.save(folder / f"p{index:03}.webp", quality=82, method=2, lossless=index % 10 == 9)


def profiled(picture, folder, index):
    picture.thumbnail((2000, 2000))
    picture.save(folder / f"a{index:03}.jpg", quality=90, icc_profile=(P3, ADOBE)[index % 2])


pictures, target = Path(sys.argv[1]), Path(sys.argv[2])
jpegs = sorted(pictures.glob("*.jpg"))
make(target / "thumbnails", 216, jpegs, thumbnail)
make(target / "photographs", 72, jpegs[::4], photograph)
make(target / "profiles", 60, jpegs[::4], profiled)
