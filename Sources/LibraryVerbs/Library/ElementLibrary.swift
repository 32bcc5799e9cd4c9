internal import Files
package import Library
package import Media

/// A library of elements: characters, products, places and voices, added once and used for years.
///
/// ```swift
/// let location = try LibraryLocation(environment: ProcessEnvironment.environment)
/// let library = try await ElementLibrary.openOrCreate(at: location)
/// let mira = ElementDraft(.character, try Handle("@mira"), files: [.init(photo)])
/// try await Add(mira).run(in: library)
/// for element in try Search("courier").run(in: library).elements { print(element.handle) }
/// ```
///
/// An instance may be used from several tasks, and several processes may use one library: each
/// change is written under a lock and is kept as a whole or not at all.
public final class ElementLibrary: Sendable {
  /// The records, files and index behind this API.
  package let store: LibraryStore
  /// The day that rights and the dates of targets are checked against.
  package let today: Day
  /// The number of files that are processed concurrently, from 1 to the maximum of `check`.
  package let workers: Int
  /// The path of `castbook-media`, or `nil` to use the one beside the running program.
  package let decoder: FilePath?
  /// What is known of the library's team store.
  let remote: RemoteLookup

  /// Opens a library and examines the files that its index doesn't know yet.
  ///
  /// These are files that have not been examined since the index was built, or that arrived after
  /// the records that name them, as they do while a library is being synchronized.
  ///
  /// ```swift
  /// let library = try await ElementLibrary.open(at: LibraryLocation(folder))
  /// ```
  ///
  /// When the task is cancelled, the remaining files are examined the next time that the library is
  /// opened.
  ///
  /// - Parameters:
  ///   - workers: The number of files processed concurrently; `nil` means one per processor.
  ///   - progress: Called with the number of files examined so far.
  /// - Throws: `ElementLibraryError.noLibrary` if there is no library, with the command that
  ///   creates one.
  public static func open(
    at location: LibraryLocation, today: Day = ProcessEnvironment.today, workers: Int? = nil,
    decoder: FilePath? = nil, for purpose: Purpose = .use, progress: (Int) -> Void = { _ in }
  ) async throws -> ElementLibrary {
    let library = try ElementLibrary(
      at: location, today: today, workers: workers, decoder: decoder, for: purpose)
    try await library.examineNewFiles(progress: progress)
    return library
  }

  /// Opens the library again in the same way, because its folder was away for some time.
  public func openAgain() async throws -> ElementLibrary {
    try await Self.open(
      at: LibraryLocation(folder), today: today, workers: workers, decoder: decoder)
  }

  /// The purpose that a library is opened for, which decides what may be missing from it.
  public enum Purpose: Sendable {
    /// Reading and changing the library. A missing part of it is an error.
    case use
    /// Examining or restoring the library, whatever is missing from it.
    case examination
    /// Deleting something from the library, which must work on a full disk, too.
    case freeingSpace
  }

  /// Opens a library, and creates it first if it doesn't exist.
  ///
  /// ```swift
  /// let location = try LibraryLocation(environment: ProcessEnvironment.environment)
  /// let library = try await ElementLibrary.openOrCreate(at: location)
  /// ```
  public static func openOrCreate(
    at location: LibraryLocation, today: Day = ProcessEnvironment.today, workers: Int? = nil,
    decoder: FilePath? = nil
  ) async throws -> ElementLibrary {
    _ = try createIfMissing(at: location)
    return try await open(at: location, today: today, workers: workers, decoder: decoder)
  }

  /// Creates a library whose first contents are what `change` adds, in one step: the library
  /// appears when `change` succeeds, and no folder is left if it throws.
  ///
  /// The library is built in a hidden folder beside its destination and then renamed.
  ///
  /// - Parameter change: Fills the new library. It must not keep the library that it gets.
  /// - Returns: The value of `change`, or `nil` if a library or a folder that is not empty is
  ///   already at the location, or if there is no room beside it. In that case, open the library as
  ///   usual.
  public static func createAtomically<Value>(
    at location: LibraryLocation, today: Day = ProcessEnvironment.today, workers: Int? = nil,
    decoder: FilePath? = nil, with change: (ElementLibrary) async throws -> Value
  ) async throws -> Value? {
    guard !exists(at: location), let staging = StagingFolder(for: location.folder) else {
      return nil
    }
    let value: Value
    do {
      // The library is closed at the end of this statement: none of its files may be open when it
      // moves.
      value = try await change(
        ElementLibrary(
          at: LibraryLocation(staging.folder), today: today, workers: workers, decoder: decoder))
    } catch {
      staging.discard()
      throw error
    }
    return try staging.finish() ? value : nil
  }

  /// Runs `change` on an empty library in the folder for temporary files, and removes it
  /// afterwards.
  ///
  /// A dry run of `add` without a library uses it.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if no folder for temporary files can be written
  ///   to, and whatever `change` throws.
  public static func withTemporaryLibrary<Value>(
    _ change: (ElementLibrary) async throws -> Value
  ) async throws -> Value {
    let folder = FileSystem.temporaryFolder.appending(Array("castbook-dry-run".utf8))
    guard let staging = StagingFolder(for: folder)
    else {
      throw ElementLibraryError.invalidRequest(
        "no folder for temporary files", fix: "set TMPDIR to a folder you can write to")
    }
    defer { staging.discard() }
    return try await change(ElementLibrary(at: LibraryLocation(staging.folder)))
  }

