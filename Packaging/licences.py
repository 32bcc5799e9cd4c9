"""The folder LICENSES of a package, and its list of contents as CycloneDX."""

import json
import pathlib
import shutil
import uuid
from datetime import datetime, timezone

from elf import debian_package

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
DOCUMENTS = pathlib.Path("/usr/share/doc")
COMMON = pathlib.Path("/usr/share/common-licenses")

# What the programs have inside.
INSIDE = [
    ("Swift", "swift", "Apache-2.0 WITH Swift-exception", "the runtime, the standard library and libdispatch"),
    ("libstdc++", "libstdc++", "GPL-3.0-or-later WITH GCC-exception-3.1", "parts that Swift's runtime needs"),
    ("Roboto and Droid Sans Fallback", "typefaces", "Apache-2.0", "reduced to the characters that pictures show"),
]
LICENCE_TEXTS = ["GPL-2", "GPL-3", "LGPL-2.1", "LGPL-3", "Apache-2.0"]

OVERVIEW = """\
Castbook {version} is under the Apache License 2.0 (castbook/LICENSE).

Inside its programs:
{inside}
In libexec/castbook/lib, as separate files that you may replace by other builds of the same interface:
{libraries}
Each folder here has the copyright notices of one source package. The texts of licences that several of them name are in
texts/.

The sources of all these libraries are in Debian 12, in its archive and that of its security updates:
    apt-get source NAME=VERSION
with a name and version from the list above. Versions that Debian has replaced are kept at
https://snapshot.debian.org/package/NAME/VERSION/. "As in Debian" means that the file is a copy of Debian's, in which only
the names of libraries and the folder where they are looked for were changed, by build/private_library.py and patchelf. The
others were compiled from Debian's sources, unchanged, by build/build-libraries.
"""


class Component:
    """A bundled library: its file, and the source that it comes from."""

    def __init__(self, file, place, built, names, renamed):
        self.file = renamed.get(file, file)
        self.is_built = place.is_relative_to(built)
        if self.is_built:
            folder = next(
                about for about in sorted((built.parent / "about").iterdir())
                if file in (about / "files").read_text().split())
            self.source, self.folder = folder.name, folder
            self.version = (folder / "source").read_text().split()[0]
            self.copyright = folder / "copyright"
        else:
            package, _, self.source, self.version = debian_package(place)
            self.copyright = DOCUMENTS / package / "copyright"
        if self.source not in names:
            raise SystemExit(f"Packaging/libraries.json has no licence of {self.source}, the source of {file}: add it.")
        self.name, self.licence = names[self.source]

    @property
    def upstream(self):
        """The version that the library's authors gave it."""
        return self.version.split(":")[-1].rsplit("-", 1)[0].split("+")[0].removesuffix(".dfsg")


def components(libraries, built, renamed):
    """The bundled libraries, from their names and where they are on this machine."""
    names = json.loads((HERE / "libraries.json").read_text())
    return [Component(file, place, built, names, renamed) for file, place in libraries.items()]


def sources(parts):
    """Which source of Debian each library comes from, as castbook reads it to know its fixes."""
    libraries = {part.file: {"source": part.source, "version": part.version} for part in parts}
    return json.dumps({"debian": "12", "libraries": libraries}, indent=2, sort_keys=True) + "\n"


def write_licences(folder, parts, version):
    """Writes the folder LICENSES."""
    folder.mkdir(parents=True)
    for name in LICENCE_TEXTS:
        (folder / "texts").mkdir(exist_ok=True)
        shutil.copyfile(COMMON / name, folder / "texts" / name)
    if parts:
        (folder / "build").mkdir()
        for name in ("build-libraries", "private_library.py"):
            shutil.copyfile(HERE / name, folder / "build" / name)
    (folder / "castbook").mkdir()
    shutil.copyfile(ROOT / "LICENSE", folder / "castbook" / "LICENSE")
    (folder / "typefaces").mkdir()
    shutil.copyfile(ROOT / "Sources/CTypefaces/NOTICE", folder / "typefaces" / "NOTICE")
    (folder / "swift").mkdir()
    shutil.copyfile(HERE / "swift-exception.txt", folder / "swift" / "EXCEPTION")
    (folder / "libstdc++").mkdir()
    shutil.copyfile(DOCUMENTS / "libstdc++6" / "copyright", folder / "libstdc++" / "copyright")
    lines = []
    for part in sorted(parts, key=lambda part: part.file):
        own = folder / part.source
        own.mkdir(exist_ok=True)
        shutil.copyfile(part.copyright, own / "copyright")
        if part.is_built:
            shutil.copyfile(part.folder / "configured", own / "configured")
        how = "built for Castbook" if part.is_built else "as in Debian"
        lines.append(f"  {part.file:22}  {part.name} {part.upstream}, {part.licence}; {part.source}={part.version}, {how}\n")
    inside = "".join(f"  {name}: {what}; {licence} ({place}/)\n" for name, place, licence, what in INSIDE)
    text = OVERVIEW.format(version=version, inside=inside, libraries="".join(lines))
    if not parts:
        text = text[:text.index("In libexec/castbook/lib")] + "Its libraries are Debian's, with licences in their own packages.\n"
    (folder / "README").write_text(text)


