"""The Debian packages: one with Debian 12's own libraries, and one with its own for other systems."""

import gzip
import pathlib
import re
import subprocess
from email.utils import formatdate

import elf
import licences
import tree

HERE = pathlib.Path(__file__).resolve().parent
MAINTAINER = "Castbook <castbook@localhost>"

CONTROL = """\
Package: {package}
Source: castbook
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Recommends: libcurl4 (>= 7.85) | libcurl3-gnutls (>= 7.85)
{relations}Section: graphics
Priority: optional
Description: element library for AI video
 Castbook keeps characters, products, places and voices under one name for
 all projects. Before a picture is uploaded, it tells whether Kling or another
 provider will reject it, why, and how to fix it.
{more}"""

# The library that sends is only loaded by commands that send.
OWN = """\
 .
 This package uses the libraries of Debian 12.
"""
BUNDLED = """\
 .
 This package brings its own libraries, for Debian 13 and other systems with
 glibc 2.36 or newer. It can't encode H.264: clips that must be re-encoded
 need the package castbook on Debian 12.
"""

CHANGES = """\
castbook ({version}) unstable; urgency=medium

  * The changes of version {upstream} are in changelog.gz.

 -- {maintainer}  {date}
"""

SHELLS = {"share/zsh/site-functions/_castbook": "share/zsh/vendor-completions/_castbook"}


def _packed(contents, name, text):
    """Adds a text that Debian keeps compressed."""
    target = contents.folder / f"{name}.gz"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _dependencies(contents, scratch):
    """What these programs need, in the versions whose symbols they use.

    dpkg-shlibdeps finds all but the library that castbook only opens when serve starts.
    """
    programs = contents.binaries()
    place = scratch / "shlibdeps"
    (place / "debian").mkdir(parents=True, exist_ok=True)
    (place / "debian" / "control").write_text("Source: castbook\n\nPackage: castbook\nArchitecture: any\n")
    private = contents.folder / tree.LIBRARIES
    folders = [f"-l{private}"] if private.exists() else []
    found = elf.output(
        "dpkg-shlibdeps", "-O", "--ignore-missing-info", *folders, *map(str, programs), cwd=place)
    depends = re.search(r"^shlibs:Depends=(.*)$", found, re.MULTILINE).group(1)
    return depends if private.exists() else f"{depends}, libmicrohttpd12 (>= 0.9.75)"


def _build(package, into, contents, scratch, parts, version, epoch, relations, more):
    own = f"share/doc/{package}"
    contents.add_documents()
    for name, other in SHELLS.items():
        (contents.folder / other).parent.mkdir(parents=True)
        (contents.folder / name).rename(contents.folder / other)
        (contents.folder / name).parent.rmdir()
    page = contents.folder / "share/man/man1/castbook.1"
    _packed(contents, "share/man/man1/castbook.1", page.read_text())
    page.unlink()
    revision = f"{version}-1"
    _packed(contents, f"{own}/changelog", (tree.ROOT / "CHANGELOG.md").read_text())
    _packed(contents, f"{own}/changelog.Debian", CHANGES.format(
        version=revision, upstream=version, maintainer=MAINTAINER, date=formatdate(epoch)))
    contents.write(licences.debian_copyright(parts), f"{own}/copyright")
    licences.write_contents(contents.folder / own / "castbook.cdx.json", parts, version, epoch)
    contents.place(HERE / "lintian" / package, f"share/lintian/overrides/{package}")
    root = contents.folder.parent
    architecture = elf.output("dpkg", "--print-architecture").strip()
    size = sum(-(-path.stat().st_size // 1024) for _, path in contents.files())
    control = root / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(CONTROL.format(
        package=package, version=revision, architecture=architecture, maintainer=MAINTAINER, size=size,
        depends=_dependencies(contents, scratch), relations=relations, more=more))
    sums = [f"{elf.output('md5sum', str(path)).split()[0]}  usr/{name}\n" for name, path in contents.files()]
    (control.parent / "md5sums").write_text("".join(sums))
    whole = tree.Tree(root, None, None, version, epoch)
    whole.settle()
    target = into / f"{package}_{revision}_{architecture}.deb"
    # The number of threads changes the bytes.
    subprocess.run(
        ["dpkg-deb", "--build", "--root-owner-group", "--threads-max=1", "-Zxz", "-z9", str(root), str(target)],
        check=True, stdout=subprocess.DEVNULL)
    return target


def build(into, programs, built, version, machine, epoch, scratch):
    """Writes both Debian packages into a folder, and returns their paths."""
    own = tree.Tree(scratch / "deb" / "usr", programs, built, version, epoch)
    own.add_programs("deb", ("", ""))
    yield _build("castbook", into, own, scratch, [], version, epoch, "", OWN)
    bundled = tree.Tree(scratch / "deb-bundled" / "usr", programs, built, version, epoch)
    bundled.add_programs("deb", (f"$ORIGIN/../{tree.LIBRARIES}", "$ORIGIN/lib"))
    parts = bundled.add_libraries()
    licences.write_licences(bundled.folder / "share/doc/castbook-bundled/LICENSES", parts, version)
    relations = "Provides: castbook (= {0}-1)\nConflicts: castbook\nReplaces: castbook\n".format(version)
    yield _build("castbook-bundled", into, bundled, scratch, parts, version, epoch, relations, BUNDLED)
