internal import Files
internal import Library
internal import Model
internal import Transfers

/// The review of the erasures that a pull has read: it carries them out, or holds them for the
/// user's decision.
struct ErasureReview<Store: ObjectStore> {
  private let team: TeamStore<Store>
  private let decision: ErasureDecision
  /// The time by the store's clock.
  private let date: Instant
  private let newElements: Set<ULID>?
  private var candidates: [Candidate] = []
  /// Why erasures wait, by their records.
  private var reasons: [Digest: ArrivedErasure.Reason] = [:]

  /// The number of erasures that are carried out within a day without asking the user.
  private static var maximumErasures: Int { 3 }
  /// The period over which erasures are counted, in milliseconds.
  private static var erasureWindow: Int { 86_400_000 }
  /// The length of records that are added to the library in one step, in bytes.
  private static var maximumJoinedBytes: Int { 8 << 20 }

  private var library: LibraryStore { team.library }
  private var state: RemoteState { team.state }

  /// Prepares a review.
  ///
  /// - Parameter newElements: The elements that came with this pull, so this machine has nothing of
  ///   them to lose; `nil` if all did.
  init(
    by team: TeamStore<Store>, _ decision: ErasureDecision, at date: Instant,
    newElements: Set<ULID>?
  ) {
    (self.team, self.decision, self.date) = (team, decision, date)
    self.newElements = newElements
  }

  /// An erasure that has been read, and what it would remove.
  private struct Candidate {
    let waiting: RemoteState.WaitingErasure
    let erasure: Erasure
    let effect: ErasureEffect

    var record: Digest { waiting.record }

    func arrivedErasure(in state: ArrivedErasure.State) -> ArrivedErasure {
      ArrivedErasure(
        erasure, record: waiting.record, handle: effect.handle, kind: effect.kind,
        fileCount: effect.files.count, state: state)
    }
  }

  mutating func run() throws -> [ArrivedErasure] {
    candidates = try waitingCandidates()
    guard !candidates.isEmpty else { return [] }
    reasons = try reasonsToWait()
    if decision == .accept {
      // All machines may carry out what the keeper accepts: the next push signs it, even if this
      // one is killed now.
      if try !reasons.isEmpty && team.isKeeper() {
        try state.transaction { for record in reasons.keys { try state.recordUnsigned(record) } }
      }
      reasons = [:]
    }
    try apply(candidates.filter { reasons[$0.record] == nil })
    try holdOthers()
    return candidates.map(outcome).sorted { ($0.at, $0.record.hex) < ($1.at, $1.record.hex) }
  }

  private func outcome(of candidate: Candidate) -> ArrivedErasure {
    guard let reason = reasons[candidate.record] else {
      return candidate.arrivedErasure(in: .applied)
    }
    return candidate.arrivedErasure(in: decision == .refuse ? .refused : .waiting(reason))
  }

  /// Whether an element came with this pull.
  private func isNew(_ element: ULID) -> Bool { newElements?.contains(element) ?? true }

  /// The erasures that have been read and are not part of the library.
  private func waitingCandidates() throws -> [Candidate] {
    var candidates: [Candidate] = []
    for waiting in try state.waitingErasures() {
      guard case .erasure(let erasure)? = try? Record(line: waiting.line),
        try !library.contents({ try $0.records.has(waiting.record) })
      else {
        // A pull was killed after adding it to the library and before noting that.
        try state.transaction {
          try state.recordApplication(waiting.record, at: Instant(milliseconds: 0), isFelt: false)
        }
        continue
      }
      candidates.append(
        Candidate(waiting: waiting, erasure: erasure, effect: try library.effect(of: erasure)))
    }
    return candidates
  }

  // MARK: Reasons

