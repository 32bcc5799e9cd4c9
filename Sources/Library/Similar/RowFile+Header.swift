internal import Model

extension RowFile {
  /// The header before the blocks. All numbers are little-endian.
  struct Header: Hashable {
    /// The number of bytes before the first block.
    static var byteCount: Int { 4096 }
    /// The number of bytes of the header that are used: the magic number, seven numbers, and two of
    /// a model.
    static var usedByteCount: Int { Format.hasModel ? 80 : 64 }
    /// A file with at least this many entries is not one of ours.
    private static var limit: UInt64 { 1 << 32 }

    /// The generation of the index to which the file belongs.
    let generation: UInt64
    /// The model that made the values; `nil` if there is none.
    let model: SubjectVector.Model?
    /// The number of entries.
    private(set) var count = 0
    /// The row of the last entry; `Int64.min` if there is none.
    private(set) var lastRow = Int64.min
    /// The sum of the mixed entries, which does not depend on their order.
    private(set) var sum: UInt64 = 0
    /// The number of entries whose pictures the model has not described.
    private(set) var unknownCount = 0

    /// The header of an empty file.
    init(generation: UInt64, model: SubjectVector.Model? = nil) {
      self.generation = generation
      self.model = model
    }

    /// The header in the first bytes of a file; `nil` if they are not a valid header.
    init?(bytes: [UInt8]) {
      guard bytes.count >= Self.usedByteCount, bytes.starts(with: Format.magic) else { return nil }
      let numbers = (1..<Self.usedByteCount / 8).map { MixedNumbers.number(bytes, 8 * $0) }
      guard numbers[0] == Format.version, numbers[2] < Self.limit,
        numbers[5] <= (Format.hasModel ? numbers[2] : 0),
        numbers.last == MixedNumbers.check(numbers.dropLast())
      else { return nil }
      model =
        Format.hasModel
        ? SubjectVector.Model(identity: numbers[6], length: Int(clamping: numbers[7])) : nil
      guard (model != nil) == Format.hasModel else { return nil }
      generation = numbers[1]
      count = Int(numbers[2])
      lastRow = Int64(bitPattern: numbers[3])
      sum = numbers[4]
      unknownCount = Int(numbers[5])
    }

    /// The bytes of the header, with a checksum.
    var bytes: [UInt8] {
      let numbers =
        [
          Format.version, generation, UInt64(count), UInt64(bitPattern: lastRow), sum,
          UInt64(unknownCount),
        ] + (model.map { [$0.identity, UInt64($0.length)] } ?? [])
      return Format.magic
        + (numbers + [MixedNumbers.check(numbers[...])]).flatMap(MixedNumbers.bytes)
    }

    /// Counts an entry after the others. Returns `false`, and does not count it, if its row is not
    /// greater than the last one or the file is full.
    mutating func add(row: Int64, value: some Collection<UInt8>) -> Bool {
      guard count == 0 || row > lastRow, UInt64(count) + 1 < Self.limit else { return false }
      count += 1
      lastRow = row
      sum &+= SplitMix64.mixed(UInt64(bitPattern: row) ^ MixedNumbers.check(bytes: value))
      if Format.hasModel, value.allSatisfy({ $0 == 0 }) { unknownCount += 1 }
      return true
    }

    /// The number of blocks that contain the entries.
    var blockCount: Int { (count + Format.entriesPerBlock - 1) / Format.entriesPerBlock }
    /// The size of a file with this many entries, in bytes: the header and whole blocks.
    var fileSize: Int { Self.offset(ofBlock: blockCount) }

    /// The offset of a block, which begins with the values of its entries.
    static func offset(ofBlock block: Int) -> Int {
      byteCount + block * Format.entriesPerBlock * (Format.valueByteCount + 8)
    }

    /// The offset of a block's rows, which follow its values.
    static func rowOffset(ofBlock block: Int) -> Int {
      offset(ofBlock: block) + Format.entriesPerBlock * Format.valueByteCount
    }
  }
}
