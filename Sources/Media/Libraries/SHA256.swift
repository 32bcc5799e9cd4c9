internal import CCrypto
package import Model

/// SHA-256 by libcrypto, which uses the processor's own instructions where there are any.
package enum SHA256 {
  /// Looked up once: that takes longer than the digest of a small file.
  private nonisolated(unsafe) static let algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil)

  /// The digest of bytes held in memory.
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
