"""The bundle for programs with agents, such as Claude Desktop: the programs, their libraries, and a manifest."""

import json

import licences
import tree
import zips

AGENTS = tree.ROOT / "Packaging" / "agents"


def build(into, programs, built, version, machine, epoch, scratch):
    """Writes the bundle into a folder, and returns its path."""
    manifest = (AGENTS / "manifest.json").read_text()
    stated = json.loads(manifest)["version"]
    if stated != version:
        raise SystemExit(f"Packaging/agents/manifest.json is of version {stated}, but the program is {version}: run Scripts/docs.")
    contents = tree.Tree(scratch / "mcpb", programs, built, version, epoch)
    contents.add_programs("archive", tree.BUNDLED)
    parts = contents.add_libraries()
    licences.write_licences(contents.folder / "LICENSES", parts, version)
    licences.write_contents(contents.folder / "LICENSES" / "castbook.cdx.json", parts, version, epoch)
    contents.write(manifest, "manifest.json")
    contents.settle()
    target = into / f"castbook-{version}-linux-{machine}.mcpb"
    # The manifest is first, where it is found without reading the rest.
    files = sorted(contents.files(), key=lambda file: file[0] != "manifest.json")
    zips.write(target, ((name, path.read_bytes(), path.stat().st_mode & 0o777) for name, path in files), epoch)
    return target
