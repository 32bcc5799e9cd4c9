internal import Files
package import Model

/// What the values in a kind of file of rows are, and how they are stored.
package protocol RowFormat {
  associatedtype Value: Hashable, Sendable

  /// The first eight bytes of a file.
  static var magic: [UInt8] { get }
  static var version: UInt64 { get }
  /// Whether a model makes the values. A value of zeros then means that it has not described the
  /// picture.
  static var hasModel: Bool { get }
  /// The number of bytes of a value.
  static var valueByteCount: Int { get }
  /// The number of entries in a block: a multiple of 8, so that rows are aligned.
  static var entriesPerBlock: Int { get }

  /// Appends the bytes of a value.
  static func append(_ value: Value, to bytes: inout [UInt8])
  /// The value with some bytes.
  static func value(_ bytes: UnsafeBufferPointer<UInt8>) -> Value
}

/// A file with a value for each picture of a library, which a search reads whole.
///
/// The file is beside the index. It must be rebuilt whenever its generation is not the index's own,
/// or its values are of another model. `docs/decisions/0013-hash-file.md` describes its layout.
package struct RowFile<Format: RowFormat>: Sendable {
  /// The row of a picture's file in the index, and its value.
  package struct Entry: Hashable, Sendable {
    package let row: Int64
    package let value: Format.Value

    package init(row: Int64, value: Format.Value) {
      self.row = row
      self.value = value
    }
  }

  let header: Header
  let mapping: MappedFile

  /// The number of pictures in the file.
  package var count: Int { header.count }
  /// The greatest row in the file; `nil` if it is empty.
  package var lastRow: Int64? { header.count > 0 ? header.lastRow : nil }

  /// Opens a file and maps it into memory.
  ///
  /// Returns `nil` if there is no usable file: it is missing, truncated, damaged, of another
  /// generation or of another model. Then it must be rebuilt. Throws only if a system call fails.
  package static func open(
    at path: FilePath, generation: UInt64, model: SubjectVector.Model? = nil
  ) throws -> RowFile? {
    guard let file = try openAny(at: path, generation: generation), file.header.model == model
    else { return nil }
    return file
  }

  /// Opens a file of any model.
  static func openAny(at path: FilePath, generation: UInt64) throws -> RowFile? {
    guard let mapping = try MappedFile.open(path, headerBytes: Header.usedByteCount),
      let header = Header(bytes: mapping.header), header.generation == generation,
      mapping.byteCount >= header.fileSize
    else { return nil }
    let file = RowFile(header: header, mapping: mapping)
    if header.count > 0 {
      guard try mapping.map(header.fileSize), file.row(header.count - 1) == header.lastRow
      else { return nil }
    }
    return file
  }

  /// Whether the file still has all of its blocks.
  var isWhole: Bool { mapping.hasAtLeast(header.fileSize) }

  /// Whether all entries match the header. This reads the whole file, which a search does not
  /// check.
  package var isIntact: Bool {
    guard isWhole else { return false }
    var read = Header(generation: header.generation, model: header.model)
    for index in 0..<count {
      guard unsafe read.add(row: row(index), value: bytes(index)) else { return false }
    }
    return read == header
  }

  /// The row of the entry at an index.
  func row(_ index: Int) -> Int64 {
    let (block, rest) = index.quotientAndRemainder(dividingBy: Format.entriesPerBlock)
    let rows = unsafe mapping.numbers(at: Header.rowOffset(ofBlock: block) + 8 * rest, 1)
    return unsafe Int64(bitPattern: UInt64(littleEndian: rows[0]))
  }

  /// The bytes of the value at an index. They are valid as long as the file is.
  func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let (block, rest) = index.quotientAndRemainder(dividingBy: Format.entriesPerBlock)
    let start = Header.offset(ofBlock: block) + rest * Format.valueByteCount
    return unsafe mapping.bytes(at: start, Format.valueByteCount)
  }

  /// The entry at an index.
  package func entry(_ index: Int) -> Entry {
    unsafe Entry(row: row(index), value: Format.value(bytes(index)))
  }

  /// All entries in order, except those of some rows.
  func entries(without rows: Set<Int64> = []) -> some Sequence<Entry> {
    (0..<count).lazy.filter { !rows.contains(row($0)) }.map(entry)
  }

  /// The rows whose pictures the model has not described.
  func unknownRows() -> [Int64] {
    guard header.unknownCount > 0 else { return [] }
    return (0..<count).filter { unsafe bytes($0).allSatisfy { $0 == 0 } }.map(row)
  }
}
