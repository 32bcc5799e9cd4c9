internal import Library

/// What is to be known of an element at a glance, beside what it is.
public struct ElementStanding: Sendable {
  /// The rights that hold, as far as they are stated: its own, or those of what it is a look of.
  public let basis: Rights.Basis?
  public let expires: Day?
  /// Whose rights they are, where it is a look without rights of its own.
  public let rightsOf: Handle?
  /// Rights that have ended or end soon; that there are two latest revisions.
  public let findings: [Finding]
  /// Its weak pictures, where a list is of those.
  public let weak: Weak?
  /// The letter of this revision among the sides of a fork.
  public let side: String?

  /// How many of its pictures are weak, and the worst that their scores come to.
  public struct Weak: Hashable, Sendable {
    public let pictures: Int
    public let rule: RuleID
    public let severity: Severity
  }

  public var isForked: Bool { has(.elementForked) }
  public var hasExpired: Bool { has(.rightsExpired) }
  public var isExpiring: Bool { has(.rightsExpiring) }

  private func has(_ rule: RuleID) -> Bool { findings.contains { $0.rule == rule } }

  init(
    of entry: ElementSummary, on today: Day, tellsWeak: Bool = false, _ contents: Contents
  ) throws {
    weak =
      try tellsWeak
      ? contents.weak(of: entry).map {
        Weak(pictures: $0.pictures, rule: $0.rule, severity: $0.severity)
      } : nil
    let stated = try contents.rightsHolder(of: entry)
    basis = stated.basis
    expires = stated.expires
    let isInherited = stated.element != entry.element && stated.basis != nil
    rightsOf = isInherited ? stated.handle : nil
    let rights = RightsWords(today: today).finding(of: entry, statedBy: stated)
    let latest =
      try contents.isForked(entry.element) ? contents.entries(of: entry.element) : []
    let fork =
      latest.count > 1 ? ForkWords(entry.handle, latest.map(\.revision)).finding : nil
    side = fork == nil ? nil : ForkLetters.letter(of: entry.revision, among: latest)
    findings = [rights?.rule == .rightsUnknown ? nil : rights, fork].compactMap(\.self)
  }
}
