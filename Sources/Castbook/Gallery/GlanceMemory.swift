internal import Synchronization

/// What was seen of elements at a glance. A revision looks the same as long as the library stays as it is: a copy that
/// is prepared, and a finding that is dismissed, change how its files come out.
public final class GlanceMemory: Sendable {
  private struct State {
    var glances: [Digest: ElementGlance] = [:]
    /// How far the library had come.
    var mark: ChangeMark?
  }

  private let state = Mutex(State())
  private let most: Int

  public init(most: Int = 20_000) { self.most = most }

  /// Forgets everything where the library changed since.
  func follow(_ mark: ChangeMark) {
    state.withLock { state in
      if state.mark != mark { state = State(mark: mark) }
    }
  }

  func glance(at revision: Digest) -> ElementGlance? { state.withLock { $0.glances[revision] } }

  func keep(_ glance: ElementGlance, of revision: Digest) {
    state.withLock { state in
      // What is looked at again is soon known again.
      if state.glances.count >= most { state.glances.removeAll(keepingCapacity: true) }
      state.glances[revision] = glance
    }
  }

  public func forget() { state.withLock { $0 = State() } }
}
