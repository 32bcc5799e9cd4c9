#!/usr/bin/env python3
"""The usual scores of a picture's quality.

    scores.py LIST PROCESSES cv|cv8|cleanvision|imagehash

cv           a script with OpenCV: sharpness by the Laplacian, dark and bright shares, contrast, edges, dHash
cv8          this script on JPEG decoded at an eighth of each side, where blur is hard to see
cleanvision  the package CleanVision, its usual issues
imagehash    pHash alone, by Pillow and ImageHash
"""
import os
import sys
import time

from measuring import by_processes, listed

os.environ["OPENCV_LOG_LEVEL"] = "OFF"


def measures(path, flag, depth):
    import cv2

    gray = cv2.imread(path, flag)
    sharpness = cv2.Laplacian(gray, depth).var()
    histogram = cv2.calcHist([gray], [0], None, [256], [0, 256]).ravel()
    mean, deviation = cv2.meanStdDev(gray)
    edges = cv2.Canny(gray, 80, 160).mean()
    small = cv2.resize(gray, (9, 8), interpolation=cv2.INTER_AREA)
    bits = "".join("1" if bit else "0" for bit in (small[:, 1:] > small[:, :-1]).ravel())
    dark, bright = histogram[:8].sum(), histogram[248:].sum()
    return sharpness, dark, bright, mean[0][0], deviation[0][0], edges, int(bits, 2)


def full(path):
    import cv2

    return measures(path, cv2.IMREAD_GRAYSCALE, cv2.CV_64F)


def eighth(path):
    import cv2

    return measures(path, cv2.IMREAD_REDUCED_GRAYSCALE_8, cv2.CV_32F)


def phash(path):
    import imagehash
    from PIL import Image

    return str(imagehash.phash(Image.open(path)))


def load(what):
    """Imports what is needed, once, before processes are forked."""
    if what == "imagehash":
        import imagehash
        from PIL import Image

        Image.MAX_IMAGE_PIXELS = None
    elif what == "cleanvision":
        import cleanvision
    else:
        import cv2

        cv2.setNumThreads(1)


def main():
    paths, count, what = listed(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    load(what)
    start = time.time()
    if what == "cleanvision":
        from cleanvision import Imagelab

        Imagelab(filepaths=paths).find_issues(n_jobs=count, verbose=False)
    else:
        by_processes({"cv": full, "cv8": eighth, "imagehash": phash}[what], paths, count)
    print(f"{what}, {count} workers: {len(paths)} files, {time.time() - start:.3f} s")


if __name__ == "__main__":
    main()
