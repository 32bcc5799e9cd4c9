import Files
import Testing

@testable import Archive

@Suite("An archive from another tool")
struct ReadArchives {
  static let expected = Dictionary(
    uniqueKeysWithValues: Samples.files.map { ($0.name, Samples.bytes($0.text)) })

  @Test(
    "is read however it was packed",
    arguments: [[], ["-0"], ["-9"], ["-X", "-D"], ["-fd"], ["-fd", "-0"], ["-fz"]])
  func packed(words: [String]) throws {
    #expect(try Samples.contents(of: Samples.packed(by: words)) == Self.expected)
  }

  @Test("or from our writer is read back, each file by its name")
  func found() throws {
    let reader = try ZipReader(try Samples.written())
    for file in Samples.files {
      let name = try #require(EntryName(file.name))
      let entry = try #require(reader.entry(name))
      #expect(try reader.bytes(of: entry, limit: 1 << 20) == Samples.bytes(file.text))
    }
    let other = try #require(EntryName("other"))
    #expect(reader.entry(other) == nil)
  }

  @Test("is refused if it is encrypted, contains a link, or ends in a comment")
  func strange() throws {
    #expect(throws: ZipError.unsupported(what: "encryption")) {
      try Samples.reader(try Samples.packed(by: ["-P", "secret"]))
    }
    let folder = try Folder()
    try folder.run(["ln", "-s", "/etc/passwd", "link"])
    try folder.run(["zip", "-q", "-y", "../made.zip", "link"])
    #expect(throws: ZipError.unsupported(what: "a link or device (\"link\")")) {
      try Samples.reader(try folder.made())
    }
    #expect(throws: ZipError.notAnArchive) {
      try ZipReader(try Samples.written() + [0])
    }
  }

  @Test(
    "with extra fields that we do not write is refused where only ours are accepted",
    arguments: [[], ["-9"], ["-fd"]])
  func extraFields(words: [String]) throws {
    let archive = try Samples.packed(by: words)
    #expect(throws: ZipError.self) { try ZipReader(archive) }
    // Without times and owners the same files are read.
    _ = try ZipReader(try Samples.packed(by: words + ["-X", "-D"]))
  }

  @Test(
    "with a second name in an extra field is refused, in the local header and in the directory",
    arguments: [0x7075, 0x6375], [true, false])
  func unicodePath(id: Int, isInList: Bool) throws {
    // Python writes any extra field; this one has a version, a checksum and another name.
    let folder = try Folder()
    try folder.write(
      """
      import struct, zipfile
      info = zipfile.ZipInfo('a', (1980, 1, 1, 0, 0, 0))
      field = struct.pack('<HHBI', \(id), 9, 1, 0) + b'evil'
      info.extra = field if not \(isInList ? "True" : "False") else b''
      with zipfile.ZipFile('../made.zip', 'w') as out:
          out.writestr(info, b'x')
          info.extra = field if \(isInList ? "True" : "False") else b''
      """, to: "make.py")
    try folder.run(["python3", "make.py"])
    let archive = try folder.made()
    #expect(throws: ZipError.self) { try ZipReader(archive) }
    #expect(throws: ZipError.self) { try Samples.reader(archive) }
  }

  @Test("with duplicate names is refused, also if only some systems treat them as equal")
  func twins() throws {
    for (first, second) in [("Mira", "mira"), ("e\u{301}", "é"), ("a", "a/b"), ("A/b", "a")] {
      let files = [(first, ""), (second, "")].sorted { left, right in
        left.0.utf8.lexicographicallyPrecedes(right.0.utf8)
      }
      let archive = try Samples.written(files.map { (name: $0.0, text: $0.1) })
      #expect(throws: ZipError.self, "\(first), \(second)") { try ZipReader(archive) }
    }
  }

  @Test(
    "with names that lead elsewhere is refused",
    arguments: ["../xx", "/xxxx", "x/../", "x\\xxx", "x//xx", "./xxx", "x\0xxx"])
  func names(name: String) throws {
    let plain = String(repeating: "x", count: 5)
    let archive = try Samples.written([(plain, "text")])
    let changed = replace(Samples.bytes(plain), by: Array(name.utf8.prefix(5)), in: archive)
    try #require(changed != archive)
    #expect(throws: ZipError.self) { try ZipReader(changed) }
  }

  private func replace(_ old: [UInt8], by new: [UInt8], in bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for start in bytes.indices where bytes[start...].starts(with: old) {
      bytes.replaceSubrange(start..<start + old.count, with: new + old.dropFirst(new.count))
    }
    return bytes
  }

  @Test("truncated at any byte is refused", arguments: [["-0"], ["-9"], ["-fd"], ["-fz"]])
  func cut(words: [String]) throws {
    let archive = try Samples.packed(by: words)
    for end in 0..<archive.count {
      #expect(throws: ZipError.self, "\(end)") { try Samples.reader(Array(archive[..<end])) }
    }
  }

  @Test(
    "with any bit flipped is refused, or has the same files", arguments: [["-9", "-X"], ["-fd"]])
  func changed(words: [String]) throws {
    let archive = try Samples.packed(by: words)
    for bit in 0..<archive.count * 8 {
      var changed = archive
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      guard let contents = try? Samples.contents(of: changed) else { continue }
      #expect(contents == Self.expected, "bit \(bit)")
    }
  }

  @Test("with overlapping files or gaps is refused")
  func overlaps() throws {
    let archive = try Samples.written([("a", "one"), ("b", "two")])
    // Both entries of the directory point to the first file.
    let record = try #require(lastIndex(of: [0x50, 0x4B, 1, 2], in: archive))
    var overlapping = archive
    overlapping.replaceSubrange(record + 42..<record + 46, with: [0, 0, 0, 0])
    #expect(throws: ZipError.self) { try ZipReader(overlapping) }
    // A gap comes before the first file; all offsets are otherwise correct.
    var gap = [UInt8](repeating: 7, count: 5) + archive
    let end = gap.count - 22
    gap[end + 16] += 5
    #expect(throws: ZipError.self) { try ZipReader(gap) }
  }

  private func lastIndex(of wanted: [UInt8], in bytes: [UInt8]) -> Int? {
    bytes.indices.last { bytes[$0...].starts(with: wanted) }
  }

  @Test("is limited to the size that the reader allows")
  func limits() throws {
    let archive = try Samples.written()
    var few = ZipReader<[UInt8]>.Limits()
    few.entries = 4
    #expect(throws: ZipError.limitExceeded(what: "files", limit: 4)) {
      try ZipReader(archive, limits: few)
    }
    var brief = ZipReader<[UInt8]>.Limits()
    brief.listBytes = 100
    #expect(throws: ZipError.limitExceeded(what: "bytes of names", limit: 100)) {
      try ZipReader(archive, limits: brief)
    }
    var small = ZipReader<[UInt8]>.Limits()
    small.bytes = 20_000
    #expect(throws: ZipError.limitExceeded(what: "bytes", limit: 20_000)) {
      try ZipReader(archive, limits: small)
    }
    let reader = try ZipReader(archive)
    let face = try #require(reader.entries.first { $0.byteCount == 20_000 })
    #expect(throws: ZipError.limitExceeded(what: "bytes", limit: 19_999)) {
      try reader.bytes(of: face, limit: 19_999)
    }
  }
}
