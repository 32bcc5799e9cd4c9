"""The node Castbook Save Take: a clip in ComfyUI's output folder and in the library."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Sequence
from typing import Literal, get_args

import castbook
import folder_paths
import torch
from comfy.cli_args import args
from comfy_api.latest import Input, Types, io, ui
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from . import pictures
from .failures import Refused, refusal
from .running import library as library_in
from .running import one_line

_DIGITS = re.compile(r"[0-9a-f]{8,64}")
_COST = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})? [A-Za-z]{3}")

Result = Literal["new", "kept", "rejected", "approved"]


class CastbookSaveTake(io.ComfyNode):
    """Saves a clip, and records it as a take of the bundle that it was rendered from."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="CastbookSaveTake",
            display_name="Castbook Save Take",
            category="Castbook",
            description=(
                "Saves a clip in ComfyUI's output folder with the workflow in it, and records it "
                "in the library as castbook take add does."
            ),
            is_output_node=True,
            inputs=[
                io.String.Input(
                    "bundle",
                    default="",
                    tooltip="The output bundle of Castbook Cast, or 8 or more of its digits.",
                ),
                io.Combo.Input("result", options=list(get_args(Result)), default="new"),
                io.Video.Input("video", optional=True, tooltip="The clip that came back."),
                io.Image.Input(
                    "images", optional=True, tooltip="Or pictures: each one is saved as a PNG."
                ),
                io.String.Input("note", optional=True, default=""),
                io.String.Input("cost", optional=True, default="", placeholder="0.84 USD"),
                io.String.Input(
                    "library",
                    optional=True,
                    default="",
                    tooltip="The library's folder; empty for the one that castbook uses.",
                ),
            ],
            outputs=[
                io.String.Output(
                    "take", display_name="take", tooltip="The SHA-256 of the clip in the library."
                ),
                io.String.Output("path", display_name="path", tooltip="Where the clip is saved."),
            ],
            hidden=[io.Hidden.prompt, io.Hidden.extra_pnginfo],
        )

    @classmethod
    def validate_inputs(
        cls, bundle: str | None = None, cost: str | None = None, note: str | None = None
    ) -> bool | str:
        # What is wired has no value yet. A clip is paid for before this node runs.
        if bundle is not None and not _DIGITS.fullmatch(bundle.strip().lower()):
            return (
                "bundle: wire the output bundle of Castbook Cast, or give 8 or more of its digits"
            )
        if cost and cost.strip() and not _COST.fullmatch(cost.strip()):
            return f"cost: {cost.strip()!r} is not an amount of money: write it like '0.84 USD'"
        try:
            one_line("note", note)
        except Refused as error:
            return str(error)
        return True

    @classmethod
    def execute(
        cls,
        bundle: str | None,
        result: Result,
        video: Input.Video | None = None,
        images: torch.Tensor | None = None,
        note: str | None = "",
        cost: str | None = "",
        library: str | None = "",
    ) -> io.NodeOutput:
        # What is wired may be anything, and a clip that was paid for must be saved.
        digits = str(bundle or "").strip().lower()
        if not _DIGITS.fullmatch(digits):
            digits = ""
        # The clip comes first: whatever fails after this, it is saved.
        stem = f"{_name_of(digits, library)}-{digits[:8] or 'unknown'}"
        saved: list[_Saved] = []
        if video is not None:
            saved.append(_save_video(video, stem, cls.hidden))
        if images is not None and len(images):
            saved += _save_images(images, stem, cls.hidden)
        if not saved:
            raise Refused("wire the input video, or images: there is no clip to save")
        takes = _record(saved, digits, result, note, cost, library)
        results = [file.result for file in saved]
        shown = ui.PreviewVideo(results) if video is not None else ui.SavedImages(results)
        return io.NodeOutput("\n".join(takes), "\n".join(file.path for file in saved), ui=shown)


class _Saved:
    """A file in ComfyUI's output folder."""

    def __init__(self, folder: str, subfolder: str, name: str) -> None:
        self.path = os.path.join(folder, name)
        self.result = ui.SavedResult(name, subfolder, io.FolderType.output)


