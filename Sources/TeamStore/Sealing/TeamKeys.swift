internal import Files
internal import Model
internal import Transfers

/// The keys of a team with a sealed store: the current one, and earlier ones for older objects.
///
/// The text has one line per key, the earliest first: `castbook-key-1:` and 32 bytes in base64.
/// Lines that begin with `#` are comments.
package struct TeamKeys: Sendable {
  /// One of the team's keys.
  struct Key: Sendable {
    /// The identifier in the header of objects sealed with it. It reveals nothing about the key.
    let identifier: [UInt8]
    private let secret: [UInt8]
    /// The key for the names of files and segments.
    private let nameKey: [UInt8]

    init(_ secret: [UInt8]) {
      self.secret = secret
      identifier = Array(Self.derived(secret, salt: [], "castbook key identifier").prefix(8))
      nameKey = Self.derived(secret, salt: [], "castbook names")
    }

    /// HKDF with SHA-256 (RFC 5869), for 32 bytes.
    private static func derived(_ secret: [UInt8], salt: [UInt8], _ purpose: String) -> [UInt8] {
      let extracted = HMAC.code(
        of: secret, key: salt.isEmpty ? [UInt8](repeating: 0, count: 32) : salt)
      return HMAC.code(of: Array(purpose.utf8) + [1], key: extracted.bytes).bytes
    }

    /// The name for a digest, which can be computed only with the key.
    func name(of digest: Digest) -> Digest { HMAC.code(of: digest.bytes, key: nameKey) }

    /// The key of the object that has this salt.
    func objectKey(salt: [UInt8]) -> [UInt8] {
      Self.derived(secret, salt: salt, "castbook object")
    }
  }

  /// All keys, the current one last.
  private let keys: [Key]

  /// The key that seals new objects.
  var current: Key { keys[keys.count - 1] }

  /// The identifier of the first key. A store's manifest states it, to detect wrong keys.
  package var identifier: String { Hex.text(of: keys[0].identifier) }

  /// The number of keys.
  package var count: Int { keys.count }

  private static let prefix = "castbook-key-1:"
  private static let maximumCount = 64

  /// Parses the text of keys; `nil` if it is invalid.
  package init?(text: String) {
    var keys: [Key] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.trimmingBlanks
      if line.isEmpty || line.hasPrefix("#") { continue }
      guard line.hasPrefix(Self.prefix),
        let secret = [UInt8](base64: String(line.dropFirst(Self.prefix.count))), secret.count == 32
      else { return nil }
      keys.append(Key(secret))
    }
    guard (1...Self.maximumCount).contains(keys.count) else { return nil }
    self.keys = keys
  }

  /// The line of a new key.
  ///
  /// - Parameter random: 32 unpredictable bytes.
  package static func line(random: [UInt8]) -> String { "\(prefix)\(random.base64)\n" }

  /// The key with an identifier; `nil` if there is none.
  func key(_ identifier: some Collection<UInt8>) -> Key? {
    keys.first { $0.identifier.elementsEqual(identifier) }
  }

  /// The possible names for a digest, one per key, the current one first.
  func names(of digest: Digest) -> [Digest] { keys.reversed().map { $0.name(of: digest) } }
}

extension Substring {
  /// The text without blanks at its ends.
  fileprivate var trimmingBlanks: Substring {
    var text = self
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}
