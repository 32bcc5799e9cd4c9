internal import Castbook
internal import Synchronization

/// The library that the page shows. If its folder is moved or its disk is removed while the page is
/// open, it is opened again when it is back.
final class ShownLibrary: Sendable {
  /// An open library with the previews of its files.
  struct Opened: Sendable {
    let library: ElementLibrary
    let previews: Previews
  }

  private struct State {
    var opened: Opened
    /// Whether the library was away at the last check.
    var isAway = false
  }

  private let state: Mutex<State>

  init(_ library: ElementLibrary) {
    state = Mutex(State(opened: Opened(library: library, previews: Previews(of: library))))
  }

  /// The library as it was last opened.
  var opened: Opened { state.withLock { $0.opened } }

  /// Returns whether the library is there. If it was away, it is opened again.
  func isHere() async -> Bool {
    do {
      try opened.library.requirePresence()
      guard state.withLock({ $0.isAway }) else { return true }
      try await openAgain()
      return true
    } catch {
      state.withLock { $0.isAway = true }
      return false
    }
  }

  /// Opens the library again, as it is now.
  func openAgain() async throws {
    let library = try await opened.library.openAgain()
    state.withLock {
      $0 = State(opened: Opened(library: library, previews: Previews(of: library)))
    }
  }

  /// Throws a `Refusal` with status 503 while the library is away.
  func requirePresence() async throws {
    guard await !isHere() else { return }
    throw Refusal(
      status: 503, rule: "library.away",
      message: "the library is no longer in \(opened.library.folder)",
      fix: "move its folder back or mount its disk; this page continues by itself then")
  }
}
