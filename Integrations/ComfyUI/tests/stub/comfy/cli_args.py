"""The options that ComfyUI was started with."""


class Arguments:
    """Those that nodes read."""

    disable_metadata: bool = False


args = Arguments()
