/// Where an archive is read from: bytes by their place.
package protocol ZipInput {
  var byteCount: Int { get }

  /// Exactly so many bytes; only places inside are asked for.
  func read(at offset: Int, count: Int) throws -> [UInt8]
}

extension Array: ZipInput where Element == UInt8 {
  package var byteCount: Int { count }

  package func read(at offset: Int, count: Int) -> [UInt8] { Array(self[offset..<offset + count]) }
}

/// Reads a zip from a stranger. What could be read in two ways is not read at all: the files must
/// cover the archive without gap or overlap, and its two lists of them must agree.
package struct ZipReader<Input: ZipInput> {
  /// What an archive may hold at most.
  package struct Limits {
    package var entries = 200_000
    /// Of the list of files, which is held in memory with what comes of it.
    package var listBytes = 32 << 20
    /// Of all files together, unpacked.
    package var bytes = 1 << 40
    package var extraFields = ZipExtraFields.ours

    package init() {}
  }

  /// A file in the archive.
  package struct Entry {
    package let name: EntryName
    /// Its length, unpacked.
    package let byteCount: Int
    let checksum: UInt32
    let isDeflated: Bool
    /// Where its data stand.
    let data: Range<Int>
  }

  /// The files, in byte order of their names.
  package let entries: [Entry]
  /// The folders that are listed as such, without the slash at their end.
  package let folders: [EntryName]
  private let input: Input
  /// No more than this is read or unpacked at a time.
  private let pieceSize = 1 << 18

  /// Reads the lists of files, and looks at each file's place; not yet at the files.
  package init(_ input: Input, limits: Limits = Limits()) throws {
    self.input = input
    let end = try ZipEnd(input)
    guard end.count <= limits.entries else {
      throw ZipError.tooMuch(what: "files", limit: limits.entries)
    }
    guard end.length <= limits.listBytes else {
      throw ZipError.tooMuch(what: "bytes of names", limit: limits.listBytes)
    }
    let records = try ZipRecord.all(in: end, of: input, limits.extraFields)
    var left = limits.bytes
    for record in records {
      guard record.byteCount <= left else {
        throw ZipError.tooMuch(what: "bytes", limit: limits.bytes)
      }
      left -= record.byteCount
    }
    let places = try ZipRecord.places(
      of: records, in: input, before: end.offset, limits.extraFields)
    entries = zip(records, places).compactMap { record, place in
      guard let name = record.name else { return nil }
      return Entry(
        name: name, byteCount: record.byteCount, checksum: record.checksum,
        isDeflated: record.isDeflated, data: place)
    }.sorted { $0.name < $1.name }
    folders = records.compactMap(\.folder)
    try EntryName.refuseTwins(entries.map(\.name))
  }

  /// The file under a name.
  package func entry(_ name: EntryName) -> Entry? {
    var range = entries.indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if entries[middle].name == name { return entries[middle] }
      range =
        entries[middle].name < name ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  /// Hands out a file piece by piece. What was handed out counts only when this ends without an error:
  /// the checksum stands at the end.
  package func read(_ entry: Entry, each: (ArraySlice<UInt8>) throws -> Void) throws {
    var checksum = Checksum()
    var count = 0
    func take(_ piece: ArraySlice<UInt8>) throws {
      guard piece.count <= entry.byteCount - count else {
        throw ZipError.damaged(what: "\(entry.name) is longer than stated")
      }
      count += piece.count
      checksum.take(piece)
      try each(piece)
    }
    if entry.isDeflated {
      try inflate(entry, each: take)
    } else {
      try forEachPiece(of: entry.data) { try take($0[...]) }
    }
    guard count == entry.byteCount, checksum.value == entry.checksum else {
      throw ZipError.damaged(what: "the checksum of \(entry.name) is wrong")
    }
  }

  /// A whole file, if it is no longer than `limit`.
  package func bytes(of entry: Entry, limit: Int) throws -> [UInt8] {
    guard entry.byteCount <= limit else { throw ZipError.tooMuch(what: "bytes", limit: limit) }
    var bytes: [UInt8] = []
    try read(entry) { bytes.append(contentsOf: $0) }
    return bytes
  }

  private func inflate(_ entry: Entry, each: (ArraySlice<UInt8>) throws -> Void) throws {
    var inflation = try Inflation()
    try forEachPiece(of: entry.data) { piece in
      guard try inflation.take(piece[...], each: each) == piece.count else {
        throw ZipError.damaged(what: "stray bytes after \(entry.name)")
      }
    }
    guard inflation.isOver else { throw ZipError.damaged(what: "\(entry.name) is truncated") }
  }

  private func forEachPiece(of range: Range<Int>, _ body: ([UInt8]) throws -> Void) throws {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: pieceSize) {
      try body(try input.read(at: start, count: min(pieceSize, range.upperBound - start)))
    }
  }
}
