"""Two nodes for ComfyUI: the references of an element, and a check before a provider gets them.

Put the file into custom_nodes/. Neither node needs more than castbook.
"""

import os
from typing import Any, Dict, List, Tuple

import castbook


def cache() -> str:
    """The user's own folder for files that can be written again, which nobody else can read."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    folder = os.path.join(base, "castbook-comfy")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return folder


class CastbookReferences:
    """The best pictures of an element, as files."""

    CATEGORY = "Castbook"
    FUNCTION = "load"
    RETURN_TYPES = ("STRING", "STRING")
    RETURN_NAMES = ("paths", "description")
    OUTPUT_IS_LIST = (True, False)

    @classmethod
    def INPUT_TYPES(cls) -> Dict[str, Any]:
        handles = sorted(f"@{element.handle}" for element in castbook.list_each())
        return {
            "required": {
                "element": (handles,),
                "count": ("INT", {"default": 4, "min": 1, "max": 16}),
            }
        }

    @classmethod
    def IS_CHANGED(cls, element: str, count: int) -> str:
        """The digest of the latest revision: nothing is loaded again until she changes."""
        return castbook.show(element).sha256

    def load(self, element: str, count: int) -> Tuple[List[str], str]:
        shown = castbook.show(element)
        picked = castbook.pick(element, best=count).set
        wanted = [os.path.basename(path) for path in picked.selected or ()]
        # A folder for each revision: files that are there already are not written again.
        folder = os.path.join(cache(), shown.sha256)
        files = castbook.files(element, output=folder).files
        by_name = {os.path.basename(file.path): file.path for file in files}
        return [by_name[name] for name in wanted], shown.description or shown.name


class CastbookCheck:
    """Stops the workflow before a provider would reject a picture."""

    CATEGORY = "Castbook"
    FUNCTION = "check"
    RETURN_TYPES = ("STRING",)
    RETURN_NAMES = ("paths",)
    INPUT_IS_LIST = True
    OUTPUT_IS_LIST = (True,)

    @classmethod
    def INPUT_TYPES(cls) -> Dict[str, Any]:
        targets = sorted(target.id for target in castbook.targets().targets)
        return {"required": {"paths": ("STRING", {"forceInput": True}), "target": (targets,)}}

    def check(self, paths: List[str], target: List[str]) -> Tuple[List[str]]:
        report = castbook.check(paths, targets=target[0])
        failed = [file for file in report.files if file.status == "fail"]
        if failed:
            reasons = [f"{file.path}: {file.findings[0].message}" for file in failed]
            raise ValueError("\n".join(reasons))
        return (paths,)


NODE_CLASS_MAPPINGS = {
    "CastbookReferences": CastbookReferences,
    "CastbookCheck": CastbookCheck,
}
NODE_DISPLAY_NAME_MAPPINGS = {
    "CastbookReferences": "Castbook: references",
    "CastbookCheck": "Castbook: check",
}
