"""Clips."""

from __future__ import annotations

import dataclasses
import json
import struct
from abc import ABC, abstractmethod
from enum import Enum
from fractions import Fraction
from typing import Any

import torch


class VideoCodec(str, Enum):
    AUTO = "auto"
    H264 = "h264"


class VideoContainer(str, Enum):
    AUTO = "auto"
    MP4 = "mp4"

    @classmethod
    def get_extension(cls, value: VideoContainer | str) -> str:
        return "mp4" if cls(value) in (cls.MP4, cls.AUTO) else ""


@dataclasses.dataclass
class VideoComponents:
    images: torch.Tensor
    frame_rate: Fraction
    audio: Any = None
    metadata: dict[str, Any] | None = None


class VideoInput(ABC):
    """A clip that a node returned."""

    @abstractmethod
    def get_components(self) -> VideoComponents: ...

    @abstractmethod
    def save_to(
        self,
        path: str,
        format: VideoContainer = VideoContainer.AUTO,
        codec: VideoCodec = VideoCodec.AUTO,
        metadata: dict[str, Any] | None = None,
    ) -> None: ...

    def get_dimensions(self) -> tuple[int, int]:
        """Width and height."""
        shape = self.get_components().images.shape
        return shape[2], shape[1]


class VideoFromFile(VideoInput):
    """An MP4 file. It is saved as it is, with the metadata in a box at its end."""

    def __init__(self, file: str) -> None:
        self._file = file

    def get_components(self) -> VideoComponents:
        raise NotImplementedError("the stub decodes no clips")

    def get_dimensions(self) -> tuple[int, int]:
        return 640, 360

    def save_to(
        self,
        path: str,
        format: VideoContainer = VideoContainer.AUTO,
        codec: VideoCodec = VideoCodec.AUTO,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        with open(self._file, "rb") as file:
            content = file.read()
        if metadata is not None:
            box = json.dumps(metadata).encode()
            content += struct.pack(">I4s", len(box) + 8, b"free") + box
        with open(path, "wb") as file:
            file.write(content)
