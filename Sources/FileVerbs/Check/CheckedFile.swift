internal import Media

/// The result of checking one file against its targets.
public struct CheckedFile: Sendable {
  /// What was found out about the file.
  public let facts: FileFacts
  /// The findings that don't depend on a target.
  public private(set) var findings: [Finding]
  /// The outcomes of the rules of each target, in the targets' order: all rules that were applied,
  /// or only the broken ones, as the check was asked. A target that was matched by a pattern is
  /// missing if it has no slot for the file.
  public let outcomes: [(target: TargetID, outcomes: [Outcome])]

  /// All findings about the file, the worst first.
  public private(set) var allFindings: [Finding]
  /// The worst status among `allFindings`.
  public let status: Status
  /// Whether the findings say why no sound or video was found in the file.
  public var explainsMissingContents: Bool { status == .fail || facts.areContentsUnknown }
  /// The worst status among the findings that don't depend on a target.
  private let ownStatus: Status
  /// The status of the copies that are sent instead, by target, also without what depends on the
  /// target.
  private let copyStatus: [TargetID: Status]
  /// The copies that are sent instead of the file, by target. The outcomes for these targets are
  /// those of the copy.
  package let copies: [TargetID: StoredCopy]
  /// The checked targets that have no known limits for such a file.
  public let targetsWithUnknownLimits: Set<TargetID>
  /// The targets that have ended. They refuse every file.
  let endedTargets: Set<TargetID>

  /// Applies the rules of `targets` to a file. For each target the file passes if it passes itself,
  /// or if a copy of it that the library keeps does.
  ///
  /// - Parameters:
  ///   - facts: What was found out about the file.
  ///   - targets: The targets to apply. One that was matched by a pattern is left out if it has
  ///     no slot for the file.
  ///   - isNamed: Whether the user named the file itself, rather than a folder that contains it.
  ///   - includesPassed: Whether `outcomes` includes rules that were met.
  ///   - isKept: Whether the file is in a library. Then what could not be measured is only a note,
  ///     unless a program that measures it is missing.
  ///   - ended: The targets that have ended.
  ///   - copies: The prepared copies that the library keeps of the file.
  ///   - isVoice: Whether the file is the sample of a voice, so that it must contain sound.
  ///   - isSheet: Whether the file is a picture with several views.
  package init(
    _ facts: FileFacts, _ targets: [CheckTarget], isNamed: Bool = true,
    includesPassed: Bool = false, isKept: Bool = false, ended: Set<TargetID> = [],
    copies: [StoredCopy] = [], isVoice: Bool = false, isSheet: Bool = false
  ) {
    self.facts = facts
    self.endedTargets = ended
    let applied = targets.filter { $0.isNamed || $0.hasSlot(for: facts) }
    let sent = Self.sent(of: facts, applied, copies)
    self.copies = sent
    outcomes = applied.map { target in
      let sentFacts = sent[target.profile.id]?.facts ?? facts
      return (target.profile.id, target.outcomes(for: sentFacts, keepingPassed: includesPassed))
    }
    // If a target has no slot for the file, that is one finding; the missing sound is not reported
    // as well.
    let hasSlot = !outcomes.contains { $0.outcomes.contains { $0.rule.category == .missingSlot } }
    let isHeard = isVoice || applied.contains { $0.slot == .voice }
    let missingSound =
      isHeard && (hasSlot || facts.film != nil) ? FileRules.missingSound(in: facts) : nil
    let ownFindings =
      [missingSound].compactMap(\.self)
      + FileRules.findings(
        for: facts, isNamed: isNamed,
        isRefused: !targets.isEmpty && outcomes.allSatisfy { $0.outcomes.refuseFile })
      + (isSheet ? [ScoreRules.severalViews] : [])
    let copyFindings = sent.mapValues { FileRules.findings(for: $0.facts, isNamed: isNamed) }
    copyStatus = copyFindings.mapValues { Status($0) }
    let hasNoTarget = applied.isEmpty && !targets.isEmpty
    let isAlwaysReplaced = !sent.isEmpty && sent.count == outcomes.count
    let lacksDecoder = facts.problems.contains(where: \.isMissingDecoder)
    let shownFindings =
      isAlwaysReplaced ? applied.flatMap { copyFindings[$0.profile.id] ?? [] }.unique : ownFindings
    findings =
      (hasNoTarget ? [CheckTarget.noSlot(for: facts, among: targets.count)] : [])
      + (isKept && !lacksDecoder ? shownFindings.map(\.ofKeptFile) : shownFindings)
      + Self.notes(on: sent, applied)
    allFindings = (findings + outcomes.flatMap { $0.outcomes.compactMap(\.finding) })
      .sorted { $0.severity > $1.severity }
    status = Status(allFindings)
    ownStatus = Status(ownFindings)
    targetsWithUnknownLimits = Set(
      applied.lazy.filter { !$0.hasLimits(for: facts) }.map(\.profile.id))
  }

