"""The files of a package below one folder, as they will be below the prefix it is installed to."""

import os
import pathlib
import shutil

import elf
import licences
import private_library

ROOT = pathlib.Path(__file__).resolve().parent.parent
HELPERS = ["castbook-media", "castbook-streams", "castbook-transport", "castbook-vision"]
# The file from which castbook knows the kind of its package.
MARK = "libexec/castbook/installation"
# The folder of the package's own libraries, and the file from which castbook knows their sources.
LIBRARIES = "libexec/castbook/lib"
SOURCES = "libexec/castbook/libraries.json"
# What castbook loads when serve starts.
LOADED = ["libmicrohttpd.so.12"]
COMPLETIONS = {
    "bash": "share/bash-completion/completions/castbook",
    "zsh": "share/zsh/site-functions/_castbook",
    "fish": "share/fish/vendor_completions.d/castbook.fish",
}
# What castbook-transport shares with the system's libcurl, and the version of its symbols.
PRIVATE = {"libnettle.so.8": "libnettle.so.c", "NETTLE_8": "NETTLE_C"}


class Tree:
    """The programs with what belongs to them. `built` is the folder of libraries that Castbook builds."""

    def __init__(self, folder, programs, built, version, epoch):
        self.folder, self.programs, self.built = folder, programs, built
        self.version, self.epoch = version, epoch

    def place(self, source, name, mode=0o644):
        """Copies a file into the tree."""
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        target.chmod(mode)
        return target

    def write(self, text, name):
        """Writes a file of the tree."""
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        return target

    def add_programs(self, kind, run_path):
        """Adds the programs, and the kind of package that they are in, which castbook reports.

        `run_path` has the folders of libraries, seen from bin and from libexec/castbook.
        """
        self.write(f"{kind}\n", MARK)
        castbook = self.place(self.programs / "castbook", "bin/castbook", 0o755)
        elf.set_run_path(castbook, run_path[0])
        for name in HELPERS:
            helper = self.place(self.programs / name, f"libexec/castbook/{name}", 0o755)
            elf.set_run_path(helper, run_path[1])

    def add_libraries(self):
        """Adds all libraries that the programs need, which find each other in their own folder.

        The programs have to be in the tree.
        """
        programs = [self.programs / name for name in ["castbook", *HELPERS]]
        found = elf.libraries(programs, self.built, LOADED)
        for name, place in found.items():
            elf.set_run_path(self.place(place, f"{LIBRARIES}/{PRIVATE.get(name, name)}"), "$ORIGIN")
        for path in self.binaries():
            private_library.rename(path, PRIVATE)
        parts = licences.components(found, self.built, PRIVATE)
        self.write(licences.sources(parts), SOURCES)
        return parts

    def add_documents(self):
        """Adds the manual page and the completions, as the program prints them."""
        castbook = str(self.programs / "castbook")
        self.write(elf.output(castbook, "manual"), "share/man/man1/castbook.1")
        for shell, name in COMPLETIONS.items():
            self.write(elf.output(castbook, "completions", shell), name)

    def files(self):
        """All files, sorted by their paths as bytes."""
        names = [
            os.path.relpath(os.path.join(folder, name), self.folder)
            for folder, _, names in os.walk(self.folder) for name in names]
        return [(name, self.folder / name) for name in sorted(names, key=os.fsencode)]

    def binaries(self):
        """All programs and libraries."""
        return [
            path for name, path in self.files()
            if name.startswith(("bin/", "libexec/")) and name not in (MARK, SOURCES)]

    def settle(self):
        """Gives all files and folders the same time and modes, whoever built them."""
        for folder, folders, names in os.walk(self.folder, topdown=False):
            for name in [*folders, *names]:
                path = pathlib.Path(folder, name)
                is_run = path.is_dir() or path.stat().st_mode & 0o100
                path.chmod(0o755 if is_run else 0o644)
                os.utime(path, (self.epoch, self.epoch))
        self.folder.chmod(0o755)
        os.utime(self.folder, (self.epoch, self.epoch))


# Where programs look for the package's own libraries. A wheel that is not installed has the folder
# of castbook beside `data`.
BUNDLED = (f"$ORIGIN/../{LIBRARIES}:$ORIGIN/../data/{LIBRARIES}", "$ORIGIN/lib")
