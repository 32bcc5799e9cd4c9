"""What a program needs of shared libraries, as readelf and dpkg report it."""

import functools
import os
import pathlib
import re
import subprocess

# Every system of the manylinux kind has these, in a version that fits its C library.
OF_THE_SYSTEM = re.compile(r"^(libc|libm|libdl|libpthread|librt|libgcc_s|libstdc\+\+|ld-linux[-a-z0-9_]*)\.so\.\d+$")


def output(*command, **options):
    """Returns what a command prints."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def needed(file):
    """The names of the libraries that a program or a library is linked with."""
    return re.findall(r"\(NEEDED\).*\[(.*)\]", output("readelf", "--dynamic", "--wide", str(file)))


@functools.cache
def _system_folders():
    triplet = output("gcc", "-print-multiarch").strip()
    return [pathlib.Path(folder, triplet) for folder in ("/lib", "/usr/lib")]


def libraries(programs, built, loaded=()):
    """All libraries behind these programs by name: those in the folder `built`, otherwise the system's.

    `loaded` are those that the programs open when they run.

    The C library and what comes with the compiler are not among them.
    """
    found = {}
    waiting = [*loaded, *(name for program in programs for name in needed(program))]
    while waiting:
        name = waiting.pop()
        if name in found or OF_THE_SYSTEM.match(name):
            continue
        places = [folder / name for folder in [built, *_system_folders()]]
        place = next((place for place in places if place.exists()), None)
        if place is None:
            raise SystemExit(f"{name} is not on this machine: Scripts/install installs what Castbook needs.")
        found[name] = place
        waiting += needed(place)
    return dict(sorted(found.items()))


def debian_package(file):
    """The Debian package that a file belongs to: its name, version, and its source with version."""
    real = os.path.realpath(file)
    other = real[4:] if real.startswith("/usr/") else "/usr" + real
    for path in (real, other):
        done = subprocess.run(["dpkg-query", "--search", path], capture_output=True, text=True)
        if done.returncode == 0:
            name = done.stdout.split(": ")[0].split(",")[0]
            form = "${Package}|${Version}|${source:Package}|${source:Version}"
            return output("dpkg-query", "--show", f"--showformat={form}", name).split("|")
    raise SystemExit(f"{file} belongs to no Debian package: packages are built from Debian's libraries.")


def set_run_path(file, path):
    """Sets where a program or library looks for its libraries first; removes it if `path` is empty."""
    how = ["--set-rpath", path] if path else ["--remove-rpath"]
    subprocess.run(["patchelf", *how, str(file)], check=True)
