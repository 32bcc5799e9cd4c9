"""Gives a bundled library a name and a version of its symbols that no library of the system has.

castbook-transport is linked with nettle, and loads the system's libcurl, which may be linked with a newer nettle of the same
name. A process has each name once, and the older library lacks what the newer one is asked for. Only names change, to
others of the same length, so nothing moves in the file.
"""

import struct

DYNAMIC, VERSIONS_NEEDED, VERSIONS_DEFINED = 6, 0x6FFFFFFE, 0x6FFFFFFD


def _hash(name):
    """The hash by which the loader compares versions (System V ABI)."""
    value = 0
    for byte in name:
        value = (value << 4) + byte
        value = (value ^ (value & 0xF0000000) >> 24) & 0x0FFFFFFF
    return value


def _sections(data):
    """The sections of a 64-bit little-endian file: type, offset, size, and number of the linked section."""
    start, = struct.unpack_from("<Q", data, 0x28)
    size, count = struct.unpack_from("<HH", data, 0x3A)
    for index in range(count):
        kind, = struct.unpack_from("<I", data, start + index * size + 4)
        offset, length, link = struct.unpack_from("<QQI", data, start + index * size + 24)
        yield kind, offset, length, link


def rename(file, names):
    """Renames libraries and versions of symbols, from a dictionary with names of the same length."""
    data = bytearray(file.read_bytes())
    if data[:6] != b"\x7fELF\x02\x01":
        raise SystemExit(f"{file.name} is not a 64-bit little-endian program: it can't be packed.")
    hashes = {_hash(old.encode()): _hash(new.encode()) for old, new in names.items()}
    sections = list(_sections(data))
    strings = set()
    for kind, offset, _, link in sections:
        if kind in (VERSIONS_NEEDED, VERSIONS_DEFINED):
            strings.add(link)
            _rehash(data, kind, offset, hashes)
    for kind, _, _, link in sections:
        if kind == DYNAMIC:
            strings.add(link)
    for index in strings:
        _, offset, length, _ = sections[index]
        table = bytes(data[offset:offset + length])
        for old, new in names.items():
            table = table.replace(b"\0" + old.encode() + b"\0", b"\0" + new.encode() + b"\0")
        data[offset:offset + length] = table
    file.write_bytes(data)


def _rehash(data, kind, offset, hashes):
    """Updates the hashes in a list of versions that are needed or defined."""
    while True:
        if kind == VERSIONS_DEFINED:
            places = [offset + 8]
            following, = struct.unpack_from("<I", data, offset + 16)
        else:
            count, = struct.unpack_from("<H", data, offset + 2)
            first, following = struct.unpack_from("<II", data, offset + 8)
            places, entry = [], offset + first
            for _ in range(count):
                places.append(entry)
                step, = struct.unpack_from("<I", data, entry + 12)
                entry += step
        for place in places:
            value, = struct.unpack_from("<I", data, place)
            struct.pack_into("<I", data, place, hashes.get(value, value))
        if following == 0:
            return
        offset += following
