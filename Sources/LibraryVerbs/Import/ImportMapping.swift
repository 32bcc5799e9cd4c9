internal import Files

/// What each group of another program's library becomes: an element with a handle and a kind, or
/// nothing.
///
/// It can be written to a file, edited, and used again.
public struct ImportMapping: Sendable {
  /// The entries in the order of the library's groups.
  public private(set) var entries: [Entry]

  /// What one group becomes.
  public struct Entry: Sendable {
    /// The name of the group.
    public let group: String
    public let fileCount: Int
    /// The handle, or `nil` if the name has no letters for one, or another group has it.
    public var handle: Handle?
    public var kind: ElementKind
    /// Whether the group is not imported.
    public var isLeftOut = false
  }

  /// The name of the shape and its version.
  private static let schema = "mapping/1"
  private static let byteLimit = 16 << 20

  /// Proposes an element for each group, named after it. Of groups with one name, those after the
  /// first are named after the folder around them, too. Groups that are aside are left out, and a
  /// group that adds to another has that one's handle.
  public init(_ library: ForeignLibrary, kind: ElementKind) {
    var taken: Set<Handle> = []
    var handles: [String: Handle] = [:]
    for group in library.groups.filter({ $0.aside == nil }) + library.groups
    where handles[group.name] == nil && group.base == nil {
      var handle = Handle(nearestTo: group.ownName)
      if let own = handle, taken.contains(own) {
        let outer = group.name.split(separator: "/").suffix(2).joined(separator: " ")
        handle = Handle(nearestTo: outer).flatMap { taken.contains($0) ? nil : $0 }
      }
      if let handle {
        taken.insert(handle)
        handles[group.name] = handle
      }
    }
    entries = library.groups.map { group in
      Entry(
        group: group.name, fileCount: group.files.count, handle: handles[group.base ?? group.name],
        kind: group.kind ?? kind, isLeftOut: group.aside != nil)
    }
  }

  // MARK: Files

  /// The text of a file with the mapping.
  public var text: String {
    let value: JSONValue = [
      "castbook": Self.schema,
      "groups": entries.objects { entry in
        [
          "group": entry.group, "files": entry.fileCount, "handle": entry.handle,
          "kind": entry.kind, "skip": entry.isLeftOut,
        ]
      },
    ]
    return value.indentedText + "\n"
  }

  /// Applies the mapping in a file. Groups that the file doesn't name are left out.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if the file can't be read, or names a group
  ///   that the library doesn't have.
  public mutating func apply(_ path: FilePath) throws {
    switch TextFile.read(path, limit: Self.byteLimit) {
    case .success(let bytes): try apply(bytes, of: path)
    case .failure(let failure):
      throw ElementLibraryError.invalidRequest(
        "\(path): \(failure.message)", fix: "check the path")
    }
  }

  /// Applies a mapping; errors name the file that it is from.
  mutating func apply(_ bytes: [UInt8], of path: FilePath) throws {
    func wrong(_ problem: String, _ fix: String) -> ElementLibraryError {
      .invalidRequest("\(path): \(sanitized(problem))", fix: fix)
    }
    let value: JSONValue
    do {
      value = try JSONParser.parse(bytes)
    } catch {
      throw wrong("\(error)", "fix the JSON there, or write the mapping again")
    }
    guard let groups = value["groups"]?.array, value["castbook"]?.string == Self.schema else {
      throw wrong("is not a mapping", "write one with --write-map FILE")
    }
    for index in entries.indices { entries[index].isLeftOut = true }
    let indices = Dictionary(entries.indices.map { (entries[$0].group, $0) }) { first, _ in first }
    for (number, group) in groups.enumerated() {
      let name = group["group"]?.string ?? ""
      guard let index = indices[name] else {
        throw wrong(
          "groups[\(number + 1)]: the library has no group \"\(name)\"",
          nearestName(to: name, among: entries.map(\.group)).map { "did you mean \"\($0)\"?" }
            ?? "remove it, or write the mapping again")
      }
      entries[index].isLeftOut = group["skip"]?.boolean ?? false
      if let word = group["kind"] {
        guard let kind = word.string.flatMap(ElementKind.init(rawValue:)), kind != .voice else {
          throw wrong("\(name): kind is none of character, product, place", "write one of them")
        }
        entries[index].kind = kind
      }
      if let word = group["handle"] {
        do throws(HandleError) {
          entries[index].handle = try Handle(word.string ?? "")
        } catch {
          throw wrong("\(name): \(error.message)", error.fix ?? "write another handle")
        }
      }
    }
  }
}
