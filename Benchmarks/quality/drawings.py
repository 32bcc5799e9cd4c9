"""Pictures drawn by code: flat figures with black outlines, landscapes, streets at night, windows."""
import math

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FINE = 3  # drawn so many times larger, then reduced, for smooth edges


def color(random, low=40, high=245):
    """A colour of its own."""
    return tuple(int(value) for value in random.integers(low, high, 3))


def shade(of, share):
    """A colour darkened."""
    return tuple(int(value * share) for value in of)


class Pen:
    """Shapes in shares of a square, filled flat and outlined in black."""

    def __init__(self, image, left, top, side, line):
        self.draw = ImageDraw.Draw(image)
        self.left, self.top, self.side = left, top, side
        self.line = max(2, round(side * line))

    def at(self, *points):
        return [(self.left + x * self.side, self.top + y * self.side) for x, y in points]

    def oval(self, x, y, wide, high, fill, outline="black"):
        self.draw.ellipse(self.at((x - wide, y - high), (x + wide, y + high)), fill, outline, self.line)

    def shape(self, points, fill):
        points = self.at(*points)
        self.draw.polygon(points, fill)
        self.draw.line([*points, points[0], points[1]], "black", self.line, joint="curve")

    def arc(self, x, y, wide, high, start, end):
        self.draw.arc(self.at((x - wide, y - high), (x + wide, y + high)), start, end, "black", self.line)


def figure(random, side):
    """A figure from head to feet, see-through around it."""
    image = Image.new("RGBA", (side * FINE, side * FINE), (0, 0, 0, 0))
    pen = Pen(image, 0, 0, side * FINE, 0.008)
    skin, hair, coat, legs = (color(random, 120), color(random), color(random), color(random))
    wide = 0.10 + 0.04 * random.random()
    for foot in (-1, 1):
        pen.shape([(0.5 + foot * 0.02, 0.68), (0.5 + foot * 0.13, 0.68), (0.5 + foot * 0.12, 0.95),
                   (0.5 + foot * 0.03, 0.95)], legs)
        pen.oval(0.5 + foot * 0.09, 0.955, 0.07, 0.025, shade(legs, 0.5))
        pen.shape([(0.5 + foot * 0.13, 0.43), (0.5 + foot * 0.30, 0.55 + 0.1 * random.random()),
                   (0.5 + foot * 0.25, 0.66), (0.5 + foot * 0.13, 0.52)], shade(coat, 0.85))
    pen.shape([(0.5 - wide, 0.40), (0.5 + wide, 0.40), (0.66, 0.72), (0.34, 0.72)], coat)
    pen.shape([(0.5, 0.40), (0.5 + wide, 0.40), (0.66, 0.72), (0.57, 0.72)], shade(coat, 0.7))
    for number in range(3):
        pen.oval(0.5, 0.47 + 0.07 * number, 0.012, 0.012, color(random))
    pen.oval(0.5, 0.22, 0.20, 0.20, hair)
    pen.oval(0.5, 0.26, 0.15, 0.16, skin)
    tips = [(0.32 + 0.06 * step, 0.15 + (0.09 * random.random() if step % 2 else 0)) for step in range(7)]
    pen.shape([(0.34, 0.12), (0.5, 0.04), (0.66, 0.12), *tips[::-1]], hair)
    for eye in (-0.06, 0.06):
        pen.oval(0.5 + eye, 0.27, 0.033, 0.045, (255, 255, 255))
        pen.oval(0.5 + eye, 0.275, 0.020, 0.032, color(random))
        pen.oval(0.5 + eye - 0.007, 0.262, 0.008, 0.010, (255, 255, 255), None)
    pen.arc(0.5, 0.34, 0.05, 0.03, 20, 160)
    return image.resize((side, side), Image.Resampling.LANCZOS)


