internal import Synchronization

/// A cache of element overviews, by revision.
///
/// An overview stays valid only as long as the whole library stays as it is: a newly prepared copy
/// or a dismissed finding changes the status of files without a new revision.
public final class OverviewCache: Sendable {
  /// The overviews, and the state of the library that they belong to.
  private struct State {
    var overviews: [Digest: ElementOverview] = [:]
    /// The position of the library that the overviews were computed at.
    var mark: ChangeMark?
  }

  private let state = Mutex(State())
  /// The maximum number of overviews.
  private let capacity: Int

  /// Creates an empty cache.
  ///
  /// - Parameter capacity: The maximum number of overviews; at that number, the cache is emptied.
  public init(capacity: Int = 20_000) { self.capacity = capacity }

  /// Empties the cache if the library changed since the last call.
  func synchronize(with mark: ChangeMark) {
    state.withLock { state in
      if state.mark != mark { state = State(mark: mark) }
    }
  }

  /// Returns the cached overview of a revision; `nil` if there is none.
  func overview(of revision: Digest) -> ElementOverview? {
    state.withLock { $0.overviews[revision] }
  }

  /// Stores the overview of a revision.
  func store(_ overview: ElementOverview, for revision: Digest) {
    state.withLock { state in
      // Emptying is simpler than evicting one by one, and the visible page is soon cached again.
      if state.overviews.count >= capacity { state.overviews.removeAll(keepingCapacity: true) }
      state.overviews[revision] = overview
    }
  }

  /// Removes all overviews.
  public func removeAll() { state.withLock { $0 = State() } }
}
