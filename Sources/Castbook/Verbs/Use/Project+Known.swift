internal import Library

extension Project {
  /// Reads a project that uses elements of a library, by its ID or its folder.
  ///
  /// - Returns: `nil` if the library does not know the project.
  /// - Throws: `ProjectError` if the project's lock file can't be read.
  public init?(named text: String, usedIn library: ElementLibrary) throws {
    var folder = FilePath(text)
    let identity = ULID(text)
    if let identity {
      let uses = try library.contents { try $0.uses(in: identity) }
      guard let latest = uses.map(\.use).max(by: { $0.at < $1.at }) else { return nil }
      folder = FilePath(latest.path)
    }
    guard let folder, text.hasPrefix("/") || identity != nil else { return nil }
    let project = try Project(at: ProjectLocation(named: folder))
    let isKnown =
      try identity.map { $0 == project.id }
      ?? !library.contents { try $0.uses(in: project.id) }.isEmpty
    guard isKnown else { return nil }
    self = project
  }
}