def _licence(expression):
    simple = expression if " " not in expression and not expression.startswith("LicenseRef") else None
    return {"license": {"id": simple}} if simple else {"expression": expression}


def write_contents(file, parts, version, epoch):
    """Writes which libraries a package has, in the form of CycloneDX 1.5."""
    entries = [
        {"type": "library", "bom-ref": place, "name": name, "licenses": [_licence(licence)]}
        for name, place, licence, _ in INSIDE]
    for part in parts:
        entries.append({
            "type": "library", "bom-ref": part.file, "name": part.name, "version": part.upstream,
            "licenses": [_licence(part.licence)],
            "purl": f"pkg:deb/debian/{part.source}@{part.version.replace(':', '%3A').replace('+', '%2B')}?arch=source&distro=debian-12",
            "properties": [
                {"name": "castbook:file", "value": f"libexec/castbook/lib/{part.file}"},
                {"name": "castbook:build", "value": "castbook" if part.is_built else "debian"}]})
    document = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application", "bom-ref": "castbook", "name": "castbook", "version": version,
                "licenses": [_licence("Apache-2.0")]}},
        "components": entries,
        "dependencies": [{"ref": "castbook", "dependsOn": [entry["bom-ref"] for entry in entries]}]}
    text = json.dumps(document, indent=2, sort_keys=True)
    document["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, text)}"
    file.write_text(json.dumps(document, indent=2) + "\n")


COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: castbook
Comment: The programs have parts of Swift's runtime and of libstdc++ inside, and data from two typefaces.

Files: *
Copyright: 2026 the authors of Castbook
License: Apache-2.0

Files: usr/bin/* usr/libexec/castbook/*
Copyright: 2026 the authors of Castbook
           2014-2026 Apple Inc. and the Swift project authors
           1997-2022 Free Software Foundation, Inc.
           2011 Google Inc.
           2006 Google Corporation
License: Apache-2.0 and Apache-2.0-with-Swift-exception and GPL-3+-with-GCC-exception
"""

COPYRIGHT_LIBRARY = """
Files: usr/libexec/castbook/lib/{file}
Copyright: those named in LICENSES/{source}/copyright
License: {source}
"""

COPYRIGHT_TEXTS = """
License: Apache-2.0
 On Debian systems, the text of the Apache License 2.0 is in /usr/share/common-licenses/Apache-2.0.

License: Apache-2.0-with-Swift-exception
 On Debian systems, the text of the Apache License 2.0 is in /usr/share/common-licenses/Apache-2.0.
 .
{swift}
License: GPL-3+-with-GCC-exception
 On Debian systems, the text of the GNU General Public License, version 3, is in /usr/share/common-licenses/GPL-3.
 .
 The GCC Runtime Library Exception, version 3.1, gives permission to convey a work that has parts of the runtime library
 inside under terms of your choice, if it was made by an eligible compilation process. Its text is in
 /usr/share/doc/libstdc++6/copyright.
"""


def debian_copyright(parts):
    """The copyright of a Debian package with these libraries, in Debian's machine-readable form."""
    indented = "".join(
        f" {line.strip()}\n" for line in (HERE / "swift-exception.txt").read_text().splitlines() if line.strip())
    text = COPYRIGHT
    for part in parts:
        text += COPYRIGHT_LIBRARY.format(file=part.file, source=part.source)
    text += COPYRIGHT_TEXTS.format(swift=indented)
    for source, licence in sorted({(part.source, part.licence) for part in parts}):
        text += f"\nLicense: {source}\n {licence}. Its text and all notices are in LICENSES/{source}/copyright, beside this file.\n"
    return text
