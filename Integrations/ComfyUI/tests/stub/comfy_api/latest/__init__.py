"""What nodes import of ComfyUI's API."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TypeAlias

import torch

from . import _io as io
from . import _ui as ui
from ._video import VideoCodec, VideoComponents, VideoContainer, VideoFromFile, VideoInput

__all__ = ["ComfyExtension", "Input", "InputImpl", "Types", "io", "ui"]


class ComfyExtension(ABC):
    """The nodes of a folder."""

    async def on_load(self) -> None:
        """Called when it is loaded."""

    @abstractmethod
    async def get_node_list(self) -> list[type[io.ComfyNode]]: ...


class Input:
    """The types of values that inputs get."""

    Image: TypeAlias = torch.Tensor
    Video: TypeAlias = VideoInput


class InputImpl:
    """How they are made."""

    VideoFromFile = VideoFromFile


class Types:
    """What they are made of."""

    VideoCodec = VideoCodec
    VideoContainer = VideoContainer
    VideoComponents = VideoComponents
