/// The beginning of a text in any common encoding, for detecting what kind of text it is.
struct TextHead {
  /// The text as UTF-8 in lowercase, without a byte order mark and leading white space.
  private let text: [UInt8]
  /// The text as UTF-8 with its original capitals.
  private let original: [UInt8]

  /// Reads up to `limit` bytes, or returns `nil` if they are not text.
  init?(_ file: ByteView, limit: Int) {
    let sample = file.part(0, min(file.count, limit)) ?? file
    guard let decoded = Self.decoded(sample) else { return nil }
    let isText = decoded.prefix(1024).allSatisfy { byte in
      byte >= 0x20 || Self.isBlank(byte)
    }
    guard isText, !decoded.isEmpty else { return nil }
    original = Array(decoded.drop(while: Self.isBlank))
    text = original.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  /// Returns whether a byte is white space.
  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0C || byte == 0x0D
  }

  /// Returns the sample as UTF-8; UTF-16 is recognized by its byte order mark or its zeros.
  private static func decoded(_ sample: ByteView) -> [UInt8]? {
    if sample.begins(with: [0xEF, 0xBB, 0xBF]) { return sample.from(3).copied }
    if sample.begins(with: [0xFF, 0xFE]) { return wide(sample.from(2), .little) }
    if sample.begins(with: [0xFE, 0xFF]) { return wide(sample.from(2), .big) }
    guard sample.count >= 4, let first = sample.u16(0), let second = sample.u16(2) else {
      return sample.copied
    }
    let isLetter = 1...0x7F
    if isLetter.contains(first), isLetter.contains(second) { return wide(sample, .big) }
    if first & 0xFF == 0, second & 0xFF == 0, first > 0, second > 0 { return wide(sample, .little) }
    return sample.copied
  }

  /// Returns UTF-16 as UTF-8.
  private static func wide(_ sample: ByteView, _ order: ByteOrder) -> [UInt8] {
    let units = stride(from: 0, to: sample.count - 1, by: 2).compactMap {
      sample.u16($0, order).map(UInt16.init(truncatingIfNeeded:))
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  /// Returns whether the text begins with a lowercase word, ignoring capitals.
  func begins(with word: String) -> Bool { begins(with: word, at: 0) }

  /// Returns whether the text begins with a word, including capitals.
  func beginsExactly(with word: String) -> Bool { original.starts(with: word.utf8) }

  /// Returns whether the text contains a lowercase word, ignoring capitals.
  func contains(_ word: String) -> Bool { position(of: word, from: 0) != nil }

  private func begins(with word: String, at offset: Int) -> Bool {
    text.dropFirst(offset).starts(with: word.utf8)
  }

  /// Returns the offset of the first occurrence of a word, or `nil` if there is none.
  private func position(of word: String, from start: Int) -> Int? {
    let wanted = Array(word.utf8)
    var offset = start
    while offset + wanted.count <= text.count {
      guard let next = text[offset...].firstIndex(of: wanted[0]) else { return nil }
      if text[next...].starts(with: wanted) { return next }
      offset = next + 1
    }
    return nil
  }

  // MARK: The first element of XML and HTML

  /// The document type and first element of a text in angle brackets.
  struct Root {
    /// The name after `<!doctype`, or `nil` if there is none.
    var doctype: String?
    /// The first element's name without its prefix, or `nil` if no element was found.
    var name: String?
    /// The offset of the first element's attributes.
    fileprivate var attributes = 0
  }

  /// The first element, which follows declarations, comments and processing instructions.
  var root: Root {
    var root = Root()
    var position = 0
    // A prolog has a handful of parts, but a hostile one could have any number.
    for _ in 0..<1000 {
      while position < text.count, Self.isBlank(text[position]) { position += 1 }
      if begins(with: "<?", at: position) {
        guard let end = self.position(of: "?>", from: position) else { return root }
        position = end + 2
      } else if begins(with: "<!--", at: position) {
        guard let end = self.position(of: "-->", from: position + 4) else { return root }
        position = end + 3
      } else if begins(with: "<!doctype", at: position) {
        root.doctype = word(from: position + 10)
        guard let end = endOfDoctype(from: position + 9) else { return root }
        position = end
      } else if begins(with: "<", at: position) {
        let name = word(from: position + 1)
        root.attributes = position + 1 + name.utf8.count
        root.name = name.split(separator: ":").last.map(String.init)
        return root
      } else {
        return root
      }
    }
    return root
  }

  /// Returns the name at an offset, up to the first character that can't be part of it.
  private func word(from start: Int) -> String {
    let rest = text.dropFirst(start)
    return String(
      decoding: rest.prefix { !Self.isBlank($0) && $0 != 0x3E && $0 != 0x2F && $0 != 0x5B },
      as: UTF8.self)
  }

  /// Returns the offset after a document type, or `nil` if it is not closed.
  ///
  /// Declarations in brackets inside it are skipped.
  private func endOfDoctype(from start: Int) -> Int? {
    var position = start
    var isInside = false
    var quote: UInt8?
    while position < text.count {
      let byte = text[position]
      position += 1
      switch byte {
      case quote: quote = nil
      case _ where quote != nil: continue
      case 0x22, 0x27: quote = byte
      case 0x5B: isInside = true
      case 0x5D: isInside = false
      case 0x3E where !isInside: return position
      default: continue
      }
    }
    return nil
  }

  /// Returns the attributes of the first element if it has this name.
  ///
  /// The result is `nil` if it has another name, or if the attributes are incomplete.
  func attributes(ofRoot name: String) -> [String: String]? {
    let root = root
    guard root.name == name else { return nil }
    var attributes: [String: String] = [:]
    var position = root.attributes
    while position < text.count {
      let byte = text[position]
      if byte == 0x3E || byte == 0x2F { return attributes }
      guard !Self.isBlank(byte) else {
        position += 1
        continue
      }
      guard let equals = text[position...].firstIndex(of: 0x3D),
        let open = text[(equals + 1)...].firstIndex(where: { !Self.isBlank($0) }),
        text[open] == 0x22 || text[open] == 0x27,
        let close = text[(open + 1)...].firstIndex(of: text[open])
      else { return nil }
      let key = String(
        decoding: text[position..<equals].filter { !Self.isBlank($0) }, as: UTF8.self)
      let value = String(decoding: text[(open + 1)..<close], as: UTF8.self)
      if attributes[key] == nil {
        attributes[key] = String(
          value.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }
            .reversed())
      }
      position = close + 1
    }
    return nil
  }
}
