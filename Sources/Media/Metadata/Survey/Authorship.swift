/// The creators and rights of a picture, gathered from all metadata in the file.
///
/// It can be written into another file as a packet of XMP:
///
/// ```swift
/// var authorship = Authorship()
/// authorship.add(.creator, "Mira Lind")
/// let copy = XMPWriter.adding(authorship.packet, to: bytes, .jpeg)
/// ```
package struct Authorship: Hashable, Sendable {
  /// The names of the people who made the picture.
  package private(set) var creators: [String] = []
  /// The statements about its rights, such as a copyright notice.
  package private(set) var rights: [String] = []
  /// The credits that its users must give.
  package private(set) var credits: [String] = []

  /// The fields that are gathered.
  enum Field: Sendable {
    case creator, rights, credit
  }

  /// The number of values that are kept for each field.
  private static let valueLimit = 8
  /// The length to which a value is shortened, in Unicode scalars.
  private static let lengthLimit = 300

  package var isEmpty: Bool { creators.isEmpty && rights.isEmpty && credits.isEmpty }

  /// Adds a value once, however many parts of the file repeat it.
  mutating func add(_ field: Field, _ text: String) {
    let value = Self.cleaned(text)
    guard !value.isEmpty else { return }
    switch field {
    case .creator: Self.add(value, to: &creators)
    case .rights: Self.add(value, to: &rights)
    case .credit: Self.add(value, to: &credits)
    }
  }

  /// Adds a value as it is stored: UTF-8, or Latin-1 if it is not valid UTF-8.
  mutating func add(_ field: Field, _ bytes: [UInt8]) {
    let bytes = Array(bytes.prefix { $0 != 0 }.prefix(4 * Self.lengthLimit))
    add(
      field,
      String(validating: bytes, as: UTF8.self)
        ?? String(String.UnicodeScalarView(bytes.map { UnicodeScalar($0) })))
  }

  /// Adds a value unless it is already there or the field is full.
  private static func add(_ value: String, to values: inout [String]) {
    if values.count < valueLimit, !values.contains(value) { values.append(value) }
  }

  /// Returns the text on one line, without control characters.
  private static func cleaned(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar -> UnicodeScalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: " "
      default: scalar
      }
    }
    let words = String(String.UnicodeScalarView(scalars)).split(separator: " ")
    return String(words.joined(separator: " ").unicodeScalars.prefix(lengthLimit))
  }

  // MARK: As XMP

  /// The packet of XMP with these fields and nothing else.
  package var packet: [UInt8] {
    var fields = ""
    if !creators.isEmpty {
      fields += "<dc:creator><rdf:Seq>\(Self.items(creators))</rdf:Seq></dc:creator>"
    }
    if !rights.isEmpty {
      let value = Self.escaped(rights.joined(separator: "; "))
      fields +=
        "<dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">\(value)</rdf:li></rdf:Alt></dc:rights>"
    }
    if !credits.isEmpty {
      let value = Self.escaped(credits.joined(separator: "; "))
      fields += "<photoshop:Credit>\(value)</photoshop:Credit>"
    }
    let packet =
      "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
      + "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
      + "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
      + "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
      + "xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\">\(fields)</rdf:Description>"
      + "</rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
    return Array(packet.utf8)
  }

  /// Returns values as items of an RDF list.
  private static func items(_ values: [String]) -> String {
    values.map { "<rdf:li>\(escaped($0))</rdf:li>" }.joined()
  }

  /// Returns text with its markup characters escaped.
  private static func escaped(_ text: String) -> String {
    text.map { character in
      switch character {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      default: String(character)
      }
    }.joined()
  }
}
