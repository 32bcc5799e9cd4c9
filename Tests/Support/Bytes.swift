/// Numbers as the bytes of files.
package enum Bytes {
  /// A number in `count` bytes, the high one first.
  package static func big(_ number: Int, _ count: Int = 4) -> [UInt8] {
    little(number, count).reversed()
  }

  /// A number in `count` bytes, the low one first.
  package static func little(_ number: Int, _ count: Int = 4) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// The number in four bytes at an offset, the high one first.
  package static func number(_ bytes: [UInt8], at offset: Int) -> Int {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}
