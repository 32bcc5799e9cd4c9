/// The reason why an element would have no files: none was named, or none of them can be kept.
public struct NoUsableFiles: Hashable, Sendable {
  public let handle: Handle
  public let kind: ElementKind
  /// Whether the element doesn't exist yet.
  public let isNew: Bool
  /// The named files and folders, or the folders of elements. Empty if none was named.
  public let paths: [FilePath]
  /// Whether `paths` are folders with one element each.
  public let areElementFolders: Bool
  /// Files that were left out because they can't be kept.
  public let leftOut: [ElementLibraryError.BadFile]

  /// The maximum number of files that are named; the others are counted.
  private static let maximumNamed = 8

  /// The next step.
  var fix: String {
    if areElementFolders {
      return "add files or remove the folder; --empty creates elements without files"
    }
    guard paths.isEmpty else {
      guard let first = leftOut.first else {
        return "name other files: castbook add \(kind.rawValue) \(handle) FILE…"
      }
      return "\(first.finding.fix ?? "name other files")"
    }
    let addFiles = "name files: castbook add \(kind.rawValue) \(handle) FILE…"
    return isNew
      ? "\(addFiles); or, to fill it later: castbook add \(kind.rawValue) \(handle) --empty"
      : addFiles
  }

  /// Joins texts, and counts those above the maximum.
  private func list(_ words: [String]) -> String {
    Quantity.list(words, atMost: Self.maximumNamed)
  }
}

extension NoUsableFiles: CustomStringConvertible {
  /// What happened, without a full stop.
  public var description: String {
    guard !paths.isEmpty else {
      return isNew ? "\(handle) would have no files" : "no files to add to \(handle)"
    }
    guard leftOut.isEmpty else {
      return "no file can be added: "
        + list(leftOut.map { "\($0.path) (\($0.finding.message))" })
    }
    return "\(list(paths.map { "\($0)" })): no picture, clip or sound found"
  }
}
