package import Model
internal import Targets

extension JSONValue {
  /// Every placeholder in the value in order of appearance, with the JSON Pointers (RFC 6901) of
  /// its occurrences.
  package var placeholders: [(name: String, pointers: [String])] {
    var found: [(name: String, pointers: [String])] = []
    var indices: [String: Int] = [:]
    func visit(at value: JSONValue, _ pointer: String) {
      switch value {
      case .string(let text) where text.isPlaceholder:
        if let known = indices[text] {
          found[known].pointers.append(pointer)
        } else {
          indices[text] = found.count
          found.append((text, [pointer]))
        }
      case .object(let members):
        for member in members {
          let key = member.key.replacing("~", with: "~0").replacing("/", with: "~1")
          visit(at: member.value, "\(pointer)/\(key)")
        }
      case .array(let items):
        for (index, item) in items.enumerated() { visit(at: item, "\(pointer)/\(index)") }
      default: break
      }
    }
    visit(at: self, "")
    return found
  }

  /// Returns the value with placeholders replaced with texts.
  ///
  /// The placeholders in `numbers` become JSON numbers, digit by digit, because such ids can be
  /// longer than a double holds.
  ///
  /// ```swift
  /// let body = json.filled(["castbook:remote/@mira": "123"], numbers: ["castbook:remote/@mira"])
  /// ```
  package func filled(_ texts: [String: String], numbers: Set<String> = []) -> JSONValue {
    switch self {
    case .string(let text):
      switch texts[text] {
      case let id? where numbers.contains(text) && id.isWholeNumber: .number(id)
      case let other: .string(other ?? text)
      }
    case .array(let items): .array(items.map { $0.filled(texts, numbers: numbers) })
    case .object(let members):
      .object(members.map { Member($0.key, $0.value.filled(texts, numbers: numbers)) })
    default: self
    }
  }

  /// Returns the placeholders in the fields that accept ids as numbers.
  func numericPlaceholders(of profile: TargetProfile?) -> Set<String> {
    guard let profile else { return [] }
    let fields = profile.request.filter { $0.form == .idNumbers }
    return Set(
      fields.flatMap { field in
        value(at: profile.path(of: field)[...])?.placeholders.map(\.name) ?? []
      })
  }
}

extension String {
  /// Whether the text consists of digits that form a positive JSON number.
  fileprivate var isWholeNumber: Bool {
    (1...30).contains(utf8.count) && first != "0" && utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Whether the text stands for a file or an id, and isn't a text that merely starts like a
  /// placeholder.
  fileprivate var isPlaceholder: Bool {
    hasPrefix(RequestFile.scheme) && !contains(where: \.isWhitespace)
      && ["references/", "upload/", "remote/@"].contains {
        dropFirst(RequestFile.scheme.count).hasPrefix($0)
      }
  }
}
