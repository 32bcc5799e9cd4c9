/// Why an element would have no files: none was named, or none of those that were can be kept.
public struct NothingToKeep: Hashable, Sendable {
  public let handle: Handle
  public let kind: ElementKind
  /// Whether there is no such element yet.
  public let isNew: Bool
  /// The files and folders that were named, or the folders that stand for elements; none when nothing was.
  public let places: [FilePath]
  /// Whether the places are folders that stand for an element each.
  public let areElements: Bool
  /// Files that were left out because they can't be kept.
  public let leftOut: [ElementLibraryError.BadFile]

  /// Of more than these the number is told.
  private static let mostNamed = 8

  /// The next step.
  var fix: String {
    if areElements {
      return "add files or remove the folder; --empty creates elements without files"
    }
    guard places.isEmpty else {
      guard let first = leftOut.first else {
        return "name other files: castbook add \(kind.rawValue) \(handle) FILE…"
      }
      return "\(first.finding.fix ?? "name other files")"
    }
    let naming = "name files: castbook add \(kind.rawValue) \(handle) FILE…"
    return isNew
      ? "\(naming); or, to fill it later: castbook add \(kind.rawValue) \(handle) --empty" : naming
  }

  private func list(_ words: [String]) -> String {
    words.prefix(Self.mostNamed).joined(separator: ", ")
      + (words.count > Self.mostNamed ? " and \(words.count - Self.mostNamed) more" : "")
  }
}

extension NothingToKeep: CustomStringConvertible {
  public var description: String {
    guard !places.isEmpty else {
      return isNew ? "\(handle) would have no files" : "no files to add to \(handle)"
    }
    guard leftOut.isEmpty else {
      return "no file can be added: "
        + list(leftOut.map { "\($0.path) (\($0.finding.message))" })
    }
    return "\(list(places.map { "\($0)" })): no picture, clip or sound found"
  }
}
