#!/usr/bin/env python3
"""A stored zip of all files by Python's zipfile.

    bundle.py LIST OUT
"""
import os
import sys
import zipfile

from measuring import listed


def main():
    with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_STORED) as archive:
        for path in listed(sys.argv[1]):
            archive.write(path, os.path.basename(path))


main()
