internal import CNettle

/// AES-256-GCM from Nettle: encryption that detects any change.
struct AuthenticatedCipher: ~Copyable {
  private var context = gcm_aes256_ctx()

  /// The length of a tag, which follows the encrypted bytes.
  static let tagByteCount = 16

  /// Creates a cipher from a key of 32 bytes.
  init(key: [UInt8]) {
    precondition(key.count == 32, "a key has 32 bytes")
    unsafe nettle_gcm_aes256_set_key(&context, key)
  }

  /// Returns the encrypted bytes, followed by their tag. A 12-byte nonce must never be used twice
  /// with one key.
  mutating func sealed(_ bytes: ArraySlice<UInt8>, nonce: [UInt8]) -> [UInt8] {
    precondition(nonce.count == 12, "a nonce has 12 bytes")
    unsafe nettle_gcm_aes256_set_iv(&context, nonce.count, nonce)
    let count = bytes.count
    return unsafe [UInt8](unsafeUninitializedCapacity: count + Self.tagByteCount) { output, made in
      if let start = output.baseAddress {
        unsafe bytes.withUnsafeBufferPointer { input in
          if let source = input.baseAddress, count > 0 {
            unsafe nettle_gcm_aes256_encrypt(&context, count, start, source)
          }
        }
        unsafe nettle_gcm_aes256_digest(&context, Self.tagByteCount, start + count)
      }
      made = count + Self.tagByteCount
    }
  }

  /// Returns the decrypted bytes; `nil` if the sealed bytes were changed.
  mutating func decrypted(_ sealed: ArraySlice<UInt8>, nonce: [UInt8]) -> [UInt8]? {
    precondition(nonce.count == 12, "a nonce has 12 bytes")
    let count = sealed.count - Self.tagByteCount
    guard count >= 0 else { return nil }
    unsafe nettle_gcm_aes256_set_iv(&context, nonce.count, nonce)
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { output, made in
      unsafe sealed.withUnsafeBufferPointer { input in
        if let start = output.baseAddress, let source = input.baseAddress, count > 0 {
          unsafe nettle_gcm_aes256_decrypt(&context, count, start, source)
        }
      }
      made = count
    }
    var tag = [UInt8](repeating: 0, count: Self.tagByteCount)
    unsafe nettle_gcm_aes256_digest(&context, tag.count, &tag)
    // All bytes are compared, so the time that takes reveals nothing about them.
    let difference = zip(tag, sealed.suffix(Self.tagByteCount)).reduce(UInt8(0)) {
      $0 | ($1.0 ^ $1.1)
    }
    return difference == 0 ? bytes : nil
  }
}
