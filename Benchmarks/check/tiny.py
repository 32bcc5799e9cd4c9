#!/usr/bin/env python3
"""tiny.py FOLDER COUNT: writes COUNT different PNG of one pixel, a thousand in each folder."""
import os
import struct
import sys
import zlib


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def picture(number):
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    row = b"\0" + number.to_bytes(3, "big")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row))
        + chunk(b"IEND", b"")
    )


folder, count = sys.argv[1], int(sys.argv[2])
done = os.path.join(folder, ".done")
if not os.path.exists(done):
    for number in range(count):
        place = os.path.join(folder, f"{number // 1000:03}")
        if number % 1000 == 0:
            os.makedirs(place, exist_ok=True)
        with open(os.path.join(place, f"{number:06}.png"), "wb") as file:
            file.write(picture(number))
    open(done, "w").close()
