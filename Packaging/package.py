"""Makes the packages that Scripts/package was asked for."""

import argparse
import hashlib
import os
import pathlib
import platform
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import archive  # noqa: E402
import deb  # noqa: E402
import elf  # noqa: E402
import mcpb  # noqa: E402
import wheel  # noqa: E402


def one(module):
    """What a module builds, as a sequence."""
    def build(*arguments):
        yield module.build(*arguments)
    return build


# The names of packages: a folder may have other files, too.
PATTERNS = ("castbook-*.whl", "castbook_*.deb", "castbook-bundled_*.deb", "castbook-*.tar.xz", "castbook-*.mcpb")
KINDS = {"wheel": one(wheel), "deb": deb.build, "archive": one(archive), "mcpb": one(mcpb)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    parser.add_argument("--libraries", type=pathlib.Path, required=True)
    parser.add_argument("--into", type=pathlib.Path, required=True)
    parser.add_argument("kinds", nargs="+", choices=KINDS)
    options = parser.parse_args()
    # Files that others may read, whoever builds the packages.
    os.umask(0o022)
    epoch = int(os.environ["SOURCE_DATE_EPOCH"])
    programs, built, into = (each.resolve() for each in (options.programs, options.libraries, options.into))
    version = elf.output(str(programs / "castbook"), "--version").split()[1]
    into.mkdir(parents=True, exist_ok=True)
    for kind in options.kinds:
        with tempfile.TemporaryDirectory() as scratch:
            arguments = (into, programs, built, version, platform.machine(), epoch, pathlib.Path(scratch))
            for package in KINDS[kind](*arguments):
                print(f"{package.stat().st_size / 1e6:6.1f} MB  {package.name}", flush=True)
    sums = into / "SHA256SUMS"
    files = sorted(file for pattern in PATTERNS for file in into.glob(pattern) if file.is_file())
    sums.write_text("".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files))


main()
