#!/usr/bin/env python3
"""A full decode by OpenCV, upright as EXIF says, and SHA-256.

    opencv.py LIST THREADS
"""
import os
import sys

# OpenCV reads it when it is imported.
os.environ["OPENCV_LOG_LEVEL"] = "OFF"

import cv2
import numpy as np

from measuring import by_threads, listed, measure, read

cv2.setNumThreads(1)


def check(path):
    image = cv2.imdecode(np.frombuffer(read(path), np.uint8), cv2.IMREAD_COLOR)
    return (0, 0, True) if image is None else (image.shape[1], image.shape[0], False)


def main():
    measure("OpenCV", by_threads, check, listed(sys.argv[1]), int(sys.argv[2]))


main()
