"""Load Image, as workflows name it."""

from __future__ import annotations

import os
from typing import Any

import folder_paths
import numpy
import torch
from PIL import Image, ImageOps


class LoadImage:
    """A node of the first schema: a picture of the input folder."""

    RETURN_TYPES = ("IMAGE", "MASK")
    FUNCTION = "load_image"

    @classmethod
    def INPUT_TYPES(cls) -> dict[str, Any]:
        folder = folder_paths.get_input_directory()
        return {"required": {"image": (sorted(os.listdir(folder)), {"image_upload": True})}}

    def load_image(self, image: str) -> tuple[torch.Tensor, torch.Tensor]:
        with Image.open(folder_paths.get_annotated_filepath(image)) as file:
            picture = ImageOps.exif_transpose(file).convert("RGB")
        numbers = numpy.array(picture).astype(numpy.float32) / 255.0
        return torch.from_numpy(numbers[None]), torch.zeros((1, *numbers.shape[:2]))
