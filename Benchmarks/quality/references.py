"""Good pictures that somebody might bring: where each comes from, what it is, and which half it is in.

`references.tsv` has a line for each view: its half, kind, source, package, file, the part that is taken
(left, top, right and bottom as shares) and the file's SHA-256. A source is one photographer, artist or
scene; all of it is in one half. The held-out pictures were chosen by eye, and no program had scored them then.
"""
import csv
import dataclasses
import hashlib
import pathlib

from PIL import Image, ImageOps

from packages import PACKAGES, Packages
from sources import HELD, TUNED

TABLE = pathlib.Path(__file__).with_name("references.tsv")
# Cut-outs, which are put before backgrounds; all other kinds are shown as they are.
CUT_OUTS = ("bust", "figure", "object", "sprite")
# A file of tests that stands upright, although its EXIF says that it lies.
UPRIGHT = {"10_years_of_Wikipedia_by_Guillaume_Paumier.jpg"}


@dataclasses.dataclass(frozen=True)
class Reference:
    name: str
    half: str
    kind: str
    source: str
    package: str
    file: str
    box: tuple | None
    digest: str


def table():
    """All lines; a source in both halves, or a package that isn't known, is a mistake in the table."""
    found, halves, numbers = [], {}, {}
    with open(TABLE, newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            source = row["source"]
            if row["half"] not in (TUNED, HELD) or row["package"] not in PACKAGES:
                raise SystemExit(f"{TABLE}: {source}: no such half or package")
            if halves.setdefault(source, row["half"]) != row["half"]:
                raise SystemExit(f"{TABLE}: {source}: is in both halves")
            numbers[source] = numbers.get(source, 0) + 1
            box = None if row["box"] == "-" else tuple(float(share) for share in row["box"].split())
            found.append(Reference(f"{source}-{numbers[source]}", row["half"], row["kind"], source,
                                   row["package"], row["file"], box, row["sha256"]))
    return found


class References:
    """The table with its pictures."""

    def __init__(self, scratch):
        self.all = table()
        self.packages = Packages(scratch)
        self.packages.install({one.package for one in self.all})
        self.check()

    def path(self, one):
        return self.packages.folder(one.package) / one.file

    def check(self):
        for one in self.all:
            path = self.path(one)
            if not path.exists():
                raise SystemExit(f"{path}: is not there. Its package may have changed; remove its folder to fetch "
                                 "it again, and see Benchmarks/quality/packages.py.")
            if hashlib.sha256(path.read_bytes()).hexdigest() != one.digest:
                raise SystemExit(f"{path}: is not the picture that references.tsv means (its SHA-256 differs).")

    def open(self, one):
        """The picture upright, RGB or RGBA; a cut-out is cut to what is seen."""
        if self.path(one).suffix in (".heic", ".hif"):
            import pillow_heif
            pillow_heif.register_heif_opener()
        with Image.open(self.path(one)) as image:
            image = image if one.file in UPRIGHT else ImageOps.exif_transpose(image)
            image = image.convert("RGBA" if one.kind in CUT_OUTS else "RGB")
        if one.box:
            sides = (image.width, image.height) * 2
            image = image.crop(tuple(round(share * side) for share, side in zip(one.box, sides)))
        if one.kind in CUT_OUTS:
            image = image.crop(image.getchannel("A").point(lambda a: 255 * (a > 24)).getbbox())
        return image
