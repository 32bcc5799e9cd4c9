#!/usr/bin/env python3
"""peer.py IMG OUT: the same work with Pillow and ImageCms, in two processes.

Upright, in sRGB, alpha laid over white, a border where the sides are over 5:2, JPEG at quality 97 with 4:4:4 or the
best below it that is under 10,000,000 bytes; PNG for what had alpha; what needs nothing is copied. It neither proves
what it reads, nor checks or measures what comes out.
"""

import io
import multiprocessing
import os
import shutil
import sys

from PIL import Image, ImageCms, ImageOps

try:
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)
    pillow_heif.options.DECODE_THREADS = 1
except ImportError:
    pass

Image.MAX_IMAGE_PIXELS = None
LIMIT = 10_000_000
SRGB = ImageCms.createProfile("sRGB")


def prepare(job):
    path, out = job
    image = Image.open(path)
    profile = image.info.get("icc_profile")
    tags = image.getexif()
    turned = tags.get(0x0112, 1) != 1
    if image.format in ("JPEG", "PNG") and not profile and not turned and not tags and image.mode == "RGB" \
            and image.width * 2 <= image.height * 5:
        shutil.copyfile(path, out + os.path.splitext(path)[1])
        return
    image = ImageOps.exif_transpose(image)
    had_alpha = image.mode == "RGBA"
    if profile:
        image = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), SRGB,
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION)
    if had_alpha:
        ground = Image.new("RGB", image.size, (255, 255, 255))
        ground.paste(image, mask=image.getchannel("A"))
        image = ground
    if image.width * 2 > image.height * 5:
        canvas = Image.new("RGB", (image.width, (image.width * 2 + 4) // 5), image.getpixel((0, 0)))
        canvas.paste(image, (0, (canvas.height - image.height) // 2))
        image = canvas
    if had_alpha:
        image.save(out + ".png")
        if os.path.getsize(out + ".png") <= LIMIT:
            return
        os.remove(out + ".png")
    low, high, best = 75, 97, None
    quality = high
    while low <= high:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality, subsampling=0, optimize=True)
        if file.tell() <= LIMIT:
            best, low = file.getvalue(), quality + 1
        else:
            high = quality - 1
        quality = (low + high) // 2
    with open(out + ".jpg", "wb") as target:
        target.write(best or file.getvalue())


def main():
    source, out = sys.argv[1:3]
    os.makedirs(out, exist_ok=True)
    jobs = [
        (os.path.join(source, name), os.path.join(out, os.path.splitext(name)[0]))
        for name in sorted(os.listdir(source))]
    with multiprocessing.Pool(2) as pool:
        for _ in pool.imap_unordered(prepare, jobs, chunksize=4):
            pass


main()
