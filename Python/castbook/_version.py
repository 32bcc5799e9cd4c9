"""Written by Python/generate.py."""

VERSION = "0.1.0"
"""The version of this package, and of the program that it was made for."""
