#!/usr/bin/env python3
"""Damages pictures of the corpus: 60 JPEG and 40 PNG in five ways each.

    mutate.py CORPUS OUT

cut      the file ends somewhere between a quarter and its end
cut2     its last two bytes are missing
flip     one bit among its data is another
zero512  512 bytes of its data are zeros
tail0    everything from some place in its second half on is zeros

The same corpus gives the same files.
"""
import os
import random
import sys

MAXIMUM_BYTES = 2_500_000


def choose(corpus, extension, count, chance):
    """Random pictures of a format, none of them large."""
    with open(os.path.join(corpus, f"{extension}.txt")) as file:
        paths = sorted(line.strip() for line in file)
    chance.shuffle(paths)
    return [path for path in paths if os.path.getsize(path) < MAXIMUM_BYTES][:count]


def data_start(data, extension):
    """Where the data begin: after a JPEG's SOS; after the first chunks of a PNG."""
    return data.rfind(b"\xff\xda", 0, 4000) + 14 if extension == ".jpg" else 200


def damaged(data, extension, chance):
    """The file in each way; random choices come in a fixed order."""
    count = len(data)
    start = data_start(data, extension)
    end = chance.randint(count // 4, count * 99 // 100)
    flipped = chance.randint(start + 50, count - 20)
    zeroed = chance.randint(start + 50, max(start + 51, count - 600))
    tail = chance.randint(count // 2, count - 2000 if count > 8000 else count - 50)
    bit = 1 << chance.randint(0, 7)
    return {
        "cut": data[:end],
        "cut2": data[:-2],
        "flip": data[:flipped] + bytes([data[flipped] ^ bit]) + data[flipped + 1:],
        "zero512": data[:zeroed] + bytes(min(512, count - zeroed)) + data[zeroed + 512:],
        "tail0": data[:tail] + bytes(count - tail),
    }


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: mutate.py CORPUS OUT")
    corpus, out = sys.argv[1:]
    os.makedirs(out, exist_ok=True)
    chance = random.Random(99)
    for path in choose(corpus, "jpg", 60, chance) + choose(corpus, "png", 40, chance):
        with open(path, "rb") as file:
            data = file.read()
        name = os.path.basename(path)
        for way, changed in damaged(data, os.path.splitext(name)[1], chance).items():
            if changed != data:
                with open(os.path.join(out, f"{way}_{name}"), "wb") as file:
                    file.write(changed)


main()
