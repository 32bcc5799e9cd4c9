"""Every way a picture is spoiled; what is random follows from the picture's name.

Strengths 1, 2 and 3 have amounts of their own; between them, and below 1, for the ladders, the amounts lie
between. A strength of 0 leaves the picture as it is.
"""
import io
import math

import cv2
import numpy
from PIL import Image

import drawings

# Threads of its own would not outlive the fork into processes, which use every core anyway.
cv2.setNumThreads(1)
AT = 1024  # blurs are given in pixels of a picture of this long side


def linear(pixels):
    """sRGB bytes as linear light, 0 to 1."""
    value = pixels.astype(numpy.float32) / 255
    return numpy.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def coded(light):
    """Linear light as sRGB bytes, clipped."""
    light = numpy.clip(light, 0, 1)
    value = numpy.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return whole(value * 255)


def whole(values):
    return numpy.clip(numpy.rint(values), 0, 255).astype(numpy.uint8)


def at(values, strength, least=0.0):
    """The amount of a strength: one of three, or between two of them; `least` is that of no defect."""
    if isinstance(strength, int):
        return values[strength - 1]
    return float(numpy.interp(strength, [0, 1, 2, 3], [least, *values]))


def scale(pixels):
    return max(1.0, max(pixels.shape[:2]) / AT)


def gaussian(pixels, strength, random):
    return cv2.GaussianBlur(pixels, (0, 0), at([1.2, 2.2, 4.0], strength) * scale(pixels))


def disc(radius):
    """A filled circle with smooth edges that sums to one."""
    fine, reach = 8, int(numpy.ceil(radius)) + 1
    axis = (numpy.arange((2 * reach + 1) * fine) + 0.5) / fine - reach - 0.5
    inside = (axis[:, None] ** 2 + axis[None, :] ** 2 <= radius ** 2).astype(float)
    side = 2 * reach + 1
    kernel = inside.reshape(side, fine, side, fine).mean((1, 3))
    return kernel / kernel.sum()


def streak(length, degrees):
    """A straight line, one pixel wide with smooth edges, that sums to one."""
    side = int(length) + 4 | 1
    canvas = numpy.zeros((side * 8, side * 8), numpy.uint8)
    middle, turn = side * 4, numpy.radians(degrees)
    reach = numpy.array([numpy.cos(turn), -numpy.sin(turn)]) * length * 4
    start, end = (tuple(int(v) for v in numpy.rint(middle + sign * reach)) for sign in (-1, 1))
    cv2.line(canvas, start, end, 255, 8)
    kernel = canvas.reshape(side, 8, side, 8).mean((1, 3))
    return kernel / kernel.sum()


def motion(pixels, strength, random):
    degrees = [0, 30, 45, 60, 90, 120, 135, 150][random.integers(8)]
    return cv2.filter2D(pixels, -1, streak(at([7, 13, 25], strength, 1) * scale(pixels), degrees),
                        borderType=cv2.BORDER_REFLECT)


def defocus(pixels, strength, random):
    return cv2.filter2D(pixels, -1, disc(at([2.0, 3.5, 6.0], strength) * scale(pixels)),
                        borderType=cv2.BORDER_REFLECT)


def blur_noise(pixels, strength, random):
    soft = cv2.GaussianBlur(pixels, (0, 0), at([1.5, 2.5, 4.0], strength) * scale(pixels))
    return grained(soft, at([8, 12, 16], strength), random)


def grained(pixels, sigma, random):
    grain = random.standard_normal(pixels.shape, numpy.float32) * sigma
    return whole(pixels + grain)


def noise(pixels, strength, random):
    return grained(pixels, at([8, 16, 32], strength), random)


def upscaled(pixels, strength, random):
    height, width = pixels.shape[:2]
    times = at([2, 3, 5], strength, 1)
    small = cv2.resize(pixels, (int(width / times), int(height / times)), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)


def under(pixels, strength, random):
    return coded(linear(pixels) * 2.0 ** -at([1.2, 2.2, 3.5], strength))


def over(pixels, strength, random):
    return coded(linear(pixels) * 2.0 ** at([1.2, 2.2, 3.5], strength))


