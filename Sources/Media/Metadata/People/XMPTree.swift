/// The elements of a packet of XMP with their namespaces resolved.
///
/// A packet comes from anyone: nothing recurses, depth and count are bounded, and a packet with a
/// document type is refused, since its entities could expand without end.
struct XMPTree {
  /// One element.
  struct Node {
    let field: XMPField
    /// The text directly in the element.
    var text = ""
    var attributes: [(field: XMPField, value: String)] = []
    /// The numbers of the elements directly in it.
    var children: [Int] = []
  }

  /// Why a packet can't be read.
  enum Problem: Error {
    case tooLong, badText, badMarkup, documentType, tooDeep, tooManyElements
  }

  /// The maximum length of a packet in bytes.
  static let byteLimit = 16 << 20
  private static let depthLimit = 128
  private static let nodeLimit = 200_000
  private static let nameLimit = 256

  /// The elements in the order of the packet.
  private(set) var nodes: [Node] = []

  private let bytes: [UInt8]
  private var position = 0
  /// The elements around the current position, outermost first: their numbers, their names as
  /// written, and the prefixes that they declare.
  private var open: [(node: Int, name: ArraySlice<UInt8>, prefixes: [String])] = []
  /// The addresses that each prefix has had, the current one last.
  private var addresses: [String: [String]] = [:]

  /// Reads a packet in UTF-8 or UTF-16.
  init(_ packet: [UInt8]) throws(Problem) {
    guard packet.count <= Self.byteLimit else { throw .tooLong }
    guard let text = Self.text(of: packet) else { throw .badText }
    bytes = text
    while position < bytes.count {
      let next = bytes[position...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
      try addText(bytes[position..<next])
      position = next
      if position < bytes.count { try readMarkup() }
    }
    guard open.isEmpty else { throw .badMarkup }
  }

  /// Returns a packet as UTF-8 without byte order mark and the zeros that some writers fill it up
  /// with; `nil` if it is neither UTF-8 nor UTF-16.
  private static func text(of packet: [UInt8]) -> [UInt8]? {
    if let isBig = isBigEndian(packet) {
      let units = stride(from: 0, to: packet.count - 1, by: 2).map { index in
        let (high, low) = isBig ? (index, index + 1) : (index + 1, index)
        return UInt16(packet[high]) << 8 | UInt16(packet[low])
      }
      guard let text = String(validating: units.filter { $0 != 0 }, as: UTF16.self) else {
        return nil
      }
      return Array(text.utf8.drop { [0xEF, 0xBB, 0xBF].contains($0) })
    }
    let end = packet.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    let start = packet.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard start <= end, String(validating: packet[start..<end], as: UTF8.self) != nil else {
      return nil
    }
    return Array(packet[start..<end])
  }

  /// Whether a packet is UTF-16 of the big or the little byte order; `nil` if it is neither.
  private static func isBigEndian(_ packet: [UInt8]) -> Bool? {
    guard packet.count >= 4, packet.count.isMultiple(of: 2) else { return nil }
    switch (packet[0], packet[1]) {
    case (0xFE, 0xFF), (0, UInt8(ascii: "<")): return true
    case (0xFF, 0xFE), (UInt8(ascii: "<"), 0): return false
    default: return nil
    }
  }

  // MARK: Markup

  /// Reads a tag, a comment, an instruction or a section, whose bracket is the next byte.
  private mutating func readMarkup() throws(Problem) {
    if skip("<!--", to: "-->") || skip("<?", to: "?>") { return }
    if begins(with: "<![CDATA[") {
      let start = position + 9
      guard let end = index(of: "]]>", from: start) else { throw .badMarkup }
      addRaw(bytes[start..<end])
      position = end + 3
      return
    }
    if begins(with: "<!") { throw .documentType }
    if begins(with: "</") {
      position += 2
      let name = try name()
      skipBlanks()
      guard peek == UInt8(ascii: ">"), let last = open.popLast(), last.name == name else {
        throw .badMarkup
      }
      for prefix in last.prefixes { addresses[prefix]?.removeLast() }
      position += 1
      return
    }
    position += 1
    try readElement()
  }

  /// Reads an element's name and attributes.
  private mutating func readElement() throws(Problem) {
    guard open.count < Self.depthLimit else { throw .tooDeep }
    guard nodes.count < Self.nodeLimit else { throw .tooManyElements }
    let name = try name()
    var attributes: [(name: ArraySlice<UInt8>, value: String)] = []
    var prefixes: [String] = []
    while true {
      skipBlanks()
      guard let byte = peek else { throw .badMarkup }
      if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") { break }
      let attribute = try self.name()
      let value = try value()
      let text = String(decoding: attribute, as: UTF8.self)
      if text == "xmlns" || text.hasPrefix("xmlns:") {
        let prefix = String(text.dropFirst(6))
        addresses[prefix, default: []].append(value)
        prefixes.append(prefix)
      } else {
        attributes.append((attribute, value))
      }
    }
    var node = Node(field: field(name, isElement: true))
    node.attributes = attributes.map { (field($0.name, isElement: false), $0.value) }
    if let parent = open.last { nodes[parent.node].children.append(nodes.count) }
    if peek == UInt8(ascii: "/") {
      position += 1
      guard peek == UInt8(ascii: ">") else { throw .badMarkup }
      for prefix in prefixes { addresses[prefix]?.removeLast() }
    } else {
      open.append((nodes.count, name, prefixes))
    }
    nodes.append(node)
    position += 1
  }

  /// Reads an equals sign and a value in quotes.
  private mutating func value() throws(Problem) -> String {
    skipBlanks()
    guard peek == UInt8(ascii: "=") else { throw .badMarkup }
    position += 1
    skipBlanks()
    guard let quote = peek, quote == 0x22 || quote == 0x27 else { throw .badMarkup }
    let start = position + 1
    guard let end = bytes[start...].firstIndex(of: quote) else { throw .badMarkup }
    position = end + 1
    return try Self.unescaped(bytes[start..<end])
  }

  /// Returns the field that a name with its prefix means here.
  private func field(_ name: ArraySlice<UInt8>, isElement: Bool) -> XMPField {
    let parts = name.split(separator: UInt8(ascii: ":"), maxSplits: 1)
    let local = String(decoding: parts.last ?? [], as: UTF8.self)
    guard parts.count == 2 else {
      return XMPField(namespace: isElement ? addresses[""]?.last ?? "" : "", name: local)
    }
    let prefix = String(decoding: parts[0], as: UTF8.self)
    return XMPField(
      namespace: addresses[prefix]?.last ?? XMPField.defaultNamespaces[prefix] ?? "", name: local)
  }

  // MARK: Texts

  private mutating func addText(_ text: ArraySlice<UInt8>) throws(Problem) {
    guard let last = open.last, !text.isEmpty else { return }
    nodes[last.node].text += try Self.unescaped(text)
  }

  private mutating func addRaw(_ text: ArraySlice<UInt8>) {
    guard let last = open.last else { return }
    nodes[last.node].text += String(decoding: text, as: UTF8.self)
  }

  private static let entities: [String: String] = [
    "lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'",
  ]

  /// Returns a text with its entities replaced. There are five, and numbers.
  private static func unescaped(_ text: ArraySlice<UInt8>) throws(Problem) -> String {
    guard text.contains(UInt8(ascii: "&")) else { return String(decoding: text, as: UTF8.self) }
    var result = ""
    var rest = text
    while let start = rest.firstIndex(of: UInt8(ascii: "&")) {
      result += String(decoding: rest[..<start], as: UTF8.self)
      let name = rest[(start + 1)...].prefix(12).prefix { $0 != UInt8(ascii: ";") }
      let end = name.endIndex
      guard end < rest.endIndex, rest[end] == UInt8(ascii: ";"),
        let character = character(String(decoding: name, as: UTF8.self))
      else { throw .badMarkup }
      result += character
      rest = rest[(end + 1)...]
    }
    return result + String(decoding: rest, as: UTF8.self)
  }

  /// Returns what an entity means, such as `amp` or `#x4E`.
  private static func character(_ name: String) -> String? {
    guard name.hasPrefix("#") else { return entities[name] }
    let isHex = name.hasPrefix("#x")
    return UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10)
      .flatMap(Unicode.Scalar.init).map { String(Character($0)) }
  }