  /// Returns the copies that are sent instead of a file, by target. A file that could not be read
  /// at all gets none: without its original, a copy is not trusted.
  private static func sent(
    of facts: FileFacts, _ targets: [CheckTarget], _ copies: [StoredCopy]
  ) -> [TargetID: StoredCopy] {
    guard !copies.isEmpty, facts.format != nil else { return [:] }
    return targets.reduce(into: [:]) { sent, target in
      switch SentForm(facts, copies: copies, targets: [target]) {
      case .copy(let copy): sent[target.profile.id] = copy
      case .make(let fallback?):
        let original = CheckedFile(facts, [target])
        if original.status == .fail { sent[target.profile.id] = fallback }
      case .original, .make(nil), .refused, .noSlot: break
      }
    }
  }

  /// Returns one note if all targets get the same copy, otherwise one for each target.
  private static func notes(
    on sent: [TargetID: StoredCopy], _ targets: [CheckTarget]
  ) -> [Finding] {
    let copies = targets.compactMap { target in
      sent[target.profile.id].map { (target.profile.id, $0) }
    }
    if let first = copies.first?.1, copies.count == targets.count,
      copies.allSatisfy({ $0.1.digest == first.digest })
    {
      return [first.note]
    }
    return copies.map { target, copy in
      var note = copy.note
      note.target = target
      return note
    }
  }

  /// Adds the most similar existing name to the findings of a file that does not exist.
  mutating func suggestNearestFile() {
    findings = findings.map { $0.suggesting(facts.path) }
    allFindings = allFindings.map { $0.suggesting(facts.path) }
  }

  /// Whether every target gets one and the same prepared copy instead of the file.
  public var isSentAsCopy: Bool {
    copies.count == outcomes.count && Set(copies.values.map(\.digest)).count == 1
  }

  /// Whether the file was only found in a folder and is not a picture, clip or sound.
  public var isNonMedia: Bool { findings.contains(where: \.isNonMediaNote) }

  /// Returns the worst status among the file's own findings and those of `target`. It is `fail` for
  /// a target that has ended.
  public func status(for target: TargetID) -> Status {
    status(for: target, outcomes.first { $0.target == target }?.outcomes ?? [])
  }

  /// Returns the status for a target whose outcomes are known already.
  func status(for target: TargetID, _ outcomes: [Outcome]) -> Status {
    if endedTargets.contains(target) { return .fail }
    return outcomes.reduce(copyStatus[target] ?? ownStatus) {
      max($0, Status($1.finding?.severity))
    }
  }
}

extension Finding {
  /// The finding as it applies to a file in a library: that something was not measured is a note
  /// there, and matters only when the file is sent.
  fileprivate var ofKeptFile: Finding {
    guard [.soundNotMeasured, .clipNotMeasured].contains(rule) else { return self }
    return Finding(rule, .note, message: message, fix: fix)
  }
}

extension [Finding] {
  /// The findings without repetitions, in the order of their first occurrences.
  fileprivate var unique: [Finding] {
    var seen: Set<Finding> = []
    return filter { seen.insert($0).inserted }
  }
}
