package import Model

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

  /// The same with texts in place of those that stand for them.
  package func filled(_ texts: [String: String]) -> JSONValue {
    switch self {
    case .string(let text): .string(texts[text] ?? text)
    case .array(let items): .array(items.map { $0.filled(texts) })
    case .object(let members):
      .object(members.map { Member($0.key, $0.value.filled(texts)) })
    default: self
    }
  }
}

extension String {
  /// Whether it stands for a file or an id, and is no text that merely begins so.
  fileprivate var isPlaceholder: Bool {
    hasPrefix(RequestFile.scheme) && !contains(where: \.isWhitespace)
      && ["references/", "upload/", "remote/@"].contains {
        dropFirst(RequestFile.scheme.count).hasPrefix($0)
      }
  }
}
