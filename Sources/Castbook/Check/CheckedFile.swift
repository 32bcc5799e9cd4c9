internal import Media

/// One file as a check leaves it.
public struct CheckedFile: Sendable {
  public let facts: FileFacts
  /// What holds for the file whoever receives it.
  public private(set) var findings: [Finding]
  /// Every rule of every target that was applied, in the targets' order: held or not, or only those
  /// that did not hold where a check was not asked for more. A target that a pattern met is not among
  /// them when it has no slot for the file.
  public let outcomes: [(target: TargetID, outcomes: [Outcome])]

  /// Everything to be said of the file, worst first.
  public private(set) var allFindings: [Finding]
  public let status: Status
  /// What the file comes to by what holds whoever receives it.
  private let ownStatus: Status
  /// The same of the copies that are sent in its place, by target.
  private let copyStatus: [TargetID: Status]
  /// The copies that are sent in its place, by target: those outcomes are the copy's.
  let copies: [TargetID: StoredCopy]
  /// The targets among those asked of which no limit for such a file is known.
  public let notKnown: Set<TargetID>
  /// Targets that have ended: nothing can go there any more, whatever the file is.
  let ended: Set<TargetID>

  /// A file passes if it passes itself, or if one of the copies does that the library keeps of it. One that is to be
  /// heard (`isVoice`, or for the slot of a voice) has to have sound.
  init(
    _ facts: FileFacts, _ targets: [CheckTarget], isNamed: Bool = false, keepsHeld: Bool = true,
    isKept: Bool = false, ended: Set<TargetID> = [], copies: [StoredCopy] = [],
    isVoice: Bool = false
  ) {
    self.facts = facts
    self.ended = ended
    let asked = targets.filter { $0.isNamed || $0.hasSlot(for: facts) }
    let sent = Self.sent(of: facts, asked, copies)
    self.copies = sent
    outcomes = asked.map { target in
      let form = sent[target.profile.id]?.facts ?? facts
      return (target.profile.id, target.outcomes(for: form, keepingHeld: keepsHeld))
    }
    // That a picture does not go there at all is one finding, not two.
    let hasSlot = !outcomes.contains { $0.outcomes.contains { $0.rule == .targetNoSlot } }
    let isHeard = isVoice || asked.contains { $0.slot == .voice }
    let missing =
      isHeard && (hasSlot || facts.film != nil) ? FileRules.missingSound(in: facts) : nil
    let own =
      [missing].compactMap(\.self)
      + FileRules.findings(
        for: facts, isNamed: isNamed, isRefused: outcomes.allSatisfy { $0.outcomes.refuseFile })
    let ofCopies = sent.mapValues { FileRules.findings(for: $0.facts, isNamed: isNamed) }
    copyStatus = ofCopies.mapValues { Status($0) }
    let isHomeless = asked.isEmpty && !targets.isEmpty
    let isReplaced = !sent.isEmpty && sent.count == outcomes.count
    let found = isReplaced ? asked.flatMap { ofCopies[$0.profile.id] ?? [] }.unique : own
    findings =
      (isHomeless ? [CheckTarget.noSlot(for: facts, among: targets.count)] : [])
      + (isKept ? found.map(\.ofKeptFile) : found) + Self.notes(on: sent, asked)
    allFindings = (findings + outcomes.flatMap { $0.outcomes.compactMap(\.finding) })
      .sorted { $0.severity > $1.severity }
    status = Status(allFindings)
    ownStatus = Status(own)
    notKnown = Set(asked.lazy.filter { !$0.hasLimits(for: facts) }.map(\.profile.id))
  }

  /// The copies that are sent in place of a file. What was not read at all has none: its original is lost.
  private static func sent(
    of facts: FileFacts, _ targets: [CheckTarget], _ copies: [StoredCopy]
  ) -> [TargetID: StoredCopy] {
    guard !copies.isEmpty, facts.format != nil else { return [:] }
    return targets.reduce(into: [:]) { sent, target in
      switch FileWay(facts, copies: copies, targets: [target]) {
      case .copy(let copy): sent[target.profile.id] = copy
      case .make(let fallback?):
        let own = CheckedFile(facts, [target], isNamed: true, keepsHeld: false)
        if own.status == .fail { sent[target.profile.id] = fallback }
      case .original, .make(nil), .none, .noSlot: break
      }
    }
  }

  /// One note where all targets get the same copy, else one for each target.
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

  /// Has what is said of a file that is not there name the one that was probably meant.
  mutating func guess() {
    findings = findings.map { $0.guessing(facts.path) }
    allFindings = allFindings.map { $0.guessing(facts.path) }
  }

  /// Whether every target asked gets one and the same prepared copy in its place.
  public var isSentAsCopy: Bool {
    copies.count == outcomes.count && Set(copies.values.map(\.digest)).count == 1
  }

  /// Whether it was merely met in a folder and is no picture, clip or sound.
  public var isBystander: Bool { findings.contains(where: \.isOfBystander) }

  /// What the file comes to for one target: its own findings and that target's. It fails for a
  /// target that has ended.
  public func status(for target: TargetID) -> Status {
    status(for: target, outcomes.first { $0.target == target }?.outcomes ?? [])
  }

  /// What it comes to for the target with these outcomes.
  func status(for target: TargetID, _ outcomes: [Outcome]) -> Status {
    if ended.contains(target) { return .fail }
    return outcomes.reduce(copyStatus[target] ?? ownStatus) {
      max($0, Status($1.finding?.severity))
    }
  }
}

extension Finding {
  /// As it is said of a file that lies in a library: that something is not measured yet is to be watched
  /// when it is to be sent, which is what `check` is asked.
  fileprivate var ofKeptFile: Finding {
    guard [.soundNotMeasured, .clipNotMeasured].contains(rule) else { return self }
    return Finding(rule, .note, message: message, fix: fix)
  }
}

extension [Finding] {
  /// Each finding once, where it is first.
  fileprivate var unique: [Finding] {
    var seen: Set<Finding> = []
    return filter { seen.insert($0).inserted }
  }
}
