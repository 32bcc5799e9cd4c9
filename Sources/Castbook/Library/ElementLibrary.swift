internal import Files
internal import Library
internal import Media

/// A library of elements: characters, products, places and voices, registered once and used for years.
///
/// ```swift
/// let place = try LibraryLocation(environment: ProcessEnvironment.environment)
/// let library = try await ElementLibrary.openOrCreate(at: place)
/// let mira = ElementDraft(.character, try Handle("@mira"), files: [.init(photo)])
/// try await library.add(mira)
/// for element in try library.search("courier").elements { print(element.handle) }
/// ```
public final class ElementLibrary: Sendable {
  let store: LibraryStore
  /// The day that rights and targets are held against.
  let today: Day
  /// How many files are worked on at a time.
  let workers: Int
  /// Where `castbook-media` lies, when it is not beside the program that runs.
  let decoder: FilePath?

  /// Opens a library; one that is not there is an error that says how to make it. Files that have not been
  /// examined since its index was made, or that arrived after the records that name them, are examined now.
  ///
  public static func open(
    at location: LibraryLocation, today: Day = ProcessEnvironment.today, workers: Int? = nil,
    decoder: FilePath? = nil, for purpose: Purpose = .use, isCancelled: () -> Bool = { false },
    progress: (Int) -> Void = { _ in }
  ) async throws -> ElementLibrary {
    let library = try ElementLibrary(
      at: location, today: today, workers: workers, decoder: decoder, for: purpose)
    try await library.examine(isCancelled: isCancelled, progress: progress)
    return library
  }

  /// What a library is opened for.
  public enum Purpose: Sendable {
    /// Reading and changing it. It is an error if a part of it is missing.
    case use
    /// Examining or restoring it, whatever is missing.
    case examination
    /// Deleting something from it, also where the disk is full.
    case freeingSpace
  }

  /// Opens a library, and makes it first when it is not there.
  public static func openOrCreate(
    at location: LibraryLocation, today: Day = ProcessEnvironment.today, workers: Int? = nil,
    decoder: FilePath? = nil
  ) async throws -> ElementLibrary {
    if !exists(at: location) {
      do {
        try create(at: location)
      } catch .alreadyThere {
        // Another program was quicker.
      }
    }
    return try await open(at: location, today: today, workers: workers, decoder: decoder)
  }

  /// Makes a library where there is none, of what `change` keeps: it is there when that ends well, and
  /// else there is nothing. Nothing comes out when somebody else was quicker, or when the library can't
  /// be made but in its place: then open it as any other.
  public static func make<Value>(
    at location: LibraryLocation, today: Day = ProcessEnvironment.today, workers: Int? = nil,
    decoder: FilePath? = nil, with change: (ElementLibrary) async throws -> Value
  ) async throws -> Value? {
    guard !exists(at: location), let workshop = LibraryWorkshop(for: location.folder) else {
      return nil
    }
    let value: Value
    do {
      // Closed at the end of this line, so that nothing in it is open when it moves.
      value = try await change(
        ElementLibrary(
          at: LibraryLocation(workshop.folder), today: today, workers: workers, decoder: decoder))
    } catch {
      workshop.discard()
      throw error
    }
    do {
      return try workshop.finish() ? value : nil
    } catch {
      throw ElementLibraryError.telling(error)
    }
  }

  /// Runs `change` on a new library in the folder for temporary files, which is removed afterwards.
  public static func trying<Value>(
    _ change: (ElementLibrary) async throws -> Value
  ) async throws -> Value {
    let folder = FileSystem.temporaryFolder.appending(Array("castbook-dry-run".utf8))
    guard let workshop = LibraryWorkshop(for: folder) else {
      throw ElementLibraryError.wrong(
        "no folder for temporary files", fix: "set TMPDIR to a folder you can write to")
    }
    defer { workshop.discard() }
    return try await change(ElementLibrary(at: LibraryLocation(workshop.folder)))
  }

