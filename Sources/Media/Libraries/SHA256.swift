internal import CCrypto
package import Model

/// Computes SHA-256 by libcrypto, which uses the processor's own instructions where there are
/// any.
package enum SHA256 {
  /// The algorithm, fetched once: fetching takes longer than hashing a small file.
  private nonisolated(unsafe) static let algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil)

  /// Returns the digest of bytes in memory, or `nil` if libcrypto fails.
  package static func digest(of bytes: [UInt8]) -> Digest? {
    var result = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    let ok = unsafe bytes.withUnsafeBytes { input in
      unsafe result.withUnsafeMutableBufferPointer { output in
        unsafe EVP_Digest(
          input.baseAddress, input.count, output.baseAddress, &length, algorithm, nil)
      }
    }
    return ok == 1 && length == 32 ? Digest(bytes: result) : nil
  }
}
