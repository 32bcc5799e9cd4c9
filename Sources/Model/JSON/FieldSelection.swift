/// The members of a JSON document that a reader wants, each named by a path of keys.
///
/// Paths lead through objects, and through lists to each of their items. The member `castbook` of
/// the document itself, which names its shape, is always selected.
///
/// ```swift
/// let selection = try FieldSelection(["files.path", "summary"])
/// let short = document.reduced(to: selection)
/// ```
public struct FieldSelection: Hashable, Sendable {
  /// Whether the value is selected with all that it contains.
  private var isWhole = false
  /// The selections of single members, by the names between the dots of a path.
  private var members: [String: FieldSelection] = [:]

  /// The maximum number of names in a path, more than any published document is deep.
  public static let maximumDepth = 32

  /// Creates a selection of the members at these paths.
  ///
  /// Throws for a path without a name or with an empty one, and for one that is too deep.
  public init(_ paths: some Sequence<String>) throws(MalformedFieldError) {
    insert(["castbook"])
    for path in paths {
      let names = path.split(separator: ".", omittingEmptySubsequences: false)
      guard !names.contains("") else { throw .emptyName(path) }
      guard names.count <= Self.maximumDepth else { throw .tooDeep(path) }
      insert(names[...])
    }
  }

  private init() {}

  /// The selection within the member under a key; `nil` if no path leads there.
  ///
  /// The dots of a key, as in an id, are read like those between names.
  public subscript(key: String) -> FieldSelection? {
    if isWhole { return self }
    guard key.utf8.contains(UInt8(ascii: ".")) else { return members[key] }
    var place: FieldSelection? = self
    for name in key.split(separator: ".", omittingEmptySubsequences: false) {
      place = place?.members[String(name)]
    }
    return place
  }

  private mutating func insert(_ names: ArraySlice<Substring>) {
    guard let name = names.first else { return isWhole = true }
    members[String(name), default: FieldSelection()].insert(names.dropFirst())
  }

  /// Returns what is selected of a value; `nil` for a value without members, unless it is selected
  /// itself.
  fileprivate func part(of value: JSONValue) -> JSONValue? {
    if isWhole { return value }
    return switch value {
    case .object(let members):
      .object(
        members.compactMap { member in
          self[member.key]?.part(of: member.value).map { JSONValue.Member(member.key, $0) }
        })
    case .array(let values): .array(values.compactMap(part))
    default: nil
    }
  }
}

extension JSONValue {
  /// Returns the document with only its selected members, in their order and exactly as they were.
  ///
  /// An object on the way to a member stays even if it has no such member, so lists keep their
  /// length. A text or a number on the way is left out.
  public func reduced(to selection: FieldSelection) -> JSONValue {
    selection.part(of: self) ?? .object([])
  }
}

/// A path that can't lead to a member of any document.
public enum MalformedFieldError: Error, Hashable {
  /// A path in which a name is empty, as in `files..path`.
  case emptyName(String)
  /// A path with more than `FieldSelection.maximumDepth` names.
  case tooDeep(String)
}
