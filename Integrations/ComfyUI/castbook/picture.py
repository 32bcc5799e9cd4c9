"""The node Castbook Picture: one picture of a list."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from comfy_api.latest import io

from .failures import Refused, count


class CastbookPicture(io.ComfyNode):
    """One picture of a cast by its number, as it is."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="CastbookPicture",
            display_name="Castbook Picture",
            category="Castbook",
            description=(
                "One picture of Castbook Cast by its number, as it is: number 1 for the slot "
                "image_1 of a node, and so on."
            ),
            is_input_list=True,
            inputs=[
                io.Image.Input("pictures", tooltip="The output pictures of Castbook Cast."),
                io.Int.Input("number", default=1, min=1, max=64, tooltip="From 1."),
            ],
            outputs=[io.Image.Output("image", display_name="image")],
        )

    @classmethod
    def execute(cls, pictures: Sequence[torch.Tensor], number: Sequence[int]) -> io.NodeOutput:
        wanted = number[0]
        if not 1 <= wanted <= len(pictures):
            raise Refused(
                f"number: {wanted}, but the shot sends {count(len(pictures), 'picture')}: "
                "remove this node, or name another element in the shot"
            )
        return io.NodeOutput(pictures[wanted - 1])
