/// The header before a hash file's blocks. All numbers are little-endian.
struct HashFileHeader: Hashable {
  /// The number of bytes before the first block.
  static let byteCount = 4096
  /// The number of entries in a block, which contains first all of their hashes and then all of
  /// their rows.
  static let entriesPerBlock = 8192
  /// The size of a block in bytes.
  static let blockByteCount = 16 * entriesPerBlock
  /// A file with at least this many entries is not one of ours.
  private static let limit: UInt64 = 1 << 32

  private static let magic = Array("CBPHASH\0".utf8)
  private static let version: UInt64 = 1
  /// The number of bytes of the header that are used.
  static let usedByteCount = 64

  /// The generation of the index to which the file belongs.
  let generation: UInt64
  /// The number of entries.
  private(set) var count: Int
  /// The row of the last entry; `Int64.min` if there is none.
  private(set) var lastRow: Int64
  /// The sum of the mixed entries, which does not depend on their order.
  private(set) var sum: UInt64

  /// The header of an empty file.
  init(generation: UInt64) {
    self.generation = generation
    count = 0
    lastRow = Int64.min
    sum = 0
  }

  /// The header in the first bytes of a file; `nil` if they are not a valid header.
  init?(bytes: [UInt8]) {
    guard bytes.count >= Self.usedByteCount, bytes.starts(with: Self.magic) else { return nil }
    let numbers = (1..<8).map { MixedNumbers.number(bytes, 8 * $0) }
    guard numbers[0] == Self.version, numbers[2] < Self.limit, numbers[5] == 0,
      numbers[6] == MixedNumbers.check(numbers.dropLast())
    else { return nil }
    generation = numbers[1]
    count = Int(numbers[2])
    lastRow = Int64(bitPattern: numbers[3])
    sum = numbers[4]
  }

  /// The bytes of the header, with a checksum.
  var bytes: [UInt8] {
    let numbers = [Self.version, generation, UInt64(count), UInt64(bitPattern: lastRow), sum, 0]
    return Self.magic + (numbers + [MixedNumbers.check(numbers[...])]).flatMap(MixedNumbers.bytes)
  }

  /// Counts an entry after the others. Returns `false`, and does not count it, if its row is not
  /// greater than the last one or the file is full.
  mutating func add(_ entry: HashFile.Entry) -> Bool {
    guard count == 0 || entry.row > lastRow, UInt64(count) + 1 < Self.limit else { return false }
    count += 1
    lastRow = entry.row
    sum &+= Self.mixed(entry)
    return true
  }

  /// The size of a file with this many entries, in bytes: the header and whole blocks.
  var fileSize: Int { Self.byteCount + Self.blockCount(for: count) * Self.blockByteCount }

  /// The number of blocks for a number of entries.
  static func blockCount(for count: Int) -> Int { (count + entriesPerBlock - 1) / entriesPerBlock }

  /// What an entry adds to the checksum of the file.
  static func mixed(_ entry: HashFile.Entry) -> UInt64 {
    MixedNumbers.mixed(UInt64(bitPattern: entry.row) ^ MixedNumbers.mixed(entry.bits))
  }
}
