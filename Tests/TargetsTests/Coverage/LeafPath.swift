import Model

/// A value in a tree of JSON, with the keys and indices that lead to it. An empty list or object is
/// a value too: it says that there is none.
struct Leaf {
  let path: [String]
  let value: JSONValue

  static func all(in value: JSONValue, path: [String] = []) -> [Leaf] {
    if let members = value.members, !members.isEmpty {
      return members.flatMap { all(in: $0.value, path: path + [$0.key]) }
    }
    if let items = value.array, !items.isEmpty {
      return items.enumerated().flatMap { all(in: $0.element, path: path + [String($0.offset)]) }
    }
    return [Leaf(path: path, value: value)]
  }
}

/// A pattern for the paths of leaves, with `*` for any key or index and `{a,b}` for one of these:
/// `limits/*/min_{width,height}_px`.
struct LeafPattern {
  private let segments: [Segment]

  private enum Segment {
    case any
    /// The keys that match, with the braces' choice in each.
    case keys([(key: String, choice: String?)])
  }

  init(_ text: String) {
    segments = Self.parts(of: text).map { $0 == "*" ? .any : .keys(Self.keys($0)) }
  }

  /// The parts between slashes, where `~1` is a slash in a key.
  static func parts(of text: String) -> [String] {
    text.split(separator: "/", omittingEmptySubsequences: false).map {
      String($0).replacing("~1", with: "/").replacing("~0", with: "~")
    }
  }

  private static func keys(_ text: String) -> [(key: String, choice: String?)] {
    guard let open = text.firstIndex(of: "{"), let close = text.lastIndex(of: "}") else {
      return [(text, nil)]
    }
    let (head, tail) = (text[..<open], text[text.index(after: close)...])
    return text[text.index(after: open)..<close].split(separator: ",").map { choice in
      (key: "\(head)\(choice)\(tail)", choice: String(choice))
    }
  }

  /// The values of the stars and braces for a matching path; `nil` if it doesn't match.
  func match(_ path: [String]) -> [String]? {
    guard path.count == segments.count else { return nil }
    var captures: [String] = []
    for (segment, key) in zip(segments, path) {
      switch segment {
      case .any: captures.append(key)
      case .keys(let keys):
        guard let found = keys.first(where: { $0.key == key }) else { return nil }
        if let choice = found.choice { captures.append(choice) }
      }
    }
    return captures
  }
}
