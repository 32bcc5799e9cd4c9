internal import Synchronization

/// A cache of element overviews, by revision.
///
/// An overview stays valid only as long as the whole library stays as it is: a newly prepared copy
/// or a dismissed finding changes the status of files without a new revision.
public final class GlanceMemory: Sendable {
  private struct State {
    var glances: [Digest: ElementGlance] = [:]
    /// The position of the library that the overviews were computed at.
    var mark: ChangeMark?
  }

  private let state = Mutex(State())
  /// The maximum number of overviews.
  private let capacity: Int

  /// Creates an empty cache.
  ///
  /// - Parameter capacity: The maximum number of overviews; when it is reached, the cache is emptied.
  public init(most capacity: Int = 20_000) { self.capacity = capacity }

  /// Empties the cache if the library changed since the last call.
  func follow(_ mark: ChangeMark) {
    state.withLock { state in
      if state.mark != mark { state = State(mark: mark) }
    }
  }

  /// Returns the cached overview of a revision; `nil` if there is none.
  func glance(at revision: Digest) -> ElementGlance? { state.withLock { $0.glances[revision] } }

  /// Stores the overview of a revision.
  func keep(_ glance: ElementGlance, of revision: Digest) {
    state.withLock { state in
      // Emptying is simpler than evicting one by one, and the visible page is soon cached again.
      if state.glances.count >= capacity { state.glances.removeAll(keepingCapacity: true) }
      state.glances[revision] = glance
    }
  }

  /// Removes all overviews.
  public func forget() { state.withLock { $0 = State() } }
}
