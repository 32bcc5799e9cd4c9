internal import Library

/// The facts about an element that a list shows beside its name: rights, forks and weak pictures.
public struct ElementStatus: Sendable {
  /// The basis of the rights that apply, or `nil` if none are stated. A look without rights of its
  /// own has those of its base element.
  public let basis: Rights.Basis?
  /// The last day of these rights, or `nil` if they don't end.
  public let expires: Day?
  /// The base element whose rights apply, if the element is a look without rights of its own.
  public let rightsOf: Handle?
  /// Findings about rights that have ended or end soon, and about a fork.
  public let findings: [Finding]
  /// The element's weak pictures, if the list was asked for them; else `nil`.
  public let weakPictures: WeakPictures?
  /// The letter of this revision among the sides of a fork, or `nil` if the element isn't forked.
  public let side: String?
  /// The end of the element's identifier if an older one has its handle, too; else `nil`.
  public let suffix: String?

  /// The number of weak pictures of an element, and the worst finding from their scores.
  public struct WeakPictures: Hashable, Sendable {
    public let pictures: Int
    public let rule: RuleID
    public let severity: Severity
  }

  /// Whether the element has several latest revisions.
  public var isForked: Bool { has(.elementForked) }
  /// Whether the rights have ended.
  public var hasExpired: Bool { has(.rightsExpired) }
  /// Whether the rights end soon.
  public var isExpiring: Bool { has(.rightsExpiring) }

  private func has(_ rule: RuleID) -> Bool { findings.contains { $0.rule == rule } }

  /// Reads the status of an element.
  ///
  /// - Parameters:
  ///   - entry: One of the element's latest revisions.
  ///   - reportsWeak: Whether to read its weak pictures.
  init(
    of entry: ElementSummary, on today: Day, reportsWeak: Bool = false, _ contents: Contents
  ) throws {
    weakPictures =
      try reportsWeak
      ? contents.weakPictures(of: entry).map {
        WeakPictures(pictures: $0.pictures, rule: $0.rule, severity: $0.severity)
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
    suffix = try Namesakes.suffix(of: entry, contents)
    findings = [rights?.rule == .rightsUnknown ? nil : rights, fork].compactMap(\.self)
  }
}
