internal import Model

/// Surveys the fields in a packet of XMP.
///
/// Fields are identified by the addresses of their namespaces, because a writer can choose
/// any prefix for them. The parser accepts malformed XML: it reads tags and attributes as far
/// as it can.
struct XMPSurvey {
  /// The bytes of the packet, without the zeros of UTF-16.
  private let bytes: [UInt8]
  /// The survey to which the findings are added.
  private var survey: MetadataSurvey
  /// The addresses of namespaces by their prefixes.
  private var namespaces: [String: String] = [:]
  /// The elements around the current position, outermost first.
  private var open: [XMPField] = []
  /// The index of the next byte to read.
  private var position = 0
  private var tagCount = 0

  /// The bytes of a packet that are read.
  private static let packetLimit = 8 << 20
  /// The largest depth of nested elements; deeper ones count as other data.
  private static let depthLimit = 64
  private static let tagLimit = 100_000
  /// The largest length of a name, in bytes.
  private static let nameLimit = 128

  /// Surveys a packet and adds the findings to `survey`.
  static func run(_ packet: ByteView, into survey: inout MetadataSurvey) {
    if packet.count > packetLimit { survey.addOther(packet.count) }
    guard survey.spend(min(packet.count, packetLimit)) else { return }
    survey.keep(packet: packet)
    var reader = XMPSurvey(packet, survey)
    reader.run()
    survey = reader.survey
  }

  private init(_ packet: ByteView, _ survey: MetadataSurvey) {
    let bytes = packet.prefix(Self.packetLimit).copied
    // UTF-16 without its zeros reads like UTF-8, as far as the names of fields are concerned.
    let isWide = bytes.prefix(64).contains(0)
    self.bytes = isWide ? bytes.filter { $0 != 0 } : bytes
    self.survey = survey
  }

  /// Reads the packet from its first to its last tag.
  private mutating func run() {
    findNamespaces()
    while position < bytes.count, tagCount < Self.tagLimit {
      let start = position
      guard let tag = bytes[position...].firstIndex(of: UInt8(ascii: "<")) else {
        readText(bytes[start...])
        break
      }
      readText(bytes[start..<tag])
      position = tag + 1
      readTag()
    }
    let isUnread = tagCount == 0 || tagCount >= Self.tagLimit
    if isUnread, !MetadataText(bytes).isBlank { survey.addOther(bytes.count) }
    let head = Array(bytes.prefix(MetadataSurvey.textLimit))
    // A prompt may be between the fields, or in a field that is cut off.
    if survey.spend(head.count), MetadataText(head).isPrompt { survey.add(.prompt) }
  }

  /// Finds all declarations of namespaces, wherever they are.
  ///
  /// In a packet of any honest writer, a prefix has the same meaning everywhere.
  private mutating func findNamespaces() {
    let mark = Array("xmlns:".utf8)
    let view = ByteView(bytes)
    var offset = 0
    while namespaces.count < 256, let next = view.from(offset).position(of: mark) {
      offset += next + mark.count
      let name = bytes[offset...].prefix(Self.nameLimit).prefix(while: Self.isName)
      var rest = bytes[(offset + name.count)...].drop(while: Self.isBlank)
      guard rest.first == UInt8(ascii: "=") else { continue }
      rest = rest.dropFirst().drop(while: Self.isBlank)
      guard let quote = rest.first, quote == 0x22 || quote == 0x27 else { continue }
      let address = rest.dropFirst().prefix(256).prefix { $0 != quote }
      namespaces[String(decoding: name, as: UTF8.self)] = String(decoding: address, as: UTF8.self)
    }
  }

  // MARK: Tags

  /// Reads one tag, whose first character is after the bracket.
  private mutating func readTag() {
    tagCount += 1
    switch position < bytes.count ? bytes[position] : 0 {
    case UInt8(ascii: "?"): skipInstruction()
    case UInt8(ascii: "!"): skipDeclaration()
    case UInt8(ascii: "/"):
      skip(past: UInt8(ascii: ">"))
      _ = open.popLast()
    default: readElement()
    }
  }

  /// Reads the name and attributes of an element.
  private mutating func readElement() {
    let field = field(name())
    if open.count < Self.depthLimit { open.append(field) } else { survey.add(.other) }
    while position < bytes.count {
      skipBlanks()
      guard position < bytes.count else { return }
      switch bytes[position] {
      case UInt8(ascii: ">"):
        position += 1
        return
      case UInt8(ascii: "/"):
        position += 1
        skip(past: UInt8(ascii: ">"))
        _ = open.popLast()
        return
      default:
        guard readAttribute() else {
          position += 1
          continue
        }
      }
    }
  }

