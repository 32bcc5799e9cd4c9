import Files
import Testing

@testable import Archive

/// Stores an archive with more than 4 GB without its zeros.
struct ZerosLeftOut: ZipOutput, ZipInput {
  private var parts: [(start: Int, bytes: [UInt8])] = []
  private(set) var byteCount = 0

  mutating func write(_ bytes: ArraySlice<UInt8>) {
    if bytes.count < 1 << 16 { parts.append((byteCount, Array(bytes))) }
    byteCount += bytes.count
  }

  func read(at offset: Int, count: Int) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: count)
    for part in parts {
      let common =
        max(
          part.start, offset)..<max(
          max(part.start, offset), min(part.start + part.bytes.count, offset + count))
      for place in common { result[place - offset] = part.bytes[place - part.start] }
    }
    return result
  }
}

@Suite("A large archive")
struct LargeArchives {
  @Test("of files over four gigabytes, and beyond that offset, is written and read")
  func gigabytes() throws {
    let pieces = 4100
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    var checksum = Checksum()
    for _ in 0..<pieces { checksum.update(zeros[...]) }
    var writer = ZipWriter(to: ZerosLeftOut())
    let (large, small) = (try #require(EntryName("a")), try #require(EntryName("b")))
    try writer.add(large, byteCount: pieces << 20, checksum: checksum.value) { write in
      for _ in 0..<pieces { try write(zeros[...]) }
    }
    try writer.add(small, Samples.bytes("small"))
    let archive = try writer.finish()
    let reader = try ZipReader(archive)
    #expect(reader.entries.map(\.byteCount) == [pieces << 20, 5])
    #expect(try reader.bytes(of: reader.entries[1], limit: 5) == Samples.bytes("small"))
    var count = 0
    try reader.read(reader.entries[0]) { count += $0.count }
    #expect(count == pieces << 20)
  }

  @Test("of more than 65,535 files is written and read, by other tools too")
  func many() throws {
    let names = (0..<66_000).map { "\($0 + 100_000)" }
    let archive = try Samples.written(names.map { ($0, "") })
    #expect(try ZipReader(archive).entries.map(\.name.text) == names)
    let folder = try Folder()
    try folder.write(archive, to: "a.zip")
    #expect(try folder.run(["unzip", "-tqq", "a.zip"]).isEmpty)
  }
}
