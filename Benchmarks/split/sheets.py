"""Turnaround sheets of every kind, with where each view is; and single pictures, which are no sheets."""
import io

import cv2
import numpy
from PIL import Image, ImageDraw, ImageFont

import charts
from views import HELD, drawings, part_of, with_prop, with_thing

# Sheets whose views are parted by lines, and those where they simply stand side by side.
PARTED = ["gutter-photographs", "gutter-studio", "line", "seam-photographs", "seam-studio"]
PLAIN = ["row", "grid", "bodies-and-heads", "captions", "near", "props", "things", "shadows"]
CANVASES = [(1536, 1024), (1792, 1024), (2048, 1024), (1024, 1024), (2400, 1350), (1920, 820), (1280, 720),
            (1344, 768)]


class Sheet:
    """A picture that is being laid out: its pixels, and whose view each of them is (0 is nobody's)."""

    def __init__(self, width, height, ground):
        self.pixels = ground.copy()
        self.labels = numpy.zeros((height, width), numpy.uint8)
        self.cells = []
        self.count = 0

    @property
    def size(self):
        return self.pixels.shape[1], self.pixels.shape[0]

    def add(self, image, left, top, shadow=0.0):
        """A view over the ground, with a soft shadow on the floor."""
        self.count += 1
        self.draw(image, left, top, self.count, shadow)

    def draw(self, image, left, top, label, shadow=0.0):
        height, width = self.labels.shape
        layer = Image.new("RGBA", (width, height), (0, 0, 0, 0))
        layer.paste(image, (int(left), int(top)))
        alpha = numpy.asarray(layer.getchannel("A"), numpy.float32) / 255
        if shadow:
            self.pixels = whole(self.pixels * (1 - shadow * floor_shadow(image, left, top, width, height)))
        over = numpy.asarray(layer, numpy.float32)[..., :3]
        self.pixels = whole(self.pixels * (1 - alpha[..., None]) + over * alpha[..., None])
        self.labels[alpha > 0.5] = label

    def cell(self, pixels, left, top, subject=True):
        """A view that is a rectangle of its own, all of it or what stands in it."""
        height, width = pixels.shape[:2]
        self.count += 1
        self.pixels[top:top + height, left:left + width] = pixels
        self.labels[top:top + height, left:left + width] = numpy.where(subject, self.count, 0)
        self.cells.append([left, top, width, height])


def whole(values):
    return numpy.clip(numpy.asarray(values) + 0.5, 0, 255).astype(numpy.uint8)


def floor_shadow(image, left, top, width, height):
    """An oval below its feet, softened; 0 to 1."""
    shade = Image.new("L", (width, height), 0)
    middle, foot = left + image.width / 2, top + image.height
    wide, tall = image.width * 0.75, image.height * 0.035
    ImageDraw.Draw(shade).ellipse([middle - wide, foot - tall, middle + wide, foot + tall], 255)
    soft = cv2.GaussianBlur(numpy.asarray(shade, numpy.float32) / 255, (0, 0), max(2, image.height * 0.03))
    return soft[..., None]


def ground(random, width, height, allow_black=True):
    """A plain backdrop: white, grey, black, tinted, or falling off to its sides or its floor."""
    which = ["white", "white", "grey", "tint", "gradient", "floor", "black"][random.integers(7 if allow_black else 6)]
    if which == "gradient":
        top, low = sorted(random.integers(130, 250, 2))[::-1]
        y, x = numpy.mgrid[0:height, 0:width] / numpy.array([height, width])[:, None, None]
        away = numpy.clip(numpy.hypot(x - random.uniform(0.3, 0.7), y - 0.4) / 1.1, 0, 1)[..., None]
        soft = (top * (1 - away) + low * away) * (1 + 0.05 * random.standard_normal(3))
        return whole(soft + random.random(soft.shape) - 0.5)
    if which == "floor":
        wall = random.integers(150, 245)
        floor = wall - random.integers(8, 30)
        line = random.uniform(0.72, 0.86)
        share = numpy.clip((numpy.linspace(0, 1, height) - line) / 0.06 + 0.5, 0, 1)[:, None, None]
        tint = 1 + 0.03 * random.standard_normal(3)
        soft = numpy.broadcast_to((wall * (1 - share) + floor * share) * tint, (height, width, 3))
        return whole(soft + random.random(soft.shape) - 0.5)
    color = {"white": (255, 255, 255), "black": (random.integers(0, 14),) * 3,
             "grey": (random.integers(90, 235),) * 3, "tint": tuple(random.integers(150, 250, 3))}[which]
    return numpy.broadcast_to(numpy.array(color, numpy.uint8), (height, width, 3)).copy()


