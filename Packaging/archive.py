"""The archive: one folder that runs from wherever it is unpacked."""

import io
import lzma
import tarfile

import licences
import tree

READ_ME = """\
Castbook {version}

bin/castbook runs from here, or by a link to it from a folder in your PATH:

    ln -s "$PWD/bin/castbook" ~/.local/bin/
    castbook --version

It needs Linux with glibc 2.36 or newer (Debian 12, Ubuntu 24.04, Fedora 37 or later). Sending and team libraries use the
system's libcurl 7.85 or newer.

The manual page and completions are in share/. LICENSES/README lists the libraries in libexec/castbook/lib.
"""


def build(into, programs, built, version, machine, epoch, scratch):
    """Writes the archive into a folder, and returns its path."""
    name = f"castbook-{version}-linux-{machine}"
    contents = tree.Tree(scratch / name, programs, built, version, epoch)
    contents.add_programs("archive", tree.BUNDLED)
    parts = contents.add_libraries()
    contents.add_documents()
    licences.write_licences(contents.folder / "LICENSES", parts, version)
    licences.write_contents(contents.folder / "LICENSES" / "castbook.cdx.json", parts, version, epoch)
    contents.write(READ_ME.format(version=version), "README")
    contents.settle()
    target = into / f"{name}.tar.xz"
    with lzma.open(target, "wb", preset=9) as packed, tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for file, path in contents.files():
            entry = tarfile.TarInfo(f"{name}/{file}")
            data = path.read_bytes()
            entry.size, entry.mtime, entry.mode = len(data), epoch, path.stat().st_mode & 0o777
            entry.uname = entry.gname = "root"
            tar.addfile(entry, io.BytesIO(data))
    return target
