/// Reads DER (X.690), the form of certificates: values with a tag and a length, one after the
/// other.
struct DERReader {
  private var cursor: Cursor

  init(_ bytes: ArraySlice<UInt8>) { cursor = Cursor(bytes) }

  /// A value with its tag.
  struct Value {
    let tag: UInt8
    let content: ArraySlice<UInt8>
    /// Tag, length and content.
    let whole: ArraySlice<UInt8>

    /// Reads what is in a value that contains others.
    var inside: DERReader { DERReader(content) }

    /// The digits of an unsigned number, without zeros in front; `nil` if it is negative or empty.
    var digits: [UInt8]? {
      guard tag == DERTag.integer, let first = content.first, first < 0x80 else { return nil }
      return Array(content.drop { $0 == 0 })
    }

    /// The bytes of a bit string that ends at a byte.
    var bits: ArraySlice<UInt8>? {
      guard tag == DERTag.bitString, content.first == 0 else { return nil }
      return content.dropFirst()
    }
  }

  var isAtEnd: Bool { cursor.isAtEnd }
  var rest: ArraySlice<UInt8> { cursor.rest }

  /// Returns the next value; `nil` at the end, and if it is malformed.
  mutating func next() -> Value? {
    let start = cursor.rest
    var copy = cursor
    // Tags above 30 have more bytes; no certificate needs one.
    guard let tag = copy.byte(), tag & 31 != 31, let short = copy.byte() else { return nil }
    var count = Int(short)
    if short >= 0x80 {
      guard (0x81...0x84).contains(short), let long = copy.number(Int(short & 0x7F)) else {
        return nil
      }
      count = long
    }
    guard let content = copy.bytes(count) else { return nil }
    cursor = copy
    return Value(
      tag: tag, content: content, whole: start.prefix(start.count - copy.rest.count))
  }

  /// Returns the next value if it has a tag; `nil` otherwise, and the position then stays.
  mutating func next(_ tag: UInt8) -> Value? {
    var copy = self
    guard let value = copy.next(), value.tag == tag else { return nil }
    self = copy
    return value
  }
}

/// The tags of DER that certificates have.
enum DERTag {
  static let boolean: UInt8 = 0x01
  static let integer: UInt8 = 0x02
  static let bitString: UInt8 = 0x03
  static let octets: UInt8 = 0x04
  static let identifier: UInt8 = 0x06
  static let utcTime: UInt8 = 0x17
  static let longTime: UInt8 = 0x18
  static let sequence: UInt8 = 0x30
  static let set: UInt8 = 0x31

  /// The tag of an optional member, by its number.
  static func member(_ number: UInt8) -> UInt8 { 0xA0 | number }
}

/// The identifiers of ASN.1 that certificates have, as their content bytes.
enum ObjectIdentifier {
  static let commonName: [UInt8] = [0x55, 4, 3]
  static let organization: [UInt8] = [0x55, 4, 10]
  static let keyUsage: [UInt8] = [0x55, 0x1D, 15]
  static let basicConstraints: [UInt8] = [0x55, 0x1D, 19]
  static let extendedKeyUsage: [UInt8] = [0x55, 0x1D, 37]
  static let ellipticKey: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1]
  static let p256: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7]
  static let p384: [UInt8] = [0x2B, 0x81, 4, 0, 34]
  static let p521: [UInt8] = [0x2B, 0x81, 4, 0, 35]
  static let ed25519: [UInt8] = [0x2B, 0x65, 112]
  /// RSA keys, and signatures of them, by the last byte.
  private static let rsa: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1]
  static let rsaKey = rsa + [1]
  static let pss = rsa + [10]
  /// The schemes of certificates' signatures.
  static let schemes: [[UInt8]: SignatureScheme] = [
    [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2]: .ecdsa(.sha256),
    [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 3]: .ecdsa(.sha384),
    [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 4]: .ecdsa(.sha512),
    rsa + [11]: .pkcs1(.sha256), rsa + [12]: .pkcs1(.sha384), rsa + [13]: .pkcs1(.sha512),
    ed25519: .ed25519,
  ]
  /// Hash functions, by the last byte of their identifiers.
  static let hashes: [[UInt8]: HashFunction] = [
    [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1]: .sha256,
    [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2]: .sha384,
    [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3]: .sha512,
  ]
  /// The purposes for which a certificate may sign claims: protection of mail, signing of
  /// documents, C2PA's own and Microsoft's. Certificates of web servers have none of them.
  static let purposes: Set<[UInt8]> = [
    [0x2B, 6, 1, 5, 5, 7, 3, 4], [0x2B, 6, 1, 5, 5, 7, 3, 36],
    [0x2B, 6, 1, 4, 1, 0x83, 0xE8, 0x5E, 2, 1], [0x2B, 6, 1, 4, 1, 0x82, 0x37, 76, 59, 1, 9],
  ]
}
