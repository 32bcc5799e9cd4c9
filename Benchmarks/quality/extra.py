"""Good pictures from a folder of one's own, all of them held out: a folder in it for each kind."""
import hashlib
import pathlib

from PIL import Image

from kinds import SMALL_SIDE
from sources import HELD

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


class Extra:
    """The folder; its files are scored where they lie."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.files = sorted(path for path in self.folder.glob("*/*") if path.suffix.lower() in SUFFIXES)
        if not self.files:
            raise SystemExit(f"{folder}: holds no pictures. Put them into folders named by their kinds "
                             "(portrait, product-white, …).")
        digest = hashlib.sha256("\0".join(f"{path} {path.stat().st_mtime_ns}" for path in self.files).encode())
        # Answers are kept under this name.
        self.root = self.folder / digest.hexdigest()[:16]

    def path(self, record):
        return self.folder / record["file"]

    def made(self):
        found = []
        for path in self.files:
            with Image.open(path) as image:
                width, height = image.size
            found.append({"name": path.stem, "half": HELD, "source": f"extra {path.stem}",
                          "group": f"life {path.parent.name}", "kind": "clean", "strength": 0, "spoil": False,
                          "small": min(width, height) < SMALL_SIDE, "width": width, "height": height,
                          "file": str(path.relative_to(self.folder))})
        return found