  /// Opens it and looks at no file.
  init(
    at location: LibraryLocation, today: Day = ProcessEnvironment.today, workers: Int? = nil,
    decoder: FilePath? = nil, for purpose: Purpose = .use
  ) throws(ElementLibraryError) {
    do {
      let acceptsLoss = purpose == .examination
      let opened = try LibraryStore(at: location.folder, acceptingLoss: acceptsLoss)
      if purpose == .freeingSpace, case .full? = opened.obstacle, opened.giveUpReserve() {
        store = try LibraryStore(
          at: location.folder, acceptingLoss: acceptsLoss, restoringReserve: true)
      } else {
        store = opened
      }
    } catch {
      throw ElementLibraryError(error, at: location)
    }
    self.today = today
    self.workers = min(max(1, workers ?? Processors.count), Check.mostWorkers)
    self.decoder = decoder
  }

  /// Makes a library; its folder must not be there yet, or be empty.
  public static func create(at location: LibraryLocation) throws(ElementLibraryError) {
    do {
      try LibraryStore.create(at: location.folder)
    } catch {
      throw ElementLibraryError(error, at: location)
    }
  }

  /// Whether there is a library.
  public static func exists(at location: LibraryLocation) -> Bool {
    LibraryStore.exists(at: location.folder)
  }

  public var folder: FilePath { store.root }
  public var id: ULID { store.id }
  /// What is to be said of how it was opened.
  public var notices: [String] { store.notices }

  /// Looks at files that the index knows only by name: after it was made anew, all of them.
  func examine(isCancelled: () -> Bool, progress: (Int) -> Void) async throws {
    let inspector = inspector()
    let store = store
    var count = 0
    do {
      try store.noteArrivals()
    } catch {
      throw ElementLibraryError.telling(error)
    }
    while !isCancelled() {
      let blobs = try store.unexamined(limit: 1000)
      if blobs.isEmpty { return }
      var facts: [FileFacts] = []
      var missing: [Digest] = []
      try await InOrder(workers: workers).run(blobs, isCancelled: isCancelled) { digest in
        await inspector.see(at: store.blobs.path(of: digest)).measured
      } each: { (found: FileFacts) in
        count += 1
        progress(count)
        let digest = blobs[facts.count + missing.count]
        // What is not what its name says is as good as gone; doctor tells more.
        if found.digest == digest { facts.append(found) } else { missing.append(digest) }
      }
      // Passing troubles leave a file as it was, and it must not be met again at once.
      let passing = facts.filter(\.isUndecided).compactMap(\.digest)
      do {
        // What could not be noted would come again and again.
        guard try store.note(facts, missing: missing + passing) else { return }
      } catch {
        throw ElementLibraryError.telling(error)
      }
    }
  }

  func inspector() -> Inspector {
    Inspector(budget: MemoryBudget(workers: Check.mostWorkers), decoder: decoder)
  }

  /// Asks what the library holds, with errors as this API throws them.
  func contents<Value: Sendable>(_ body: (Contents) throws -> Value) throws -> Value {
    do {
      return try store.contents(body)
    } catch {
      throw ElementLibraryError.telling(error)
    }
  }

  /// What a change would come to: it is made, read and taken back, and nothing is written.
  func preview<Value: Sendable, Seen: Sendable>(
    with staged: [BlobFolder.Staged] = [], facts: [FileFacts] = [],
    _ body: (Change) throws -> Value, seen: (Value, Contents) throws -> Seen
  ) throws -> Seen {
    do {
      return try store.preview(with: staged, facts: facts, body, seen: seen)
    } catch {
      throw ElementLibraryError.telling(error)
    }
  }

  /// Changes the library, with errors as this API throws them.
  func change<Value: Sendable>(
    with staged: [BlobFolder.Staged] = [], facts: [FileFacts] = [],
    _ body: (Change) throws -> Value
  ) throws -> Value {
    do {
      return try store.change(with: staged, facts: facts, body)
    } catch {
      throw ElementLibraryError.telling(error)
    }
  }
}