  /// Opens a library without examining any file.
  ///
  /// If the disk is full and the purpose is `freeingSpace`, the library's reserve of space is given
  /// up so that its index can be written.
  package init(
    at location: LibraryLocation, today: Day = ProcessEnvironment.today, workers: Int? = nil,
    decoder: FilePath? = nil, for purpose: Purpose = .use
  ) throws {
    do throws(LibraryError) {
      let acceptsLoss = purpose == .examination
      let opened = try LibraryStore(at: location.folder, acceptingLoss: acceptsLoss)
      if purpose == .freeingSpace, case .diskFull? = opened.obstacle, opened.releaseReserve() {
        store = try LibraryStore(
          at: location.folder, acceptingLoss: acceptsLoss, restoringReserve: true)
      } else {
        store = opened
      }
    } catch {
      throw ElementLibraryError.opening(error, at: location)
    }
    self.today = today
    self.workers = Check.workers(workers)
    self.decoder = decoder
    remote = RemoteLookup(store.id, at: store.root)
  }

  /// Creates an empty library in a folder that doesn't exist yet or is empty.
  public static func create(at location: LibraryLocation) throws {
    try LibraryStore.create(at: location.folder)
  }

  /// Creates an empty library unless there is one.
  ///
  /// - Returns: Whether it was created, rather than by another process in the meantime.
  public static func createIfMissing(at location: LibraryLocation) throws -> Bool {
    guard !exists(at: location) else { return false }
    do {
      try LibraryStore.create(at: location.folder)
      return true
    } catch .alreadyExists {
      return false
    }
  }

  /// Returns whether there is a library at the location.
  public static func exists(at location: LibraryLocation) -> Bool {
    LibraryStore.exists(at: location.folder)
  }

  /// The library's folder.
  public var folder: FilePath { store.root }
  /// The library's identity, which its backups share.
  public var id: ULID { store.id }
  /// Notices about how the library was opened, one line each.
  public var notices: [String] { store.notices }

  /// Examines the files that the index knows only by name. After it was rebuilt, these are all
  /// files. When the task is cancelled, the rest is left for the next time.
  package func examineNewFiles(progress: (Int) -> Void) async throws {
    let inspector = inspector()
    let store = store
    var count = 0
    try store.recordArrivals()
    while !Task.isCancelled {
      let blobs = try store.contents { try $0.blobs.unexamined(limit: 1000) }
      if blobs.isEmpty { return }
      var facts: [FileFacts] = []
      var missing: [Digest] = []
      do {
        try await InOrder(workers: workers).run(blobs) { digest in
          try await inspector.inspect(.path(store.blobs.path(of: digest)), depth: .appearance)
            .factsWithScores
        } each: { (found: FileFacts) in
          count += 1
          progress(count)
          let digest = blobs[facts.count + missing.count]
          // A file whose bytes don't match its name counts as missing; `doctor` has the details.
          if found.digest == digest { facts.append(found) } else { missing.append(digest) }
        }
      } catch is CancellationError {
        // What was examined until then is stored.
      }
      // A file that temporarily couldn't be decided must not be returned again at once.
      let undecided = facts.filter(\.isUndecided).compactMap(\.digest)
      // If the facts can't be stored, the same files would be returned forever.
      guard try store.recordFacts(facts, missing: missing + undecided) else { return }
    }
  }

  /// Returns an inspector of files that bounds the memory used by concurrent decoding.
  package func inspector() -> Inspector { Inspector(decoder: decoder) }

  /// Reads from the library. The contents are those of one moment.
  package func contents<Value: Sendable>(_ body: (Contents) throws -> Value) throws -> Value {
    try advisingFetch { try store.contents(body) }
  }

  /// Makes a change, reads its result and rolls the change back, so that nothing is written.
  ///
  /// - Parameters:
  ///   - staged: The files that the change would add.
  ///   - facts: The facts of these files.
  ///   - body: Makes the change.
  ///   - seen: Reads what the library would contain after the change.
  /// - Returns: The value of `seen`.
  func preview<Value: Sendable, Seen: Sendable>(
    with staged: [BlobFolder.StagedBlob] = [], facts: [FileFacts] = [],
    _ body: (Change) throws -> Value, seen: (Value, Contents) throws -> Seen
  ) throws -> Seen {
    try store.preview(with: staged, facts: facts, { try body(accepting($0)) }, seen: seen)
  }

  /// Changes the library. The change is kept as a whole or not at all.
  ///
  /// - Parameters:
  ///   - staged: The files that the change adds. They are moved to their places with it.
  ///   - facts: The facts of these files.
  package func change<Value: Sendable>(
    with staged: [BlobFolder.StagedBlob] = [], facts: [FileFacts] = [],
    _ body: (Change) throws -> Value
  ) throws -> Value {
    try advisingFetch { try store.change(with: staged, facts: facts) { try body(accepting($0)) } }
  }

  /// Lets a change name files that are only in the team's store, if the library has one.
  private func accepting(_ change: Change) -> Change {
    change.acceptsAbsentFiles = isShared
    return change
  }
}