  /// Reads a name and its value, or returns `false` if there is none.
  private mutating func readAttribute() -> Bool {
    let name = name()
    skipBlanks()
    guard !name.isEmpty, position < bytes.count, bytes[position] == UInt8(ascii: "=") else {
      return false
    }
    position += 1
    skipBlanks()
    guard position < bytes.count, bytes[position] == 0x22 || bytes[position] == 0x27 else {
      return false
    }
    let quote = bytes[position]
    let start = position + 1
    let end = bytes[start...].firstIndex(of: quote) ?? bytes.count
    position = min(end + 1, bytes.count)
    guard !name.hasPrefix("xmlns") else { return true }
    let attribute = field(name)
    // RDF's own attributes give the value of the enclosing field.
    let isValue = attribute.isContainer && ["resource", "value"].contains(attribute.name)
    add(isValue ? fieldAround ?? attribute : attribute, bytes[start..<end])
    return true
  }

  /// The innermost enclosing field that is not only a group.
  private var fieldAround: XMPField? { open.last { !$0.isContainer } }

  /// Returns the field for a name with its prefix.
  private func field(_ name: String) -> XMPField {
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return XMPField(namespace: "", name: name) }
    return XMPField(
      namespace: namespaces[parts[0]] ?? XMPField.defaultNamespaces[parts[0]] ?? "", name: parts[1])
  }

  // MARK: Values

  /// Surveys text between tags, as the value of the enclosing field.
  private mutating func readText(_ text: ArraySlice<UInt8>) {
    guard !text.allSatisfy(Self.isBlank) else { return }
    // A byte order mark may precede the packet.
    if open.isEmpty, text.count <= 3 { return }
    add(fieldAround ?? XMPField(namespace: "", name: ""), text)
  }

  private mutating func add(_ field: XMPField, _ value: ArraySlice<UInt8>) {
    guard !value.allSatisfy(Self.isBlank) else { return }
    let text = Array(value.prefix(MetadataSurvey.textLimit))
    if field.origin != nil, survey.spend(text.count) {
      survey.noteOrigin(field, String(decoding: Self.unescaped(text), as: UTF8.self))
    }
    switch field.meaning {
    case .kind(let kind): survey.addText(text, as: kind)
    case .author(let part):
      survey.addText(text, as: .authorship)
      guard survey.hasWorkLeft else { return }
      survey.authorship.add(part, Self.unescaped(text))
    case .harmless: survey.addHarmless(text, limit: 256)
    case .unknown:
      guard survey.spend(text.count) else { return }
      if MetadataText(text).isPrompt {
        survey.add(.prompt)
      } else {
        survey.addUnknownField(value.count)
      }
    }
  }

  /// Returns a value with its five named entities replaced.
  private static func unescaped(_ text: [UInt8]) -> [UInt8] {
    var words = String(decoding: text, as: UTF8.self)
    for (entity, character) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&"),
    ] {
      words = words.split(separator: entity, omittingEmptySubsequences: false)
        .joined(separator: character)
    }
    return Array(words.utf8)
  }

  // MARK: Letters

  /// Reads a name, which may be empty.
  private mutating func name() -> String {
    let name = bytes[position...].prefix(while: Self.isName)
    position += name.count
    return String(decoding: name.prefix(Self.nameLimit), as: UTF8.self)
  }

  private mutating func skipBlanks() {
    position += bytes[position...].prefix(while: Self.isBlank).count
  }

  /// Skips everything up to and including a byte.
  private mutating func skip(past end: UInt8) {
    let next = bytes[min(position, bytes.count)...].firstIndex(of: end)
    position = next.map { $0 + 1 } ?? bytes.count
  }

  /// Skips a processing instruction; one that is not known to be harmless is surveyed.
  private mutating func skipInstruction() {
    let start = position
    skip(past: UInt8(ascii: ">"))
    survey.addHarmlessInstruction(bytes[start..<position])
  }

  /// Skips a comment, a CDATA section or a declaration, and surveys its content.
  private mutating func skipDeclaration() {
    let start = position
    let rest = ByteView(Array(bytes[position...].prefix(9)))
    let end: String =
      rest.begins(with: "!--") ? "-->" : rest.begins(with: "![CDATA[") ? "]]>" : ">"
    let found = ByteView(bytes).from(position).position(of: Array(end.utf8))
    position = found.map { position + $0 + end.utf8.count } ?? bytes.count
    let content = bytes[start..<position]
    if end == "]]>" {
      add(fieldAround ?? XMPField(namespace: "", name: ""), content.dropFirst(8).dropLast(3))
    } else {
      survey.addText(Array(content.dropFirst(3).dropLast(3).prefix(1 << 16)), as: .other)
    }
  }

  /// Returns whether a byte is white space or a control character.
  private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }

  /// Returns whether a byte can be part of a name.
  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00...0x20, UInt8(ascii: "="), UInt8(ascii: "/"), UInt8(ascii: ">"), UInt8(ascii: "<"),
      0x22, 0x27:
      false
    default: true
    }
  }
}

extension MetadataSurvey {
  /// Surveys a processing instruction; the one with which every packet begins is harmless.
  fileprivate mutating func addHarmlessInstruction(_ text: ArraySlice<UInt8>) {
    let isStandard = text.count <= 128 && text.starts(with: "?xpacket".utf8)
    if !isStandard, !text.starts(with: "?xml ".utf8), !text.starts(with: "?adobe".utf8) {
      addText(Array(text), as: .other)
    } else if text.count > 128 {
      addOther(text.count)
    }
  }
}
