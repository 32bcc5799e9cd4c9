internal import Files
internal import Model

/// An encrypted object: a header, then pieces of 64 KiB, each with a tag.
///
/// The header is `CBS1`, the 8 bytes that identify the team's key, and a random salt of 32 bytes.
/// The object's own key is derived from the team's key and the salt. The nonce of a piece is its
/// number in 11 bytes and a byte that is 1 for the last piece: a moved piece or a cut-off end is
/// detected.
enum SealedObject {
  private static let magic = Array("CBS1".utf8)
  static let saltByteCount = 32
  private static let headerByteCount = 4 + 8 + saltByteCount
  static let pieceByteCount = 1 << 16

  /// The length of the object that seals `count` bytes.
  static func byteCount(of count: Int) -> Int {
    let pieces = max((count + pieceByteCount - 1) / pieceByteCount, 1)
    return headerByteCount + count + pieces * AuthenticatedCipher.tagByteCount
  }

  /// Seals bytes that arrive in parts, and returns the object in parts.
  struct Writer: ~Copyable {
    private var cipher: AuthenticatedCipher
    private var pending: [UInt8] = []
    private var number = 0
    /// The header of the object, which comes first.
    let header: [UInt8]

    /// - Parameter salt: 32 unpredictable bytes, which no other object has.
    init(_ key: TeamKeys.Key, salt: [UInt8]) {
      precondition(salt.count == saltByteCount, "a salt has 32 bytes")
      header = SealedObject.magic + key.identifier + salt
      cipher = AuthenticatedCipher(key: key.objectKey(salt: salt))
    }

    /// Adds bytes, and returns the parts of the object that they complete.
    mutating func append(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
      pending += bytes
      var output: [UInt8] = []
      // The last piece waits for `finish()`, because its nonce marks it as the last.
      var start = 0
      while pending.count - start > pieceByteCount {
        output += seal(pending[start..<start + pieceByteCount], isLast: false)
        start += pieceByteCount
      }
      pending.removeFirst(start)
      return output
    }

    /// Returns the rest of the object.
    mutating func finish() -> [UInt8] {
      defer { pending = [] }
      return seal(pending[...], isLast: true)
    }

    private mutating func seal(_ piece: ArraySlice<UInt8>, isLast: Bool) -> [UInt8] {
      defer { number += 1 }
      return cipher.sealed(piece, nonce: SealedObject.nonce(number, isLast: isLast))
    }
  }

  /// Opens an object that arrives in parts, and returns the bytes that were sealed.
  struct Reader: ~Copyable {
    private let keys: TeamKeys
    private var cipher: AuthenticatedCipher?
    private var pending: [UInt8] = []
    private var number = 0

    init(_ keys: TeamKeys) { self.keys = keys }

    /// Adds bytes, and returns what they contain; `nil` if the object isn't sealed with these keys,
    /// or was changed.
    mutating func append(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
      pending += bytes
      if cipher == nil {
        guard pending.count >= headerByteCount else { return [] }
        guard pending.starts(with: magic), let key = keys.key(pending[4..<12]) else { return nil }
        cipher = AuthenticatedCipher(key: key.objectKey(salt: Array(pending[12..<headerByteCount])))
        pending.removeFirst(headerByteCount)
      }
      let size = pieceByteCount + AuthenticatedCipher.tagByteCount
      var output: [UInt8] = []
      var start = 0
      while pending.count - start > size {
        guard let piece = open(pending[start..<start + size], isLast: false) else { return nil }
        output += piece
        start += size
      }
      pending.removeFirst(start)
      return output
    }

    /// Returns the rest; `nil` if the end is missing or changed.
    mutating func finish() -> [UInt8]? { open(pending[...], isLast: true) }

    private mutating func open(_ piece: ArraySlice<UInt8>, isLast: Bool) -> [UInt8]? {
      defer { number += 1 }
      return cipher?.decrypted(piece, nonce: SealedObject.nonce(number, isLast: isLast))
    }
  }

  private static func nonce(_ number: Int, isLast: Bool) -> [UInt8] {
    [0, 0, 0] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
      + [isLast ? 1 : 0]
  }

  /// Seals bytes in memory.
  static func sealed(_ bytes: [UInt8], _ key: TeamKeys.Key, salt: [UInt8]) -> [UInt8] {
    var writer = Writer(key, salt: salt)
    return writer.header + writer.append(bytes[...]) + writer.finish()
  }

  /// Opens an object in memory; `nil` if it isn't sealed with these keys, or was changed.
  static func unsealed(_ object: [UInt8], _ keys: TeamKeys) -> [UInt8]? {
    var reader = Reader(keys)
    guard let bytes = reader.append(object[...]), let rest = reader.finish() else { return nil }
    return bytes + rest
  }
}
