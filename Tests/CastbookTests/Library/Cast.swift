import Castbook
import Foundation
import TestSupport
import Testing

/// A temporary library for one test, with short forms of the verbs that tests use.
final class Cast {
  let scratch: TemporaryFolder
  let location: LibraryLocation
  private(set) var library: ElementLibrary

  init() async throws {
    scratch = try TemporaryFolder()
    location = LibraryLocation(scratch.path("library"))
    try ElementLibrary.create(at: location)
    library = try await ElementLibrary.open(at: location, decoder: Self.decoder)
  }

  /// Opens the library again, as the next command would.
  func reopen() async throws {
    library = try await ElementLibrary.open(at: location, decoder: Self.decoder)
  }

  /// Deletes the index, and opens the library again.
  func losingTheIndex() async throws {
    let folder = URL(filePath: location.folder.text)
    for name in ["catalog.sqlite", "catalog.sqlite-wal", "catalog.sqlite-shm", "catalog.phash"] {
      try? FileManager.default.removeItem(at: folder.appending(path: name))
    }
    try await reopen()
  }

  static let decoder = FilePath(
    Bundle.main.bundleURL.appending(path: "castbook-media").path())

  @discardableResult
  func add(
    _ kind: ElementKind, _ handle: String, _ paths: [FilePath] = [],
    _ change: (inout ElementDraft) throws -> Void = { _ in }
  ) async throws -> AddOutcome {
    var draft = ElementDraft(
      kind, try Handle(handle), files: paths.map { ElementDraft.File($0) })
    draft.mayBeEmpty = paths.isEmpty
    try change(&draft)
    return try await Add([draft]).run(in: library)
  }

  @discardableResult
  func edit(
    _ name: String, _ change: (inout ElementEdit) throws -> Void
  ) async throws -> EditOutcome {
    var edit = ElementEdit()
    try change(&edit)
    return try await Edit(HandleReference(name), edit).run(in: library)
  }

  func show(_ name: String) throws -> ElementDetails {
    try Show(HandleReference(name)).run(in: library)
  }

  func files(_ name: String) throws -> [String] {
    try show(name).files.map { "\($0.number) \($0.reference.role) \($0.reference.file)" }
  }

  /// A file of the starter catalogue.
  static func starter(_ name: String) throws -> FilePath {
    let folder = Fixtures.repository.appending(path: "Catalog/Starter")
    return try #require(FilePath(folder.appending(path: name).path()))
  }

  static func mira() throws -> [FilePath] {
    try ["mira-front.jpg", "mira-back.jpg", "mira-right.jpg"].map(starter)
  }

  /// Returns the error that `body` throws, which must be a library error.
  static func error(_ body: () async throws -> Void) async throws -> ElementLibraryError {
    do {
      try await body()
    } catch let error as ElementLibraryError {
      return error
    }
    struct NoError: Error {}
    throw NoError()
  }
}
