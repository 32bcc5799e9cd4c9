internal import Castbook
internal import Model

/// Opens the library when a call first needs it, and again when it was away or a day has passed.
actor LibraryKeeper {
  private let location: LibraryLocation
  private var opened: (library: ElementLibrary, day: Day)?
  /// The opening that is under way.
  private var opening: Task<ElementLibrary, any Error>?

  init(_ location: LibraryLocation) { self.location = location }

  /// Returns the library.
  ///
  /// - Parameter canCreate: Whether a library is created if there is none, unless the user named
  ///   the folder.
  func library(creatingIfMissing canCreate: Bool) async throws -> ElementLibrary {
    let today = ProcessEnvironment.today
    if let opened, opened.day == today, (try? opened.library.requirePresence()) != nil {
      return opened.library
    }
    if let opening { return try await opening.value }
    let location = location
    let task = Task {
      canCreate && location.origin != .argument
        ? try await ElementLibrary.openOrCreate(at: location)
        : try await ElementLibrary.open(at: location)
    }
    opening = task
    defer { opening = nil }
    let library = try await task.value
    opened = (library, today)
    return library
  }
}
