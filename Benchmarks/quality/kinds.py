"""The kinds of defect: which measure speaks for each, which rules are its own, what is aimed at."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Kind:
    """One kind of defect: its name, what should notice it, and the goal for the AUC."""
    name: str
    measures: tuple  # the least of these scores speaks for the kind
    rules: tuple  # findings that name this defect, or a part of it
    goal: float | None
    # any: every picture that is spoiled; large: only 512 px and more; plain: cut-outs before plain
    # backdrops;
    # life: good pictures of references.tsv; placed: its cut-outs before photographs.
    base: str = "any"
    warns: bool = True  # whether a finding of it is a warning at least


SOFT = ("image.blurred", "image.motion-blurred", "image.upscaled")

KINDS = [
    Kind("gaussian", ("sharpness",), SOFT, 0.93),
    Kind("motion", ("sharpness",), SOFT, 0.93),
    Kind("defocus", ("sharpness",), SOFT, 0.92),
    Kind("blur-noise", ("sharpness",), (*SOFT, "image.noisy"), 0.93),
    Kind("upscaled", ("resolution",), SOFT, 0.92, base="large"),
    Kind("under", ("exposure",), ("image.dark",), 0.95),
    Kind("over", ("exposure",), ("image.overexposed",), 0.95),
    Kind("noise", ("noise",), ("image.noisy",), 0.97),
    Kind("jpeg", ("compression",), ("image.over-compressed",), 0.95),
    Kind("jpeg-hidden", ("compression",), ("image.over-compressed",), 0.95),
    Kind("haze", ("contrast",), ("image.hazy",), 0.95),
    Kind("cast", ("color",), ("image.color-cast",), None, warns=False),
    Kind("letterbox", ("border",), ("image.letterboxed",), 0.97),
    Kind("collage", ("collage",), ("image.collage",), 0.95),
    Kind("screenshot", ("screenshot",), ("image.screenshot",), 0.95),
    Kind("caption", ("text",), ("image.text-overlay",), 0.90, warns=False),
    Kind("watermark", ("text",), ("image.text-overlay",), None, warns=False),
    Kind("clutter", ("clutter",), ("image.cluttered",), 0.95, base="plain", warns=False),
    Kind("small-subject", ("subject",), ("image.subject-small",), 0.97, base="plain"),
    Kind("cut-off", ("framing",), ("image.subject-cut",), 0.95, base="plain"),
]

# Defects that people bring, on pictures as they have them. What only gets a note, and what has no
# measure (a repeated watermark; a subject in a scene that is small, or cut off), warns of nothing.
MORE = [
    Kind("backlit", ("backlight",), ("image.backlit", "image.dark"), None, base="placed", warns=False),
    Kind("vignette", ("vignette",), ("image.vignette",), None, base="life", warns=False),
    Kind("tiles", ("text",), ("image.text-overlay",), None, base="life", warns=False),
    Kind("sharpened", ("resolution", "sharpening"), ("image.upscaled", "image.over-sharpened"), None, base="life"),
    Kind("processed", ("sharpening",), ("image.over-sharpened",), None, base="life", warns=False),
    Kind("sensor-noise", ("noise",), ("image.noisy",), None, base="life"),
    Kind("subtitles", ("text",), ("image.text-overlay",), None, base="life", warns=False),
    Kind("band", ("text",), ("image.text-overlay", "image.letterboxed"), None, base="life", warns=False),
    Kind("story", ("border",), ("image.letterboxed",), None, base="life"),
    Kind("phone-screen", ("screenshot",), ("image.screenshot",), None, base="life"),
    Kind("tiny", ("subject",), ("image.subject-small",), None, base="placed", warns=False),
    Kind("head-cut", ("framing",), ("image.subject-cut",), None, base="placed"),
    Kind("head-cut-scene", ("framing",), ("image.subject-cut",), None, base="placed", warns=False),
]
# Groups of pictures before plain backdrops, where white on white is no haze: only others count for
# it.
PLAIN_GROUPS = ("studio", "renders", "drawings")
BY_NAME = {kind.name: kind for kind in KINDS + MORE}
STRENGTHS = (1, 2, 3)

# Findings about size: true of a picture that is small, so no false alarm on one.
SIZE_RULES = {"image.upscaled", "image.too-small"}
SMALL_SIDE = 512
# Groups of clean pictures, as they are told of; the first word of a picture's group.
GROUPS = ["ordinary", "shallow", "bokeh", "studio", "low-key", "foggy", "drawings", "renders"]
# At most so many of the clean pictures, as shares; and of those of any one kind.
GOAL_WARN, GOAL_FAIL, GOAL_STUDIO, GOAL_OF_KIND = 0.05, 0.005, 0.05, 0.10
GOAL_CATCH = {2: 0.85, 3: 0.98}
# A sharp subject before a blurred background, above pictures that are really blurred.
GOAL_BOKEH, GOAL_SHALLOW = 0.90, 0.93


# What castbook is told that a picture of life.py shows; the group of others is no kind of element.
SHOWS = {"character": ("portrait", "person", "dark", "drawn", "pixel-art", "render"),
         "place": ("ordinary", "fog", "night", "snow")}


def shows(record):
    """The kind of element that somebody would call the picture, or nothing."""
    words = record["group"].split()
    if words[0] != "life":
        # Clutter is a warning only where somebody said what is shown.
        return "product" if record["kind"] == "clutter" else None
    return next((element for element, kinds in SHOWS.items() if words[1] in kinds), "product")


def score_of(record, measures):
    """The score that speaks for a kind; 1 where nothing could be measured: nothing is objected to."""
    return min(record["scores"].get(measure, 1.0) for measure in measures)
