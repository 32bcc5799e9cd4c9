internal import Synchronization

/// The memory that all decoding together may use.
///
/// Each decoding reserves its memory before it starts, and waits for its turn if there is not
/// enough. It reserves once, for all that it will need: a task that never waits while it
/// keeps a part of the memory can't cause a deadlock.
///
/// Amounts up to `allotment` are not reserved at all. The total is reduced by one allotment
/// for every worker instead.
///
/// ```swift
/// let budget = MemoryBudget(total: 1 << 30)
/// let proof = await budget.reserving(needed) { prove(bytes) }
/// ```
package final class MemoryBudget: Sendable {
  /// The bytes that a worker may use without a reservation.
  package static let allotment = 24 << 20

  /// The bytes that can be reserved in all.
  package let total: Int
  private let state: Mutex<State>

  private struct State {
    /// The bytes that are not reserved now.
    var free: Int
    /// The tasks that wait for memory, first come first.
    var waiting: [(bytes: Int, resume: CheckedContinuation<Void, Never>)] = []

    /// Reserves bytes if they are free and no other task waits.
    mutating func reserve(_ bytes: Int) -> Bool {
      guard waiting.isEmpty, free >= bytes else { return false }
      free -= bytes
      return true
    }
  }

  package init(total: Int) {
    self.total = total
    state = Mutex(State(free: total))
  }

  /// Returns how much of `bytes` to reserve: 0 for an allotment, at most the total for more.
  func reservation(for bytes: Int) -> Int { bytes <= Self.allotment ? 0 : min(bytes, total) }

  /// Reserves `bytes`, at most the total, while `work` runs.
  package func reserving<Value>(_ bytes: Int, _ work: () async -> Value) async -> Value {
    let bytes = reservation(for: bytes)
    await reserve(bytes)
    defer { release(bytes) }
    return await work()
  }

  /// Runs `work` if `bytes` are available without waiting; otherwise it returns `nil`.
  package func reservingIfAvailable<Value>(
    _ bytes: Int, _ work: () async -> Value
  ) async -> Value? {
    if bytes <= Self.allotment { return await work() }
    guard state.withLock({ $0.reserve(bytes) }) else { return nil }
    defer { release(bytes) }
    return await work()
  }

  /// Waits until `bytes` are free and reserves them; the caller returns them by
  /// `release(_:)`.
  func reserve(_ bytes: Int) async {
    guard bytes > 0 else { return }
    await withCheckedContinuation { resume in
      let isReserved = state.withLock { state in
        if state.reserve(bytes) { return true }
        state.waiting.append((bytes, resume))
        return false
      }
      if isReserved { resume.resume() }
    }
  }

  /// Returns `bytes` to the budget and resumes the tasks that can now proceed.
  func release(_ bytes: Int) {
    guard bytes > 0 else { return }
    let ready = state.withLock { state in
      state.free += bytes
      var ready: [CheckedContinuation<Void, Never>] = []
      // Tasks proceed in order, so small pictures can't keep a large one waiting forever.
      while let first = state.waiting.first, state.free >= first.bytes {
        state.free -= first.bytes
        state.waiting.removeFirst()
        ready.append(first.resume)
      }
      return ready
    }
    for resume in ready { resume.resume() }
  }
}
