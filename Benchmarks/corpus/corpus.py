#!/usr/bin/env python3
"""Makes the corpus: 400 pictures of the sizes and formats that people give to Castbook, from real photographs.

    corpus.py SOURCES OUT

SOURCES has unpacked packages of photographs; samples of scikit-image and scikit-learn join them. OUT gets img/ with
310 JPEG (4:2:0, quality 85 to 95, baseline and progressive, 0.3 to 12 megapixels) and 90 PNG (photographs, flat
renders, cut-outs), q/ with links to those of the quality benchmark, a list of paths for each kind, the largest file
first, and manifest.json. The same sources and packages (../peers/requirements.txt) give the same bytes.
"""
import functools
import hashlib
import json
import os
import random
import sys

import numpy as np
import skimage
import sklearn.datasets
from PIL import Image, ImageDraw, ImageFilter

Image.MAX_IMAGE_PIXELS = None
SEED = 20250301
MAXIMUM_PHOTOGRAPHS = 72
MINIMUM_PIXELS = 1_500_000
ASPECTS = [(4, 3), (3, 4), (3, 2), (2, 3), (16, 9), (9, 16), (1, 1)]
SKIMAGE_SAMPLES = ["astronaut.png", "coffee.png", "chelsea.png", "rocket.jpg", "motorcycle_left.png"]
SKLEARN_SAMPLES = ["china.jpg", "flower.jpg"]

# Class, how many, megapixels, and how they are made.
CLASSES = [
    ("j12b", 40, 12, "baseline"), ("j12p", 10, 12, "progressive"),
    ("j3b", 90, 3, "baseline"), ("j3p", 30, 3, "progressive"),
    ("j1b", 70, 1, "baseline"), ("j1p", 20, 1, "progressive"),
    ("j03b", 50, 0.3, "baseline"),
    ("png_photo1", 30, 1, "photograph"), ("png_photo3", 20, 3, "photograph"),
    ("png_flat", 30, 2, "render"), ("png_rgba", 10, 1.5, "cut-out"),
]
# The quality benchmark has slow peers, and baseline JPEG only.
QUALITY = ("j3b", "j1b")


def large_pictures(folder):
    """The paths of all large pictures below a folder, the largest first, with their relative paths."""
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            if not name.lower().endswith((".jpg", ".jpeg", ".png", ".webp")) or os.path.islink(path):
                continue
            try:
                with Image.open(path) as image:
                    pixels = image.width * image.height
            except OSError:
                continue
            if pixels >= MINIMUM_PIXELS:
                found.append((pixels, os.path.relpath(path, folder), path))
    found.sort(key=lambda one: (-one[0], one[1]))
    return [(relative, path) for _, relative, path in found]


def photographs(folder):
    """The largest pictures; a wallpaper's folder of images has one in several sizes, of which the largest counts."""
    seen, chosen = set(), []
    for relative, path in large_pictures(folder):
        wallpaper = os.path.dirname(relative) if "/images" in relative else relative
        if wallpaper not in seen:
            seen.add(wallpaper)
            chosen.append(path)
    return chosen[:MAXIMUM_PHOTOGRAPHS]


def samples():
    """Small photographs that come with the Python packages."""
    folders = [
        (os.path.join(os.path.dirname(skimage.__file__), "data"), SKIMAGE_SAMPLES),
        (os.path.join(os.path.dirname(sklearn.datasets.__file__), "images"), SKLEARN_SAMPLES)]
    paths = [os.path.join(folder, name) for folder, names in folders for name in names]
    return [path for path in paths if os.path.exists(path)]


@functools.lru_cache(maxsize=6)
def load(path):
    return Image.open(path).convert("RGB")


def size(megapixels, aspect):
    """Even sides of about so many megapixels."""
    ratio = aspect[0] / aspect[1]
    height = (megapixels * 1e6 / ratio) ** 0.5
    return int(height * ratio) // 2 * 2, int(height) // 2 * 2


