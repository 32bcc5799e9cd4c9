package import Model

/// HMAC with SHA-256: a digest that can be computed only with the key.
package enum HMAC {
  /// The authentication code of bytes. The key may have any length.
  package static func code(of bytes: [UInt8], key: [UInt8]) -> Digest {
    let short = key.count > blockBytes ? SHA256.digest(of: key).bytes : key
    let padded = short + [UInt8](repeating: 0, count: blockBytes - short.count)
    let inner = SHA256.digest(of: padded.map { $0 ^ 0x36 } + bytes)
    return SHA256.digest(of: padded.map { $0 ^ 0x5C } + inner.bytes)
  }

  /// The block size of SHA-256.
  private static let blockBytes = 64
}
