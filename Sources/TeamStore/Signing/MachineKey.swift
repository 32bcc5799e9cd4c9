internal import CHogweed
internal import Files
package import Model

/// The Ed25519 key (RFC 8032) with which a machine signs what it writes to a team's store.
package struct MachineKey: Sendable {
  private let secret: [UInt8]
  /// The public half, which the team knows.
  package let publicKey: SigningKey

  /// The length of the secret in bytes.
  package static let byteCount = 32

  /// Derives the key for a library from the machine's secret.
  ///
  /// - Parameter number: The number of the machine's keys that the keeper has revoked.
  package init(_ secret: [UInt8], for library: ULID, number: UInt8) {
    let parts = Array("castbook machine key".utf8) + library.bytes + [number]
    self.secret = HMAC.code(of: parts, key: secret).bytes
    publicKey = Self.publicKey(of: self.secret)
  }

  private static func publicKey(of secret: [UInt8]) -> SigningKey {
    var key = [UInt8](repeating: 0, count: byteCount)
    unsafe key.withUnsafeMutableBufferPointer { key in
      unsafe secret.withUnsafeBufferPointer { secret in
        unsafe nettle_ed25519_sha512_public_key(key.baseAddress, secret.baseAddress)
      }
    }
    guard let key = SigningKey(bytes: key) else { preconditionFailure("a key has 32 bytes") }
    return key
  }

  package func signature(of message: [UInt8]) -> [UInt8] {
    var signature = [UInt8](repeating: 0, count: RecordSignature.signatureByteCount)
    unsafe signature.withUnsafeMutableBufferPointer { signature in
      unsafe message.withUnsafeBufferPointer { message in
        unsafe publicKey.bytes.withUnsafeBufferPointer { key in
          unsafe secret.withUnsafeBufferPointer { secret in
            unsafe nettle_ed25519_sha512_sign(
              key.baseAddress, secret.baseAddress, message.count, message.baseAddress,
              signature.baseAddress)
          }
        }
      }
    }
    return signature
  }
}

extension RecordSignature {
  package mutating func sign(with machine: MachineKey) {
    key = machine.publicKey
    signature = message.map(machine.signature) ?? []
  }

  /// Whether the signature matches the record and its key.
  package var isValid: Bool {
    guard let message, signature.count == Self.signatureByteCount else { return false }
    return unsafe message.withUnsafeBufferPointer { message in
      unsafe key.bytes.withUnsafeBufferPointer { key in
        unsafe signature.withUnsafeBufferPointer { signature in
          unsafe nettle_ed25519_sha512_verify(
            key.baseAddress, message.count, message.baseAddress, signature.baseAddress) == 1
        }
      }
    }
  }
}
