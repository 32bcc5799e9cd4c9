/// Numbers of the format, and bytes in its order: the lowest first.
enum Zip {
  static let entrySignature = 0x0403_4B50
  static let recordSignature = 0x0201_4B50
  static let endSignature = 0x0605_4B50
  static let longEndSignature = 0x0606_4B50
  static let locatorSignature = 0x0706_4B50
  static let descriptorSignature = 0x0807_4B50

  static let entryLength = 30
  static let recordLength = 46
  static let endLength = 22
  static let longEndLength = 56
  static let locatorLength = 20

  /// Where a number of four or two bytes stands for "see the longer one".
  static let longMark = 0xFFFF_FFFF
  static let shortMark = 0xFFFF
  static let longField = 1

  static let stored = 0
  static let deflated = 8

  static let descriptorFlag = 1 << 3
  static let utf8Flag = 1 << 11
}

/// Numbers, written one behind another.
struct ZipFields {
  private(set) var bytes: [UInt8] = []

  mutating func put2(_ value: Int) { put(value, 2) }
  mutating func put4(_ value: Int) { put(value, 4) }
  mutating func put8(_ value: Int) { put(value, 8) }
  mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }
  mutating func put(_ fields: ZipFields) { bytes.append(contentsOf: fields.bytes) }

  private mutating func put(_ value: Int, _ count: Int) {
    for place in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
  }
}

/// Numbers, read by their place: nothing beyond the end.
struct ZipPart {
  let bytes: ArraySlice<UInt8>

  init(_ bytes: some Collection<UInt8>) { self.bytes = ArraySlice(bytes) }

  var count: Int { bytes.count }

  func get2(_ offset: Int) throws(ZipError) -> Int { try get(offset, 2) }
  func get4(_ offset: Int) throws(ZipError) -> Int { try get(offset, 4) }

  /// A number of eight bytes; damage when it is more than any file holds.
  func get8(_ offset: Int) throws(ZipError) -> Int {
    let value = try get(offset, 8)
    guard (0..<1 << 62).contains(value) else { throw Self.beyond }
    return value
  }

  func part(_ offset: Int, _ count: Int) throws(ZipError) -> ZipPart {
    guard offset >= 0, count >= 0, offset <= self.count, count <= self.count - offset else {
      throw Self.beyond
    }
    let start = bytes.startIndex + offset
    return ZipPart(bytes[start..<start + count])
  }

  private func get(_ offset: Int, _ count: Int) throws(ZipError) -> Int {
    let part = try part(offset, count)
    return part.bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private static let beyond = ZipError.damaged(what: "an offset points outside the file")
}
