#!/usr/bin/env python3
"""A full decode by libvips, row by row, where any warning is an error, and SHA-256.

    vips.py LIST THREADS
"""
import os
import sys

# libvips reads it when it is loaded.
os.environ["VIPS_CONCURRENCY"] = sys.argv[2]

import pyvips

from measuring import by_threads, listed, measure, read

pyvips.cache_set_max(0)


def check(path):
    try:
        image = pyvips.Image.new_from_buffer(read(path), "", access="sequential", fail_on="warning")
        # Asks for every pixel, and keeps none.
        image.avg()
    except pyvips.Error:
        return 0, 0, True
    return image.width, image.height, False


def main():
    measure("pyvips", by_threads, check, listed(sys.argv[1]), int(sys.argv[2]))


main()
