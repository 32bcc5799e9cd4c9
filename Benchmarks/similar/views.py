"""How often `castbook similar` finds the original of a crop, a turned copy and a copy with a caption.

  python3 views.py PICTURES CASTBOOK [COUNT]

PICTURES is a folder of photographs, such as what Benchmarks/quality/brought.py collects. COUNT of them (400) are added
to a library. Of the first 60, a crop to 70 % of both sides, a copy turned by 3 degrees, and one with a black strip with
letters over the lower 14 % are looked for. It needs Pillow.
"""
import json
import os
import random
import subprocess
import sys
import tempfile
import time

from PIL import Image, ImageDraw

pictures, castbook = sys.argv[1:3]
count = int(sys.argv[3]) if len(sys.argv) > 3 else 400
random.seed(4)


def cropped(picture):
    width, height = picture.size
    x, y = random.uniform(0, .3), random.uniform(0, .3)
    return picture.crop(tuple(int(v) for v in (x * width, y * height, (x + .7) * width, (y + .7) * height)))


def turned(picture):
    width, height = picture.size
    turned = picture.rotate(3, resample=Image.BICUBIC)
    return turned.crop(tuple(int(v) for v in (.05 * width, .05 * height, .95 * width, .95 * height)))


def captioned(picture):
    width, height = picture.size
    copy = picture.copy()
    draw = ImageDraw.Draw(copy)
    draw.rectangle((0, int(.86 * height), width, height), fill=(0, 0, 0))
    draw.text((width // 10, int(.9 * height)), "A caption", fill=(255, 255, 255))
    return copy


changes = {"crop": cropped, "turn": turned, "caption": captioned}
files = sorted(os.path.join(folder, name) for folder, _, names in os.walk(pictures) for name in names)
random.shuffle(files)
files = files[:count]
with tempfile.TemporaryDirectory() as scratch:
    environment = dict(os.environ, CASTBOOK_LIBRARY=os.path.join(scratch, "library"))
    queries = os.path.join(scratch, "queries")
    os.mkdir(queries)

    def run(*words, text=None):
        start = time.monotonic()
        result = subprocess.run([castbook, *words], env=environment, input=text, text=True, capture_output=True)
        return result.stdout, time.monotonic() - start

    run("init")
    run("add", "product", "@all", "-", text="\n".join(files))
    for index, file in enumerate(files[:60]):
        try:
            picture = Image.open(file).convert("RGB")
        except OSError:
            continue
        for name, change in changes.items():
            change(picture).save(os.path.join(queries, f"{index:03}-{name}.jpg"), quality=88)
    _, first = run("similar", queries, "--json")
    text, again = run("similar", queries, "--json")

found = {name: [] for name in changes}
others = 0
for picture in json.loads(text)["pictures"]:
    name = os.path.basename(picture["path"])
    original = os.path.basename(files[int(name[:3])])
    own = [one for one in picture["similar"] if any(element["path"] == original for element in one["elements"])]
    others += len(picture["similar"]) - len(own)
    found[name[4:-4]].append((own[0]["likeness"], own[0]["distance"]) if own else None)
for name, all in found.items():
    distances = sorted(one[1] for one in all if one)
    print(f"{name:8} {len(distances)} of {len(all)}, {sum(1 for one in all if one and one[0] == 'near')} as copies; "
          f"bits that differ: median {distances[len(distances) // 2]}, most {distances[-1]}")
print(f"other pictures named: {others}")
print(f"{sum(map(len, found.values()))} pictures compared with {count}: {first:.1f} s, again {again:.1f} s")
