"""ComfyUI's folders, which tests name."""

from __future__ import annotations

import os
import re

_folders = {"input": "", "output": "", "temp": ""}


def set_folders(base: str) -> None:
    """Puts the folders below another one."""
    for name in _folders:
        _folders[name] = os.path.join(base, name)
        os.makedirs(_folders[name], exist_ok=True)


def get_input_directory() -> str:
    return _folders["input"]


def get_output_directory() -> str:
    return _folders["output"]


def get_temp_directory() -> str:
    return _folders["temp"]


def get_annotated_filepath(name: str, default_dir: str | None = None) -> str:
    """The path of a file; ``a.png [output]`` is one in the folder output."""
    for kind, folder in _folders.items():
        if name.endswith(f"[{kind}]"):
            return os.path.join(folder, name[: -len(kind) - 3])
    return os.path.join(default_dir or get_input_directory(), name)


def get_save_image_path(
    filename_prefix: str, output_dir: str, image_width: int = 0, image_height: int = 0
) -> tuple[str, str, int, str, str]:
    """Folder, name, the next free number, the folder below the output, and the prefix."""
    prefix = filename_prefix.replace("%width%", str(image_width))
    prefix = prefix.replace("%height%", str(image_height))
    subfolder, name = os.path.split(os.path.normpath(prefix))
    folder = os.path.join(output_dir, subfolder)
    if os.path.commonpath((output_dir, os.path.abspath(folder))) != output_dir:
        raise Exception("Saving image outside the output folder is not allowed.")
    os.makedirs(folder, exist_ok=True)
    pattern = re.compile(re.escape(name) + r"_(\d+)_?\b", re.IGNORECASE)
    numbers = [int(found[1]) for found in map(pattern.match, os.listdir(folder)) if found]
    return folder, name, max(numbers, default=0) + 1, subfolder, prefix
