#!/usr/bin/env python3
"""What castbook-media takes for each file: starting a child, handing the bytes over, decoding, ending.

    child.py CASTBOOK_MEDIA FORMAT FILE ...

FORMAT is the number of a decoder: 3 is GIF's, 5 is WebP's. Prints microseconds of the fastest of three rounds.
"""
import resource
import socket
import struct
import subprocess
import sys
import time

GREETING, MAGIC = 0x4D424443, 0x37424443


def receive(end, count):
    data = bytearray()
    while len(data) < count:
        piece = end.recv(count - len(data))
        if not piece:
            sys.exit("castbook-media has ended")
        data += piece
    return bytes(data)


def measured(program, form, files):
    """Seconds by the clock, and of processor time of castbook-media and its children."""
    ours, theirs = socket.socketpair()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen([program], stdin=theirs.fileno(), stdout=subprocess.DEVNULL)
    theirs.close()
    if struct.unpack("=I", receive(ours, 4))[0] != GREETING:
        sys.exit("castbook-media has another version")
    start = time.perf_counter()
    for data in files:
        head = struct.pack("=IIIIQQQ", MAGIC, form, 40, 120, 512 << 20, len(data), 0)
        ours.sendall(head + bytes(8 * 9 + 16))
        ours.sendall(data)
        receive(ours, struct.unpack("=IIQ", receive(ours, 16))[2])
    wall = time.perf_counter() - start
    ours.close()
    process.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime - used.ru_utime, after.ru_stime - used.ru_stime


program, form = sys.argv[1], int(sys.argv[2])
files = [open(name, "rb").read() for name in sys.argv[3:]]
rounds = [measured(program, form, files) for _ in range(3)]
wall, user, system = min(rounds, key=lambda times: times[1] + times[2])
scale = 1e6 / len(files)
print(
    f"{len(files)} files of {sum(map(len, files)) // len(files)} bytes: {wall * scale:.0f} us by the clock, "
    f"{user * scale:.0f} user, {system * scale:.0f} system")
