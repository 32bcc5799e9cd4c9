#!/usr/bin/env python3
"""Lets only pictures into a pipeline that a provider accepts, and repairs what can be repaired.

    gate.py kling-o3 downloads/ accepted/

The folder accepted/ then has every picture that passes: the original, or a prepared copy.
"""

import os
import pathlib
import shutil
import sys
from typing import List

import castbook


def gate(target: str, source: str, accepted: pathlib.Path) -> int:
    """Fills the folder, and returns how many pictures can't be repaired."""
    broken: List[castbook.shapes.CheckedFile] = []
    accepted.mkdir(parents=True, exist_ok=True)
    # Files arrive while the others are still being checked.
    with castbook.check_each(source, targets=target) as files:
        for file in files:
            if file.status == "fail":
                broken.append(file)
            elif file.width:
                shutil.copy(file, accepted)
    if not broken:
        return 0
    report = castbook.prepare(broken, targets=target, output=accepted)
    refused = [copy for copy in report.files if copy.status == "refused"]
    for copy in refused:
        for reason in copy.reasons:
            print(f"{copy.path}: {reason.message} [{reason.rule}]", file=sys.stderr)
    return len(refused)


if __name__ == "__main__":
    try:
        left = gate(sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]))
    except castbook.Error as error:
        sys.exit(f"{os.path.basename(sys.argv[0])}: {error}")
    sys.exit(1 if left else 0)
