internal import Files
internal import Model
internal import Transfers

/// The keys of a team for a sealed store: the current one, and earlier ones for what was sealed with them.
///
/// Their text has a line for each, the earliest first: `castbook-key-1:` and 32 bytes in base64. Lines that begin with
/// `#` are comments.
package struct TeamKeys: Sendable {
  /// One key.
  struct Key: Sendable {
    /// The beginning of objects that are sealed with it, which reveals nothing of the key.
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

    /// The name of what has a digest, which can be guessed only with the key.
    func name(of digest: Digest) -> Digest { HMAC.code(of: digest.bytes, key: nameKey) }

    /// The key of one object.
    func objectKey(salt: [UInt8]) -> [UInt8] {
      Self.derived(secret, salt: salt, "castbook object")
    }
  }

  /// All keys, the current one last.
  private let keys: [Key]

  /// The key for everything new.
  var current: Key { keys[keys.count - 1] }

  /// The identifier of the first key, which a store's manifest states, so that other keys are noticed.
  package var identifier: String { Hex.text(of: keys[0].identifier) }

  /// The number of keys.
  package var count: Int { keys.count }

  private static let prefix = "castbook-key-1:"
  private static let maximumCount = 64

  /// Reads the text of keys; `nil` if it is anything else.
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

  /// The key with an identifier; `nil` if it is not among these.
  func key(_ identifier: some Collection<UInt8>) -> Key? {
    keys.first { $0.identifier.elementsEqual(identifier) }
  }

  /// The names that something with a digest may have, the current one first.
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
