"""The targets that inputs offer."""

from __future__ import annotations

import functools
import logging

import castbook

DEFAULT = "comfyui.kling-4.0.r2v"
"""Kling 4.0 with references, as a node of ComfyUI."""

_FALLBACK = (
    DEFAULT,
    "comfyui.kling-4.0.i2v",
    "comfyui.seedance-2.5.r2v",
    "comfyui.seedance-2.5.i2v",
)

PICTURES = frozenset(("element", "image", "start", "middle", "end"))
"""The slots for pictures."""


@functools.cache
def nodes() -> list[str]:
    """The targets that are nodes of ComfyUI, the default first."""
    found = [target for target, provider, _ in _listed() if provider == "ComfyUI"]
    return [DEFAULT, *(target for target in found if target != DEFAULT)] if found else [*_FALLBACK]


@functools.cache
def for_pictures() -> list[str]:
    """The targets that accept pictures: nodes of ComfyUI, then those of other providers."""
    others = [target for target, _, pictures in _listed() if pictures and target not in nodes()]
    return [*nodes(), *others]


@functools.cache
def _listed() -> list[tuple[str, str, bool]]:
    """Id and provider of each target, and whether it accepts pictures; empty without a program."""
    try:
        # ComfyUI waits for it when it starts.
        report = castbook.targets(timeout=20)
    except castbook.Error as error:
        logging.getLogger("castbook").warning("%s Targets are those known to the nodes.", error)
        return []
    return [
        (target.id, target.provider, not PICTURES.isdisjoint(target.slots))
        for target in report.targets
        if target.status != "ended"
    ]
