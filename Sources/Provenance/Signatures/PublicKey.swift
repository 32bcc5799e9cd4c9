internal import CHogweed

/// A key that signatures are verified with.
enum PublicKey: Equatable {
  case elliptic(Curve, x: [UInt8], y: [UInt8])
  case rsa(modulus: [UInt8], exponent: [UInt8])
  case ed25519([UInt8])

  /// The curves of NIST that Content Credentials allow.
  enum Curve: Int {
    case p256 = 32
    case p384 = 48
    case p521 = 66

    /// The length of a coordinate in bytes.
    var byteCount: Int { rawValue }

    fileprivate var parameters: OpaquePointer? {
      switch self {
      case .p256: unsafe nettle_get_secp_256r1()
      case .p384: unsafe nettle_get_secp_384r1()
      case .p521: unsafe nettle_get_secp_521r1()
      }
    }
  }
}

/// A way of signing: the kind of key, its padding, and the hash function.
enum SignatureScheme: Equatable {
  case ecdsa(HashFunction)
  case pss(HashFunction)
  /// The padding of PKCS #1, which only certificates use.
  case pkcs1(HashFunction)
  case ed25519

  /// The scheme with a number of COSE; `nil` for others.
  init?(cose number: Int) {
    switch number {
    case -7: self = .ecdsa(.sha256)
    case -35: self = .ecdsa(.sha384)
    case -36: self = .ecdsa(.sha512)
    case -37: self = .pss(.sha256)
    case -38: self = .pss(.sha384)
    case -39: self = .pss(.sha512)
    // Ed25519 has a number of its own since RFC 9864.
    case -8, -19: self = .ed25519
    default: return nil
    }
  }

  /// The name in COSE: `ES256`.
  var name: String {
    switch self {
    case .ecdsa(let hash): "ES\(hash.rawValue.suffix(3))"
    case .pss(let hash): "PS\(hash.rawValue.suffix(3))"
    case .pkcs1(let hash): "RS\(hash.rawValue.suffix(3))"
    case .ed25519: "Ed25519"
    }
  }
}

extension PublicKey {
  /// The sizes of RSA keys that are verified, in bytes. Longer ones take seconds.
  private static let rsaSizes = 256...1024

  /// Returns whether a signature of a message is this key's; `nil` if the key isn't one for the
  /// scheme, or can't be used.
  ///
  /// - Parameter signature: For ECDSA, both numbers one after the other, each as long as a
  ///   coordinate.
  func verifies(
    _ signature: [UInt8], of message: ArraySlice<UInt8>, by scheme: SignatureScheme
  ) -> Bool? {
    switch (self, scheme) {
    case (.elliptic(let curve, let x, let y), .ecdsa(let function)):
      Self.verifies(signature, of: function.hash(of: message), curve, x, y)
    case (.rsa(let modulus, let exponent), .pss(let function)),
      (.rsa(let modulus, let exponent), .pkcs1(let function)):
      Self.verifies(
        signature, of: function.hash(of: message), modulus, exponent, scheme, function)
    case (.ed25519(let key), .ed25519): Self.verifies(signature, of: message, key)
    default: nil
    }
  }

  private static func verifies(
    _ signature: [UInt8], of hash: [UInt8], _ curve: Curve, _ x: [UInt8], _ y: [UInt8]
  ) -> Bool? {
    guard signature.count == 2 * curve.byteCount else { return false }
    let coordinates = NumberPair(x[...], y[...])
    let numbers = NumberPair(signature.prefix(curve.byteCount), signature.suffix(curve.byteCount))
    var point = unsafe ecc_point()
    unsafe nettle_ecc_point_init(&point, curve.parameters)
    defer { unsafe nettle_ecc_point_clear(&point) }
    guard unsafe nettle_ecc_point_set(&point, &coordinates.numbers.r, &coordinates.numbers.s) == 1
    else { return nil }
    return unsafe nettle_ecdsa_verify(&point, hash.count, hash, &numbers.numbers) == 1
  }

  private static func verifies(
    _ signature: [UInt8], of hash: [UInt8], _ modulus: [UInt8], _ exponent: [UInt8],
    _ scheme: SignatureScheme, _ function: HashFunction
  ) -> Bool? {
    // A long exponent would cost time, and none of them is in use.
    guard rsaSizes.contains(modulus.count), exponent.count <= 4, signature.count == modulus.count
    else { return rsaSizes.contains(modulus.count) && exponent.count <= 4 ? false : nil }
    let numbers = NumberPair(signature[...], [])
    var key = rsa_public_key()
    unsafe nettle_rsa_public_key_init(&key)
    defer { unsafe nettle_rsa_public_key_clear(&key) }
    unsafe nettle_mpz_set_str_256_u(&key.n, modulus.count, modulus)
    unsafe nettle_mpz_set_str_256_u(&key.e, exponent.count, exponent)
    guard unsafe nettle_rsa_public_key_prepare(&key) == 1 else { return nil }
    if case .pkcs1 = scheme {
      let info = Self.prefix(of: function) + hash
      return unsafe nettle_rsa_pkcs1_verify(&key, info.count, info, &numbers.numbers.r) == 1
    }
    let salt = function.byteCount
    let result =
      switch function {
      case .sha256:
        unsafe nettle_rsa_pss_sha256_verify_digest(&key, salt, hash, &numbers.numbers.r)
      case .sha384:
        unsafe nettle_rsa_pss_sha384_verify_digest(&key, salt, hash, &numbers.numbers.r)
      case .sha512:
        unsafe nettle_rsa_pss_sha512_verify_digest(&key, salt, hash, &numbers.numbers.r)
      }
    return result == 1
  }

  /// What precedes a hash that is signed by PKCS #1 (RFC 8017, 9.2).
  private static func prefix(of function: HashFunction) -> [UInt8] {
    let number: UInt8 =
      switch function {
      case .sha256: 1
      case .sha384: 2
      case .sha512: 3
      }
    let count = UInt8(function.byteCount)
    return [
      0x30, 17 + count, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
    ]
      + [number, 0x05, 0x00, 0x04, count]
  }

  private static func verifies(
    _ signature: [UInt8], of message: ArraySlice<UInt8>, _ key: [UInt8]
  ) -> Bool? {
    guard key.count == 32 else { return nil }
    guard signature.count == 64 else { return false }
    return unsafe message.withUnsafeBufferPointer { message in
      // No address is needed for an empty message, but nettle wants one.
      guard let start = message.baseAddress else { return false }
      return unsafe nettle_ed25519_sha512_verify(key, message.count, start, signature) == 1
    }
  }
}

/// Two large numbers, which are freed once.
@safe
private final class NumberPair {
  var numbers = dsa_signature()

  init(_ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>) {
    unsafe nettle_dsa_signature_init(&numbers)
    unsafe nettle_mpz_set_str_256_u(&numbers.r, first.count, Array(first))
    unsafe nettle_mpz_set_str_256_u(&numbers.s, second.count, Array(second))
  }

  deinit { unsafe nettle_dsa_signature_clear(&numbers) }
}
