"""What public tools say of the same pictures; every answer is turned so that high is good."""
import contextlib
import io
import json
import multiprocessing
import pathlib
import sys

import cv2
import imagehash
import numpy
from PIL import Image
from skimage.measure import blur_effect

from scoring import keep

# blur_effect is slow: it is asked only where it could know something.
SOFT = {"clean", "gaussian", "motion", "defocus", "blur-noise", "upscaled", "noise"}
CLEANVISION = ["blurry", "dark", "light", "low_information", "odd_aspect_ratio"]
HASHES = {"pHash 10": (imagehash.phash, 10), "dHash 6": (imagehash.dhash, 6)}


def laplacian(work):
    """Variance of the Laplacian, whole and of the 90th percentile of 8 by 8 tiles; blur_effect."""
    path, soft = work
    grey = cv2.imread(path, cv2.IMREAD_GRAYSCALE)
    times = 1024 / max(grey.shape)
    if times < 1:
        grey = cv2.resize(grey, None, fx=times, fy=times, interpolation=cv2.INTER_AREA)
    edges = cv2.Laplacian(grey, cv2.CV_32F)
    tiles = [tile.var() for row in numpy.array_split(edges, 8) for tile in numpy.array_split(row, 8, 1)]
    found = {"Laplacian": float(edges.var()), "tiled Laplacian": float(numpy.percentile(tiles, 90))}
    if soft:
        if max(grey.shape) > 640:
            times = 640 / max(grey.shape)
            grey = cv2.resize(grey, None, fx=times, fy=times, interpolation=cv2.INTER_AREA)
        found["blur_effect"] = 1 - float(blur_effect(grey))
    return found


def cleanvision(paths):
    """CleanVision's scores by path; what it prints is thrown away."""
    from cleanvision import Imagelab
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        lab = Imagelab(filepaths=paths, verbose=False)
        lab.find_issues({name: {} for name in CLEANVISION}, n_jobs=multiprocessing.cpu_count(), verbose=False)
    found = {}
    for path, row in zip(lab.issues.index, lab.issues.to_dict("records")):
        found[path] = {f"CleanVision {name}": float(row[f"{name}_score"]) for name in CLEANVISION}
        found[path]["flagged"] = [name for name in CLEANVISION if row[f"is_{name}_issue"]]
    return found


def of_files(scratch, corpus, records):
    """The peers' scores of every picture by file; kept with the pictures' version."""
    path = pathlib.Path(scratch) / "scores" / f"{corpus.root.name}-peers.jsonl"
    if not path.exists():
        print(f"asking the other tools about {len(records)} pictures", file=sys.stderr)
        paths = [str(corpus.path(record)) for record in records]
        work = [(path, record["kind"] in SOFT) for path, record in zip(paths, records)]
        with multiprocessing.get_context("spawn").Pool() as pool:
            values = pool.map(laplacian, work, chunksize=16)
        others = cleanvision(paths)
        keep(path, [{"file": record["file"], **value, **others.get(name, {})}
                    for record, value, name in zip(records, values, paths)])
    return {line["file"]: line for line in map(json.loads, path.read_text().splitlines())}


def hashed(path):
    with Image.open(path) as image:
        return {name: make(image) for name, (make, _) in HASHES.items()}


def of_duplicates(cases):
    """For each peer and case, the pairs that it finds."""
    paths = sorted({path for case in cases for path in case["files"]})
    with multiprocessing.get_context("spawn").Pool() as pool:
        hashes = dict(zip(paths, pool.map(hashed, paths, chunksize=8)))
    found = {}
    for name, (_, limit) in HASHES.items():
        found[name] = [[(first, second) for number, first in enumerate(case["files"])
                        for second in case["files"][number + 1:]
                        if hashes[first][name] - hashes[second][name] <= limit] for case in cases]
    return found
