import Foundation
import Model
import TestSupport
import Testing

/// Bundles with entries that are not ordinary files, and zips that two programs read in two ways.
@Suite("An odd bundle", .timeLimit(.minutes(30)))
struct OddBundles {
  /// A shot that is exported, as a folder and as a zip.
  private func scene() throws -> Production { try Production(copying: Self.exported.get()) }

  private static let exported = Result {
    let film = try Production.ready()
    let out = try film.run("export", "lobby.md", "-o", "out", "--no-lint")
    try #require(out.status == 0, "\(out.output)")
    let zipped = try film.run("export", "lobby.md", "-o", "lobby.zip", "--no-lint")
    try #require(zipped.status == 0, "\(zipped.output)")
    try film.write("secret", to: "secret.txt")
    return try ModelFolder(of: film.scratch.url, from: film)
  }

  /// Expects that a bundle is not verified and has no calls; returns the result.
  private func refused(_ bundle: String, _ film: Production) throws -> Program.Result {
    let verified = try film.run("bundle", "verify", bundle)
    #expect(verified.status == 1, "\(verified.output)\(verified.errors)")
    let request = try film.run("bundle", "request", bundle)
    #expect(request.status == 1 && !request.output.contains("\ncurl"), "\(request.output)")
    return verified
  }

  @Test(
    "with a link, a pipe, a socket, another folder or an extra file is not valid, and has no calls",
    arguments: [
      "ln -s ../../../secret.txt evil/lobby/references/x.jpg",
      "ln -sf ../../secret.txt evil/lobby/prompt.txt", "ln -s ../../.. evil/lobby/up",
      "rm -r evil/lobby/makers && ln -s ../../out/lobby/makers evil/lobby/makers",
      "mkfifo evil/lobby/pipe", "rm evil/lobby/request.json && mkfifo evil/lobby/request.json",
      "mkdir evil/lobby/empty", "mkdir -p evil/lobby/references/a/b/c",
      "mkdir evil/lobby/request.jso", "ln evil/lobby/prompt.txt evil/lobby/copy.txt",
      "touch evil/lobby/.hidden", "touch evil/lobby/.DS_Store",
      "cd evil/lobby && python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"s\")'",
      "cd evil/lobby && for i in $(seq 3000); do mkdir $i; done",
      "cd evil/lobby && for i in $(seq 3000); do : >$i; done",
      "mv evil/lobby/Bundle.json evil/lobby/bundle.json 2>/dev/null; touch evil/lobby/Bundle.json",
    ])
  func folders(line: String) throws {
    let film = try scene()
    #expect(try film.shell("mkdir evil && cp -r out/lobby evil && (\(line))").status == 0)
    let verified = try refused("evil/lobby", film)
    #expect(!verified.output.contains(": verified"))
    #expect(!(verified.output + verified.errors).contains("secret\n"))
    #expect(try film.data("secret.txt") == Data("secret".utf8))
  }

  @Test("whose files have further hard links is valid: their contents are right")
  func hardLinks() throws {
    let film = try scene()
    #expect(try film.shell("cp -rl out/lobby copy").status == 0)
    #expect(try film.run("bundle", "verify", "copy").output.contains(": verified ·"))
  }

  /// Reads the parts of a zip, and puts them together again with one change.
  private static let kit = """
    import struct, sys, zlib
    whole = open('lobby.zip', 'rb').read()
    count, size, start = struct.unpack('<HII', whole[-12:-2])
    central, place = [], start
    while place < start + size:
      n, e, c = struct.unpack('<HHH', whole[place + 28:place + 34])
      head, name = bytearray(whole[place:place + 46]), whole[place + 46:place + 46 + n]
      at = struct.unpack('<I', head[42:46])[0]
      m, x = struct.unpack('<HH', whole[at + 26:at + 30])
      length = struct.unpack('<I', head[20:24])[0]
      local = bytearray(whole[at:at + 30])
      data = whole[at + 30 + m + x:at + 30 + m + x + length]
      central.append([head, name, local, whole[at + 30:at + 30 + m], data, b'', b''])
      place += 46 + n + e + c
    def find(end):
      return next(e for e in central if e[1].endswith(end))
    def folder(name):
      head, local = bytearray(central[0][0]), bytearray(central[0][2])
      for part, at in ((head, 16), (local, 14)):
        part[at:at + 12] = bytes(12)
      head[38:42] = struct.pack('<I', 0o40755 << 16 | 16)
      central.append([head, name, local, name, b'', b'', b''])
    def put(prefix=b'', between=b'', suffix=b'', comment=b'', seal=True, entries=None):
      out, listed = bytearray(prefix), bytearray()
      for head, name, local, inner, data, extra, remark in central:
        if seal:
          for part, at in ((head, 16), (local, 14)):
            part[at:at + 4] = struct.pack('<I', zlib.crc32(data))
            part[at + 4:at + 12] = struct.pack('<II', len(data), len(data))
        local[26:30] = struct.pack('<HH', len(inner), len(extra))
        head[28:34] = struct.pack('<HHH', len(name), len(extra), len(remark))
        head[42:46] = struct.pack('<I', len(out))
        out += local + inner + extra + data
        listed += head + name + extra + remark
      out += between
      n = len(central) if entries is None else entries
      end = struct.pack('<IHHHHIIH', 0x06054b50, 0, 0, n, n, len(listed), len(out), len(comment))
      open('evil.zip', 'wb').write(out + listed + suffix + end + comment)

    """

