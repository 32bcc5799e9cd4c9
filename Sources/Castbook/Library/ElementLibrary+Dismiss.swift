internal import Library

/// What dismissing findings, or taking that back, came to.
public struct DismissOutcome: Sendable {
  public let handle: Handle
  /// One for each file and rule that was named.
  public let items: [Item]

  /// One rule of one file.
  public struct Item: Sendable {
    /// The file's number in the element.
    public let number: Int
    public let reference: Reference
    public let rule: RuleID
    /// What is dismissed, as it is told; nothing where the scores do not come to it any more.
    public let finding: Finding?
    /// Why it is dismissed from now on; nothing when it is told again.
    public let reason: String?
    /// Whether that was so before.
    public let isChanged: Bool
    /// Other elements that have the very same file: for them it is dismissed, too.
    public let sharedWith: [Handle]
  }

  public var isChanged: Bool { items.contains(where: \.isChanged) }
}

extension ElementLibrary {
  /// Has findings on an element's pictures counted no more, for a reason: `show` tells them apart, and
  /// `score` and lists of weak pictures leave them out. That holds for the files, whoever has them.
  public func dismiss(
    _ rules: [RuleID], of numbers: [Int], in reference: HandleReference, reason: String
  ) throws -> DismissOutcome {
    let reason = try Wording.line(reason, "a reason", limit: 500)
    return try change { change in
      var dismissing = try Dismissing(change, reference, numbers)
      for file in dismissing.files {
        for rule in rules { try dismissing.dismiss(rule, of: file, reason: reason) }
      }
      return DismissOutcome(handle: dismissing.found.handle, items: dismissing.items)
    }
  }

  /// Has findings told again that were dismissed.
  public func undismiss(
    _ rules: [RuleID], of numbers: [Int], in reference: HandleReference, reason: String? = nil
  ) throws -> DismissOutcome {
    let reason = try reason.map { try Wording.line($0, "a reason", limit: 500) }
    return try change { change in
      var dismissing = try Dismissing(change, reference, numbers)
      for file in dismissing.files {
        for rule in rules { try dismissing.undismiss(rule, of: file, reason: reason) }
      }
      return DismissOutcome(handle: dismissing.found.handle, items: dismissing.items)
    }
  }
}

/// Dismissals in the making, within one change of the library.
private struct Dismissing {
  typealias File = (number: Int, reference: Reference)

  let change: Change
  let found: FoundElement
  let files: [File]
  var items: [DismissOutcome.Item] = []

  init(_ change: Change, _ reference: HandleReference, _ numbers: [Int]) throws {
    self.change = change
    found = try change.contents.unpinned(reference)
    let references = found.revision.revision.references
    let handle = found.handle
    var seen: Set<Int> = []
    files = try numbers.filter { seen.insert($0).inserted }.map { number in
      guard references.indices.contains(number - 1) else {
        throw ElementLibraryError.noReference(number, of: handle, count: references.count)
      }
      return (number, references[number - 1])
    }
  }

  private var kind: ElementKind { found.revision.revision.kind }

  mutating func dismiss(_ rule: RuleID, of file: File, reason: String) throws {
    let blob = file.reference.blob
    guard let scored = try change.contents.keptScores(of: blob, kind: kind) else {
      throw ElementLibraryError.wrong(
        "file \(file.number) of \(found.handle) has no scores; only findings from scores can be "
          + "dismissed", fix: "castbook show \(found.handle) lists the file numbers")
    }
    let held = try change.contents.dismissals(of: blob).first { $0.rule == rule }
    let finding =
      scored.findings.first { $0.rule == rule }
      ?? scored.dismissed.first { $0.finding.rule == rule }?.finding
    guard finding != nil || held != nil else { throw notFound(rule, file, scored.findings) }
    if held?.reason != reason {
      // Later than what holds, so that this counts from now on.
      change.add(
        .dismissal(
          Dismissal(
            blob: blob, rule: rule.rawValue, reason: reason,
            at: try change.moment(after: held?.at))))
    }
    try note(rule, file, finding, reason: reason, isChanged: held?.reason != reason)
  }

  mutating func undismiss(_ rule: RuleID, of file: File, reason: String?) throws {
    let blob = file.reference.blob
    let held = try change.contents.dismissals(of: blob)
    let own = held.filter { $0.rule == rule }
    for dismissed in own {
      change.add(
        .withdrawal(
          Withdrawal(
            record: dismissed.record, reason: reason ?? "",
            at: try change.moment(after: dismissed.at))))
    }
    let scored = try change.contents.keptScores(of: blob, kind: kind)
    let finding =
      scored?.findings.first { $0.rule == rule }
      ?? scored?.dismissed.first { $0.finding.rule == rule }?.finding
    try note(rule, file, finding, reason: nil, isChanged: !own.isEmpty)
  }

  private mutating func note(
    _ rule: RuleID, _ file: File, _ finding: Finding?, reason: String?, isChanged: Bool
  ) throws {
    let holders = try change.contents.holders(of: file.reference.blob).filter { entry in
      // Those that have it now.
      guard entry.element != found.element else { return false }
      let revision = try change.contents.revision(entry.revision)?.revision
      return revision?.references.contains { $0.blob == file.reference.blob } ?? false
    }
    items.append(
      DismissOutcome.Item(
        number: file.number, reference: file.reference, rule: rule, finding: finding,
        reason: reason, isChanged: isChanged, sharedWith: holders.map(\.handle)))
  }

  private func notFound(
    _ rule: RuleID, _ file: File, _ findings: [Finding]
  ) -> ElementLibraryError {
    let rules = findings.map(\.rule.rawValue)
    let near = nearestName(to: rule.rawValue, among: rules)
    return .wrong(
      "file \(file.number) of \(found.handle) has no finding \(rule)",
      fix: near.map { "did you mean \($0)?" }
        ?? (rules.isEmpty
          ? "its scores have no findings; castbook show \(found.handle) lists the other findings"
          : "it has \(rules.joined(separator: ", "))"))
  }
}
