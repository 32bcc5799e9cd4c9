"""The pictures all begins with: where they come from, which half each is in, how they are cut.

The halves are by source picture: all wallpapers of one photographer are in the same half, the
package of 2020 is held out whole; Mira is in one half and the mug in the other.
"""
import pathlib
import shutil
import subprocess
import sys
import sysconfig

import numpy
from PIL import Image

TUNED, HELD = "tuned", "held-out"
PACKAGES = ["lomiri-wallpapers-16.04", "lomiri-wallpapers-20.04", "tuxpaint-stamps-default"]
WHOLE = (0, 0, 1, 1)

# (name, half, group, where, file, [(box in shares, long side)]); a long side of 0 keeps the pixels.
# Views of a wallpaper are reduced by 1.5 at least, so that nothing of its JPEG stays.
PHOTOGRAPHS = [
    ("aitzgorri", TUNED, "ordinary", "16.04", "aitzgorri_by_Aitzol_Berasategi.jpg",
     [(WHOLE, 1500), ((0.45, 0.2, 1, 0.75), 1000)]),
    ("dogs", TUNED, "ordinary", "16.04", "friends_by_Aitzol_Berasategi.jpg",
     [(WHOLE, 1400), ((0.1, 0.1, 0.75, 0.6), 1000)]),
    ("brook", TUNED, "ordinary", "16.04", "life_by_Aitzol_Berasategi.jpg",
     [(WHOLE, 1500), ((0.2, 0.2, 0.8, 0.9), 1200)]),
    ("mountains", TUNED, "ordinary", "16.04", "picosdeeuropa_by_Aitzol_Berasategi.jpg",
     [(WHOLE, 1500), ((0.1, 0.2, 0.8, 0.9), 1200)]),
    ("sunset", TUNED, "low-key", "16.04", "sunset_by_Aitzol_Berasategi.jpg",
     [(WHOLE, 1400), ((0.3, 0.3, 1, 1), 1300)]),
    ("bridge", TUNED, "ordinary", "16.04", "Bridge_by_Sander_Klootwijk.jpg", [((0.35, 0, 1, 1), 1400)]),
    ("wine", TUNED, "ordinary", "16.04", "Wine_by_Jakkub_Mede.jpg",
     [(WHOLE, 1400), ((0.1, 0.5, 0.95, 1), 1200)]),
    ("dandelion", TUNED, "shallow low-key", "16.04", "seeding_by_Clements_Engelhardt.jpg",
     [(WHOLE, 2000), ((0.08, 0, 0.6, 0.8), 1400)]),
    ("astronaut", TUNED, "ordinary", "skimage", "astronaut.png", [(WHOLE, 0)]),
    ("coffee", TUNED, "ordinary", "skimage", "coffee.png", [(WHOLE, 0)]),
    ("rocket", TUNED, "low-key", "skimage", "rocket.jpg", [(WHOLE, 0)]),
    ("china", TUNED, "ordinary", "sklearn", "china.jpg", [(WHOLE, 0)]),
    ("bus", TUNED, "ordinary", "ultralytics", "bus.jpg", [(WHOLE, 864)]),
    ("fig", HELD, "ordinary", "16.04", "Picture_0B_by_freespace.jpg",
     [(WHOLE, 1400), ((0.3, 0.1, 0.9, 0.8), 1000)]),
    ("brushes", HELD, "shallow", "16.04", "Picture_1A_by_freespace.jpg", [(WHOLE, 910)]),
    ("bird", HELD, "ordinary", "16.04", "free_by_Peter_Nerlich.jpg",
     [(WHOLE, 1400), ((0.25, 0.3, 0.85, 0.9), 1100)]),
    ("clock", HELD, "ordinary", "16.04", "greentock_by_Peter_Nerlich.jpg",
     [(WHOLE, 1400), ((0.3, 0.1, 1, 0.8), 1200)]),
    ("leaves", HELD, "ordinary", "16.04", "Dragonfly_by_Bolly.jpg",
     [(WHOLE, 1500), ((0.2, 0.3, 0.8, 0.95), 1400)]),
    ("nuthatch", HELD, "shallow", "20.04", "Kleiber_by_Lukas_Baubkus.jpg",
     [(WHOLE, 2400), ((0.25, 0, 0.75, 0.75), 1400)]),
    ("chelsea", HELD, "ordinary", "skimage", "chelsea.png", [(WHOLE, 0)]),
    ("camera", HELD, "ordinary", "skimage", "camera.png", [(WHOLE, 0)]),
    ("motorcycle", HELD, "ordinary", "skimage", "motorcycle_left.png", [(WHOLE, 0)]),
    ("dahlia", HELD, "shallow", "sklearn", "flower.jpg", [(WHOLE, 0)]),
    ("zidane", HELD, "low-key", "ultralytics", "zidane.jpg", [(WHOLE, 960)]),
    ("stripes", HELD, "drawings", "20.04", "Painting-Colors_by__herobrine7gamer.jpg", [(WHOLE, 1500)]),
]
# Taken a hand's breadth beside motorcycle_left: the same view, for the duplicates.
STEREO = ("skimage", "motorcycle_right.png")

