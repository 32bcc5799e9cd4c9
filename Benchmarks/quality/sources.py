"""The pictures all begins with: where they come from, which half each is in, how they are cut.

The halves are by source picture: all wallpapers of one photographer are in the same half. What was held out
before and has been looked at is tuned now, with both of our own renders; so the held-out half has no renders.
Some of its photographs are in references.tsv, too, where they are held out as well.
"""
import pathlib
import sysconfig

import numpy
from PIL import Image

from packages import Packages

TUNED, HELD = "tuned", "held-out"
# Words that numbers for drawings by code follow from: what was held out once is tuned now.
SEEDS = {TUNED: ("tuned", "held-out"), HELD: ("third",)}
WHOLE = (0, 0, 1, 1)

GCOMPRIS = "{0}/gcompris/src/activities/{0}/resource"
ERASE, MONUMENTS, PLANETS = (GCOMPRIS.format(name) for name in ("erase", "explore_monuments", "solar_system"))

# (name, half, group, where, file, [(box in shares, long side)]); a long side of 0 keeps the pixels.
# `where` is a folder of below or a short name of packages.py. Views of a wallpaper are reduced by
# 1.5 at least, so that nothing of its JPEG stays.
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
    ("fig", TUNED, "ordinary", "16.04", "Picture_0B_by_freespace.jpg",
     [(WHOLE, 1400), ((0.3, 0.1, 0.9, 0.8), 1000)]),
    ("brushes", TUNED, "shallow", "16.04", "Picture_1A_by_freespace.jpg", [(WHOLE, 910)]),
    ("bird", TUNED, "ordinary", "16.04", "free_by_Peter_Nerlich.jpg",
     [(WHOLE, 1400), ((0.25, 0.3, 0.85, 0.9), 1100)]),
    ("clock", TUNED, "ordinary", "16.04", "greentock_by_Peter_Nerlich.jpg",
     [(WHOLE, 1400), ((0.3, 0.1, 1, 0.8), 1200)]),
    ("leaves", TUNED, "ordinary", "16.04", "Dragonfly_by_Bolly.jpg",
     [(WHOLE, 1500), ((0.2, 0.3, 0.8, 0.95), 1400)]),
    ("nuthatch", TUNED, "shallow", "20.04", "Kleiber_by_Lukas_Baubkus.jpg",
     [(WHOLE, 2400), ((0.25, 0, 0.75, 0.75), 1400)]),
    ("chelsea", TUNED, "ordinary", "skimage", "chelsea.png", [(WHOLE, 0)]),
    ("camera", TUNED, "ordinary", "skimage", "camera.png", [(WHOLE, 0)]),
    ("motorcycle", TUNED, "ordinary", "skimage", "motorcycle_left.png", [(WHOLE, 0)]),
    ("dahlia", TUNED, "shallow", "sklearn", "flower.jpg", [(WHOLE, 0)]),
    ("zidane", TUNED, "low-key", "ultralytics", "zidane.jpg", [(WHOLE, 960)]),
    ("stripes", TUNED, "drawings", "20.04", "Painting-Colors_by__herobrine7gamer.jpg", [(WHOLE, 1500)]),
    ("chrysanthemum", HELD, "shallow", "jxl", "jxl/flower/flower.png", [(WHOLE, 1500), ((0.2, 0.05, 0.85, 1), 950)]),
    ("icelandic-horse", HELD, "ordinary", "gcompris", f"{ERASE}/horse.webp", [(WHOLE, 1200), ((0, 0, 0.7, 1), 850)]),
    ("spoonbills", HELD, "shallow", "gcompris", f"{ERASE}/spoonbills.webp", [(WHOLE, 1200), ((0, 0, 0.62, 1), 780)]),
    ("splash", HELD, "shallow", "mate", "Aqua.jpg", [(WHOLE, 1500)]),
    ("raindrops", HELD, "shallow", "mate", "RainDrops.jpg", [(WHOLE, 1200)]),
    ("meadow", HELD, "shallow", "mate", "GreenMeadow.jpg", [(WHOLE, 850)]),
    ("speaker", HELD, "ordinary", "thumbor", "10_years_of_Wikipedia_by_Guillaume_Paumier.jpg",
     [(WHOLE, 1500), ((0.15, 0, 0.9, 0.6), 1300)]),
    ("henner", HELD, "shallow", "thumbor", "Christophe_Henner_-_June_2016.jpg",
     [(WHOLE, 1600), ((0, 0, 0.72, 1), 1400)]),
    ("dachshund", HELD, "ordinary", "colorbox", "daisy@2x.jpg", [(WHOLE, 1000)]),
    ("cliff", HELD, "ordinary", "tuxpaint", "templates/cliff.jpg", [(WHOLE, 864)]),
    ("pebbles", HELD, "ordinary", "tuxpaint", "templates/rocks.jpg", [(WHOLE, 864)]),
    ("jellyfish", HELD, "low-key", "tuxpaint", "templates/jellyfish.jpg", [(WHOLE, 853)]),
    ("redwoods", HELD, "low-key", "tuxpaint", "templates/redwoods_above.jpg", [(WHOLE, 640)]),
    ("lighthouse", HELD, "ordinary", "tuxpaint", "templates/lighthouse.jpg", [(WHOLE, 640)]),
    ("cat-face", HELD, "ordinary", "jigsaw", "cat-animal-cat-portrait-mackerel.jpg", [(WHOLE, 667)]),
    ("snow-tiger", HELD, "ordinary", "jigsaw", "pexels-photo-302304.jpeg", [(WHOLE, 667)]),
    ("chambord", HELD, "ordinary", "gcompris", f"{MONUMENTS}/france/chateaudeChambord.webp", [(WHOLE, 682)]),
    ("chenonceau", HELD, "ordinary", "gcompris", f"{MONUMENTS}/france/chateaudeChenonceau.webp", [(WHOLE, 682)]),
    ("carcassonne", HELD, "ordinary", "gcompris", f"{MONUMENTS}/france/citedeCarcassonne.webp", [(WHOLE, 682)]),
    ("clipper", HELD, "drawings", "horizons", "bg_1.png", [(WHOLE, 1280)]),
]
# Faces fill these: nothing is put before them.
FACES = {"speaker", "henner", "dachshund", "cat-face", "snow-tiger"}
# Taken a hand's breadth beside motorcycle_left: the same view, for the duplicates.
STEREO = ("skimage", "motorcycle_right.png")

