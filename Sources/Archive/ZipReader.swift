/// The bytes of an archive, read by their offset.
package protocol ZipInput {
  /// The length of the archive in bytes.
  var byteCount: Int { get }

  /// Reads exactly `count` bytes. The caller asks only for ranges inside the archive.
  func read(at offset: Int, count: Int) throws -> [UInt8]
}

extension Array: ZipInput where Element == UInt8 {
  package var byteCount: Int { count }

  package func read(at offset: Int, count: Int) -> [UInt8] { Array(self[offset..<offset + count]) }
}

/// Reads a zip archive of unknown origin.
///
/// An archive that two readers could interpret differently is not read at all: its files
/// must cover it without a gap or an overlap, and its two lists of them must agree.
///
/// ```swift
/// let reader = try ZipReader(bytes)
/// if let name = EntryName("pack.json"), let entry = reader.entry(name) {
///   let manifest = try reader.bytes(of: entry, limit: 1 << 20)
/// }
/// ```
package struct ZipReader<Input: ZipInput> {
  /// The largest archive that a reader accepts.
  package struct Limits {
    /// The most entries that the list may have.
    package var entries = 200_000
    /// The most bytes in the list of files. The list and the values parsed from it stay in
    /// memory.
    package var listBytes = 32 << 20
    /// The most bytes in all files together, uncompressed.
    package var bytes = 1 << 40
    /// The extra fields that entries may have.
    package var extraFields = ZipExtraFields.largeFilesOnly

    package init() {}
  }

  /// A file in the archive.
  package struct Entry {
    package let name: EntryName
    /// The length of the file's uncompressed content, in bytes.
    package let byteCount: Int
    let checksum: UInt32
    let isDeflated: Bool
    /// The range of the file's data in the archive.
    let data: Range<Int>
  }

  /// The files, sorted by the bytes of their names.
  package let entries: [Entry]
  /// The folders that the archive lists as entries, without their trailing slash.
  package let folders: [EntryName]
  private let input: Input
  /// The number of bytes that are read or inflated in one step.
  private let pieceSize = 1 << 18

  /// Reads both lists of files and checks them, but does not read the files' content yet.
  ///
  /// - Throws: A `ZipError` when the archive is unsafe, damaged, unsupported or larger
  ///   than `limits`, and every error of the input.
  package init(_ input: Input, limits: Limits = Limits()) throws {
    self.input = input
    let end = try ZipEnd(input)
    guard end.count <= limits.entries else {
      throw ZipError.limitExceeded(what: "files", limit: limits.entries)
    }
    guard end.length <= limits.listBytes else {
      throw ZipError.limitExceeded(what: "bytes of names", limit: limits.listBytes)
    }
    let records = try ZipRecord.all(in: end, of: input, limits.extraFields)
    var remaining = limits.bytes
    for record in records {
      guard record.byteCount <= remaining else {
        throw ZipError.limitExceeded(what: "bytes", limit: limits.bytes)
      }
      remaining -= record.byteCount
    }
    let ranges = try ZipRecord.dataRanges(
      of: records, in: input, before: end.offset, limits.extraFields)
    entries = zip(records, ranges).compactMap { record, range in
      guard let name = record.name else { return nil }
      return Entry(
        name: name, byteCount: record.byteCount, checksum: record.checksum,
        isDeflated: record.isDeflated, data: range)
    }.sorted { $0.name < $1.name }
    folders = records.compactMap(\.folder)
    try EntryName.checkDistinct(entries.map(\.name))
  }

  /// Returns the file with this name, or `nil` when the archive has none.
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

  /// Reads a file and passes its content to `each` piece by piece.
  ///
  /// The content is valid only when this method returns without an error, because the
  /// checksum can be compared only at the end.
  ///
  /// - Throws: `ZipError.damaged` when the length or the checksum is wrong, and every
  ///   error of `each`.
  package func read(_ entry: Entry, each: (ArraySlice<UInt8>) throws -> Void) throws {
    var checksum = Checksum()
    var count = 0
    func append(_ piece: ArraySlice<UInt8>) throws {
      guard piece.count <= entry.byteCount - count else {
        throw ZipError.damaged(what: "\(entry.name) is longer than stated")
      }
      count += piece.count
      checksum.update(piece)
      try each(piece)
    }
    if entry.isDeflated {
      try inflate(entry, each: append)
    } else {
      try forEachPiece(of: entry.data) { try append($0[...]) }
    }
    guard count == entry.byteCount, checksum.value == entry.checksum else {
      throw ZipError.damaged(what: "the checksum of \(entry.name) is wrong")
    }
  }

  /// Returns the content of a whole file.
  ///
  /// - Throws: `ZipError.limitExceeded` when it is longer than `limit` bytes.
  package func bytes(of entry: Entry, limit: Int) throws -> [UInt8] {
    guard entry.byteCount <= limit else {
      throw ZipError.limitExceeded(what: "bytes", limit: limit)
    }
    var bytes: [UInt8] = []
    try read(entry) { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// Inflates a file's data, which must be exactly one deflated stream.
  private func inflate(_ entry: Entry, each: (ArraySlice<UInt8>) throws -> Void) throws {
    var inflation = try Inflation()
    try forEachPiece(of: entry.data) { piece in
      guard try inflation.consume(piece[...], each: each) == piece.count else {
        throw ZipError.damaged(what: "stray bytes after \(entry.name)")
      }
    }
    guard inflation.isFinished else { throw ZipError.damaged(what: "\(entry.name) is truncated") }
  }

  /// Reads a range of the archive in pieces of at most `pieceSize` bytes.
  private func forEachPiece(of range: Range<Int>, _ body: ([UInt8]) throws -> Void) throws {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: pieceSize) {
      try body(try input.read(at: start, count: min(pieceSize, range.upperBound - start)))
    }
  }
}
