import Testing

@testable import Archive

@Suite("An archive whose files are written at their places, in any order")
struct LaidOutArchives {
  /// Writes an archive from its end to its beginning.
  private func backwards(_ files: [(name: String, text: String)]) throws -> [UInt8] {
    let contents = files.map { Samples.bytes($0.text) }
    let layout = try ZipLayout(
      zip(files, contents).map { (try #require(EntryName($0.name)), $1.count) })
    let checksums = contents.map { ZipWriter<[UInt8]>.checksum(of: $0) }
    let list = layout.list(checksums)
    var archive = [UInt8](repeating: 0xEE, count: layout.listOffset + list.count)
    func put(_ bytes: [UInt8], at offset: Int) {
      archive.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
    put(list, at: layout.listOffset)
    for index in files.indices.reversed() {
      put(contents[index], at: layout.contentOffset(of: index))
      put(layout.header(of: index, checksum: checksums[index]), at: layout.offset(of: index))
    }
    return archive
  }

  @Test("has the bytes of one that is written from its beginning")
  func same() throws {
    let many = (0..<66_000).map { ("\($0 + 100_000)", $0 % 1000 == 0 ? "text" : "") }
    for files in [Samples.files, [], [("one", "")], many] {
      #expect(try backwards(files) == Samples.written(files))
    }
  }

  @Test("refuses files out of order, and two of one name", arguments: ["a", "b"])
  func order(second: String) throws {
    let first = try #require(EntryName("b"))
    let second = try #require(EntryName(second))
    #expect(throws: ZipError.outOfOrder(second)) { try ZipLayout([(first, 1), (second, 1)]) }
  }

  @Test("states lengths and places over four gigabytes as the other does")
  func gigabytes() throws {
    let pieces = 4100
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    var checksum = Checksum()
    for _ in 0..<pieces { checksum.update(zeros[...]) }
    let files = [(try #require(EntryName("a")), pieces << 20), (try #require(EntryName("b")), 0)]
    var writer = ZipWriter(to: ZerosLeftOut())
    try writer.add(files[0].0, byteCount: files[0].1, checksum: checksum.value) { write in
      for _ in 0..<pieces { try write(zeros[...]) }
    }
    try writer.add(files[1].0, [])
    let archive = try writer.finish()

    let layout = try ZipLayout(files)
    let checksums = [checksum.value, 0]
    for index in files.indices {
      let header = layout.header(of: index, checksum: checksums[index])
      #expect(archive.read(at: layout.offset(of: index), count: header.count) == header)
      #expect(layout.contentOffset(of: index) == layout.offset(of: index) + header.count)
    }
    let list = layout.list(checksums)
    #expect(archive.byteCount == layout.listOffset + list.count)
    #expect(archive.read(at: layout.listOffset, count: list.count) == list)
  }
}
