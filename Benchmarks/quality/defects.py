"""More ways in which pictures are spoiled: by light, by machines that improve them, by what is laid over them.

Each has strengths 1, 2 and 3, and amounts between them for the ladders, as in degradations.py.
"""
import cv2
import numpy
from PIL import Image, ImageDraw, ImageFont

import settings
import studio
from degradations import at, coded, filled, linear, scale, whole

# Pictures with too few pixels are only told to be too small.
LEAST_SIDE = 360


def vignette(pixels, strength, random):
    """Corners that are darker by 1.5 to 5 stops."""
    height, width = pixels.shape[:2]
    y, x = numpy.mgrid[0:height, 0:width]
    away = numpy.hypot((x / width - 0.5) * 2, (y / height - 0.5) * 2) / 2 ** 0.5
    return coded(linear(pixels) * 2.0 ** (-at([1.5, 3, 5], strength) * away ** 2)[..., None])


def tiles(pixels, strength, random):
    """A mark, turned and repeated over the whole picture, as agencies lay it over previews."""
    height, width = pixels.shape[:2]
    side = int(numpy.hypot(width, height))
    size = max(14, width // int(random.integers(14, 24)))
    word = ["PREVIEW", "© stock", "SAMPLE", "do not copy"][random.integers(4)]
    layer = Image.new("L", (side, side), 0)
    pen, font = ImageDraw.Draw(layer), ImageFont.load_default(size)
    across, down = int(size * random.uniform(6, 9)), int(size * random.uniform(3, 5))
    for row in range(0, side, down):
        for column in range(-across if row // down % 2 else -across // 2, side, across):
            pen.text((column, row), word, 255, font)
            pen.ellipse([column - size, row, column - size // 5, row + size * 4 // 5], outline=255,
                        width=max(1, size // 10))
    layer = layer.rotate(float(random.uniform(15, 45)), Image.Resampling.BILINEAR)
    left, top = (side - width) // 2, (side - height) // 2
    mark = numpy.asarray(layer.crop((left, top, left + width, top + height)), float)[..., None] / 255
    tone = random.choice([255, 255, 128])
    opaque = at([0.12, 0.22, 0.38], strength)
    return whole(pixels * (1 - mark * opaque) + tone * mark * opaque)


def sharpened(pixels, strength, random):
    """Enlarged and then sharpened: smooth areas, hard edges, no detail."""
    height, width = pixels.shape[:2]
    times = at([2, 3, 4.5], strength, 1)
    small = cv2.resize(pixels, (int(width / times), int(height / times)), interpolation=cv2.INTER_AREA)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_LANCZOS4)
    smooth = cv2.bilateralFilter(large, 7, 14, times).astype(numpy.float32)
    halo = cv2.GaussianBlur(smooth, (0, 0), 0.55 * times)
    return whole(smooth + (smooth - halo) * at([1.2, 1.6, 2.0], strength))


def processed(pixels, strength, random):
    """What eager phones do: noise smeared away, local contrast, edges with halos."""
    times = scale(pixels)
    smear = cv2.bilateralFilter(pixels, 9, at([20, 35, 55], strength), 3 * times)
    smear = cv2.medianBlur(smear, 3 if strength < 2 else 5).astype(numpy.float32)
    wide = cv2.GaussianBlur(smear, (0, 0), 25 * times)
    local = smear + (smear - wide) * at([0.3, 0.5, 0.8], strength)
    halo = cv2.GaussianBlur(local, (0, 0), 1.8 * times)
    return whole(local + (local - halo) * at([1.2, 2.2, 3.5], strength))


def sensor_noise(pixels, strength, random):
    """A dark room, a small sensor: noise before the colours are made of it."""
    return settings.mosaic(pixels, at([10, 18, 32], strength), random)


def box_of_text(pixels, size, lines, ground, ink, opaque, middle):
    """Lines of text on a box; the box ends near the lower side."""
    image = Image.fromarray(pixels)
    font = ImageFont.load_default(size)
    pen = ImageDraw.Draw(image)
    wide = max(pen.textlength(line, font) for line in lines)
    tall = int(size * 1.3 * len(lines))
    left = (image.width - wide) / 2 if middle else image.width * 0.05
    top = image.height * 0.94 - tall
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    draw.rectangle([left - size * 0.4, top - size * 0.2, left + wide + size * 0.4, top + tall + size * 0.2],
                   (*ground, opaque))
    for number, line in enumerate(lines):
        draw.text((left, top + number * size * 1.3), line, (*ink, 255), font)
    return numpy.asarray(Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB"))


def subtitles(pixels, strength, random):
    """Subtitles on a dark box, one line or two."""
    size = max(9, int(min(pixels.shape[0], pixels.shape[1] * 0.9) * at([0.035, 0.05, 0.07], strength, 0.02)))
    lines = ["I told you that I would wait", "until the rain had stopped"][:1 if strength <= 1 else 2]
    dark = int(random.choice([0, 0, 20]))
    return box_of_text(pixels, size, lines, (dark,) * 3, (255, 255, 255), int(random.choice([150, 200, 255])), True)


def band(pixels, strength, random):
    """Black text on a white band above or below the picture."""
    height, width = pixels.shape[:2]
    tall = int(height * at([0.07, 0.11, 0.16], strength, 0.04))
    strip = Image.new("RGB", (width, tall), (255, 255, 255))
    pen = ImageDraw.Draw(strip)
    size = max(9, int(tall * 0.55))
    words = "When the kettle has been on for an hour"
    while size > 9 and pen.textlength(words, ImageFont.load_default(size)) > width * 0.94:
        size -= 1
    pen.text((width * 0.03, (tall - size * 1.2) / 2), words, (0, 0, 0), ImageFont.load_default(size))
    parts = [numpy.asarray(strip), pixels]
    return numpy.vstack(parts if random.random() < 0.6 else parts[::-1])


def story(pixels, strength, random):
    """A tall frame: the picture in its middle, enlarged and blurred above and below."""
    share = at([0.7, 0.5, 0.34], strength, 0.95)
    height, width = pixels.shape[:2]
    tall = width * 16 // 9
    inner = filled(pixels, width, int(tall * share))
    fill = cv2.GaussianBlur(filled(pixels, width, tall), (0, 0), width / 25)
    fill = whole(fill * random.uniform(0.7, 1.0))
    top = (tall - inner.shape[0]) // 2
    fill[top:top + inner.shape[0]] = inner
    return fill


def phone_screen(pixels, strength, random):
    """A screenshot of a phone that shows the picture: in a gallery, in a feed, in a chat."""
    share = at([0.85, 0.62, 0.42], strength, 1)
    width = int(numpy.clip(pixels.shape[1], 480, 1170))
    height = int(width * random.choice([16 / 9, 19.5 / 9, 20 / 9]))
    dark = random.random() < 0.5
    ground, ink, part = ((0, 0, 0), (240, 240, 242), (44, 44, 48)) if dark else (
        (255, 255, 255), (20, 20, 24), (232, 233, 238))
    screen = Image.new("RGB", (width, height), ground)
    layout = ("gallery", "feed", "chat")[random.integers(3)]
    if layout == "chat":
        share *= 0.8
    picture = Image.fromarray(pixels)
    most = (width if layout != "chat" else int(width * 0.72), int(height * share))
    picture.thumbnail(most, Image.Resampling.LANCZOS)
    unit = width / 390
    top = int(unit * (100 if layout != "gallery" else max(100, (height / unit - picture.height / unit) / 2)))
    left = (width - picture.width) // 2 if layout != "chat" else int(unit * 16)
    chrome(screen, unit, ink, part, layout, top, top + picture.height)
    if layout == "chat":
        corner = Image.new("L", picture.size, 0)
        ImageDraw.Draw(corner).rounded_rectangle([0, 0, picture.width - 1, picture.height - 1],
                                                 int(18 * unit), fill=255)
        screen.paste(picture, (left, top), corner)
    else:
        screen.paste(picture, (left, top))
    return numpy.asarray(screen)


def chrome(screen, unit, ink, part, layout, top, end):
    """A status bar, a bar of the app, rounded buttons, and text."""
    pen, width, height = ImageDraw.Draw(screen), screen.width, screen.height
    small, large = (ImageFont.load_default(max(8, int(size * unit))) for size in (13, 17))
    pen.text((24 * unit, 14 * unit), "9:41", ink, large)
    pen.rounded_rectangle([width - 46 * unit, 16 * unit, width - 20 * unit, 28 * unit], 4 * unit, outline=ink,
                          width=max(1, int(unit)))
    pen.rectangle([width - 44 * unit, 18 * unit, width - 28 * unit, 26 * unit], ink)
    for bar in range(4):
        left = width - (86 - 6 * bar) * unit
        pen.rectangle([left, (26 - 3 * bar) * unit, left + 4 * unit, 28 * unit], ink)
    title = {"gallery": "<  Today", "feed": "mira.castle", "chat": "<  Anna"}[layout]
    pen.text((20 * unit, 60 * unit), title, ink, large)
    pen.ellipse([width - 44 * unit, 58 * unit, width - 20 * unit, 82 * unit], part)
    words = ["liked by anna and 37 others", "what a day it was", "view all 12 comments", "two hours ago"]
    if layout != "gallery":
        for number in range(int((height - end) / unit - 110) // 26):
            if layout == "chat":
                y, right = end + (20 + 52 * number) * unit, number % 2
                if y > height - 130 * unit:
                    break
                start = width * 0.35 if right else 16 * unit
                pen.rounded_rectangle([start, y, start + width * 0.55, y + 40 * unit], 18 * unit,
                                      (38, 120, 245) if right else part)
                pen.text((start + 12 * unit, y + 10 * unit), words[number % 4], (255,) * 3 if right else ink, small)
            else:
                pen.text((16 * unit, end + (14 + 26 * number) * unit), words[number % 4], ink, small)
    for number in range(4):
        middle = width * (number + 0.5) / 4
        pen.rounded_rectangle([middle - 26 * unit, height - 66 * unit, middle + 26 * unit, height - 34 * unit],
                              14 * unit, part)
    pen.rounded_rectangle([width / 2 - 66 * unit, height - 14 * unit, width / 2 + 66 * unit, height - 9 * unit],
                          3 * unit, ink)


def bright(random, width, height, ground):
    """A background that is far too bright for what stands before it: a sky, a window, a pale photograph."""
    which = random.integers(3)
    if which == 0:
        rows = numpy.linspace(0, 1, height)[:, None, None]
        sky = numpy.array([205, 226, 250]) * (1 - rows) + numpy.array([250, 250, 250]) * rows
        return whole(sky + random.random((height, width, 1)))
    if which == 1:
        room = settings.flat(width, height, (120, 112, 104), random, 0.4)
        across, down = int(width * 0.1), int(height * 0.08)
        room[down:height - down, across:width - across] = 252
        room[:, width // 2 - width // 80:width // 2 + width // 80] = 110
        return room
    return coded(linear(filled(ground, width, height)) * 2.5 + 0.15)


def backlit(cut_out, ground, strength, random, bust):
    """A thing before a bright background, 2 to 3.5 stops darker than it; at 0 it is lit as well."""
    width, height, left, top = settings.canvas(cut_out, random, bust)
    behind = bright(random, width, height, ground)
    near = numpy.asarray(cut_out).copy()
    near[..., :3] = coded(linear(near[..., :3]) * 2.0 ** -at([2, 2.75, 3.5], strength))
    return settings.grain(studio.laid(behind, Image.fromarray(near), left, top), random, 0.8)


def tiny(cut_out, ground, strength, random, bust):
    """A thing far away in a scene: its box has a twentieth to a hundredth of the picture."""
    share = at([0.05, 0.025, 0.01], strength, 0.3)
    height, width = ground.shape[:2]
    times = (share * width * height / (cut_out.width * cut_out.height)) ** 0.5
    times = min(times, 1, 0.95 * width / cut_out.width, 0.95 * height / cut_out.height)
    less = cut_out.resize((max(1, round(cut_out.width * times)), max(1, round(cut_out.height * times))),
                          Image.Resampling.LANCZOS)
    left, top = (width - less.width) * random.uniform(0.3, 0.7), (height - less.height) * random.uniform(0.5, 0.85)
    return studio.laid(ground, less, left, top)


def head_cut(cut_out, ground, strength, random, bust):
    """A bust before one colour whose head leaves the picture at the top; at 0 there is room above it."""
    return headless(cut_out, None, strength, random)


def head_cut_scene(cut_out, ground, strength, random, bust):
    """The same before a blurred photograph."""
    return headless(cut_out, ground, strength, random)


def headless(cut_out, ground, strength, random):
    width = int(cut_out.width * random.uniform(1.05, 1.5))
    left = int((width - cut_out.width) * random.uniform(0.3, 0.7))
    gone = int(cut_out.height * at([0.1, 0.2, 0.32], strength, -0.12))
    height = cut_out.height - gone
    if ground is None:
        behind = settings.flat(width, height, random.integers(120, 235) + random.integers(-6, 6, 3), random)
    else:
        behind = cv2.GaussianBlur(filled(ground, width, height), (0, 0), max(3, width / 90))
    times = max(1, LEAST_SIDE / height, LEAST_SIDE / width)
    pixels = cv2.resize(studio.laid(behind, cut_out, left, -gone), None, fx=times, fy=times,
                        interpolation=cv2.INTER_CUBIC)
    return settings.grain(pixels, random, 0.8)


def clutter(cut_out, ground, strength, random, bust):
    """A thing before a photograph that is more and more itself; at 0 it is one pale colour."""
    middle = ground.mean((0, 1))
    return studio.before(whole(middle + (ground - middle) * at([0.45, 0.7, 1.0], strength)), cut_out, random)


def on_plain(cut_out, random, width, height, left, top):
    which = studio.PLAIN[random.integers(4)]
    return studio.laid(studio.backdrop(which, width, height, random), cut_out, left, top)


def small(cut_out, ground, strength, random, bust):
    """A thing that takes less and less of a plain canvas."""
    share = at([0.10, 0.05, 0.025], strength, 0.4)
    times = min((share * 1e6 / (cut_out.width * cut_out.height)) ** 0.5, 1, 950 / max(cut_out.size))
    less = cut_out.resize((round(cut_out.width * times), round(cut_out.height * times)), Image.Resampling.LANCZOS)
    # Where it would have to be enlarged, the canvas is smaller.
    side = round(min(1000, (less.width * less.height / share) ** 0.5))
    place = random.uniform(0.3, 0.7, 2)
    return on_plain(less, random, side, side, (side - less.width) * place[0], (side - less.height) * place[1])


def cut_off(cut_out, ground, strength, random, bust):
    """A thing that leaves a plain canvas at the left, the right or the top; at 0 there is room beside it."""
    gone = at([0.13, 0.27, 0.5], strength, -0.12)
    width, height, left, top = studio.canvas_for(cut_out, random)
    side = random.integers(3)
    if side == 2:
        top = -cut_out.height * gone
    else:
        left = -cut_out.width * gone if side else width - cut_out.width * (1 - gone)
    return on_plain(cut_out, random, width, height, left, top)


def head_off(pixels, top, chin, strength):
    """A portrait cut through the head: `top` and `chin` are where it begins and ends, as shares of the height."""
    line = top + (chin - top) * at([0.2, 0.38, 0.55], strength)
    return pixels[int(pixels.shape[0] * line) if strength else 0:]


def is_plain(pixels):
    """Whether both upper corners of a portrait are of one colour."""
    height, width = int(pixels.shape[0] * 0.3), int(pixels.shape[1] * 0.12)
    corners = [pixels[:height, :width].reshape(-1, 3), pixels[:height, -width:].reshape(-1, 3)]
    apart = numpy.abs(corners[0].mean(0) - corners[1].mean(0)).max()
    return apart < 30 and max(corner.std(0).max() for corner in corners) < 12


# Ladders of defects whose three strengths are in corpus.py.
ON_PLAIN = {"clutter": clutter, "small-subject": small, "cut-off": cut_off}
# Of pictures, and of cut-outs before a photograph of the same half.
WAYS = {"vignette": vignette, "tiles": tiles, "sharpened": sharpened, "processed": processed,
        "sensor-noise": sensor_noise, "subtitles": subtitles, "band": band, "story": story,
        "phone-screen": phone_screen}
PLACED = {"backlit": backlit, "tiny": tiny, "head-cut": head_cut, "head-cut-scene": head_cut_scene}