def landscape(random, width, height):
    """Hills, a house, trees and a sun, flat and outlined."""
    image = Image.new("RGB", (width * FINE, height * FINE), color(random, 130))
    draw = ImageDraw.Draw(image)
    line = max(3, height * FINE // 180)
    sun = width * FINE * (0.1 + 0.8 * random.random())
    draw.ellipse([sun - 200, 120, sun + 200, 520], color(random, 180), "black", line)
    for row in range(3):
        points = [(x, height * FINE * (0.45 + 0.15 * row + 0.06 * math.sin(x / 400 + row * 2)))
                  for x in range(0, width * FINE + 40, 40)]
        draw.polygon([*points, (width * FINE, height * FINE), (0, height * FINE)], color(random))
        draw.line(points, "black", line)
        for _ in range(3):
            side = int(height * FINE * (0.14 + 0.07 * row))
            pen = Pen(image, random.integers(0, width * FINE - side), height * FINE * (0.32 + 0.17 * row),
                      side, 0.02)
            if random.random() < 0.5:
                pen.shape([(0.45, 0.5), (0.55, 0.5), (0.55, 1), (0.45, 1)], (110, 70, 40))
                pen.oval(0.5, 0.35, 0.28, 0.3, color(random, 60, 200))
            else:
                pen.shape([(0.2, 0.5), (0.8, 0.5), (0.8, 1), (0.2, 1)], color(random, 120))
                pen.shape([(0.1, 0.5), (0.5, 0.1), (0.9, 0.5)], color(random))
                pen.shape([(0.45, 0.7), (0.6, 0.7), (0.6, 1), (0.45, 1)], color(random, 20, 120))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def night(random, width, height):
    """A street at night: dark houses, lit windows, lamps with their glow."""
    rows = numpy.linspace(0, 1, height)[:, None, None]
    sky = (numpy.array([6, 8, 22]) * (1 - rows) + numpy.array([26, 22, 34]) * rows)
    image = Image.fromarray(numpy.broadcast_to(sky, (height, width, 3)).astype(numpy.uint8))
    draw, x = ImageDraw.Draw(image), 0
    while x < width:
        wide, top = int(width * (0.08 + 0.08 * random.random())), int(height * (0.2 + 0.35 * random.random()))
        draw.rectangle([x, top, x + wide, height], color(random, 4, 18))
        for left in range(x + 12, x + wide - 22, 30):
            for row in range(top + 14, int(height * 0.8), 42):
                if random.random() < 0.3:
                    draw.rectangle([left, row, left + 14, row + 20], (235, 190 + random.integers(40), 110))
        x += wide
    glow = Image.new("RGB", image.size)
    lamps = ImageDraw.Draw(glow)
    for _ in range(5):
        at, row = random.integers(0, width), int(height * (0.25 + 0.2 * random.random()))
        lamps.ellipse([at - 16, row - 16, at + 16, row + 16], (255, 214, 150))
    wide = numpy.asarray(glow.filter(ImageFilter.GaussianBlur(30)), int) * 3
    return Image.fromarray(numpy.clip(numpy.asarray(image, int) + wide + numpy.asarray(glow, int), 0, 255)
                           .astype(numpy.uint8))


def window(random, picture, share):
    """A screen with a program's window; the picture takes a share of its width and height."""
    phone = random.random() < 0.4
    width, height = (1080, 1920) if phone else [(1280, 800), (1440, 900), (1920, 1080)][random.integers(3)]
    dark = random.random() < 0.5
    ground, ink, part = ((32, 33, 36), (225, 225, 228), (52, 54, 58)) if dark else (
        (250, 250, 252), (32, 33, 36), (228, 230, 235))
    screen = Image.new("RGB", (width, height), ground)
    draw, font = ImageDraw.Draw(screen), ImageFont.load_default(20)
    draw.rectangle([0, 0, width, 56], part)
    draw.text((16, 14), "10:41   Library   Edit   View", ink, font)
    draw.line([0, 56, width, 56], ink)
    room = picture.copy()
    room.thumbnail((int(width * share), int((height - 120) * share)), Image.Resampling.LANCZOS)
    left = (width - room.width) // 2 if phone else width - room.width - 24
    screen.paste(room, (left, 80))
    words = "shared with you today open details more like this reply saved in album".split()
    for row in range(80, height - 100, 34):
        limit = left - 40 if row < room.height + 90 else width - 60
        text = " ".join(words[random.integers(len(words))] for _ in range(12))
        while text and draw.textlength(text, font) > limit - 24:
            text = text[:-1]
        if random.random() < 0.75:
            draw.text((24, row), text, ink, font)
    draw.rounded_rectangle([width // 2 - 120, height - 70, width // 2 + 120, height - 20], 12, (58, 118, 240))
    draw.text((width // 2 - 50, height - 58), "Download", (255, 255, 255), font)
    return screen


def lettering(image, text, size, place, opaque=255, outline=True):
    """Lettering over a picture, white with a black outline or faint."""
    layer = Image.new("RGBA", image.size, (255, 255, 255, 0))
    line = max(2, size // 12) if outline else 0
    ImageDraw.Draw(layer).text(place, text, (255, 255, 255, opaque), ImageFont.load_default(size),
                               stroke_width=line, stroke_fill=(0, 0, 0, opaque))
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")
