internal import Checking
internal import Files
internal import Media

extension FilePath {
  /// Whether this path does not exist, or is a link to something that doesn't.
  public var isMissing: Bool { FileSystem.isMissing(self) }

  /// Returns the finding that this path doesn't exist, with a likely name; `nil` if it exists.
  public func missingFinding() async throws -> Finding? {
    guard isMissing else { return nil }
    let facts = try await Inspector(decoder: nil).inspect(.path(self), depth: .facts).facts
    return FileRules.findings(for: facts, isNamed: true).first?.suggesting(self)
  }

  /// Folders with more names than this are not searched for the name that was meant.
  private static let maximumNames = 5000

  /// The file or folder in the same folder with the most similar name; `nil` if none is similar.
  package var nearest: FilePath? {
    guard let names = Folder.names(in: folder, atMost: Self.maximumNames) else { return nil }
    let texts = names.map { String(decoding: $0, as: UTF8.self) }
    guard let near = nearestName(to: name.text, among: texts),
      let index = texts.firstIndex(of: near)
    else { return nil }
    // A path without a folder gets a suggestion without one.
    return bytes.contains(UInt8(ascii: "/"))
      ? folder.appending(names[index]) : FilePath(bytes: names[index])
  }
}

extension Finding {
  /// The number of missing files for which the name that was meant is searched.
  package static let maximumSuggestions = 16

  /// Returns this finding with a suggestion: the file probably meant, if one has a similar name.
  package func suggesting(_ path: FilePath) -> Finding {
    guard rule == .fileNotFound, let nearest = path.nearest, nearest.name != path.name else {
      return self
    }
    return Finding(rule, severity, message: message, fix: "did you mean \(nearest.quoted)?")
  }
}
