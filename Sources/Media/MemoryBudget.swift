/// The memory that all decoding together may take: each decode reserves before it starts and waits
/// its turn when there is not enough.
///
/// A file reserves once, for all that it will need: nobody waits while holding a part, so nobody
/// waits for ever. What is small (`allotment`) is never asked for; the total is less by one allotment
/// for every worker.
package actor MemoryBudget {
  /// Bytes that a worker may use without asking.
  package static let allotment = 24 << 20

  package nonisolated let total: Int
  private var free: Int
  private var waiting: [(bytes: Int, resume: CheckedContinuation<Void, Never>)] = []

  package init(total: Int) {
    self.total = total
    free = total
  }

  /// Holds `bytes`, at most all there are, while `work` runs.
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

  /// The same, where nobody has to wait for that; nothing then.
  func reservingAtOnce<Value: Sendable>(
    _ bytes: Int, _ work: @Sendable () async -> Value
  ) async -> Value? {
    if bytes <= Self.allotment { return await work() }
    guard waiting.isEmpty, free >= bytes else { return nil }
    free -= bytes
    let value = await work()
    release(bytes)
    return value
  }

  /// Waits until `bytes` are free and takes them; the caller gives them back by `release`.
  func reserve(_ bytes: Int) async {
    if waiting.isEmpty, free >= bytes {
      free -= bytes
      return
    }
    await withCheckedContinuation { waiting.append((bytes, $0)) }
  }

  func release(_ bytes: Int) {
    free += bytes
    // First come, first served: a large picture is not passed over for ever by small ones.
    while let first = waiting.first, free >= first.bytes {
      free -= first.bytes
      waiting.removeFirst()
      first.resume.resume()
    }
  }
}
