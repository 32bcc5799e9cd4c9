internal import Media

/// A file that a verb works on: where it is, how it was named, and what the library says of it.
public struct ListedFile: Sendable {
  /// The path under which the file is reported: that of the file itself, or its name below the
  /// handle of its element.
  public let path: FilePath
  /// The path of the file's bytes.
  package let location: FilePath
  /// Whether the file was named itself rather than found in a folder.
  public package(set) var isNamed = true
  /// Whether the file may be something else than a regular file, so that it is checked first.
  package var mayNotBeRegular = true
  /// The reason why the file can't be read, if that is already known.
  package var problem: FileProblem?
  /// The digest under which the library stores the file; `nil` outside the library.
  package var blob: Digest?
  /// The kind of the file's element; `nil` outside the library.
  package var kind: ElementKind?
  /// The number of the file in its element, from 1; `nil` outside the library.
  public package(set) var number: Int?
  /// The role of the file in its element; `nil` outside the library.
  package var role: Role?
  /// The findings that were dismissed for the file.
  package var dismissals: [DismissedRule] = []
  /// Whether its scores in the library say that it shows several views, unless that was dismissed.
  package var isSheet = false
  /// The prepared copies that the library keeps of the file.
  package var copies: [StoredCopy] = []

  /// Creates a file that is reported under `path` and read from `location`, if that differs.
  public init(_ path: FilePath, at location: FilePath? = nil) {
    self.path = path
    self.location = location ?? path
  }

  /// Whether the user named the file itself, and it is in no library.
  var isNamedOutsideLibrary: Bool { isNamed && blob == nil }

  /// Whether the library keeps prepared copies of the file.
  public var hasCopies: Bool { !copies.isEmpty }

  /// The medium that the suffix of the file's name promises; `nil` for an unknown suffix.
  var namedMedium: MediaFormat.Medium? { path.suffix.flatMap(MediaFormat.init(suffix:))?.medium }
}

extension ListedFile {
  /// The file as an inspector reads it.
  fileprivate var source: Inspector.Source { .path(location, isRegular: !mayNotBeRegular) }
}

extension Inspector {
  /// Creates an inspector with the memory budget of all verbs. The budget is computed for the
  /// maximum number of workers, so that results don't depend on the number of processors.
  package init(decoder: FilePath?) {
    self.init(budget: MemoryBudget(workers: Check.maximumWorkers), decoder: decoder)
  }

  /// Returns everything that is known about a listed file.
  package func facts(of file: ListedFile) async throws(CancellationError) -> FileFacts {
    if let problem = file.problem { return FileFacts(path: file.path, problems: [problem]) }
    return try await inspect(file.source, depth: .facts).facts.named(file.path)
  }

  /// Inspects a listed file, and returns its picture reduced for similarity and for measuring.
  func appearance(of file: ListedFile) async throws(CancellationError) -> Inspection {
    if let problem = file.problem {
      return Inspection(FileFacts(path: file.path, problems: [problem]))
    }
    var found = try await inspect(file.source, depth: .appearance)
    found.facts = found.facts.named(file.path)
    return found
  }

  /// Reads a listed file once and keeps it in memory while `work` runs.
  ///
  /// - Throws: A `FileProblem` if it can't be read, and whatever `work` throws.
  func withFile<Value: Sendable>(
    _ file: ListedFile, _ work: (LoadedFile) async throws -> Value
  ) async throws -> Value {
    if let problem = file.problem { throw problem }
    return try await withFile(file.location, isRegular: !file.mayNotBeRegular, work)
  }
}
