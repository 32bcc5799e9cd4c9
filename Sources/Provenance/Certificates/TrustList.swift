internal import Model

/// The certificates that a user trusts: of signers, or of those who issue their certificates.
package struct TrustList: Sendable {
  let certificates: [Certificate]

  /// The number of certificates.
  package var count: Int { certificates.count }

  /// The largest list that is read, in bytes, and the largest number of certificates in it.
  package static let maximumBytes = 8 << 20
  private static let maximumCount = 2000

  /// Why a list can't be used.
  package enum Failure: Error, Equatable {
    case empty
    case malformed(number: Int)
    case tooLong(maximum: Int)
  }

  /// Reads the certificates of a PEM file, with any text around them.
  package init(pem: [UInt8]) throws(Failure) {
    var certificates: [Certificate] = []
    let lines = pem.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
    var digits: [UInt8]?
    for line in lines {
      if line.starts(with: "-----BEGIN CERTIFICATE-----".utf8) {
        digits = []
      } else if line.starts(with: "-----END CERTIFICATE-----".utf8), let text = digits {
        guard certificates.count < Self.maximumCount else {
          throw .tooLong(maximum: Self.maximumCount)
        }
        guard let bytes = Self.bytes(base64: text), let one = Certificate(bytes) else {
          throw .malformed(number: certificates.count + 1)
        }
        certificates.append(one)
        digits = nil
      } else {
        digits?.append(contentsOf: line)
      }
    }
    if certificates.isEmpty { throw .empty }
    self.certificates = certificates
  }

  /// Decodes Base64; `nil` if it is malformed.
  private static func bytes(base64 text: [UInt8]) -> [UInt8]? {
    var (bytes, buffer, bitCount): ([UInt8], UInt32, Int) = ([], 0, 0)
    for character in text where character > 0x20 {
      if character == UInt8(ascii: "=") { break }
      guard let value = value(of: character) else { return nil }
      buffer = buffer << 6 | UInt32(value)
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bitCount)))
      }
    }
    return bytes
  }

  private static func value(of character: UInt8) -> UInt8? {
    switch character {
    case 0x41...0x5A: character - 0x41
    case 0x61...0x7A: character - 0x61 + 26
    case 0x30...0x39: character - 0x30 + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
