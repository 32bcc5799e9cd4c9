"""Charts and tables, which are no sheets: drawn by matplotlib in many styles, and plainly, as spreadsheets draw them."""
import io

import matplotlib
import numpy
from PIL import Image, ImageDraw, ImageFont

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402

from views import drawings  # noqa: E402

# Styles that only the held-out half has come last.
STYLES = ["default", "ggplot", "seaborn-v0_8-darkgrid", "seaborn-v0_8-whitegrid", "dark_background"]
OTHER_STYLES = ["bmh", "fivethirtyeight", "Solarize_Light2", "grayscale", "classic"]
BARS = ["single", "grouped", "stacked", "signed", "histogram"]
OTHERS = ["line", "scatter", "area", "box", "heat", "pies", "several", "table"]
SIZES = [(6.4, 4.8), (8, 4), (10, 6), (5, 5), (12, 5)]


def pixels_of(figure):
    data = io.BytesIO()
    figure.savefig(data, format="png", facecolor=figure.get_facecolor())
    pyplot.close(figure)
    return numpy.asarray(Image.open(data).convert("RGB")).copy()


def plotted(random, is_held, kinds):
    """A chart of matplotlib: pixels."""
    styles = STYLES + OTHER_STYLES if is_held else STYLES
    with pyplot.style.context(str(random.choice(styles))):
        matplotlib.rcParams["figure.figsize"] = SIZES[random.integers(len(SIZES))]
        matplotlib.rcParams["figure.dpi"] = int(random.choice([80, 100, 140]))
        kind = str(random.choice(kinds))
        if kind == "several":
            figure, all_axes = pyplot.subplots(1, int(random.integers(2, 4)))
            for axes in all_axes:
                draw(random, axes, str(random.choice(["single", "line", "scatter"])))
        elif kind == "pies":
            figure, all_axes = pyplot.subplots(1, int(random.integers(2, 5)))
            hole = {"width": 0.4} if random.random() < 0.5 else None
            for axes in all_axes:
                axes.pie(random.uniform(0.5, 3, int(random.integers(2, 6))), wedgeprops=hole)
        else:
            figure, axes = pyplot.subplots()
            draw(random, axes, kind)
            decorate(random, axes, kind)
        return pixels_of(figure)


def draw(random, axes, kind):
    count = int(random.integers(3, 11))
    values = random.uniform(1, 10, count)
    if kind in BARS:
        bars(random, axes, kind, values)
    elif kind == "line":
        for _ in range(int(random.integers(1, 5))):
            axes.plot(numpy.cumsum(random.standard_normal(30)), lw=random.uniform(1, 3))
    elif kind == "scatter":
        axes.scatter(*random.standard_normal((2, 120)), s=random.uniform(8, 60))
    elif kind == "area":
        axes.stackplot(range(12), random.uniform(1, 4, (3, 12)))
    elif kind == "box":
        axes.boxplot(random.standard_normal((60, min(count, 7))), patch_artist=random.random() < 0.5)
    elif kind == "heat":
        axes.imshow(random.random((6, 8)), cmap=str(random.choice(["viridis", "Blues", "hot"])))
    else:
        axes.axis("off")
        cells = [[str(int(n)) for n in random.integers(1, 999, 4)] for _ in range(6)]
        made = axes.table(cells, colLabels=["one", "two", "three", "four"], loc="center")
        made.scale(1, random.uniform(1, 2.2))


def bars(random, axes, kind, values):
    places = numpy.arange(len(values))
    is_level = random.random() < 0.35
    draw_bars = axes.barh if is_level else axes.bar
    size = "height" if is_level else "width"
    look = {"edgecolor": "black"} if random.random() < 0.2 else {}
    wide = random.uniform(0.4, 0.9)
    if kind == "histogram":
        axes.hist(random.standard_normal(400), bins=int(random.integers(6, 20)), **look)
    elif kind == "grouped":
        parts = int(random.integers(2, 4))
        for part in range(parts):
            thin = {size: 0.8 / parts}
            draw_bars(places + part * 0.8 / parts, random.uniform(1, 10, len(values)), **thin, **look)
    elif kind == "stacked":
        below = numpy.zeros(len(values))
        for part in range(int(random.integers(2, 4))):
            more = random.uniform(1, 5, len(values))
            draw_bars(places, more, **{size: wide, "left" if is_level else "bottom": below},
                      label=f"part {part}", **look)
            below = below + more
    else:
        if kind == "signed":
            values = values - 5
        colors = [drawings.color(random) for _ in values] if random.random() < 0.3 else None
        colors = [tuple(part / 255 for part in color) for color in colors] if colors else None
        error = {"xerr" if is_level else "yerr": 0.5} if random.random() < 0.15 else {}
        made = draw_bars(places, values, color=colors, **{size: wide}, **error, **look)
        if random.random() < 0.25:
            axes.bar_label(made, fmt="%.1f")


