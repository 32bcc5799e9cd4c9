/// A position in bytes of unknown origin, from which values are read one after the other.
///
/// A value that isn't there completely is `nil`, and the position then stays.
struct Cursor {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func byte() -> UInt8? { rest.popFirst() }

  /// Returns the next `count` bytes.
  mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// Returns an unsigned number of up to eight bytes; `nil` also if `Int` can't hold it.
  mutating func number(_ count: Int, isLittle: Bool = false) -> Int? {
    guard let bytes = bytes(count) else { return nil }
    let number = isLittle ? bytes.reversed().reduce(0, Self.append) : bytes.reduce(0, Self.append)
    return Int(exactly: number)
  }

  private static func append(_ number: UInt64, _ byte: UInt8) -> UInt64 {
    number << 8 | UInt64(byte)
  }

  /// Returns the bytes up to the next zero, and skips it.
  mutating func bytesToZero() -> ArraySlice<UInt8>? {
    guard let end = rest.firstIndex(of: 0) else { return nil }
    defer { rest = rest[(end + 1)...] }
    return rest[..<end]
  }
}

extension String {
  /// Creates a text from a file: repaired where it isn't UTF-8, and shortened.
  init(ofFile bytes: some Collection<UInt8>, limit: Int = 300) {
    self.init(decoding: bytes.prefix(limit), as: UTF8.self)
  }
}
