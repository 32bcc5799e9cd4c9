"""Reads Qt's resource files: a tree of names, and what is stored under each."""
import pathlib
import struct
import zlib

FOLDER, COMPRESSED = 2, 1


def entries(data):
    """Pairs of a path and its bytes; what is compressed in another way than by zlib is left out."""
    magic, version, tree, blobs, names = struct.unpack(">4sIIII", data[:20])
    if magic != b"qres":
        raise ValueError("is no resource file of Qt")
    width = 22 if version >= 2 else 14

    def walk(number, before):
        at = tree + number * width
        name, flags = struct.unpack(">IH", data[at:at + 6])
        letters, = struct.unpack(">H", data[names + name:names + name + 2])
        word = data[names + name + 6:names + name + 6 + 2 * letters].decode("utf-16-be") if number else ""
        path = f"{before}/{word}" if before else word
        if flags & FOLDER:
            count, first = struct.unpack(">II", data[at + 6:at + 14])
            for child in range(first, first + count):
                yield from walk(child, path)
            return
        start = blobs + struct.unpack(">I", data[at + 10:at + 14])[0]
        blob = data[start + 4:start + 4 + struct.unpack(">I", data[start:start + 4])[0]]
        if flags & ~COMPRESSED == 0:
            yield path, zlib.decompress(blob[4:]) if flags & COMPRESSED else blob

    return walk(0, "")


def unpack(path):
    """Writes all that a resource file holds into a folder of its name beside it."""
    folder = pathlib.Path(path).with_suffix("").resolve()
    for name, blob in entries(pathlib.Path(path).read_bytes()):
        target = (folder / name).resolve()
        if not target.is_relative_to(folder):
            raise ValueError(f"{path}: {name}: leads out of the folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(blob)