def decorate(random, axes, kind):
    if kind == "table":
        return
    if random.random() < 0.4:
        axes.grid(True, axis=str(random.choice(["x", "y", "both"])),
                  linestyle=str(random.choice(["-", "--", ":"])))
        axes.set_axisbelow(bool(random.random() < 0.7))
    if random.random() < 0.5:
        axes.set_title("Sales by year")
    if random.random() < 0.3 and axes.get_legend_handles_labels()[0]:
        axes.legend()
    if random.random() < 0.25:
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
    if random.random() < 0.1:
        axes.axis("off")


def plain(random):
    """Bars on white, grey or dark ground, as spreadsheets and small programs draw them: pixels."""
    width, height = [(1000, 600), (1200, 800), (900, 900), (1400, 600)][random.integers(4)]
    light = [(255, 255, 255), (int(random.integers(190, 245)),) * 3, (int(random.integers(10, 60)),) * 3]
    ground = light[random.integers(3)]
    is_dark = ground[0] < 100
    image = Image.new("RGB", (width, height), ground)
    pen = ImageDraw.Draw(image)
    ink = (200, 200, 200) if is_dark else (70, 70, 70)
    left, right, top, floor = width * 0.09, width * 0.96, height * 0.12, height * 0.86
    grid(random, pen, (left, right, top, floor), is_dark)
    count, groups = int(random.integers(3, 11)), int(random.choice([1, 1, 1, 2, 3]))
    is_stacked = groups > 1 and random.random() < 0.5
    pitch, share = (right - left) / count, random.uniform(0.35, 0.85)
    colors = [drawings.color(random, 60 if is_dark else 20, 240 if is_dark else 190) for _ in range(count)]
    many = groups == 1 and random.random() < 0.4
    for number in range(count):
        x, y = left + pitch * (number + (1 - share) / 2), floor
        for part in range(groups):
            wide = pitch * share / (1 if is_stacked else groups)
            tall = (floor - top) * random.uniform(0.25, 0.95) / (groups if is_stacked else 1)
            start = x if is_stacked else x + part * wide
            color = colors[number if many else part]
            pen.rectangle([start, y - tall, start + wide - 1, y], color)
            if is_stacked:
                y -= tall
        if random.random() < 0.7:
            font = ImageFont.load_default(height * 0.028)
            pen.text((left + pitch * (number + 0.5), height * 0.885), str(2016 + number), ink, font, anchor="mt")
    if random.random() < 0.6:
        pen.line([left, floor, right, floor], ink, 2)
    if random.random() < 0.3:
        pen.line([left, top, left, floor], ink, 2)
    pixels = numpy.asarray(image)
    return numpy.rot90(pixels, 3).copy() if random.random() < 0.3 else pixels.copy()


def grid(random, pen, box, is_dark):
    """Lines that are straight, dashed or dotted, level and sometimes upright."""
    left, right, top, floor = box
    line = [(90, 90, 90), (255, 255, 255)] if is_dark else [(217, 217, 217), (170, 170, 170), (255, 255, 255)]
    color = line[random.integers(len(line))]
    which = random.integers(4)
    thick = int(random.integers(1, 4))
    dash = {1: (10, 6), 2: (2, 4)}.get(int(which), (right - left, 0))
    count = int(random.integers(3, 9))
    if which == 3:
        return
    for number in range(1, count + 1):
        y = floor - (floor - top) * number / count
        x = left
        while x < right:
            pen.line([x, y, min(right, x + dash[0]), y], color, thick)
            x += dash[0] + dash[1]
    if random.random() < 0.2:
        for number in range(count + 1):
            x = left + (right - left) * number / count
            pen.line([x, top, x, floor], color, thick)


def bar_chart(random, is_held):
    return plain(random) if random.random() < 0.4 else plotted(random, is_held, BARS)


def other_chart(random, is_held):
    return plotted(random, is_held, OTHERS)
