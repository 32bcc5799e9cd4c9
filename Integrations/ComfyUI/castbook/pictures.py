"""Pictures as files, and as the tensors of ComfyUI."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
import torch
from numpy.typing import NDArray
from PIL import Image, ImageOps

LONGEST_SIDE = 2048
"""The longest side of a batch, in pixels: ten pictures are 0.5 GB then."""


def opened(path: str) -> Image.Image:
    """A picture in RGB, upright, as ComfyUI's Load Image opens it."""
    with Image.open(path) as file:
        upright = ImageOps.exif_transpose(file)
        if upright.mode.startswith("I"):
            # Pillow cuts 16 bits off at 255; Load Image scales them, too.
            upright = Image.fromarray((numpy.asarray(upright) / 257).astype(numpy.uint8))
        return upright.convert("RGB")


def tensor(picture: Image.Image) -> torch.Tensor:
    """A picture as a batch of one."""
    return torch.from_numpy(_numbers(picture)[None])


def batch(pictures: Sequence[Image.Image]) -> torch.Tensor:
    """Pictures as one batch. Each is centred on black, and none is scaled up.

    Pictures of one size stay as they are, up to ``LONGEST_SIDE``.
    """
    fitted = [_fitted(picture) for picture in pictures]
    width = max(picture.width for picture in fitted)
    height = max(picture.height for picture in fitted)
    numbers = numpy.zeros((len(fitted), height, width, 3), numpy.float32)
    for page, picture in zip(numbers, fitted, strict=True):
        top, left = (height - picture.height) // 2, (width - picture.width) // 2
        page[top : top + picture.height, left : left + picture.width] = _numbers(picture)
    return torch.from_numpy(numbers)


def images(batch: torch.Tensor) -> list[Image.Image]:
    """The pictures of a batch, with 8 bits for each channel."""
    numbers = numpy.asarray(batch.cpu().numpy(), numpy.float32)
    if numbers.ndim == 3:
        numbers = numbers[None]
    # Not a number and out of range both occur behind samplers.
    bytes_ = numpy.rint(numpy.clip(numpy.nan_to_num(numbers), 0, 1) * 255).astype(numpy.uint8)
    return [Image.fromarray(page[..., 0] if page.shape[-1] == 1 else page) for page in bytes_]


def _fitted(picture: Image.Image) -> Image.Image:
    if max(picture.size) <= LONGEST_SIDE:
        return picture
    copy = picture.copy()
    copy.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return copy


def _numbers(picture: Image.Image) -> NDArray[numpy.float32]:
    return numpy.asarray(picture, numpy.float32) / numpy.float32(255)
