internal import Library

/// What is said of the rights of elements on a day.
struct RightsWords {
  /// So many days before rights end it is said that they do.
  static let noticeDays = 30

  let today: Day
  /// Whether the element is about to be used: then rights that nobody stated are told of everything, else
  /// only where a real person is in the pictures.
  var isUsed = false
  /// What else helps when rights have ended.
  var wayOut: String?

  /// The worst that is to be said of an element's latest revisions. Rights are facts of today: whatever
  /// revision is asked for, the latest one says what holds.
  func finding(of latest: [ElementSummary], _ contents: Contents) throws -> Finding? {
    let findings = try latest.compactMap { entry in
      finding(of: entry, statedBy: try contents.rightsHolder(of: entry))
    }
    return findings.max { $0.severity < $1.severity }
  }

  /// What the rights of an entry come to: those of the element itself, or of what it is a look of.
  func finding(of entry: ElementSummary, statedBy stated: ElementSummary) -> Finding? {
    let whose = entry.element == stated.element ? "" : " (rights of \(stated.handle))"
    let edit = "castbook edit \(stated.handle)"
    let renew = "renew them, then \(edit) --expires DAY"
    if let end = stated.expires, end < today {
      return Finding(
        .rightsExpired, .error, message: "rights expired on \(end.words)\(whose)",
        fix: renew + (wayOut.map { ", or \($0)" } ?? ""), measured: "\(end)", limit: "\(today)")
    }
    guard let basis = stated.basis, basis != .unknown else {
      let isToBeTold = isUsed || stated.basis != nil || entry.person == .real
      return !isToBeTold && stated.person != .real
        ? nil
        : Finding(
          .rightsUnknown, .warning,
          message: stated.basis == nil ? "no rights stated" : "rights unknown\(whose)",
          fix: "\(edit) --basis WORD")
    }
    guard let end = stated.expires else { return nil }
    let days = end.daysSince1970 - today.daysSince1970
    guard days <= Self.noticeDays else { return nil }
    let left =
      days == 0 ? "today is the last day" : "\(Quantity.count(days, "day")) left"
    return Finding(
      .rightsExpiring, .warning, message: "rights expire on \(end.words), \(left)\(whose)",
      fix: renew,
      measured: "\(days)", limit: "\(Self.noticeDays)", unit: "days")
  }
}

extension Contents {
  /// The element whose rights hold for one: itself, or, where it is a look that states none, what it is a
  /// look of.
  func rightsHolder(of entry: ElementSummary) throws -> ElementSummary {
    guard entry.basis == nil, let base = entry.lookOf else { return entry }
    return try entries(of: base).first ?? entry
  }
}

extension Finding {
  /// The same finding, said of an element among others.
  func of(_ handle: Handle) -> Finding {
    Finding(
      rule, severity, message: "\(handle): \(message)", fix: fix, measured: measured, limit: limit,
      unit: unit)
  }
}