def saved(pixels, random):
    """As it comes from the world: sometimes with a little noise, most often as a JPEG."""
    if random.random() < 0.35:
        pixels = whole(pixels + random.standard_normal(pixels.shape) * random.uniform(1, 5))
    if random.random() < 0.3:
        return Image.fromarray(pixels), "png", None
    quality = int(random.integers(60, 96))
    return Image.fromarray(pixels), "jpg", quality


def encoded(pixels, random):
    image, kind, quality = saved(pixels, random)
    data = io.BytesIO()
    if kind == "png":
        image.save(data, "PNG", compress_level=1)
    else:
        image.save(data, "JPEG", quality=quality, subsampling=int(random.integers(0, 3)))
    return data.getvalue(), kind


# MARK: Parted sheets

def columns_of_rows(random):
    """How many views each row has."""
    which = random.integers(10)
    if which < 5:
        return [int(random.choice([3, 4, 4, 5, 5, 6]))]
    if which < 7:
        return [2, 2]
    return [[3, 3], [4, 4], [3, 3, 3], [4, 3], [2, 4], [3, 5], [5, 3]][random.integers(7)]


def parts(random, length, count, gap, is_even):
    """Starts and lengths of so many parts with gaps between them."""
    room = length - gap * (count - 1)
    shares = numpy.ones(count) if is_even else random.uniform(0.7, 1.3, count)
    edges = numpy.round(numpy.concatenate([[0], numpy.cumsum(shares)]) / shares.sum() * room).astype(int)
    return [(int(edges[i] + gap * i), int(edges[i + 1] - edges[i])) for i in range(count)]


def cells_of(random, width, height, gap, border):
    """The rectangles of all cells, row by row."""
    rows = columns_of_rows(random)
    is_even = random.random() < 0.7
    found = []
    for (top, tall), count in zip(parts(random, height - 2 * border, len(rows), gap, is_even), rows):
        for left, wide in parts(random, width - 2 * border, count, gap, is_even):
            found.append((border + left, border + top, wide, tall))
    return found


def gutter_color(random):
    return [(255, 255, 255), (255, 255, 255), (0, 0, 0), (128, 128, 128), (235, 235, 238),
            tuple(random.integers(0, 256, 3))][random.integers(6)]


def photographs(random, things, count):
    """So many photographs of one or of several things."""
    first = things.photographs[random.integers(len(things.photographs))]
    if random.random() < 0.5:
        return [first] * count
    return [things.photographs[random.integers(len(things.photographs))] for _ in range(count)]


def gutters(random, things, is_seam, is_studio):
    width, height = CANVASES[random.integers(len(CANVASES))]
    gap = 0 if is_seam else int(random.choice([2, 3, 5, 8, 16, 30, 50]))
    border = 0 if is_seam or random.random() < 0.5 else int(random.choice([gap, 2 * gap, 40]))
    color = numpy.array(gutter_color(random), numpy.uint8)
    sheet = Sheet(width, height, numpy.broadcast_to(color, (height, width, 3)))
    boxes = cells_of(random, width, height, gap, border)
    if is_studio:
        fill_studio(random, things, sheet, boxes, color, is_seam)
    else:
        for (left, top, wide, tall), photograph in zip(boxes, photographs(random, things, len(boxes))):
            sheet.cell(part_of(photograph, random, wide, tall), left, top)
    return sheet


