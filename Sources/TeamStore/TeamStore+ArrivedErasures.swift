internal import Files
internal import Library
internal import Model
internal import Transfers

extension TeamStore {
  /// The number of erasures that are carried out within a day without asking the user.
  static var maximumErasures: Int { 3 }
  /// The period over which erasures are counted, in milliseconds.
  private static var erasureWindow: Int { 86_400_000 }
  /// The length of records that are added to the library in one step, in bytes.
  private static var maximumJoinedErasureBytes: Int { 8 << 20 }

  /// An erasure that has been read, and what it would remove.
  private struct Candidate {
    let waiting: RemoteState.WaitingErasure
    let erasure: Erasure
    let effect: ErasureEffect

    func arrived(_ state: ArrivedErasure.State) -> ArrivedErasure {
      ArrivedErasure(
        erasure, record: waiting.record, handle: effect.handle, kind: effect.kind,
        fileCount: effect.files.count, state: state)
    }
  }

  /// Carries out the erasures that were read, or holds them for the user's decision.
  ///
  /// - Parameters:
  ///   - date: The time by the store's clock.
  ///   - isNew: Whether an element came with this pull, so this machine has nothing of it to lose.
  func decide(
    _ decision: ErasureDecision, at date: Instant, isNew: (ULID) -> Bool = { _ in false }
  ) throws -> [ArrivedErasure] {
    let candidates = try candidates()
    guard !candidates.isEmpty else { return [] }
    let removing = candidates.filter(\.effect.isFelt)
    let signers = try signatures.signers(
      of: Set(removing.map(\.waiting.record)).union(removing.flatMap(\.effect.firstRevisions)))
    let felt = removing.filter { candidate in
      !(candidate.effect.files.isEmpty && isNew(candidate.erasure.element))
    }
    let earlier = try state.transaction {
      try state.appliedErasureCount(
        since: Instant(milliseconds: date.milliseconds - Self.erasureWindow))
    }
    let areMany = felt.count + earlier > Self.maximumErasures
    var reasons: [Digest: ArrivedErasure.Reason] = [:]
    for candidate in felt {
      let isOneOfMany = areMany || candidate.waiting.isOneOfMany
      reasons[candidate.waiting.record] =
        try reason(for: candidate, signers) ?? (isOneOfMany ? .tooMany : nil)
    }
    // An erasure that others don't carry out must not leave the element missing here.
    for candidate in removing where !isEntitled(candidate, signers) {
      reasons[candidate.waiting.record] = reasons[candidate.waiting.record] ?? .notEntitled
    }
    let endorsed = decision == .accept ? Set(reasons.keys) : []
    if decision == .accept { reasons = [:] }
    let applied = candidates.filter { reasons[$0.waiting.record] == nil }
    // All machines may carry out what the keeper accepts: the next push signs it, even if this one
    // is killed now.
    if try !endorsed.isEmpty && isKeeper() {
      try state.transaction { for record in endorsed { try state.noteUnsigned(record) } }
    }
    try apply(applied, at: date, isNew)
    try state.transaction {
      for candidate in candidates {
        let record = candidate.waiting.record
        guard let reason = reasons[record] else { continue }
        if decision == .refuse {
          try state.refuse(record, of: candidate.erasure.element)
        } else {
          try state.hold(record, isOneOfMany: reason == .tooMany)
        }
      }
    }
    return candidates.map { candidate in
      guard let reason = reasons[candidate.waiting.record] else {
        return candidate.arrived(.applied)
      }
      return candidate.arrived(decision == .refuse ? .refused : .waiting(reason))
    }.sorted { ($0.at, $0.record.hex) < ($1.at, $1.record.hex) }
  }

  /// Why an erasure waits, regardless of other erasures; `nil` if it doesn't.
  private func reason(
    for candidate: Candidate, _ signers: [Digest: Set<SigningKey>]
  ) throws -> ArrivedErasure.Reason? {
    if candidate.effect.reachesBeyond { return .otherFiles }
    let maker = candidate.effect.maker
    let isOwn = !maker.isEmpty && maker == environment.machine.by
    if try isOwn || state.hasMade(candidate.erasure.element) { return .ownElement }
    return isEntitled(candidate, signers) ? nil : .notEntitled
  }

  /// Whether an erasure is signed by the keeper, or by all machines that claim to have made its
  /// element. It needs neither if the element is already erased here: then it only adds what was
  /// found since.
  private func isEntitled(
    _ candidate: Candidate, _ signers: [Digest: Set<SigningKey>]
  ) -> Bool {
    let own = signers[candidate.waiting.record] ?? []
    if let keeper = environment.keeper, own.contains(keeper) { return true }
    let first = candidate.effect.firstRevisions
    if first.isEmpty { return candidate.effect.isErased }
    return first.allSatisfy { revision in
      let makers = signers[revision] ?? []
      return !makers.isEmpty && makers.isSubset(of: own)
    }
  }

  /// The erasures that have been read and are not part of the library.
  private func candidates() throws -> [Candidate] {
    var candidates: [Candidate] = []
    for waiting in try state.waitingErasures() {
      guard case .erasure(let erasure)? = try? Record(line: waiting.line),
        try !library.contents({ try $0.hasRecord(waiting.record) })
      else {
        // A pull was killed after adding it to the library and before noting that.
        try state.transaction {
          try state.noteApplied(waiting.record, at: Instant(milliseconds: 0), isFelt: false)
        }
        continue
      }
      candidates.append(
        Candidate(waiting: waiting, erasure: erasure, effect: try library.effect(of: erasure)))
    }
    return candidates
  }

  /// Adds erasures to the library. The files that they remove are kept aside for a time, unless an
  /// erasure says otherwise.
  private func apply(
    _ candidates: [Candidate], at date: Instant, _ isNew: (ULID) -> Bool
  ) throws {
    var batch: [Candidate] = []
    var byteCount = 0
    func flush() throws {
      try library.keep(Set(batch.filter { !$0.erasure.atOnce }.flatMap(\.effect.files)))
      _ = try library.join(batch.map(\.waiting.line), on: date.day)
      try state.transaction {
        for candidate in batch {
          try state.noteApplied(
            candidate.waiting.record, at: date,
            isFelt: candidate.effect.isFelt && !isNew(candidate.erasure.element))
        }
      }
      batch = []
      byteCount = 0
    }
    for candidate in candidates {
      batch.append(candidate)
      byteCount += candidate.waiting.line.count + 1
      if byteCount >= Self.maximumJoinedErasureBytes { try flush() }
    }
    if !batch.isEmpty { try flush() }
    guard try library.applyArrivedErasures() else { return }
    // Files that other elements use remain stored.
    let urgent = candidates.filter(\.erasure.atOnce)
    let gone = Set(urgent.flatMap { Array($0.effect.files) + $0.erasure.traces.files })
    try library.removeKept { library.isOver($0) || gone.contains($0.digest) }
  }

  /// Whether a record stays in the store: the library has it, or it is an erasure that wasn't
  /// refused here.
  func isKept(_ record: ArrivedRecord, _ contents: Contents) throws -> Bool {
    try contents.hasRecord(record.digest)
      || record.erasure != nil && !state.isRefused(record.digest)
  }

  /// The elements with erasures that wait for the user's decision. Their records are not sent until
  /// then.
  func elementsWithHeldErasures() throws -> Set<ULID> {
    Set(
      try state.waitingErasures().filter(\.isHeld).compactMap { waiting in
        if case .erasure(let erasure)? = try? Record(line: waiting.line) {
          erasure.element
        } else {
          nil
        }
      })
  }
}