def crop(image, width, height, chance):
    """A random part in the given size, sometimes mirrored. Enlarged by 1.35 at most, so that it keeps its detail."""
    ratio = width / height
    share = chance.uniform(0.6, 1.0)
    if image.width / image.height > ratio:
        part_height = image.height * share
        part_width = part_height * ratio
    else:
        part_width = image.width * share
        part_height = part_width / ratio
    if part_width < width / 1.35:
        more = min((width / 1.35) / part_width, image.width / part_width, image.height / part_height)
        part_width *= more
        part_height *= more
    part_width, part_height = int(part_width), int(part_height)
    x = chance.randint(0, image.width - part_width)
    y = chance.randint(0, image.height - part_height)
    part = image.resize((width, height), Image.LANCZOS, box=(x, y, x + part_width, y + part_height))
    return part.transpose(Image.FLIP_LEFT_RIGHT) if chance.random() < 0.3 else part


def grain(image, chance):
    """Noise as of a sensor: wallpapers are unusually smooth, and small for their quality as JPEG."""
    deviation = chance.choice((0, 1.5, 2.5, 3.5, 4.5, 6))
    if not deviation:
        return image
    generator = np.random.Generator(np.random.PCG64(chance.randint(0, 1 << 30)))
    noise = generator.standard_normal((image.height, image.width), dtype=np.float32) * deviation
    noisy = np.asarray(image).astype(np.float32) + noise[:, :, None]
    return Image.fromarray(np.clip(noisy + 0.5, 0, 255).astype(np.uint8))


