package import Castbook
internal import Model

/// What an agent's calls work on: the library, the targets, and the folders that the server was
/// started with.
package struct Workspace: Sendable {
  /// The folders that the agent may use.
  package let roots: Roots
  /// The folder of the project whose pins hold; `nil` for no project.
  package var project: FilePath?
  /// What the agent may change.
  package var allowances: Set<Allowance> = []
  /// What the agent may spend in all, as the user wrote it; `nil` if sending is not allowed.
  package var maximumCost: Cost?
  /// The account at the provider; `nil` if there is only one.
  package var account: String?
  /// What must not be written to any file that outlives the server.
  package var redaction = Redaction()
  /// Loads the targets, among them the user's own.
  let loadTargets: @Sendable () throws -> TargetCatalogue
  private let keeper: LibraryKeeper

  /// - Parameters:
  ///   - library: Where the library is. It is opened when a call needs it.
  ///   - targets: Loads the targets. It is called when a call needs them.
  package init(
    roots: Roots, library: LibraryLocation,
    targets: @escaping @Sendable () throws -> TargetCatalogue
  ) {
    self.roots = roots
    loadTargets = targets
    keeper = LibraryKeeper(library)
  }

  /// Returns the open library.
  ///
  /// - Throws: `ElementLibraryError.noLibrary` if there is none.
  func library() async throws -> ElementLibrary {
    try await keeper.library(creatingIfMissing: false)
  }

  /// Returns the open library; `nil` if there is none.
  func libraryIfAny() async throws -> ElementLibrary? {
    do {
      return try await library()
    } catch ElementLibraryError.noLibrary {
      return nil
    }
  }

  /// Returns the open library, which is created if there is none and the user named no folder.
  func libraryToFill() async throws -> ElementLibrary {
    try await keeper.library(creatingIfMissing: true)
  }

  /// Returns the project; `nil` if the server was started without one.
  func openProject() throws -> Project? {
    try project.map { try Project(at: ProjectLocation(named: $0)) }
  }

  /// Returns a call that would help. If the user doesn't allow it, it says so.
  func call(
    _ tool: String, _ arguments: JSONValue, needing allowance: Allowance? = nil
  ) -> String {
    let isAllowed = allowance.map(allowances.contains) ?? true
    let note = allowance.map { " (the user can start castbook mcp with --allow \($0.rawValue))" }
    return ToolAnswer.call(tool, arguments) + (isAllowed ? "" : note ?? "")
  }

  // MARK: Paths

  /// Returns the path that a text names, with its links resolved. The file need not exist.
  ///
  /// - Throws: `OutsideError` if it is outside the folders.
  func path(_ text: String) throws -> FilePath {
    guard let path = roots.path(text) else {
      throw OutsideError(path: text, labels: roots.roots.map(\.label))
    }
    return path
  }

  /// Returns the files that words name: elements, such as `@mira` or `@mira:3`, files and folders.
  ///
  /// Files that a link leads to outside the roots are left out.
  func files(_ words: [String]) async throws -> NamedFiles {
    var sources: [FileList.Source] = []
    var elements: [HandleReference] = []
    for word in words {
      if word.hasPrefix("@") {
        let reference = try HandleReference(word)
        elements.append(reference)
        sources.append(.element(try await library().files(of: reference)))
      } else {
        sources.append(.path(try path(word)))
      }
    }
    let all = FileList(sources)
    let list = all.filter { $0.blob != nil || roots.holds($0.location) }
    return NamedFiles(
      list: list, elements: elements, outsideCount: all.files.count - list.files.count)
  }

  /// Returns the checked names of targets; Kling’s common rules without any.
  func targets(_ names: [String]?, slot: Slot? = nil) throws -> [CheckTarget] {
    try TargetSelection(
      names ?? [TargetCatalogue.defaultTarget.rawValue], slot: slot,
      today: ProcessEnvironment.today, in: loadTargets()
    ).targets
  }
}

/// The files that a call names.
struct NamedFiles: Sendable {
  let list: FileList
  /// The elements among what was named.
  let elements: [HandleReference]
  /// The number of files that are left out because they are outside the roots.
  let outsideCount: Int

  /// The only element, if nothing else was named.
  var onlyElement: HandleReference? {
    elements.count == 1 && hasOnlyElements ? elements.first : nil
  }
  var hasOnlyElements: Bool { list.files.allSatisfy { $0.blob != nil } }
}