def jpeg_bytes(pixels, quality, sampling=2):
    """A JPEG; sampling 0 is 4:4:4, 2 is 4:2:0."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=quality, subsampling=sampling)
    return out.getvalue()


def jpeg_quality(strength):
    return round(at([30, 20, 10], strength, 75))


def jpeg_hidden(pixels, strength, random):
    """What a poor JPEG holds, cut so that its blocks no longer begin where the next JPEG's do."""
    poor = numpy.asarray(Image.open(io.BytesIO(jpeg_bytes(pixels, jpeg_quality(strength)))))
    across, down = random.integers(1, 8, 2)
    return poor[down:, across:]


def haze(pixels, strength, random):
    through = at([0.65, 0.45, 0.28], strength, 1)
    air = numpy.array([228, 232, 236]) - random.integers(0, 14)
    return whole(pixels * through + air * (1 - through))


def cast(pixels, strength, random):
    stops = at([0.5, 0.9, 1.5], strength) / 2
    gains = [(1, 0, -1), (-1, 0, 1), (-1, 1, -1), (1, -1, 1)][random.integers(4)]
    return coded(linear(pixels) * 2.0 ** (numpy.array(gains) * stops))


def letterbox(pixels, strength, random):
    share = at([0.05, 0.10, 0.18], strength)
    height, width = pixels.shape[:2]
    fill = [(0, 0, 0), (255, 255, 255), (24, 24, 26)][random.integers(3)]
    if random.random() < 0.5:
        bar = round(height * share)
        return cv2.copyMakeBorder(pixels, bar, bar, 0, 0, cv2.BORDER_CONSTANT, value=fill)
    bar = round(width * share)
    return cv2.copyMakeBorder(pixels, 0, 0, bar, bar, cv2.BORDER_CONSTANT, value=fill)


def caption(pixels, strength, random):
    image = Image.fromarray(pixels)
    size = int(image.height * at([0.045, 0.065, 0.09], strength, 0.03))
    lines = ["when the light is right", "and nobody is looking", "we were here"][:math.ceil(strength)]
    top = int(image.height * 0.96) - int(size * 1.25 * len(lines)) - size // 4
    if random.random() < 0.3:
        top = int(image.height * 0.04)
    return numpy.asarray(drawings.lettering(image, "\n".join(lines), size, (int(image.width * 0.06), top)))


def watermark(pixels, strength, random):
    image = Image.fromarray(pixels)
    size = max(18, image.width // 22)
    row = "   ".join(["SAMPLE"] * 12)
    rows = "\n\n".join(" " * (3 * (number % 2)) + row for number in range(14))
    opaque = int(255 * at([0.08, 0.16, 0.30], strength))
    return numpy.asarray(drawings.lettering(image, rows, size, (-size, size), opaque, outline=False))


def filled(pixels, width, height):
    """The middle of a picture, cut and reduced to fill a rectangle."""
    tall, wide = pixels.shape[:2]
    share = max(width / wide, height / tall)
    cut_w, cut_h = int(width / share), int(height / share)
    left, top = (wide - cut_w) // 2, (tall - cut_h) // 2
    cut = pixels[top:top + cut_h, left:left + cut_w]
    way = cv2.INTER_AREA if share < 1 else cv2.INTER_LANCZOS4
    return cv2.resize(cut, (width, height), interpolation=way)


def collage(pixels, strength, random, others):
    """2, 4 or 9 pictures side by side, with or without a seam between."""
    rows, columns = at([(1, 2), (2, 2), (3, 3)], strength)
    height, width = pixels.shape[:2]
    seam = int(random.choice([0, 0, 6, 14]))
    canvas = numpy.full((height, width, 3), int(random.choice([0, 255])), numpy.uint8)
    panels = [pixels, *others]
    wide, tall = (width - seam * (columns - 1)) // columns, (height - seam * (rows - 1)) // rows
    for number in range(rows * columns):
        left, top = number % columns * (wide + seam), number // columns * (tall + seam)
        canvas[top:top + tall, left:left + wide] = filled(panels[number % len(panels)], wide, tall)
    return canvas[:rows * (tall + seam) - seam, :columns * (wide + seam) - seam]


def screenshot(pixels, strength, random):
    share = at([0.75, 0.55, 0.38], strength, 1)
    return numpy.asarray(drawings.window(random, Image.fromarray(pixels), share))


WAYS = {
    "gaussian": gaussian, "motion": motion, "defocus": defocus, "blur-noise": blur_noise,
    "upscaled": upscaled, "under": under, "over": over, "noise": noise, "jpeg-hidden": jpeg_hidden,
    "haze": haze, "cast": cast, "letterbox": letterbox, "screenshot": screenshot, "caption": caption,
    "watermark": watermark,
}