def _name_of(digits: str, library: str | None) -> str:
    """The name of the shot that a bundle was exported from, or ``take``."""
    try:
        cast = library_in(library)
        exports = cast.where_used(digits, timeout=60).exports if digits else ()
    except Exception:
        # Whatever it is, it comes again when the take is recorded, after the clip is saved.
        exports = ()
    stem = os.path.splitext(os.path.basename(exports[0].shot))[0] if exports else ""
    # ComfyUI replaces words between percent signs. A name may have 255 bytes, with the number.
    plain = re.sub(r"[^\w-]+", "-", stem).encode("utf-8", "ignore")[:150]
    return plain.decode("utf-8", "ignore").strip("-_") or "take"


def _place(stem: str) -> tuple[str, str, int, str]:
    """Folder, name and number of the next file, and the folder below the output."""
    folder, name, counter, subfolder, _ = folder_paths.get_save_image_path(
        f"castbook/{stem}", folder_paths.get_output_directory()
    )
    return folder, name, counter, subfolder


def _save_video(video: Input.Video, stem: str, hidden: io.HiddenHolder) -> _Saved:
    folder, name, counter, subfolder = _place(stem)
    suffix = Types.VideoContainer.get_extension(Types.VideoContainer.AUTO)
    saved = _Saved(folder, subfolder, f"{name}_{counter:05}_.{suffix}")
    video.save_to(
        saved.path,
        format=Types.VideoContainer.AUTO,
        codec=Types.VideoCodec.AUTO,
        metadata=_workflow(hidden) or None,
    )
    return saved


def _save_images(images: torch.Tensor, stem: str, hidden: io.HiddenHolder) -> list[_Saved]:
    found: list[Image.Image] = pictures.images(images)
    folder, name, counter, subfolder = _place(stem)
    texts = PngInfo()
    for key, value in _workflow(hidden).items():
        texts.add_text(key, json.dumps(value))
    saved: list[_Saved] = []
    for number, picture in enumerate(found, counter):
        saved.append(_Saved(folder, subfolder, f"{name}_{number:05}_.png"))
        picture.save(saved[-1].path, pnginfo=texts, compress_level=4)
    return saved


def _workflow(hidden: io.HiddenHolder) -> dict[str, object]:
    """What ComfyUI keeps in files that it saves: the workflow, unless that is turned off."""
    if args.disable_metadata:
        return {}
    kept: dict[str, object] = dict(hidden.extra_pnginfo or {})
    if hidden.prompt is not None:
        kept["prompt"] = hidden.prompt
    return kept


def _record(
    saved: Sequence[_Saved],
    digits: str,
    result: Result,
    note: str | None,
    cost: str | None,
    library: str | None,
) -> list[str]:
    """Records files as takes of a bundle, and returns their digests.

    Raises:
        Refused: With the place of the files: they were paid for.
    """
    takes: list[str] = []
    try:
        if not digits:
            raise Refused("bundle: wire the output bundle of Castbook Cast, or give its digits")
        cast = library_in(library)
        words, amount = one_line("note", note), one_line("cost", cost)
        for file in saved:
            # Cancelling the workflow does not stop it: the clip was paid for.
            report = cast.take_add(
                os.path.abspath(file.path),
                bundle=digits,
                result=result,
                note=words or None,
                # The cost is that of the render, not of each picture.
                cost=amount or None if not takes else None,
            )
            takes.append(report.sha256 or "")
    except castbook.Error as error:
        raise Refused(f"{refusal(error)}\n{_remedy(saved[len(takes) :], digits, result)}") from None
    except (Refused, OSError, ValueError) as error:
        raise Refused(f"{error}\n{_remedy(saved[len(takes) :], digits, result)}") from None
    return takes


def _remedy(left: Sequence[_Saved], digits: str, result: Result) -> str:
    """Where files are that were not recorded, and how to record them."""
    options = f"--bundle {digits or 'BUNDLE'} --result {result}"
    commands = [f"castbook take add {shlex.quote(file.path)} {options}" for file in left]
    return "\n".join(["The clip is saved. Record it with:", *commands])
