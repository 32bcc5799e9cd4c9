/// The signatures, lengths and flags of the zip format. Its numbers are little-endian.
enum Zip {
  /// Begins the local header in front of each file.
  static let entrySignature = 0x0403_4B50
  /// Begins each entry in the list of files.
  static let recordSignature = 0x0201_4B50
  /// Begins the end record.
  static let endSignature = 0x0605_4B50
  /// Begins the ZIP64 end record.
  static let longEndSignature = 0x0606_4B50
  /// Begins the ZIP64 locator, which says where the ZIP64 end record is.
  static let locatorSignature = 0x0706_4B50
  /// Begins a data descriptor; the format allows leaving it out.
  static let descriptorSignature = 0x0807_4B50

  /// The fixed part of a local header, in bytes.
  static let entryLength = 30
  /// The fixed part of an entry in the list, in bytes.
  static let recordLength = 46
  /// The end record without a comment, in bytes.
  static let endLength = 22
  /// The ZIP64 end record without extensible data, in bytes.
  static let longEndLength = 56
  static let locatorLength = 20

  /// The value of a four-byte number whose real value is in the ZIP64 field.
  static let longMark = 0xFFFF_FFFF
  /// The value of a two-byte number whose real value is in the ZIP64 end record.
  static let shortMark = 0xFFFF
  /// The ID of the ZIP64 extra field.
  static let longField = 1

  static let stored = 0
  static let deflated = 8

  /// The flag of an entry whose checksum and lengths follow its data.
  static let descriptorFlag = 1 << 3
  /// The flag of an entry whose name is UTF-8.
  static let utf8Flag = 1 << 11
}

/// Numbers and texts encoded one behind another, in the byte order of the format.
struct ZipFields {
  private(set) var bytes: [UInt8] = []

  /// Appends a two-byte number.
  mutating func put2(_ value: Int) { put(value, 2) }
  /// Appends a four-byte number.
  mutating func put4(_ value: Int) { put(value, 4) }
  /// Appends an eight-byte number.
  mutating func put8(_ value: Int) { put(value, 8) }
  mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }
  mutating func put(_ fields: ZipFields) { bytes.append(contentsOf: fields.bytes) }

  private mutating func put(_ value: Int, _ count: Int) {
    for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
  }
}

/// A part of an archive from which numbers are read by their offset.
///
/// Every access is checked: an offset beyond the end throws `ZipError.damaged`.
struct ZipPart {
  let bytes: ArraySlice<UInt8>

  init(_ bytes: some Collection<UInt8>) { self.bytes = ArraySlice(bytes) }

  var count: Int { bytes.count }

  /// Reads a two-byte number.
  func get2(_ offset: Int) throws(ZipError) -> Int { try get(offset, 2) }
  /// Reads a four-byte number.
  func get4(_ offset: Int) throws(ZipError) -> Int { try get(offset, 4) }

  /// Reads an eight-byte number. Throws `ZipError.damaged` when it is larger than any
  /// file.
  func get8(_ offset: Int) throws(ZipError) -> Int {
    let value = try get(offset, 8)
    guard (0..<1 << 62).contains(value) else { throw Self.beyond }
    return value
  }

  /// Returns `count` bytes from `offset` as a part of its own.
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
