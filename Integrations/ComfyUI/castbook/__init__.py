"""Castbook as nodes of ComfyUI: the cast of a shot, a check before upload, and takes.

ComfyUI calls ``comfy_entrypoint`` when it loads the folder.
"""

from __future__ import annotations

from comfy_api.latest import ComfyExtension, io

try:
    import castbook as _castbook  # noqa: F401
except ImportError:
    raise ImportError(
        "the package castbook is missing: install it with ComfyUI's Python, pip install castbook"
    ) from None

from .cast import CastbookCast
from .check import CastbookCheck
from .picture import CastbookPicture
from .save_take import CastbookSaveTake


class CastbookExtension(ComfyExtension):
    """The nodes of this folder."""

    async def get_node_list(self) -> list[type[io.ComfyNode]]:
        return [CastbookCast, CastbookPicture, CastbookCheck, CastbookSaveTake]


async def comfy_entrypoint() -> CastbookExtension:
    """What ComfyUI calls to get the nodes."""
    return CastbookExtension()
