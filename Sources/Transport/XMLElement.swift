/// An element of the XML in stores' answers: a name, a text and child elements, without attributes.
struct XMLElement: Hashable, Sendable {
  /// The name without the prefix of its namespace.
  let name: String
  /// The text between the child elements.
  var text = ""
  var children: [XMLElement] = []

  /// The first child element with a name.
  subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

  /// All child elements with a name.
  func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  /// Parses a document. Returns `nil` if it is not well-formed, is not UTF-8, has a document type
  /// or is deeply nested: no store needs the last two, and an attacker could expand a small
  /// document with them.
  init?(_ bytes: [UInt8]) {
    var reader = XMLReader(bytes)
    guard let root = reader.document() else { return nil }
    self = root
  }

  fileprivate init(name: String) { self.name = name }
}

/// Reads the XML of a store's answer.
private struct XMLReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private static let maximumDepth = 16

  mutating func document() -> XMLElement? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    guard skipAround(), let root = element(depth: 0), skipAround(), position == bytes.count else {
      return nil
    }
    return root
  }

  /// Skips blanks, comments and processing instructions. Returns `false` if one of them has no end.
  private mutating func skipAround() -> Bool {
    while true {
      skipBlanks()
      if skip("<?") {
        guard skip(past: "?>") else { return false }
      } else if skip("<!--") {
        guard skip(past: "-->") else { return false }
      } else {
        return true
      }
    }
  }

  /// Reads the element whose start tag comes next.
  private mutating func element(depth: Int) -> XMLElement? {
    guard depth < Self.maximumDepth, skip("<"), let name = name(), skipAttributes() else {
      return nil
    }
    var element = XMLElement(name: name)
    if skip("/>") { return element }
    guard skip(">") else { return nil }
    var text: [UInt8] = []
    while position < bytes.count {
      if skip("</") {
        guard self.name() == name else { return nil }
        skipBlanks()
        guard skip(">"), let words = String(validating: text, as: UTF8.self) else { return nil }
        element.text = words
        return element
      }
      if skip("<!--") {
        guard skip(past: "-->") else { return nil }
      } else if skip("<![CDATA[") {
        let start = position
        guard skip(past: "]]>") else { return nil }
        text += bytes[start..<position - 3]
      } else if bytes[position] == UInt8(ascii: "<") {
        guard let child = self.element(depth: depth + 1) else { return nil }
        element.children.append(child)
      } else if bytes[position] == UInt8(ascii: "&") {
        guard let character = reference() else { return nil }
        text += String(character).utf8
      } else {
        text.append(bytes[position])
        position += 1
      }
    }
    return nil
  }

  /// Reads a name and drops its namespace prefix.
  private mutating func name() -> String? {
    let start = position
    while position < bytes.count, Self.isNameByte(bytes[position]) { position += 1 }
    guard position > start, let name = String(validating: bytes[start..<position], as: UTF8.self)
    else { return nil }
    return name.split(separator: ":").last.map(String.init)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF, UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: ":"):
      true
    default: false
    }
  }

  private mutating func skipAttributes() -> Bool {
    while true {
      skipBlanks()
      guard position < bytes.count else { return false }
      if bytes[position] == UInt8(ascii: ">") || bytes[position] == UInt8(ascii: "/") {
        return true
      }
      guard name() != nil else { return false }
      skipBlanks()
      guard skip("=") else { return false }
      skipBlanks()
      guard let quote = skip("\"") ? "\"" : skip("'") ? "'" : nil, skip(past: quote) else {
        return false
      }
    }
  }

  /// Reads a character reference, such as `&amp;` or `&#38;`.
  private mutating func reference() -> Unicode.Scalar? {
    guard let end = bytes[position...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
      return nil
    }
    let word = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
    position = end + 1
    switch word {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard word.hasPrefix("#") else { return nil }
      let isHex = word.hasPrefix("#x")
      let digits = word.dropFirst(isHex ? 2 : 1)
      guard digits.first?.isHexDigit == true, let code = UInt32(digits, radix: isHex ? 16 : 10)
      else { return nil }
      return Unicode.Scalar(code)
    }
  }

  private mutating func skipBlanks() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }

  /// Skips a text if it comes next.
  private mutating func skip(_ text: String) -> Bool {
    guard bytes[position...].starts(with: text.utf8) else { return false }
    position += text.utf8.count
    return true
  }

  /// Skips everything up to and including a text. Returns `false` if it doesn't occur.
  private mutating func skip(past text: String) -> Bool {
    let wanted = Array(text.utf8)
    var index = position
    while index + wanted.count <= bytes.count {
      if bytes[index] == wanted[0], bytes[index...].starts(with: wanted) {
        position = index + wanted.count
        return true
      }
      index += 1
    }
    return false
  }
}
