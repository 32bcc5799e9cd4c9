internal import CNettle

/// The hash functions that Content Credentials and certificates use.
enum HashFunction: String {
  case sha256, sha384, sha512

  var byteCount: Int {
    switch self {
    case .sha256: 32
    case .sha384: 48
    case .sha512: 64
    }
  }

  /// Returns the hash of bytes in memory.
  func hash(of bytes: ArraySlice<UInt8>) -> [UInt8] {
    let hash = RunningHash(self)
    hash.update(bytes)
    return hash.value
  }
}

/// A hash of bytes that arrive in pieces.
final class RunningHash {
  private let function: HashFunction
  private var short = sha256_ctx()
  /// The state of SHA-384, too, which is a SHA-512 that begins differently.
  private var long = sha512_ctx()

  init(_ function: HashFunction) {
    self.function = function
    switch function {
    case .sha256: unsafe nettle_sha256_init(&short)
    case .sha384: unsafe nettle_sha384_init(&long)
    case .sha512: unsafe nettle_sha512_init(&long)
    }
  }

  func update(_ bytes: ArraySlice<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      switch function {
      case .sha256: unsafe nettle_sha256_update(&short, buffer.count, start)
      case .sha384, .sha512: unsafe nettle_sha512_update(&long, buffer.count, start)
      }
    }
  }

  /// The hash of all bytes so far. Reading it begins a new one.
  var value: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: function.byteCount)
    switch function {
    case .sha256: unsafe nettle_sha256_digest(&short, bytes.count, &bytes)
    case .sha384: unsafe nettle_sha384_digest(&long, bytes.count, &bytes)
    case .sha512: unsafe nettle_sha512_digest(&long, bytes.count, &bytes)
    }
    return bytes
  }
}
