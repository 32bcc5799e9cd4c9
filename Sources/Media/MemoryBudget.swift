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
package actor MemoryBudget {
  /// The bytes that a worker may use without a reservation.
  package static let allotment = 24 << 20

  /// The bytes that can be reserved in all.
  package nonisolated let total: Int
  /// The bytes that are not reserved now.
  private var free: Int
  /// The tasks that wait for memory, first come first.
  private var waiting: [(bytes: Int, resume: CheckedContinuation<Void, Never>)] = []

  package init(total: Int) {
    self.total = total
    free = total
  }

  /// Reserves `bytes`, at most the total, while `work` runs.
  func reserving<Value: Sendable>(
    _ bytes: Int, _ work: @Sendable () async -> Value
  ) async -> Value {
    if bytes <= Self.allotment { return await work() }
    let bytes = min(bytes, total)
    await reserve(bytes)
    let value = await work()
    release(bytes)
    return value
  }

  /// Runs `work` if `bytes` are available without waiting; otherwise it returns `nil`.
  func reservingIfAvailable<Value: Sendable>(
    _ bytes: Int, _ work: @Sendable () async -> Value
  ) async -> Value? {
    if bytes <= Self.allotment { return await work() }
    guard waiting.isEmpty, free >= bytes else { return nil }
    free -= bytes
    let value = await work()
    release(bytes)
    return value
  }

  /// Waits until `bytes` are free and reserves them; the caller returns them by
  /// `release(_:)`.
  func reserve(_ bytes: Int) async {
    if waiting.isEmpty, free >= bytes {
      free -= bytes
      return
    }
    await withCheckedContinuation { waiting.append((bytes, $0)) }
  }

  /// Returns `bytes` to the budget and resumes the tasks that can now proceed.
  func release(_ bytes: Int) {
    free += bytes
    // Tasks proceed in order, so that small pictures can't keep a large one waiting forever.
    while let first = waiting.first, free >= first.bytes {
      free -= first.bytes
      waiting.removeFirst()
      first.resume.resume()
    }
  }
}
