internal import CCrypto
package import Model

/// Computes the SHA-256 of bytes that arrive in pieces.
///
/// ```swift
/// let hash = RunningSHA256()
/// for piece in pieces { hash.update(piece) }
/// let isIntact = hash.digest == name
/// ```
@safe package final class RunningSHA256 {
  /// The context of libcrypto.
  private let context: OpaquePointer

  package init() {
    guard let context = unsafe EVP_MD_CTX_new(),
      unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
    else { preconditionFailure("no memory for a digest") }
    unsafe self.context = context
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// Adds bytes to the hash.
  package func take(_ bytes: ArraySlice<UInt8>) {
    let taken = unsafe bytes.withUnsafeBytes { buffer in
      unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
    }
    precondition(taken == 1, "a digest takes any bytes")
  }

  /// The digest of all bytes. It ends the hash, so read it only once.
  package var digest: Digest? {
    var result = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    let isOver = unsafe result.withUnsafeMutableBufferPointer { output in
      unsafe EVP_DigestFinal_ex(context, output.baseAddress, &length)
    }
    return isOver == 1 && length == 32 ? Digest(bytes: result) : nil
  }
}
