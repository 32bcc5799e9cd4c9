"""The wheel: the programs and their libraries for a Python environment, and the Python package that calls them."""

import base64
import hashlib
import json
import subprocess
import sys

import licences
import tree
import zips

METADATA = """\
Metadata-Version: 2.4
Name: castbook
Version: {version}
Summary: The element library for AI video: checks references before you upload them
License-Expression: {licence}
{files}Keywords: video,images,validation,kling,generative
Classifier: Development Status :: 4 - Beta
Classifier: Environment :: Console
Classifier: Intended Audience :: Developers
Classifier: Operating System :: POSIX :: Linux
Classifier: Programming Language :: Python :: 3
Classifier: Topic :: Multimedia :: Graphics
Classifier: Topic :: Multimedia :: Video
Requires-Python: >=3.9
{extras}Description-Content-Type: text/markdown

{description}"""

WHEEL = """\
Wheel-Version: 1.0
Generator: castbook
Root-Is-Purelib: false
Tag: {tag}
"""

# The oldest C library that the programs start with (Debian 12's); its number is in the tag.
GLIBC = "2_36"


def _licence(parts):
    """What the whole wheel is under, as an expression of SPDX."""
    named = ["Apache-2.0", *(licence for _, _, licence, _ in licences.INSIDE), *(part.licence for part in parts)]
    each = {term for licence in named for term in licence.split(" AND ")}
    return " AND ".join(sorted(f"({term})" if " OR " in term else term for term in each))


def _python_package(contents):
    """Writes the Python package into the wheel's root, and returns its description."""
    generator, described = (tree.ROOT / "Python" / name for name in ("generate.py", "README.md"))
    for file in (generator, described):
        if not file.exists():
            raise SystemExit(f"Python/{file.name} is missing, which the wheel needs: build it from a complete checkout.")
    subprocess.run([sys.executable, "-B", str(generator), "--into", str(contents.folder)], check=True)
    if not (contents.folder / "castbook" / "__init__.py").exists():
        raise SystemExit("Python/generate.py wrote no castbook/__init__.py into the folder that it was given.")
    return described.read_text()


def _extras():
    """An extra for each model, which brings the package with its weights. `castbook models add` finds them there."""
    lines = []
    for path in sorted((tree.ROOT / "Catalog" / "Models").glob("*.json")):
        paper = json.loads(path.read_text())
        package = paper["package"]
        lines.append(f"Provides-Extra: {paper['name']}\n"
                     f"Requires-Dist: {package['name']} (=={package['version']}) ; extra == \"{paper['name']}\"\n")
    return "".join(lines)


def build(into, programs, built, version, machine, epoch, scratch):
    """Writes the wheel into a folder, and returns its path."""
    tag = f"py3-none-manylinux_{GLIBC}_{machine}"
    contents = tree.Tree(scratch / "wheel", programs, built, version, epoch)
    data, info = f"castbook-{version}.data", f"castbook-{version}.dist-info"
    # What an environment gets beside its Python packages: castbook among its scripts, and the rest
    # below its prefix.
    rest = tree.Tree(contents.folder / data / "data", programs, built, version, epoch)
    rest.add_programs("wheel", tree.BUNDLED)
    parts = rest.add_libraries()
    rest.add_documents()
    scripts = contents.folder / data / "scripts"
    scripts.mkdir()
    (rest.folder / "bin" / "castbook").rename(scripts / "castbook")
    (rest.folder / "bin").rmdir()
    described = _python_package(contents)
    licences.write_licences(contents.folder / info / "licenses", parts, version)
    licences.write_contents(_folder(contents.folder / info / "sboms") / "castbook.cdx.json", parts, version, epoch)
    notices = [name.removeprefix(f"{info}/licenses/") for name, _ in contents.files() if name.startswith(f"{info}/licenses/")]
    metadata = METADATA.format(
        version=version, licence=_licence(parts), description=described, extras=_extras(),
        files="".join(f"License-File: {name}\n" for name in notices))
    contents.write(metadata, f"{info}/METADATA")
    contents.write(WHEEL.format(tag=tag), f"{info}/WHEEL")
    contents.settle()
    target = into / f"castbook-{version}-{tag}.whl"
    _write_zip(target, contents, f"{info}/RECORD", epoch)
    return target


def _folder(path):
    path.mkdir(parents=True, exist_ok=True)
    return path


def _write_zip(target, contents, record, epoch):
    """Writes all files in a fixed order, the list of their digests last."""
    def entries():
        lines = []
        # What describes the wheel is last, where it can be read without the rest.
        files = sorted(contents.files(), key=lambda file: (".dist-info/" in file[0], file[0]))
        for name, path in files:
            data = path.read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            lines.append(f"{name},sha256={digest},{len(data)}\n")
            yield name, data, path.stat().st_mode & 0o777
        yield record, "".join(lines) + f"{record},,\n", 0o644

    zips.write(target, entries(), epoch)
