public import Model

/// A path to values in a provider's JSON answer: `data.task_result.elements[0].element_id`, or
/// `outputs[].url` for every item of a list.
///
/// ```swift
/// ResponsePath("data.outputs[0].url")  // a path
/// ResponsePath("data..url")            // nil
/// ```
public struct ResponsePath: Hashable, Sendable {
  public let text: String

  /// Reads names with dots between them, each with an optional index; `nil` for any other text.
  public init?(_ text: String) {
    guard (1...200).contains(text.utf8.count),
      text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(Self.isPart)
    else { return nil }
    self.text = text
  }

  /// Whether the text is a name with or without an index: `data`, `elements[0]`, `outputs[]`.
  private static func isPart(_ part: Substring) -> Bool {
    let name = part.prefix { $0 != "[" }
    let rest = part.dropFirst(name.count)
    let isName =
      name.first?.isNumber == false
      && name.utf8.allSatisfy { letter in
        (0x30...0x39).contains(letter) || (0x41...0x5A).contains(letter)
          || (0x61...0x7A).contains(letter) || letter == 0x5F || letter == 0x2D
      }
    guard isName, !rest.isEmpty else { return isName }
    return rest.last == "]"
      && rest.dropFirst().dropLast().utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}

extension ResponsePath {
  /// The keys and indices that lead to the first value, in order: `["images", 0, "url"]`.
  package var steps: [JSONValue] {
    text.split(separator: ".").flatMap { part -> [JSONValue] in
      let name = part.prefix { $0 != "[" }
      let index = Int(part.dropFirst(name.count).dropFirst().dropLast()) ?? 0
      let key = JSONValue.string(String(name))
      return part.contains("[") ? [key, .integer(index)] : [key]
    }
  }

  /// All values at this path in an answer, in their order. `[]` means each item of a list.
  public func values(in answer: JSONValue) -> [JSONValue] {
    var found = [answer]
    for part in text.split(separator: ".") {
      let name = String(part.prefix { $0 != "[" })
      let index = part.dropFirst(name.count).dropFirst().dropLast()
      found = found.compactMap { $0[name] }
      guard part.contains("[") else { continue }
      found = found.flatMap { value -> [JSONValue] in
        let items = value.array ?? []
        guard let number = Int(index) else { return items }
        return items.indices.contains(number) ? [items[number]] : []
      }
    }
    return found
  }
}

extension ResponsePath {
  /// Whether the path leads to an item of a list, or into one.
  public var leadsIntoList: Bool { text.contains("[") }

  /// Whether the first list on the path is empty in an answer: `data[0].id` in `{"data": []}`.
  public func isEmptyList(in answer: JSONValue) -> Bool {
    var value: JSONValue? = answer
    for part in text.split(separator: ".") {
      value = value?[String(part.prefix { $0 != "[" })]
      if part.contains("[") { return value?.array?.isEmpty == true }
    }
    return false
  }
}

extension ResponsePath: CustomStringConvertible {
  public var description: String { text }
}

extension ResponsePath: ProfileReadable {
  init(_ value: ProfileValue) throws(ProfileFault) {
    let text = try String(value)
    guard let path = ResponsePath(text) else {
      throw value.fault("\"\(text)\" is not a place like \"data.outputs[0].url\"")
    }
    self = path
  }
}