def render(width, height, chance):
    """Flat shapes on a gradient, with a little antialiasing, as a turnaround that a program drew."""
    image = Image.new("RGB", (width, height), tuple(chance.randint(180, 250) for _ in range(3)))
    drawing = ImageDraw.Draw(image)
    for y in range(0, height, 4):
        level = 200 + y * 40 // height
        drawing.rectangle((0, y, width, y + 3), fill=(level, level, min(255, level + 8)))
    for _ in range(40):
        x, y, radius = (chance.randint(0, width), chance.randint(0, height),
                        chance.randint(width // 60 + 1, width // 6))
        color = tuple(chance.randint(0, 255) for _ in range(3))
        shape = chance.random()
        if shape < 0.4:
            drawing.ellipse((x - radius, y - radius, x + radius, y + radius), fill=color)
        elif shape < 0.7:
            drawing.rectangle((x - radius, y - radius // 2, x + radius, y + radius // 2), fill=color)
        else:
            corners = [(x + chance.randint(-radius, radius), y + chance.randint(-radius, radius)) for _ in range(5)]
            drawing.polygon(corners, fill=color)
    return image.filter(ImageFilter.GaussianBlur(0.7))


def cut_out(image):
    """An ellipse of a picture, with a soft edge in alpha."""
    width, height = image.size
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).ellipse((width // 8, height // 8, width * 7 // 8, height * 7 // 8), fill=255)
    image.putalpha(mask.filter(ImageFilter.GaussianBlur(2)))
    return image


def save_jpeg(image, path, kind, chance):
    quality = chance.choice((85, 88, 90, 92, 95))
    exif = Image.Exif()
    exif[0x0112] = chance.choice((1, 1, 1, 1, 6, 8, 3))
    exif[0x010F] = "Castcam"
    exif[0x0110] = "X1"
    optimize = kind == "baseline" and chance.random() < 0.3
    image.save(path, "JPEG", quality=quality, subsampling="4:2:0", progressive=kind == "progressive",
               optimize=optimize, exif=exif)


class Corpus:
    def __init__(self, sources, out):
        self.photographs = photographs(sources)
        self.samples = samples()
        self.out = os.path.abspath(out)
        os.makedirs(os.path.join(self.out, "img"), exist_ok=True)

    def make(self, number, name, megapixels, kind):
        """Makes a picture by its number in the plan; random choices come in a fixed order."""
        chance = random.Random(SEED + number * 101)
        uses_photographs = megapixels > 0.5 or chance.random() < 0.7 or not self.samples
        pool = self.photographs if uses_photographs else self.samples
        source = pool[number * 7919 % len(pool)]
        width, height = size(megapixels * chance.uniform(0.92, 1.08), chance.choice(ASPECTS))
        file = f"{number:04d}_{name}" + (".jpg" if kind in ("baseline", "progressive") else ".png")
        path = os.path.join(self.out, "img", file)
        if kind in ("baseline", "progressive"):
            save_jpeg(grain(crop(load(source), width, height, chance), chance), path, kind, chance)
        elif kind == "photograph":
            image = crop(load(source), width, height, chance)
            image.save(path, "PNG", compress_level=chance.choice((4, 6)))
        elif kind == "cut-out":
            cut_out(crop(load(source), width, height, chance)).save(path, "PNG")
        else:
            render(width, height, chance).save(path, "PNG")
        return {"file": file, "cls": name, "w": width, "h": height}

    def make_all(self):
        plan = [(name, megapixels, kind) for name, count, megapixels, kind in CLASSES for _ in range(count)]
        # Those of one photograph follow each other, so that it is decoded once.
        order = sorted(range(len(plan)), key=lambda number: number * 7919 % len(self.photographs))
        made = [self.make(number, *plan[number]) for number in order]
        made.sort(key=lambda entry: entry["file"])
        for entry in made:
            with open(os.path.join(self.out, "img", entry["file"]), "rb") as file:
                data = file.read()
            entry["bytes"] = len(data)
            entry["sha256"] = hashlib.sha256(data).hexdigest()
        return made

    def write_list(self, name, entries, folder="img"):
        """Writes the paths of some pictures into a list, the largest file first, so that threads end together."""
        entries = sorted(entries, key=lambda entry: -entry["bytes"])
        with open(os.path.join(self.out, f"{name}.txt"), "w") as file:
            file.writelines(os.path.join(self.out, folder, entry["file"]) + "\n" for entry in entries)

    def write_lists(self, made):
        self.write_list("all", made)
        self.write_list("jpg", [entry for entry in made if entry["file"].endswith("jpg")])
        self.write_list("png", [entry for entry in made if entry["file"].endswith("png")])
        for name, *_ in CLASSES:
            self.write_list(name, [entry for entry in made if entry["cls"] == name])

    def link_quality(self, made):
        chosen = [entry for entry in made if entry["cls"] in QUALITY]
        os.makedirs(os.path.join(self.out, "q"), exist_ok=True)
        for entry in chosen:
            link = os.path.join(self.out, "q", entry["file"])
            if not os.path.exists(link):
                os.link(os.path.join(self.out, "img", entry["file"]), link)
        self.write_list("q", chosen, folder="q")


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: corpus.py SOURCES OUT")
    corpus = Corpus(*sys.argv[1:])
    if not corpus.photographs:
        sys.exit(f"{sys.argv[1]} has no photographs")
    made = corpus.make_all()
    corpus.write_lists(made)
    corpus.link_quality(made)
    with open(os.path.join(corpus.out, "manifest.json"), "w") as file:
        json.dump(made, file, indent=0)
    digest = hashlib.sha256("".join(entry["sha256"] for entry in made).encode()).hexdigest()
    with open(os.path.join(corpus.out, "digest"), "w") as file:
        file.write(digest + "\n")
    megabytes = sum(entry["bytes"] for entry in made) / 1e6
    megapixels = sum(entry["w"] * entry["h"] for entry in made) / 1e6
    print(f"{len(made)} pictures of {len(corpus.photographs)} photographs, {megabytes:.1f} MB, "
          f"{megapixels:.1f} megapixels, digest {digest[:16]}")


main()
