internal import Model

/// The header before a sketch file's blocks. All numbers are little-endian.
struct SketchFileHeader: Hashable {
  /// The number of bytes before the first block.
  private static let byteCount = 4096
  /// The number of entries in a block, which contains first all of their rows and then all of their
  /// values.
  static let entriesPerBlock = 1024
  /// The bytes of a value before the sketch: its length squared.
  static let lengthByteCount = 4
  /// A file with at least this many entries is not one of ours.
  private static let limit: UInt64 = 1 << 32

  private static let magic = Array("CBSKETCH".utf8)
  private static let version: UInt64 = 1
  /// The number of bytes of the header that are used.
  static let usedByteCount = 72

  /// The generation of the index to which the file belongs.
  let generation: UInt64
  /// The model of the vectors.
  let model: SubjectVector.Model
  /// The number of entries.
  private(set) var count: Int
  /// The row of the last entry; `Int64.min` if there is none.
  private(set) var lastRow: Int64
  /// The number of entries whose pictures were not described.
  private(set) var unknownCount: Int

  /// The header of an empty file.
  init(generation: UInt64, model: SubjectVector.Model) {
    self.generation = generation
    self.model = model
    count = 0
    lastRow = Int64.min
    unknownCount = 0
  }

  /// The header in the first bytes of a file; `nil` if they are not a valid header.
  init?(bytes: [UInt8]) {
    guard bytes.count >= Self.usedByteCount, bytes.starts(with: Self.magic) else { return nil }
    let numbers = (1..<9).map { MixedNumbers.number(bytes, 8 * $0) }
    guard numbers[0] == Self.version, numbers[2] < Self.limit,
      numbers[6] <= numbers[2], numbers[7] == MixedNumbers.check(numbers.dropLast()),
      let model = SubjectVector.Model(
        identity: numbers[4], length: Int(clamping: numbers[5]))
    else { return nil }
    generation = numbers[1]
    count = Int(numbers[2])
    lastRow = Int64(bitPattern: numbers[3])
    self.model = model
    unknownCount = Int(numbers[6])
  }

  /// The bytes of the header, with a checksum.
  var bytes: [UInt8] {
    let numbers = [
      Self.version, generation, UInt64(count), UInt64(bitPattern: lastRow), model.identity,
      UInt64(model.length), UInt64(unknownCount),
    ]
    return Self.magic
      + (numbers + [MixedNumbers.check(numbers[...])]).flatMap(MixedNumbers.bytes)
  }

  /// Counts an entry after the others. Returns `false`, and does not count it, if its row is not
  /// greater than the last one or the file is full.
  mutating func add(_ entry: SketchFile.Entry) -> Bool {
    guard count == 0 || entry.row > lastRow, UInt64(count) + 1 < Self.limit else { return false }
    count += 1
    lastRow = entry.row
    if !entry.sketch.isKnown { unknownCount += 1 }
    return true
  }

  /// The bytes of a value: its length squared and the sketch.
  static let valueByteCount = lengthByteCount + SubjectSketch.length
  /// The size of a block in bytes: a multiple of 8, so that rows are aligned.
  private static let blockByteCount = entriesPerBlock * (8 + valueByteCount)
  /// The number of blocks that contain the entries.
  var blockCount: Int { (count + Self.entriesPerBlock - 1) / Self.entriesPerBlock }
  /// The size of a file with this many entries, in bytes: the header and whole blocks.
  var fileSize: Int { offset(ofBlock: blockCount) }

  /// The offset of a block, which begins with the rows of its entries.
  func offset(ofBlock block: Int) -> Int { Self.byteCount + block * Self.blockByteCount }

  /// The offset of a block's values.
  func valueOffset(ofBlock block: Int) -> Int { offset(ofBlock: block) + 8 * Self.entriesPerBlock }
}
