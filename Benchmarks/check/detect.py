#!/usr/bin/env python3
"""How many damaged files each tool notices: by its exit status, an error, or for Castbook a finding of damage.

    detect.py SCRATCH CASTBOOK

Prints a table for JPEG and one for PNG, with a column for each way of corpus/mutate.py. The libraries report on
standard error what they notice.
"""
import io
import json
import os
import subprocess
import sys
import warnings

import cv2
import numpy as np
import pyvips
from PIL import Image

WAYS = ["cut", "cut2", "flip", "zero512", "tail0"]
DAMAGE = {"image.corrupt", "image.truncated", "image.unknown-format"}
LIMITS = {
    ".jpg": {
        "coefficients (warnings=error)": "jcoef", "TurboJPEG YUV": "jyuv", "huffman walk": "jwalk",
        "TurboJPEG 1/8": "j8y"},
    ".png": {"libpng": "prgb", "libdeflate+CRC": "pdefl", "libdeflate+unfilter": "pfull", "spng": "spng"},
}


def noticed_by_limit(scratch, mode, paths):
    """The files of which a mode of `limit` says that they are bad."""
    listed = os.path.join(scratch, "damaged.txt")
    with open(listed, "w") as file:
        file.writelines(path + "\n" for path in paths)
    done = subprocess.run(
        [os.path.join(scratch, "bin/limit"), mode, "1", listed, "bad"], capture_output=True, text=True, check=True)
    return {line.removeprefix("bad ") for line in done.stderr.splitlines()}


def fails(work):
    try:
        work()
    except Exception:
        return True
    return False


def read(path):
    with open(path, "rb") as file:
        return file.read()


def exits_badly(*words):
    return subprocess.run(words, capture_output=True).returncode != 0


def castbook_reports(castbook, path):
    output = subprocess.run([castbook, "check", "--json", path], capture_output=True).stdout
    try:
        findings = json.loads(output)["files"][0]["findings"]
    except (ValueError, KeyError, IndexError):
        return False
    return any(finding["rule"] in DAMAGE for finding in findings)


def tools(castbook):
    """What each tool does with the path of a picture of either format; true if it notices damage."""
    return {
        "Pillow load": lambda path: fails(lambda: Image.open(io.BytesIO(read(path))).load()),
        "Pillow verify": lambda path: fails(lambda: Image.open(io.BytesIO(read(path))).verify()),
        "pyvips fail_on=warning": lambda path: fails(lambda: pyvips.Image.new_from_buffer(
            read(path), "", fail_on="warning", access="sequential").avg()),
        "OpenCV imdecode": lambda path: cv2.imdecode(
            np.frombuffer(read(path), np.uint8), cv2.IMREAD_COLOR) is None,
        "jpeginfo -c": lambda path: path.endswith(".jpg") and exits_badly("jpeginfo", "-c", path),
        "pngcheck": lambda path: path.endswith(".png") and exits_badly("pngcheck", "-q", path),
        "identify -ping": lambda path: exits_badly("identify", "-ping", "-regard-warnings", path),
        "castbook": lambda path: castbook_reports(castbook, path),
    }


def count_by_way(paths):
    return {way: sum(os.path.basename(path).startswith(way + "_") for path in paths) for way in WAYS}


def print_row(label, counts):
    print(f"{label:30}" + "".join(f"{counts[way]:9}" for way in WAYS))


def print_table(scratch, castbook, extension):
    folder = os.path.join(scratch, "damaged")
    paths = sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(extension))
    other = {".jpg": "pngcheck", ".png": "jpeginfo -c"}[extension]
    print(f"{extension[1:]:30}" + "".join(f"{way:>9}" for way in WAYS))
    print_row("files", count_by_way(paths))
    for label, mode in LIMITS[extension].items():
        print_row(label, count_by_way(noticed_by_limit(scratch, mode, paths)))
    for label, notices in tools(castbook).items():
        if label != other:
            print_row(label, count_by_way([path for path in paths if notices(path)]))


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: detect.py SCRATCH CASTBOOK")
    scratch, castbook = os.path.abspath(sys.argv[1]), sys.argv[2]
    warnings.simplefilter("ignore")
    for extension in (".jpg", ".png"):
        print_table(scratch, castbook, extension)


main()