  // MARK: Letters

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func begins(with text: StaticString) -> Bool {
    bytes[position...].starts(with: text.description.utf8)
  }

  /// Returns where a text begins at or after an index.
  private func index(of text: StaticString, from start: Int) -> Int? {
    guard start <= bytes.count else { return nil }
    return ByteView(bytes).from(start).position(of: Array(text.description.utf8))
      .map { start + $0 }
  }

  /// Skips what begins with one text and ends with another, unless it begins otherwise. Without an
  /// end, everything is skipped, and what was open stays so.
  private mutating func skip(_ start: StaticString, to end: StaticString) -> Bool {
    guard begins(with: start) else { return false }
    let length = end.description.utf8.count
    position = index(of: end, from: position + 2).map { $0 + length } ?? bytes.count
    return true
  }

  private mutating func skipBlanks() {
    while let byte = peek, byte <= 0x20 { position += 1 }
  }

  private mutating func name() throws(Problem) -> ArraySlice<UInt8> {
    let name = bytes[position...].prefix(Self.nameLimit + 1).prefix { byte in
      byte > 0x20 && ![0x22, 0x27, 0x26].contains(byte)
        && ![UInt8(ascii: "="), UInt8(ascii: "/"), UInt8(ascii: ">"), UInt8(ascii: "<")]
          .contains(byte)
    }
    guard !name.isEmpty, name.count <= Self.nameLimit else { throw .badMarkup }
    position += name.count
    return name
  }
}