# (name, half, where, file): cut-outs; the figures drawn by code join them in studio.py.
CUT_OUTS = [
    ("anemone", TUNED, "stamps", "plants/flowers/anemone_red.png"),
    ("wheel", TUNED, "stamps", "vehicles/wheel_tractor.png"),
    ("orange", TUNED, "stamps", "food/fruit/orange_seville.png"),
    ("guineafowl", TUNED, "stamps", "animals/birds/helmeted_guineafowl.png"),
    ("cherimoya", TUNED, "stamps", "food/fruit/cherimoya.png"),
    ("firetruck", TUNED, "stamps", "vehicles/emergency/firetruck.png"),
    ("mug", TUNED, "fixtures", "trouble/mug-cut-out.png"),
    ("mantis", HELD, "stamps", "animals/insects/mantis.png"),
    ("inukshuk", HELD, "stamps", "town/monuments/inukshuk-photo.png"),
    ("stryker", HELD, "stamps", "military/vehicles/infantry-stryker.png"),
    ("rose", HELD, "x-image", "yellow_rose.lossless.webp"),
    ("saturn", HELD, "gcompris", f"{PLANETS}/saturn.webp"),
    ("drone", HELD, "freeorion", "icons/monsters/drone.png"),
    ("konqi", HELD, "kde-konqi", "Hacker Konqi.png"),
]

# Our own renders: all of `starter`, and some of `scenes` (480 px, so small).
RENDERS = ["starter/mira-front", "starter/mira-three-quarter-left", "starter/mira-right",
           "starter/mira-back", "starter/mug-front", "starter/mug-three-quarter", "starter/mug-top"]
RENDERS += [f"scenes/{who}-{what}" for who in ("mira", "mug") for what in (
    "000-studio", "045-lamp", "000-side", "000-daylight-white", "000-daylight-cluttered", "090-daylight",
    "225-daylight", "close-up", "full-length")]



class Sources:
    """The folders of all sources, installed into a scratch folder."""

    def __init__(self, scratch):
        self.fixtures = pathlib.Path(__file__).parents[2] / "Fixtures"
        self.packages = Packages(scratch)
        installed = pathlib.Path(sysconfig.get_path("purelib"))
        self.folders = {"fixtures": self.fixtures, "skimage": installed / "skimage/data",
                        "sklearn": installed / "sklearn/datasets/images"}

    def install(self):
        """Fetches what is missing."""
        self.packages.install(set(self.wheres()) - set(self.folders))
        self.check()

    def wheres(self):
        return [where for _, _, _, where, *_ in PHOTOGRAPHS] + [where for _, _, where, _ in CUT_OUTS]

    def folder(self, where):
        return self.folders[where] if where in self.folders else self.packages.folder(where)

    def check(self):
        """Every file must be there: a table with holes would not say so."""
        wanted = [self.folder(where) / name for _, _, _, where, name, _ in PHOTOGRAPHS]
        wanted += [self.folder(where) / name for _, _, where, name in CUT_OUTS]
        wanted += [self.fixtures / f"{name}.jpg" for name in RENDERS]
        for path in wanted:
            if not path.exists():
                raise SystemExit(f"{path}: is not there. Its package may have changed; remove "
                                 "its folder to fetch it again, and see Benchmarks/quality/packages.py.")

    def photographs(self):
        """Every view: name, source, half, group, pixels."""
        for name, half, group, where, file, views in PHOTOGRAPHS:
            with Image.open(self.folder(where) / file) as image:
                image = image.convert("RGB")
            for number, (box, side) in enumerate(views):
                yield f"{name}-{number + 1}", name, half, group, view(image, box, side)

    def renders(self):
        for name in RENDERS:
            with Image.open(self.fixtures / f"{name}.jpg") as image:
                who = name.split("/")[1].split("-")[0]
                yield (name.replace("/", "-"), f"render-{who}", TUNED, "renders",
                       numpy.asarray(image.convert("RGB")))

    def cut_outs(self):
        """Name, half, picture with its transparency, cut to what is seen."""
        for name, half, where, file in CUT_OUTS:
            with Image.open(self.folder(where) / file) as image:
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
