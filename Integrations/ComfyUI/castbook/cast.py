"""The node Castbook Cast: the pictures and the prompt of a shot."""

from __future__ import annotations

import castbook
from comfy_api.latest import io

from . import bundles, pictures, targets
from .failures import Refused
from .shots import stem_of

LONGEST_TEXT = 256 * 1024
"""Bytes of a shot file, as docs/shot-files.md states them."""


class CastbookCast(io.ComfyNode):
    """The pictures of a shot's elements in the order of their tokens, and the compiled prompt."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="CastbookCast",
            display_name="Castbook Cast",
            category="Castbook",
            description=(
                "The pictures of elements in the order of their tokens, and the prompt for the "
                "node of a target. Refuses what castbook export refuses. The library records the "
                "export; nothing is sent."
            ),
            inputs=[
                io.String.Input(
                    "text",
                    multiline=True,
                    default="@mira crosses the lobby",
                    dynamic_prompts=False,
                    tooltip="A prompt with @handles, a shot file, or only elements: @mira, @mug:3",
                ),
                io.Combo.Input(
                    "target",
                    options=targets.nodes(),
                    default=targets.DEFAULT,
                    tooltip="The node that gets the pictures. It overrides a target in the text.",
                ),
                io.String.Input(
                    "name",
                    default="cast",
                    tooltip="The name of the shot: bundles and clips get it.",
                ),
                io.String.Input(
                    "look",
                    optional=True,
                    default="",
                    tooltip="Looks, such as @mira_coat: they replace the element that they are of.",
                ),
                io.String.Input(
                    "project",
                    optional=True,
                    default="",
                    tooltip="A folder with castbook.lock: its pins hold.",
                ),
                io.String.Input(
                    "library",
                    optional=True,
                    default="",
                    tooltip="The library's folder; empty for the one that castbook uses.",
                ),
            ],
            outputs=[
                io.Image.Output(
                    "images",
                    display_name="images",
                    tooltip="One batch; pictures of other sizes are centred on black.",
                ),
                io.Image.Output(
                    "pictures",
                    display_name="pictures",
                    is_output_list=True,
                    tooltip="A list of the pictures as they are, for Castbook Picture. A node "
                    "that is wired to it directly runs once for each picture.",
                ),
                io.String.Output(
                    "tokens", display_name="tokens", tooltip="A line for each file that is sent."
                ),
                io.String.Output(
                    "prompt", display_name="prompt", tooltip="The prompt with the node's tokens."
                ),
                io.String.Output(
                    "bundle", display_name="bundle", tooltip="The digest, for Castbook Save Take."
                ),
            ],
        )

    @classmethod
    def validate_inputs(cls, text: str | None = None, name: str | None = None) -> bool | str:
        # What is wired has no value yet.
        if text is not None:
            if not text.strip():
                return "text: is empty: write a prompt with @handles, such as @mira"
            size = len(text.encode("utf-8", "replace"))
            if size > LONGEST_TEXT:
                return f"text: has {size} bytes, above the limit of {LONGEST_TEXT}: shorten it"
        if name is not None:
            try:
                stem_of(name)
            except Refused as error:
                return str(error)
        return True

    @classmethod
    def fingerprint_inputs(
        cls,
        text: str | None = None,
        target: str | None = None,
        name: str | None = None,
        look: str | None = "",
        project: str | None = "",
        library: str | None = "",
    ) -> str:
        try:
            # What is wired has no value yet; then every change of the library counts.
            if None in (text, target, name, look, project, library):
                return bundles.library_fingerprint(library or "", project or "")
            return bundles.fingerprint(
                bundles.Shot(
                    text or "", target or "", name or "", look or "", project or "", library or ""
                )
            )
        except (castbook.Error, Refused) as error:
            # The node itself reports it.
            return f"error: {error}"

    @classmethod
    def execute(
        cls,
        text: str,
        target: str,
        name: str,
        look: str | None = "",
        project: str | None = "",
        library: str | None = "",
    ) -> io.NodeOutput:
        bundle = bundles.export(
            bundles.Shot(text, target, name, look or "", project or "", library or "")
        )
        return io.NodeOutput(
            pictures.batch(bundle.pictures),
            [pictures.tensor(picture) for picture in bundle.pictures],
            bundle.tokens,
            bundle.prompt,
            bundle.digest,
        )