# (name, half, file): photographic cut-outs; the figures drawn by code join them in studio.py.
CUT_OUTS = [
    ("anemone", TUNED, "plants/flowers/anemone_red.png"),
    ("wheel", TUNED, "vehicles/wheel_tractor.png"),
    ("orange", TUNED, "food/fruit/orange_seville.png"),
    ("guineafowl", HELD, "animals/birds/helmeted_guineafowl.png"),
    ("cherimoya", HELD, "food/fruit/cherimoya.png"),
    ("firetruck", HELD, "vehicles/emergency/firetruck.png"),
    ("mug", HELD, None),
]

# Our own renders: all of `starter`, and some of `scenes` (480 px, so small).
RENDERS = ["starter/mira-front", "starter/mira-three-quarter-left", "starter/mira-right",
           "starter/mira-back", "starter/mug-front", "starter/mug-three-quarter", "starter/mug-top"]
RENDERS += [f"scenes/{who}-{what}" for who in ("mira", "mug") for what in (
    "000-studio", "045-lamp", "000-side", "000-daylight-white", "000-daylight-cluttered", "090-daylight",
    "225-daylight", "close-up", "full-length")]


def half_of_render(name):
    return TUNED if "mira" in name else HELD


class Sources:
    """The folders of all sources, installed into a scratch folder."""

    def __init__(self, scratch):
        self.root = pathlib.Path(scratch) / "sources"
        self.fixtures = pathlib.Path(__file__).parents[2] / "Fixtures"
        packages = pathlib.Path(sysconfig.get_path("purelib"))
        self.folders = {
            "skimage": packages / "skimage/data", "sklearn": packages / "sklearn/datasets/images",
            "ultralytics": self.root / "ultralytics/assets",
            "16.04": self.root / PACKAGES[0] / "usr/share/backgrounds",
            "20.04": self.root / PACKAGES[1] / "usr/share/backgrounds",
            "stamps": self.root / PACKAGES[2] / "usr/share/tuxpaint/stamps"}

    def install(self):
        """Fetches what is missing: Debian's packages are only unpacked, the wheel only unzipped."""
        self.root.mkdir(parents=True, exist_ok=True)
        for package in PACKAGES:
            if not (self.root / package).exists():
                self.fetch(["apt-get", "download", package], f"{package}_*.deb")
                deb = next(self.root.glob(f"{package}_*.deb"))
                part = self.root / "part"
                shutil.rmtree(part, ignore_errors=True)
                self.call(["dpkg", "-x", deb.name, part.name])
                part.rename(self.root / package)
                deb.unlink()
        if not self.folders["ultralytics"].exists():
            pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "ultralytics"]
            self.fetch(pip, "ultralytics-*.whl")
            wheel = next(self.root.glob("ultralytics-*.whl"))
            self.call([sys.executable, "-m", "zipfile", "-e", wheel.name, "wheel"])
            shutil.move(self.root / "wheel/ultralytics", self.root / "ultralytics")
            shutil.rmtree(self.root / "wheel")
            wheel.unlink()
        self.check()

    def fetch(self, words, pattern):
        if not list(self.root.glob(pattern)):
            print(f"fetching: {' '.join(map(str, words[-2:]))}", file=sys.stderr)
            self.call(words)

    def call(self, words):
        done = subprocess.run(words, cwd=self.root, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(map(str, words))}: {done.stderr.strip()[-400:]}\n"
                             f"Run it in {self.root} by hand, then begin again.")

    def check(self):
        """Every file must be there: a table with holes would not say so."""
        wanted = [self.folders[where] / name for _, _, _, where, name, _ in PHOTOGRAPHS]
        wanted += [self.folders["stamps"] / name for _, _, name in CUT_OUTS if name]
        wanted += [self.fixtures / f"{name}.jpg" for name in RENDERS]
        for path in wanted:
            if not path.exists():
                raise SystemExit(f"{path}: is not there. Its package may have changed; remove "
                                 f"{self.root} to fetch all anew, and see Benchmarks/quality/sources.py.")

    def photographs(self):
        """Every view: name, source, half, group, pixels."""
        for name, half, group, where, file, views in PHOTOGRAPHS:
            with Image.open(self.folders[where] / file) as image:
                image = image.convert("RGB")
            for number, (box, side) in enumerate(views):
                yield f"{name}-{number + 1}", name, half, group, view(image, box, side)

    def renders(self):
        for name in RENDERS:
            with Image.open(self.fixtures / f"{name}.jpg") as image:
                who = name.split("/")[1].split("-")[0]
                yield (name.replace("/", "-"), f"render-{who}", half_of_render(name), "renders",
                       numpy.asarray(image.convert("RGB")))

    def cut_outs(self):
        """Name, half, picture with its transparency, cut to what is seen."""
        for name, half, file in CUT_OUTS:
            path = self.folders["stamps"] / file if file else self.fixtures / "trouble/mug-cut-out.png"
            with Image.open(path) as image:
                image = image.convert("RGBA")
            yield name, half, image.crop(image.getchannel("A").point(lambda a: 255 * (a > 24)).getbbox())


def view(image, box, side):
    """A part of a picture, reduced."""
    left, top, right, bottom = (round(share * length) for share, length in
                                zip(box, (image.width, image.height, image.width, image.height)))
    part = image.crop((left, top, right, bottom))
    if side and max(part.size) > side:
        times = side / max(part.size)
        part = part.resize((round(part.width * times), round(part.height * times)), Image.Resampling.LANCZOS)
    return numpy.asarray(part)
