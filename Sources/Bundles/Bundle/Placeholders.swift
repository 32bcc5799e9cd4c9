package import Model
internal import Targets

extension JSONValue {
  /// Every placeholder in it, with where it stands: JSON Pointers (RFC 6901), in order.
  package var placeholders: [(name: String, pointers: [String])] {
    var found: [(name: String, pointers: [String])] = []
    var places: [String: Int] = [:]
    func look(at value: JSONValue, _ pointer: String) {
      switch value {
      case .string(let text) where text.isPlaceholder:
        if let known = places[text] {
          found[known].pointers.append(pointer)
        } else {
          places[text] = found.count
          found.append((text, [pointer]))
        }
      case .object(let members):
        for member in members {
          let key = member.key.replacing("~", with: "~0").replacing("/", with: "~1")
          look(at: member.value, "\(pointer)/\(key)")
        }
      case .array(let items):
        for (place, item) in items.enumerated() { look(at: item, "\(pointer)/\(place)") }
      default: break
      }
    }
    look(at: self, "")
    return found
  }

  /// The same with texts in place of those that stand for them; ids of `numbers` are written as
  /// numbers, digit by digit, since they can be longer than a double holds.
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

  /// The placeholders in the fields that take ids as numbers.
  func numbers(of profile: TargetProfile?) -> Set<String> {
    let fields = profile?.request.filter { $0.form == .idNumbers }.map(\.name) ?? []
    return Set(fields.flatMap { self[$0]?.placeholders.map(\.name) ?? [] })
  }
}

extension String {
  /// Digits as JSON writes a number from 1.
  fileprivate var isWholeNumber: Bool {
    (1...30).contains(utf8.count) && first != "0" && utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Whether it stands for a file or an id, and is no text that merely begins so.
  fileprivate var isPlaceholder: Bool {
    hasPrefix(RequestFile.scheme) && !contains(where: \.isWhitespace)
      && ["references/", "upload/", "remote/@"].contains {
        dropFirst(RequestFile.scheme.count).hasPrefix($0)
      }
  }
}