def fill_studio(random, things, sheet, boxes, color, is_seam):
    """Each cell a studio of its own; where there are gutters, they can be told from the backdrop."""
    views, _ = things.views(random)
    while True:
        plain = ground(random, 64, 64)
        if is_seam and plain.std() > 4 or not is_seam and abs(plain.mean((0, 1)) - color).max() > 14:
            break
    state = random.bit_generator.state
    for number, (left, top, wide, tall) in enumerate(boxes):
        random.bit_generator.state = state
        own = numpy.asarray(Image.fromarray(plain).resize((wide, tall), Image.Resampling.BICUBIC))
        image = fitted(views[number % len(views)], wide * 0.84, tall * 0.86)
        cell = Sheet(wide, tall, own)
        cell.add(image, (wide - image.width) // 2, tall - image.height - tall * 0.06, 0.2)
        sheet.cell(cell.pixels, left, top, cell.labels > 0)


def fitted(image, width, height):
    times = min(width / image.width, height / image.height)
    return image.resize((max(2, round(image.width * times)), max(2, round(image.height * times))),
                        Image.Resampling.LANCZOS)


def lines(random, things):
    """Views on one backdrop, with thin lines between them."""
    width, height = CANVASES[random.integers(len(CANVASES))]
    sheet = Sheet(width, height, ground(random, width, height, allow_black=False))
    boxes = cells_of(random, width, height, 0, 0)
    ink = [(0, 0, 0), (90, 90, 90), (60, 40, 40)][random.integers(3)]
    thick = int(random.integers(2, 5))
    image = Image.fromarray(sheet.pixels)
    draw = ImageDraw.Draw(image)
    for left, top, wide, tall in boxes:
        if left > 0:
            draw.rectangle([left - thick // 2, top, left - thick // 2 + thick - 1, top + tall], ink)
        if top > 0:
            draw.rectangle([left, top - thick // 2, left + wide, top - thick // 2 + thick - 1], ink)
    if random.random() < 0.4:
        draw.rectangle([0, 0, width - 1, height - 1], None, ink, thick)
    sheet.pixels = numpy.asarray(image).copy()
    views, _ = things.views(random)
    for number, (left, top, wide, tall) in enumerate(boxes):
        view = fitted(views[number % len(views)], wide * 0.8, tall * 0.84)
        sheet.add(view, left + (wide - view.width) // 2, top + tall * 0.93 - view.height)
        sheet.cells.append([left, top, wide, tall])
    return sheet


# MARK: Sheets on one plain backdrop

def line_up(random, sheet, views, left, right, top, bottom, gap_share, shadow):
    """Views of one scale on one floor, spread evenly between two sides."""
    tall = bottom - top
    gaps = gap_share * (right - left)
    breadth = sum(view.width for view in views)
    room = right - left - gaps * (len(views) - 1)
    times = min(tall / max(view.height for view in views), room / breadth)
    small = [view.resize((max(2, round(view.width * times)), max(2, round(view.height * times))),
                         Image.Resampling.LANCZOS) for view in views]
    rest = (right - left - sum(view.width for view in small)) / len(small)
    rest = min(rest, gap_share * (right - left) * random.uniform(1, 3)) if gap_share < 0.01 else rest
    x = left + ((right - left) - sum(view.width for view in small) - rest * len(small)) / 2 + rest / 2
    for view in small:
        sheet.add(view, round(x), round(bottom - view.height), shadow)
        x += view.width + rest


def plain(random, things, kind):
    width, height = CANVASES[random.integers(len(CANVASES))]
    sheet = Sheet(width, height, ground(random, width, height))
    shadow = random.choice([0, 0.25, 0.5]) if kind != "shadows" else random.uniform(0.3, 0.6)
    if kind == "bodies-and-heads":
        heads(random, things, sheet, shadow)
        return sheet
    views, _ = things.views(random)
    count = int(random.choice([3, 4, 4, 4, 5, 5, 6]))
    margin = width * random.uniform(0.01, 0.05)
    if kind == "grid":
        rows = [[2, 2], [3, 3], [3, 3, 3], [4, 4], [3, 2]][random.integers(5)]
        tall = height / len(rows)
        for row, columns in enumerate(rows):
            some = [views[(row * 4 + i) % len(views)] for i in range(columns)]
            line_up(random, sheet, some, margin, width - margin, tall * (row + random.uniform(0.04, 0.08)),
                    tall * (row + 0.95), 0.03, shadow * 0.5)
        return sheet
    top, bottom = height * random.uniform(0.03, 0.12), height * random.uniform(0.88, 0.96)
    if kind == "captions":
        captions(random, things, sheet, views[:count], margin)
        return sheet
    gap = {"near": random.uniform(0.002, 0.008), "shadows": random.uniform(0.01, 0.03)}.get(
        kind, random.uniform(0.015, 0.06))
    if kind == "props":
        views = [with_prop(view, random) if random.random() < 0.7 else view for view in views]
        gap = random.uniform(0.07, 0.09)
    if kind == "things":
        # One figure has something beside it, or all of them have.
        share = random.choice([0.3, 1])
        some = random.integers(count)
        views = [with_thing(view, random) if number == some or random.random() < share else view
                 for number, view in enumerate(views)]
        gap = random.uniform(0.06, 0.09)
    if kind == "near":
        shadow = random.choice([0, 0.2])
    line_up(random, sheet, views[:count], margin, width - margin, top, bottom, gap, shadow)
    return sheet


def heads(random, things, sheet, shadow):
    """A row of bodies, and a row of heads or details over or under it."""
    width, height = sheet.size
    bodies, kind = things.views(random)
    small = things.heads(random) if kind == "mira" else [upper(view) for view in bodies[::-1]]
    share = random.uniform(0.58, 0.7)
    margin = width * 0.03
    over = random.random() < 0.4
    rows = [(bodies[:int(random.choice([3, 4, 5]))], share), (small[:int(random.choice([2, 3, 4, 5]))], 1 - share)]
    top = 0.0
    for views, part in rows[::-1] if over else rows:
        line_up(random, sheet, views, margin, width - margin, top + height * 0.04, top + height * (part - 0.03),
                0.03, 0 if part < 0.5 else shadow * 0.5)
        top += height * part


def upper(view):
    """What is above its middle, as a detail would show."""
    part = view.crop((0, 0, view.width, max(2, view.height * 45 // 100)))
    return part.crop(part.getchannel("A").point(lambda a: 255 * (a > 24)).getbbox())


def captions(random, things, sheet, views, margin):
    """A title above, a word under each view, swatches of colours in a corner: not all of them always."""
    width, height = sheet.size
    ink = (20, 20, 20) if sheet.pixels.mean() > 110 else (235, 235, 235)
    has_title, has_words, has_swatches = random.random(3) < [0.5, 0.75, 0.4]
    top = height * (0.16 if has_title else 0.05)
    right = width * (0.88 if has_swatches else 1)
    bottom = height * (0.87 if has_words else 0.95)
    before = sheet.count
    line_up(random, sheet, views, margin, right - margin, top, bottom, 0.03, random.choice([0, 0.25]))
    image = Image.fromarray(sheet.pixels)
    draw = ImageDraw.Draw(image)
    if has_title:
        font = ImageFont.load_default(height * random.uniform(0.035, 0.06))
        draw.text((width * random.choice([0.04, 0.35]), height * 0.04), "MIRA OKAFOR  character sheet", ink, font)
    if has_words:
        font = ImageFont.load_default(height * random.uniform(0.018, 0.034))
        words = ["FRONT", "3/4 VIEW", "SIDE VIEW", "BACK", "Left side", "detail"]
        for number in range(before + 1, sheet.count + 1):
            columns = numpy.flatnonzero((sheet.labels == number).any(0))
            draw.text(((columns[0] + columns[-1]) / 2, height * random.uniform(0.9, 0.93)),
                      words[number % len(words)], ink, font, anchor="mt")
    if has_swatches:
        side = round(height * 0.06)
        for number in range(int(random.integers(3, 6))):
            y = height * 0.25 + number * side * 1.4
            draw.rectangle([width * 0.93 - side / 2, y, width * 0.93 + side / 2, y + side], drawings.color(random))
    sheet.pixels = numpy.asarray(image).copy()


def sheet(kind, random, things):
    """One sheet of a kind."""
    if kind == "line":
        return lines(random, things)
    if kind in PARTED:
        return gutters(random, things, kind.startswith("seam"), kind.endswith("studio"))
    return plain(random, things, kind)


# MARK: Single pictures

def single(kind, random, things):
    """A picture that is no sheet: pixels."""
    if kind == "photograph":
        photograph = things.photographs[random.integers(len(things.photographs))]
        width, height = [(1200, 900), (900, 1200), (1600, 900), (1000, 1000), (1800, 760)][random.integers(5)]
        return part_of(photograph, random, width, height)
    if kind == "bordered":
        inner = single("photograph", random, things)
        color = numpy.array(gutter_color(random), numpy.uint8)
        edge = int(random.integers(6, 90))
        high, wide = inner.shape[:2]
        rest = (edge, 0) if random.random() < 0.5 else (edge, edge)
        full = numpy.broadcast_to(color, (high + 2 * rest[0], wide + 2 * rest[1], 3)).copy()
        full[rest[0]:rest[0] + high, rest[1]:rest[1] + wide] = inner
        return full
    if kind == "chart":
        return chart(random)
    if kind == "bars":
        return charts.bar_chart(random, things.half == HELD)
    if kind == "diagram":
        return charts.other_chart(random, things.half == HELD)
    if kind == "landscape":
        return numpy.asarray(drawings.landscape(random, 1200, 800))
    views, _ = things.views(random)
    width, height = [(1000, 1000), (900, 1200), (1400, 900)][random.integers(3)]
    made = Sheet(width, height, ground(random, width, height))
    view = with_prop(views[0], random) if kind == "studio-prop" else views[0]
    if kind == "pair":
        other = things.views(random)[0][0]
        for number, image in enumerate((view, other)):
            image = fitted(image, width * 0.42, height * random.uniform(0.4, 0.8))
            made.add(image, width * (0.06 + 0.47 * number), height * 0.9 - image.height, 0.3)
        return made.pixels
    view = fitted(view, width * random.uniform(0.4, 0.9), height * random.uniform(0.5, 0.9))
    made.add(view, (width - view.width) * random.uniform(0.3, 0.7), height * 0.94 - view.height,
             random.choice([0, 0.3]))
    return made.pixels


def chart(random):
    """Bars before a plain ground: single, in groups or in parts, with and without axes, lines and words."""
    width, height = [(1000, 600), (1200, 800), (900, 900)][random.integers(3)]
    image = Image.fromarray(ground(random, width, height, allow_black=False))
    draw = ImageDraw.Draw(image)
    count, which = int(random.integers(3, 11)), random.integers(4)
    left, right, top, floor = width * 0.1, width * 0.95, height * 0.1, height * 0.88
    ink = (60, 60, 60)
    if random.random() < 0.4:
        for line in range(5):
            y = floor - (floor - top) * (line + 1) / 5
            draw.line([left, y, right, y], (170, 170, 170), 1)
    if random.random() < 0.5:
        draw.line([left, floor, right, floor], ink, 2)
        draw.line([left, top, left, floor], ink, 2)
    colors = [drawings.color(random, 20, 190) for _ in range(count)]
    pitch = (right - left) / count
    for number in range(count):
        x, wide = left + pitch * (number + 0.2), pitch * 0.6
        tall = (floor - top) * random.uniform(0.3, 1)
        color = colors[0] if which < 2 else colors[number]
        draw.rectangle([x, floor - tall, x + wide, floor], color)
        if which == 1:
            draw.rectangle([x + wide / 2, floor - tall * 0.7, x + wide, floor], colors[1])
        if which == 3:
            draw.rectangle([x, floor - tall * 0.4, x + wide, floor], colors[(number + 1) % count])
        if random.random() < 0.5:
            draw.text((x + wide / 2, height * 0.9), str(2016 + number), ink,
                      ImageFont.load_default(height * 0.03), anchor="mt")
    return numpy.asarray(image)


SINGLE = ["photograph", "bordered", "landscape", "chart", "bars", "diagram", "studio", "studio-prop", "pair"]
