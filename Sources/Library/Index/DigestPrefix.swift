package import Model

/// The first 16 bytes of a digest, which distinguish it from millions of others; ordered by their
/// bytes.
package struct DigestPrefix: Hashable, Comparable, Sendable {
  private let high: UInt64
  private let low: UInt64

  /// Creates the prefix of a name that has at least 16 bytes.
  init(_ bytes: [UInt8]) {
    precondition(bytes.count >= 16)
    (high, low) = unsafe bytes.withUnsafeBytes { bytes in
      (
        UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
        UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      )
    }
  }

  package init(_ digest: Digest) { self.init(digest.bytes) }

  var bytes: [UInt8] {
    unsafe withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { unsafe Array($0) }
  }

  package static func < (first: Self, second: Self) -> Bool {
    (first.high, first.low) < (second.high, second.low)
  }
}

extension DigestPrefix: SQLConvertible { var sqlValue: SQLValue { .blob(bytes) } }
