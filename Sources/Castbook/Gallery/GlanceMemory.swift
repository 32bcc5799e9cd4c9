internal import Synchronization

/// What was seen of elements at a glance, held for a while: the same revision looks the same, as long as nobody
/// dismisses a finding or a day passes.
public final class GlanceMemory: Sendable {
  private let glances = Mutex<[Digest: ElementGlance]>([:])
  private let most: Int

  public init(most: Int = 20_000) { self.most = most }

  func glance(at revision: Digest) -> ElementGlance? { glances.withLock { $0[revision] } }

  func keep(_ glance: ElementGlance, of revision: Digest) {
    glances.withLock { glances in
      // What is looked at again is soon known again.
      if glances.count >= most { glances.removeAll(keepingCapacity: true) }
      glances[revision] = glance
    }
  }

  public func forget() { glances.withLock { $0.removeAll() } }
}