  @Test(
    "in a zip that can be read in two ways, or contains more than the bundle, is refused",
    arguments: [
      "put(prefix=b'#!/bin/sh\\n')", "put(between=b'x')", "put(suffix=b'x')",
      "put(comment=b'x')", "open('evil.zip', 'wb').write(whole + b'x')",
      "open('evil.zip', 'wb').write(b'x' + whole)", "open('evil.zip', 'wb').write(whole * 2)",
      "open('evil.zip', 'wb').write(whole[:-1])", "central.append(find(b'prompt.txt')); put()",
      "e = list(find(b'prompt.txt')); e[4] = b'evil'; central.append(e); put()",
      "e = find(b'prompt.txt'); e[3] = b'lobby/prompt.tx_'; put()",
      "e = find(b'prompt.txt'); e[1] = b'lobby/prompt.tx_'; put()",
      "e = find(b'prompt.txt'); e[2][8:10] = b'\\x08\\x00'; put()",
      "e = find(b'prompt.txt'); e[2][6:8] = b'\\x01\\x00'; put()",
      "e = find(b'prompt.txt'); e[0][20:24] = b'\\x01\\x00\\x00\\x00'; put(seal=False)",
      "e = find(b'prompt.txt'); e[4] = e[4][:-1] + b'x'; put(seal=False)",
      "e = find(b'prompt.txt'); e[1] = e[3] = b'lobby/../prompt.txt'; put()",
      "e = find(b'prompt.txt'); e[1] = e[3] = b'/lobby/prompt.txt'; put()",
      "e = find(b'prompt.txt'); e[1] = e[3] = b'lobby\\\\prompt.txt'; put()",
      "e = find(b'prompt.txt'); e[1] = e[3] = b'lobby//prompt.txt'; put()",
      "e = find(b'prompt.txt'); e[1] = e[3] = b'lobby/./prompt.txt'; put()",
      "e = find(b'prompt.txt'); e[1] = e[3] = b'lobby/prompt.txt\\x00.jpg'; put()",
      "e = find(b'prompt.txt'); e[1] = e[3] = b'lobby/prompt\\xff.txt'; put()",
      "e = find(b'prompt.txt'); e[1] = e[3] = b'lobby/PROMPT.TXT'; put()",
      "e = find(b'prompt.txt'); e[1] = e[3] = b'other/prompt.txt'; put()",
      "e = find(b'prompt.txt'); e[1] = e[3] = b'lobby/prompt\\xc3\\xa9.txt'; put()",
      "e = find(b'prompt.txt'); e[0][38:42] = struct.pack('<I', 0o120777 << 16); put()",
      "e = find(b'prompt.txt'); e[0][38:42] = struct.pack('<I', 0o104755 << 16); put()",
      "e = find(b'prompt.txt'); e[0][38:42] = struct.pack('<I', 0o100644 << 16 | 16); put()",
      "e = find(b'prompt.txt'); e[5] = struct.pack('<HHB', 0x7075, 1, 1); put()",
      "e = find(b'prompt.txt'); e[5] = b'\\x00\\x00'; put()",
      "folder(b'lobby/empty/'); put()", "folder(b'other/'); put()", "folder(b'lobby/../x/'); put()",
      "folder(b'lobby/prompt.txt/'); put()", "put(entries=len(central) - 1)",
      "put(entries=len(central) + 1)",
      "for e in central:\n  e[1] = e[3] = b'-rf' + e[1][5:]\nput()",
      "for e in central:\n  e[1] = e[3] = b'other' + e[1][5:]\nput()",
      "for e in central:\n  e[1] = e[3] = e[1][6:]\nput()",
    ])
  func zips(program: String) throws {
    let film = try scene()
    try film.write(Self.kit + program + "\n", to: "kit.py")
    #expect(try film.shell("python3 kit.py").status == 0)
    #expect(try film.data("evil.zip") != film.data("lobby.zip"))
    let before = try film.files(".").keys.sorted()
    _ = try refused("evil.zip", film)
    #expect(try film.files(".").keys.sorted() == before)
  }

  @Test("in a zip is in the way of an export that would give it the same name")
  func damagedOutput() throws {
    let film = try scene()
    var bytes = try film.data("lobby.zip")
    bytes[bytes.count / 3] ^= 1
    try bytes.write(to: film.folder.appending(path: "lobby.zip"))
    let out = try film.run("export", "lobby.md", "-o", "lobby.zip", "--no-lint", "--json")
    #expect(out.status == 3)
    #expect(out.output.contains("\"rule\":\"output.exists\""), "\(out.output)")
    #expect(out.output.contains("lobby.zip: exists and is not a bundle"), "\(out.output)")
    #expect(try film.data("lobby.zip") == bytes)
  }

  @Test(
    "in a zip with other times, modes, comments on its files or its own folders is valid",
    arguments: [
      "put()", "for e in central:\n  e[0][12:16] = b'\\x00\\x60\\x75\\x59'\nput()",
      "for e in central:\n  e[0][38:42] = struct.pack('<I', 0o100600 << 16)\nput()",
      "for e in central:\n  e[6] = b'a remark'\nput()",
      "folder(b'lobby/'); folder(b'lobby/references/'); put()", "central.reverse(); put()",
    ])
  func harmless(program: String) throws {
    let film = try scene()
    try film.write(Self.kit + program + "\n", to: "kit.py")
    #expect(try film.shell("python3 kit.py").status == 0)
    let verified = try film.run("bundle", "verify", "evil.zip")
    #expect(verified.output.contains(": verified ·"), "\(verified.output)\(verified.errors)")
  }
}
