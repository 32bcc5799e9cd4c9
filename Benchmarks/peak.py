#!/usr/bin/env python3
"""The most memory that a command had, or one of the processes that it started.

    peak.py COMMAND [WORD ...]

Prints it in MiB. What the command prints is dropped.
"""
import resource
import subprocess
import sys


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: peak.py COMMAND [WORD ...]")
    subprocess.run(
        sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    print(f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")


main()
