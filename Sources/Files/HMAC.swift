package import Model

/// HMAC with SHA-256: a digest that only those can make who have the key.
package enum HMAC {
  /// The code of bytes with a key of any length.
  package static func code(of bytes: [UInt8], key: [UInt8]) -> Digest {
    let short = key.count > blockBytes ? SHA256.digest(of: key).bytes : key
    let padded = short + [UInt8](repeating: 0, count: blockBytes - short.count)
    let inner = SHA256.digest(of: padded.map { $0 ^ 0x36 } + bytes)
    return SHA256.digest(of: padded.map { $0 ^ 0x5C } + inner.bytes)
  }

  /// The number of bytes that SHA-256 works on at once.
  private static let blockBytes = 64
}