  /// Why erasures wait, by their records, as long as the user hasn't decided.
  private func reasonsToWait() throws -> [Digest: ArrivedErasure.Reason] {
    let removing = candidates.filter(\.effect.isFelt)
    let signers = try team.signatures.signers(
      of: Set(removing.map(\.record)).union(removing.flatMap(\.effect.firstRevisions)))
    let effective = removing.filter { candidate in
      !(candidate.effect.files.isEmpty && isNew(candidate.erasure.element))
    }
    let earlier = try state.transaction {
      try state.appliedErasureCount(
        since: Instant(milliseconds: date.milliseconds - Self.erasureWindow))
    }
    let exceedsDailyLimit = effective.count + earlier > Self.maximumErasures
    var reasons: [Digest: ArrivedErasure.Reason] = [:]
    for candidate in effective {
      let isTooMany = exceedsDailyLimit || candidate.waiting.isOneOfMany
      reasons[candidate.record] =
        try reason(for: candidate, signers) ?? (isTooMany ? .tooMany : nil)
    }
    // An erasure that others don't carry out must not leave the element missing here.
    for candidate in removing where !isAuthorized(candidate, signers) {
      reasons[candidate.record] = reasons[candidate.record] ?? .notEntitled
    }
    return reasons
  }

  /// Why an erasure waits, regardless of other erasures; `nil` if it doesn't.
  private func reason(
    for candidate: Candidate, _ signers: [Digest: Set<SigningKey>]
  ) throws -> ArrivedErasure.Reason? {
    if candidate.effect.reachesBeyond { return .otherFiles }
    let maker = candidate.effect.maker
    let isOwn = !maker.isEmpty && maker == team.environment.machine.owner
    if try isOwn || state.hasMade(candidate.erasure.element) { return .ownElement }
    return isAuthorized(candidate, signers) ? nil : .notEntitled
  }

  /// Whether an erasure is signed by the keeper, or by all machines that claim to have made its
  /// element. It needs neither if the element is already erased here: then it only adds what was
  /// found since.
  private func isAuthorized(
    _ candidate: Candidate, _ signers: [Digest: Set<SigningKey>]
  ) -> Bool {
    let own = signers[candidate.record] ?? []
    if let keeper = team.environment.keeper, own.contains(keeper) { return true }
    let first = candidate.effect.firstRevisions
    if first.isEmpty { return candidate.effect.isErased }
    return first.allSatisfy { revision in
      let makers = signers[revision] ?? []
      return !makers.isEmpty && makers.isSubset(of: own)
    }
  }

  // MARK: Effects

  /// Holds the erasures that aren't carried out, or refuses them.
  private func holdOthers() throws {
    try state.transaction {
      for candidate in candidates {
        guard let reason = reasons[candidate.record] else { continue }
        if decision == .refuse {
          try state.refuse(candidate.record, of: candidate.erasure.element)
        } else {
          try state.hold(candidate.record, isOneOfMany: reason == .tooMany)
        }
      }
    }
  }

  /// Adds erasures to the library. The files that they remove are kept aside for a time, unless an
  /// erasure says otherwise.
  private func apply(_ candidates: [Candidate]) throws {
    var batch: [Candidate] = []
    var byteCount = 0
    for candidate in candidates {
      batch.append(candidate)
      byteCount += candidate.waiting.line.count + 1
      if byteCount >= Self.maximumJoinedBytes {
        try join(batch)
        (batch, byteCount) = ([], 0)
      }
    }
    if !batch.isEmpty { try join(batch) }
    guard try library.applyArrivedErasures() else { return }
    // Files that other elements use remain stored.
    let urgent = candidates.filter(\.erasure.atOnce)
    let gone = Set(urgent.flatMap { Array($0.effect.files) + $0.erasure.traces.files })
    try library.removeKept { library.isOver($0) || gone.contains($0.digest) }
  }

  /// Adds erasures to the library in one step.
  private func join(_ batch: [Candidate]) throws {
    try library.keep(Set(batch.filter { !$0.erasure.atOnce }.flatMap(\.effect.files)))
    _ = try library.join(batch.map(\.waiting.line), on: date.day)
    try state.transaction {
      for candidate in batch {
        try state.recordApplication(
          candidate.record, at: date,
          isFelt: candidate.effect.isFelt && !isNew(candidate.erasure.element))
      }
    }
  }
}
