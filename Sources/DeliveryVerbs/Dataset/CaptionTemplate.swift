/// The pattern of captions: text with fields in braces, in parts between commas. A part is left out
/// if its fields are all empty.
///
/// ```swift
/// let template = try CaptionTemplate("photo of {trigger} {class}, {role}, {note}")
/// ```
public struct CaptionTemplate: Hashable, Sendable {
  /// Something that is different in each caption.
  public enum Field: String, CaseIterable, Hashable, Sendable {
    /// The trigger word.
    case trigger
    /// The class of the element, such as `person`.
    case `class`
    /// What the picture shows, such as `front view`.
    case role
    /// The note on the picture.
    case note
    /// The element's display name.
    case name
    /// The element's description.
    case description
  }

  /// A piece of the pattern.
  private enum Piece: Hashable, Sendable {
    case text(String)
    case field(Field)
  }

  /// The pieces of each part.
  private let parts: [[Piece]]

  /// The pattern of captions without one of the user: `{trigger} {class}, {role}, {note}`.
  public static let usual = CaptionTemplate(
    parts: [
      [.field(.trigger), .text(" "), .field(.class)], [.field(.role)], [.field(.note)],
    ])

  /// The maximum length of a pattern in bytes.
  private static let byteLimit = 2000

  private init(parts: [[Piece]]) { self.parts = parts }

  /// Reads a pattern.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if it has several lines, is too long, or has an
  ///   unknown field.
  public init(_ text: String) throws(ElementLibraryError) {
    let text = TextRule.trimmed(text)
    guard !text.isEmpty, text.utf8.count <= Self.byteLimit,
      !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      throw Self.refusal("needs one line of 1 to \(Self.byteLimit) bytes")
    }
    var parts: [[Piece]] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: true) {
      parts.append(try Self.pieces(TextRule.trimmed(String(part))))
    }
    self.init(parts: parts)
  }

  private static func pieces(_ part: String) throws(ElementLibraryError) -> [Piece] {
    var pieces: [Piece] = []
    var rest = part[...]
    while let open = rest.firstIndex(of: "{") {
      if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
      guard let close = rest[open...].firstIndex(of: "}") else {
        throw refusal("has a { without a }")
      }
      let word = rest[rest.index(after: open)..<close]
      guard let field = Field(rawValue: String(word)) else {
        throw refusal("has the unknown field {\(sanitized(String(word)))}")
      }
      pieces.append(.field(field))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    return pieces
  }

  private static func refusal(_ problem: String) -> ElementLibraryError {
    let fields = Field.allCases.map { "{\($0.rawValue)}" }.joined(separator: " ")
    return .invalidRequest("the caption \(problem)", fix: "use text and any of \(fields)")
  }

  /// Returns the caption with the values of the fields, on one line.
  func caption(_ values: [Field: String]) -> String {
    parts.compactMap { part in
      var hasField = false
      var isEmpty = true
      var text = ""
      for piece in part {
        switch piece {
        case .text(let words): text += words
        case .field(let field):
          let value = TextRule.oneLine(values[field] ?? "")
          hasField = true
          if !value.isEmpty { isEmpty = false }
          text += value
        }
      }
      let line = TextRule.oneLine(text)
      return hasField && isEmpty || line.isEmpty ? nil : line
    }.joined(separator: ", ")
  }
}
