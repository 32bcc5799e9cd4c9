internal import Model

/// Looks through a packet of XMP: which fields it has, by the addresses of their namespaces and not by the
/// prefixes that are usual for them.
struct XMPSurvey {
  private let bytes: [UInt8]
  private var survey: MetadataSurvey
  /// The namespaces that prefixes stand for.
  private var namespaces: [String: String] = [:]
  /// The elements around the place that is read, outermost first.
  private var open: [XMPField] = []
  private var position = 0
  private var tagCount = 0

  /// Longer packets are searched so far.
  private static let packetLimit = 8 << 20
  private static let depthLimit = 64
  private static let tagLimit = 100_000
  private static let nameLimit = 128

  /// What a packet says is added to a survey.
  static func run(_ packet: ByteView, into survey: inout MetadataSurvey) {
    if packet.count > packetLimit { survey.addOther(packet.count) }
    guard survey.spend(min(packet.count, packetLimit)) else { return }
    var own = XMPSurvey(packet, survey)
    own.run()
    survey = own.survey
  }

  private init(_ packet: ByteView, _ survey: MetadataSurvey) {
    let bytes = packet.prefix(Self.packetLimit).copied
    // Without its zeros UTF-16 reads as UTF-8 does, as far as names of fields go.
    let isWide = bytes.prefix(64).contains(0)
    self.bytes = isWide ? bytes.filter { $0 != 0 } : bytes
    self.survey = survey
  }

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
    // A prompt between the fields, or in a field that is cut off.
    if survey.spend(head.count), MetadataText(head).isPrompt { survey.add(.prompt) }
  }

  /// All declarations, wherever they are: a prefix means the same in the whole packet of any honest writer.
  private mutating func findNamespaces() {
    let mark = Array("xmlns:".utf8)
    let view = ByteView(bytes)
    var place = 0
    while namespaces.count < 256, let next = view.from(place).position(of: mark) {
      place += next + mark.count
      let name = bytes[place...].prefix(Self.nameLimit).prefix(while: Self.isName)
      var rest = bytes[(place + name.count)...].drop(while: Self.isBlank)
      guard rest.first == UInt8(ascii: "=") else { continue }
      rest = rest.dropFirst().drop(while: Self.isBlank)
      guard let quote = rest.first, quote == 0x22 || quote == 0x27 else { continue }
      let address = rest.dropFirst().prefix(256).prefix { $0 != quote }
      namespaces[String(decoding: name, as: UTF8.self)] = String(decoding: address, as: UTF8.self)
    }
  }

  // MARK: Tags

  private mutating func readTag() {
    tagCount += 1
    switch position < bytes.count ? bytes[position] : 0 {
    case UInt8(ascii: "?"): passInstruction()
    case UInt8(ascii: "!"): passDeclaration()
    case UInt8(ascii: "/"):
      pass(beyond: UInt8(ascii: ">"))
      _ = open.popLast()
    default: readElement()
    }
  }

  private mutating func readElement() {
    let field = field(name())
    if open.count < Self.depthLimit { open.append(field) } else { survey.add(.other) }
    while position < bytes.count {
      passBlanks()
      guard position < bytes.count else { return }
      switch bytes[position] {
      case UInt8(ascii: ">"):
        position += 1
        return
      case UInt8(ascii: "/"):
        position += 1
        pass(beyond: UInt8(ascii: ">"))
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

  /// Reads a name and its value; false where there is none.
  private mutating func readAttribute() -> Bool {
    let name = name()
    passBlanks()
    guard !name.isEmpty, position < bytes.count, bytes[position] == UInt8(ascii: "=") else {
      return false
    }
    position += 1
    passBlanks()
    guard position < bytes.count, bytes[position] == 0x22 || bytes[position] == 0x27 else {
      return false
    }
    let quote = bytes[position]
    let start = position + 1
    let end = bytes[start...].firstIndex(of: quote) ?? bytes.count
    position = min(end + 1, bytes.count)
    guard !name.hasPrefix("xmlns") else { return true }
    let own = field(name)
    // A value that RDF gives belongs to the field around it.
    let isValue = own.isStructure && ["resource", "value"].contains(own.name)
    add(isValue ? fieldAround ?? own : own, bytes[start..<end])
    return true
  }

  /// The innermost field that is more than structure.
  private var fieldAround: XMPField? { open.last { !$0.isStructure } }

  private func field(_ name: String) -> XMPField {
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return XMPField(namespace: "", name: name) }
    return XMPField(
      namespace: namespaces[parts[0]] ?? XMPField.usualNamespaces[parts[0]] ?? "", name: parts[1])
  }

  // MARK: Values

  private mutating func readText(_ text: ArraySlice<UInt8>) {
    guard !text.allSatisfy(Self.isBlank) else { return }
    // A mark of the order of bytes may come before the packet.
    if open.isEmpty, text.count <= 3 { return }
    add(fieldAround ?? XMPField(namespace: "", name: ""), text)
  }

  private mutating func add(_ field: XMPField, _ value: ArraySlice<UInt8>) {
    guard !value.allSatisfy(Self.isBlank) else { return }
    let text = Array(value.prefix(MetadataSurvey.textLimit))
    switch field.meaning {
    case .kind(let kind): survey.addText(text, as: kind)
    case .author(let part):
      survey.addText(text, as: .authorship)
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

  /// A value with its five named entities replaced.
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

  private mutating func name() -> String {
    let name = bytes[position...].prefix(while: Self.isName)
    position += name.count
    return String(decoding: name.prefix(Self.nameLimit), as: UTF8.self)
  }

  private mutating func passBlanks() {
    position += bytes[position...].prefix(while: Self.isBlank).count
  }

  private mutating func pass(beyond end: UInt8) {
    let next = bytes[min(position, bytes.count)...].firstIndex(of: end)
    position = next.map { $0 + 1 } ?? bytes.count
  }

  /// `<?xpacket … ?>` says nothing; anything else may say anything.
  private mutating func passInstruction() {
    let start = position
    pass(beyond: UInt8(ascii: ">"))
    survey.addHarmlessInstruction(bytes[start..<position])
  }

  /// A comment, a piece of plain text, or a declaration.
  private mutating func passDeclaration() {
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

  private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }

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
  /// An instruction in XMP: the one that every packet begins with is known.
  fileprivate mutating func addHarmlessInstruction(_ text: ArraySlice<UInt8>) {
    let isUsual = text.count <= 128 && text.starts(with: "?xpacket".utf8)
    if !isUsual, !text.starts(with: "?xml ".utf8), !text.starts(with: "?adobe".utf8) {
      addText(Array(text), as: .other)
    } else if text.count > 128 {
      addOther(text.count)
    }
  }
}
