"""The film that the twenty shot files belong to: a library with its cast, the frames, the clips and the pictures that they
name, made with the program and its own fixtures."""
import json, os, pathlib, shutil, subprocess

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parents[1] / "Fixtures"
# What the shot files name, and the fixtures that it is made of. All pictures show Mira or the mug:
# a limit counts files, sides and seconds, not what they show.
FILES = {
    "refs/backlot.jpg": "scenes/mug-000-daylight-cluttered.jpg", "refs/coat.jpg": "scenes/mira-full-length.jpg",
    "clips/walk.mp4": "clips/mira-8.0s.mp4", "clips/desk.mp4": "clips/mira.mp4", "clips/doorway.mp4": "clips/mira-3.0s.mp4",
}
FRAMES = ["frames/lobby-first.png", "frames/lobby-last.png"]
CAST = [
    # kind, handle, files, role, more options
    ("character", "@ben", ["scenes/mira-000-side.jpg", "scenes/mira-045-side.jpg"], "front,three-quarter-left",
     ["--name", "Ben Adeyemi", "--description", "A man of forty in a dark wool coat."]),
    ("character", "@yuki", ["scenes/mira-000-lamp.jpg", "scenes/mira-045-lamp.jpg"], "front,three-quarter-left",
     ["--name", "Yuki Arai", "--alias", "雪", "--description", "A ramen cook of fifty with grey hair."]),
    ("character", "@runner", ["clips/mira-8.0s.mp4"], None,
     ["--name", "Runner", "--description", "A runner in a red jacket."]),
    ("place", "@kitchen", ["scenes/mug-045-studio.jpg"], None,
     ["--name", "Kitchen", "--description", "A bright kitchen with a marble counter."]),
    ("voice", "@ben_voice", ["voices/en-us.wav"], None, ["--name", "Ben's voice"]),
    ("voice", "@yuki_voice", ["voices/ja.wav"], None, ["--name", "Yuki's voice"]),
]
EDITS = [
    ["add", "@mira", FIXTURES / "scenes/mira-090-daylight.jpg", "--role", "left"],
    ["edit", "@mira", "--alias", "米拉"], ["edit", "@mug", "--alias", "马克杯"],
    ["bind", "@ben", "@ben_voice"], ["bind", "@yuki", "@yuki_voice"],
]
RIGHTS = ["--basis", "own"]


class Failure(Exception):
    """The program did not do what it was asked, which no shot file can cause."""


class Film:
    """A folder with a film in it, and the program that works on it."""

    def __init__(self, folder, castbook):
        self.folder, self.castbook = folder, castbook
        self.shots = sorted(path.stem for path in (HERE / "shots").glob("*.md"))

    @property
    def environment(self):
        """The user's own library, profiles and keys are not seen."""
        return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(self.folder),
                "CASTBOOK_LIBRARY": str(self.folder / "library"),
                **{name: os.environ[name] for name in ("LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}}

    def run(self, *words):
        """Runs the program, which may end with findings."""
        done = subprocess.run([self.castbook, *map(str, words)], cwd=self.folder, env=self.environment, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode not in (0, 1):
            raise Failure(f"castbook {' '.join(map(str, words))}\nended with {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def json(self, *words):
        return json.loads(self.run(*words, "--json").stdout)

    def targets(self):
        return [one["id"] for one in self.json("targets")["targets"]]

    def make(self):
        """Makes the library and the files beside the shot files."""
        for name, fixture in FILES.items():
            (self.folder / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(FIXTURES / fixture, self.folder / name)
        self.make_frames()
        for shot in self.shots:
            shutil.copyfile(HERE / f"shots/{shot}.md", self.folder / f"{shot}.md")
        self.run("init", "--starter")
        for kind, handle, files, role, options in CAST:
            roles = ["--role", role] if role else []
            people = ["--person", "generated"] if kind == "character" else []
            self.run("add", kind, handle, *[FIXTURES / file for file in files], *roles, *people, *options, *RIGHTS)
        for words in EDITS:
            self.run(*words)

    def make_frames(self):
        """Saves two frames of a clip, 1280 × 720, as people do who continue a shot."""
        self.run("stills", FIXTURES / "clips/mira.mp4", "--best", len(FRAMES), "-o", "frames")
        found = sorted((self.folder / "frames").glob("*.png"))
        if len(found) != len(FRAMES):
            raise Failure(f"stills saved {len(found)} frames, not {len(FRAMES)}")
        for path, name in zip(found, FRAMES):
            path.rename(self.folder / name)
