#!/usr/bin/env python3
"""What a careful person does with Pillow before an upload: SHA-256, verify(), a full decode, limits of size.

    pillow.py LIST PROCESSES
"""
import io
import sys
import warnings

from PIL import Image

from measuring import by_processes, listed, measure, read

warnings.simplefilter("ignore")
Image.MAX_IMAGE_PIXELS = None


def check(path):
    data = read(path)
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.verify()
        # verify() leaves the image unusable.
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            width, height = image.size
    except Exception:
        return 0, 0, True
    within = width >= 300 and height >= 300 and len(data) <= 10_000_000 and 0.4 <= width / height <= 2.5
    return width, height, not within


def main():
    measure("Pillow", by_processes, check, listed(sys.argv[1]), int(sys.argv[2]))


if __name__ == "__main__":
    main()
