"""The node Castbook Check: pictures against a provider's limits."""

from __future__ import annotations

import os
import tempfile

import folder_paths
import torch
from castbook import shapes
from comfy_api.latest import io, ui

from . import pictures, targets
from .failures import Refused, sentence
from .running import library, run

_SLOTS: dict[str, shapes.Slot | None] = {
    "default": None,
    "image": "image",
    "element": "element",
    "start": "start",
    "middle": "middle",
    "end": "end",
}
_SIGNS = {"pass": "✓", "warn": "!", "fail": "✗"}


class CastbookCheck(io.ComfyNode):
    """Pictures against the limits of a target, before anyone pays for a refusal."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="CastbookCheck",
            display_name="Castbook Check",
            category="Castbook",
            description="Checks pictures against the limits of a target, as castbook check does.",
            # It runs even if nothing is wired behind it.
            is_output_node=True,
            inputs=[
                io.Image.Input("images"),
                io.Combo.Input("target", options=targets.for_pictures(), default=targets.DEFAULT),
                io.Combo.Input(
                    "slot",
                    options=list(_SLOTS),
                    default="default",
                    tooltip="The place in the request; default means the target's first one.",
                ),
                io.Boolean.Input(
                    "stop_on_errors",
                    display_name="stop on errors",
                    default=True,
                    tooltip="A picture that fails stops the workflow here.",
                ),
            ],
            outputs=[
                io.Image.Output("checked", display_name="images"),
                io.String.Output("report", display_name="report"),
                io.Boolean.Output("ok", display_name="ok"),
            ],
        )

    @classmethod
    def execute(
        cls, images: torch.Tensor, target: str, slot: str, stop_on_errors: bool
    ) -> io.NodeOutput:
        report = _check(images, target, slot)
        words = _words(report, target)
        if stop_on_errors and not report.ok:
            raise Refused(words)
        return io.NodeOutput(images, words, report.ok, ui=ui.PreviewText(words))


def _check(images: torch.Tensor, target: str, slot: str) -> shapes.CheckReport:
    place = folder_paths.get_temp_directory()
    os.makedirs(place, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="castbook-", dir=place) as folder:
        paths: list[str] = []
        for number, picture in enumerate(pictures.images(images), 1):
            paths.append(os.path.join(folder, f"picture-{number}.png"))
            picture.save(paths[-1], compress_level=1)
        cast = library("")
        return run(cast, lambda: cast.check(paths, targets=target, slot=_SLOTS.get(slot)))


def _words(report: shapes.CheckReport, target: str) -> str:
    """A line for each picture, a line for each finding, and how many pass."""
    lines: list[str] = []
    for file in report.files:
        size = f"  {file.width} × {file.height}" if file.width and file.height else ""
        lines.append(f"{_SIGNS[file.status]} {os.path.basename(file.path)}{size}")
        lines += [f"    {sentence(finding)}" for finding in file.findings]
    lines += [sentence(finding) for finding in report.set.findings]
    summary = report.summary
    ready = summary.file_count - summary.fail
    lines.append(f"{target} · {ready} of {summary.file_count} ready, {summary.fail} to fix")
    return "\n".join(lines)
