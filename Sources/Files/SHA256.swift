internal import CNettle
package import Model

/// SHA-256 by nettle, which uses the processor's own instructions if it has them.
package enum SHA256 {
  /// The digest of bytes in memory.
  package static func digest(of bytes: [UInt8]) -> Digest {
    let running = RunningSHA256()
    running.update(bytes[...])
    return running.digest
  }
}

/// The SHA-256 of bytes that arrive in pieces.
///
/// ```swift
/// let hash = RunningSHA256()
/// try file.forEachPiece { hash.update($0) }
/// hash.digest == name
/// ```
package final class RunningSHA256 {
  private var context = sha256_ctx()

  package init() { unsafe nettle_sha256_init(&context) }

  /// Adds bytes at the end.
  package func update(_ bytes: ArraySlice<UInt8>) {
    WorkMeter.recordHash(bytes.count)
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      unsafe nettle_sha256_update(&context, buffer.count, start)
    }
  }

  /// The digest of all bytes so far. Reading it resets the hash.
  package var digest: Digest {
    var bytes = [UInt8](repeating: 0, count: 32)
    unsafe nettle_sha256_digest(&context, 32, &bytes)
    guard let digest = Digest(bytes: bytes) else { preconditionFailure("a digest has 32 bytes") }
    return digest
  }
}

/// The MD5 of bytes that arrive in pieces, for servers that verify uploads with it. It detects
/// accidents only.
package final class RunningMD5 {
  private var context = md5_ctx()

  package init() { unsafe nettle_md5_init(&context) }

  /// Adds bytes at the end.
  package func update(_ bytes: ArraySlice<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      unsafe nettle_md5_update(&context, buffer.count, start)
    }
  }

  /// The 16-byte digest of all bytes so far. Reading it resets the hash.
  package var digest: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 16)
    unsafe nettle_md5_digest(&context, 16, &bytes)
    return bytes
  }
}
