/// What stands in front of a hash file's blocks. All numbers have the little end first.
struct HashFileHeader: Hashable {
  /// Bytes in front of the first block.
  static let byteCount = 4096
  /// Entries of a block: first all of its hashes, then all of its rows.
  static let blockSize = 8192
  static let blockBytes = 16 * blockSize
  /// A file of more entries is none of ours.
  private static let limit: UInt64 = 1 << 32

  private static let magic = Array("CBPHASH\0".utf8)
  private static let version: UInt64 = 1
  /// Bytes that say something.
  static let usedBytes = 64

  let generation: UInt64
  private(set) var count: Int
  private(set) var lastRow: Int64
  /// The sum of all entries, mixed: equal whatever their order.
  private(set) var sum: UInt64

  init(generation: UInt64) {
    self.generation = generation
    count = 0
    lastRow = Int64.min
    sum = 0
  }

  /// Nothing for bytes that are not those of a header.
  init?(bytes: [UInt8]) {
    guard bytes.count >= Self.usedBytes, bytes.starts(with: Self.magic) else { return nil }
    let numbers = (1..<8).map { Self.number(bytes, 8 * $0) }
    guard numbers[0] == Self.version, numbers[2] < Self.limit, numbers[5] == 0,
      numbers[6] == Self.check(numbers.dropLast())
    else { return nil }
    generation = numbers[1]
    count = Int(numbers[2])
    lastRow = Int64(bitPattern: numbers[3])
    sum = numbers[4]
  }

  var bytes: [UInt8] {
    let numbers = [Self.version, generation, UInt64(count), UInt64(bitPattern: lastRow), sum, 0]
    return Self.magic + (numbers + [Self.check(numbers[...])]).flatMap(Self.bytes)
  }

  /// Counts an entry that stands behind the others; false when its row is none that may.
  mutating func add(_ entry: HashFile.Entry) -> Bool {
    guard count == 0 || entry.row > lastRow, UInt64(count) + 1 < Self.limit else { return false }
    count += 1
    lastRow = entry.row
    sum &+= Self.mixed(entry)
    return true
  }

  /// The length of a file of so many entries: all of its blocks.
  var fileSize: Int { Self.byteCount + Self.blocks(count) * Self.blockBytes }

  static func blocks(_ count: Int) -> Int { (count + blockSize - 1) / blockSize }

  static func bytes(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func number(_ bytes: [UInt8], _ offset: Int) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(bytes[offset + $1]) << (8 * $1) }
  }

  static func mixed(_ entry: HashFile.Entry) -> UInt64 {
    mixed(UInt64(bitPattern: entry.row) ^ mixed(entry.bits))
  }

  /// A number of which every bit depends on every bit of another: the end of SplitMix64.
  private static func mixed(_ number: UInt64) -> UInt64 {
    var mixed = number &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private static func check(_ numbers: ArraySlice<UInt64>) -> UInt64 {
    numbers.reduce(0) { mixed($0 ^ $1) }
  }
}
