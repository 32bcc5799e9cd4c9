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
    let fork =
      try contents.isForked(entry.element)
      ? ForkWords(entry.handle, try contents.entries(of: entry.element).map(\.revision)).finding
      : nil
    findings = [rights?.rule == .rightsUnknown ? nil : rights, fork].compactMap(\.self)
  }
}

/// What is said of an element with several latest revisions.
struct ForkWords {
  let handle: Handle
  let digests: [Digest]

  init(_ handle: Handle, _ digests: [Digest]) {
    self.handle = handle
    self.digests = digests
  }

  private var names: [String] { digests.map { "\(handle):\($0.short)" } }

  var message: String {
    "\(digests.count) latest revisions since libraries were joined: "
      + names.joined(separator: ", ")
  }

  /// Each may be named as it is; one of them goes on.
  var fix: String {
    "look at each (castbook show \(names.first ?? "\(handle)")), then choose the one that goes on: "
      + "castbook edit \(names.first ?? "\(handle)") --merge"
  }

  var finding: Finding {
    Finding(.elementForked, .warning, message: message, fix: fix, measured: "\(digests.count)")
  }
}
