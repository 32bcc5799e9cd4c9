"""What a node shows below itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ._io import FolderType, UIOutput


class SavedResult(dict[str, str]):
    """A file that the page can show."""

    def __init__(self, filename: str, subfolder: str, type: FolderType) -> None:
        super().__init__(filename=filename, subfolder=subfolder, type=type.value)


class SavedImages(UIOutput):
    """Pictures that were saved."""

    def __init__(self, results: list[SavedResult], is_animated: bool = False) -> None:
        self.results = results
        self.is_animated = is_animated

    def as_dict(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"images": self.results}
        if self.is_animated:
            shown["animated"] = (True,)
        return shown


class PreviewVideo(UIOutput):
    """A clip that was saved."""

    def __init__(self, values: Sequence[SavedResult]) -> None:
        self.values = values

    def as_dict(self) -> dict[str, Any]:
        return {"images": self.values, "animated": (True,)}


class PreviewText(UIOutput):
    """A text."""

    def __init__(self, value: str) -> None:
        self.value = value

    def as_dict(self) -> dict[str, Any]:
        return {"text": (self.value,)}
