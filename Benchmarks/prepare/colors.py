#!/usr/bin/env python3
"""colors.py CASTBOOK IMG SCRATCH PROFILE…: how far colors of prepared copies are from a color-managed reference.

Some pictures of IMG get the pixels that they would have in each profile (RGB or CMYK), as TIFF; `castbook prepare` makes
copies; the reference is Little CMS's own sRGB of the same pixels (relative, black point compensated), by ImageCms. Told is the mean
and the 99th percentile of CIEDE2000 over all pixels of each picture, the worst picture of each profile.
"""

import io
import os
import shutil
import subprocess
import sys

import numpy as np
from PIL import Image, ImageCms

FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
RELATIVE = ImageCms.Intent.RELATIVE_COLORIMETRIC
SRGB = ImageCms.createProfile("sRGB")


def lab(image):
    values = np.asarray(image, dtype=np.float64) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    matrix = np.array([
        [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041]])
    xyz = linear @ matrix.T / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.stack(
        [116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], -1)


def ciede2000(one, other):
    l1, a1, b1 = np.moveaxis(one, -1, 0)
    l2, a2, b2 = np.moveaxis(other, -1, 0)
    mean_c = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    dl, dc = l2 - l1, c2 - c1
    dh = (h2 - h1 + 180) % 360 - 180
    dh = np.where(c1 * c2 == 0, 0, dh)
    big_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh / 2))
    l, c = (l1 + l2) / 2, (c1 + c2) / 2
    h = np.where(c1 * c2 == 0, h1 + h2, np.where(
        np.abs(h1 - h2) <= 180, (h1 + h2) / 2, ((h1 + h2 + 360) / 2) % 360))
    t = (1 - 0.17 * np.cos(np.radians(h - 30)) + 0.24 * np.cos(np.radians(2 * h))
         + 0.32 * np.cos(np.radians(3 * h + 6)) - 0.20 * np.cos(np.radians(4 * h - 63)))
    sl = 1 + 0.015 * (l - 50) ** 2 / np.sqrt(20 + (l - 50) ** 2)
    sc, sh = 1 + 0.045 * c, 1 + 0.015 * c * t
    turn = -np.sin(np.radians(60 * np.exp(-(((h - 275) / 25) ** 2)))) * 2 * np.sqrt(c**7 / (c**7 + 25.0**7))
    return np.sqrt(
        (dl / sl) ** 2 + (dc / sc) ** 2 + (big_h / sh) ** 2 + turn * (dc / sc) * (big_h / sh))


def main():
    castbook, source, scratch = sys.argv[1:4]
    for path in sys.argv[4:]:
        profile = ImageCms.ImageCmsProfile(path)
        mode = "CMYK" if profile.profile.xcolor_space.strip() == "CMYK" else "RGB"
        folder, out = os.path.join(scratch, "in"), os.path.join(scratch, "out")
        for each in (folder, out):
            shutil.rmtree(each, ignore_errors=True)
        os.makedirs(folder)
        references = {}
        for name in sorted(os.listdir(source))[::40][:10]:
            image = Image.open(os.path.join(source, name)).convert("RGB")
            image.thumbnail((1200, 1200))
            own = ImageCms.profileToProfile(
                image, SRGB, ImageCms.ImageCmsProfile(path), renderingIntent=RELATIVE, outputMode=mode, flags=FLAGS)
            stem = os.path.splitext(name)[0]
            own.save(
                os.path.join(folder, stem + ".tif"), icc_profile=open(path, "rb").read(), compression="tiff_lzw")
            references[stem] = ImageCms.profileToProfile(
                own, ImageCms.ImageCmsProfile(path), SRGB, renderingIntent=RELATIVE, outputMode="RGB", flags=FLAGS)
        subprocess.run(
            [castbook, "prepare", folder, "--for", "kling", "-o", out], check=True, stdout=subprocess.DEVNULL)
        means, tails = [], []
        for stem, reference in references.items():
            copy = next(os.path.join(out, n) for n in os.listdir(out) if n.startswith(stem + "."))
            copy = Image.open(copy).convert("RGB")
            assert copy.size == reference.size, (copy.size, reference.size)
            distance = ciede2000(lab(copy), lab(reference))
            means.append(distance.mean())
            tails.append(np.percentile(distance, 99))
        print(f"{os.path.basename(path)} ({mode}, {len(means)} pictures): mean {np.mean(means):.3f}, "
              f"worst picture {max(means):.3f}, 99th percentile {max(tails):.2f}")


main()
