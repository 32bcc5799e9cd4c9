package import Library

/// Describes what is wrong with the rights of elements on a given day.
package struct RightsWords {
  /// The number of days before rights end from which a warning is made.
  static let noticeDays = 30

  /// The day that the rights are checked against.
  let today: Day
  /// Whether the element is about to be used. If it is, rights that were not stated are a finding
  /// for every element; otherwise, only for real persons.
  let isAboutToBeUsed: Bool
  /// Another fix for rights that have ended, or `nil`.
  let alternativeFix: String?

  package init(today: Day, isAboutToBeUsed: Bool = false, alternativeFix: String? = nil) {
    self.today = today
    self.isAboutToBeUsed = isAboutToBeUsed
    self.alternativeFix = alternativeFix
  }

  /// Returns the worst finding about the rights of an element's latest revisions, or `nil`.
  ///
  /// Rights are facts of today: whichever revision is asked for, the latest one says what applies.
  package func finding(of latest: [ElementSummary], _ contents: Contents) throws -> Finding? {
    let findings = try latest.compactMap { entry in
      finding(of: entry, statedBy: try contents.rightsHolder(of: entry))
    }
    return findings.max { $0.severity < $1.severity }
  }

  /// Returns the finding about the rights of one revision, or `nil`.
  ///
  /// - Parameter stated: The element that states the rights: the entry itself, or its base element.
  func finding(of entry: ElementSummary, statedBy stated: ElementSummary) -> Finding? {
    let holderNote = entry.element == stated.element ? "" : " (rights of \(stated.handle))"
    let edit = "castbook edit \(stated.handle)"
    let renew = "renew them, then \(edit) --expires DAY"
    if let end = stated.expires, end < today {
      return Finding(
        .rightsExpired, .error, message: "rights expired on \(end.formatted)\(holderNote)",
        fix: renew + (alternativeFix.map { ", or \($0)" } ?? ""), measured: "\(end)",
        limit: "\(today)")
    }
    guard let basis = stated.basis, basis != .unknown else {
      let isReported = isAboutToBeUsed || stated.basis != nil || entry.person == .real
      return !isReported && stated.person != .real
        ? nil
        : Finding(
          .rightsUnknown, .warning,
          message: stated.basis == nil ? "no rights stated" : "rights unknown\(holderNote)",
          fix: "\(edit) --basis WORD")
    }
    guard let end = stated.expires else { return nil }
    let days = end.daysSince1970 - today.daysSince1970
    guard days <= Self.noticeDays else { return nil }
    let left =
      days == 0 ? "today is the last day" : "\(Quantity.count(days, "day")) left"
    return Finding(
      .rightsExpiring, .warning, message: "rights expire on \(end.formatted), \(left)\(holderNote)",
      fix: renew,
      measured: "\(days)", limit: "\(Self.noticeDays)", unit: "days")
  }
}

extension Contents {
  /// Returns the element whose rights apply to another: the element itself, or the one that it is a
  /// look of if it states none.
  package func rightsHolder(of entry: ElementSummary) throws -> ElementSummary {
    guard entry.basis == nil, let base = entry.lookOf else { return entry }
    return try entries(of: base).first ?? entry
  }
}

extension Finding {
  /// Returns the finding with an element's handle before its message.
  package func prefixed(with handle: Handle) -> Finding {
    Finding(
      rule, severity, message: "\(handle): \(message)", fix: fix, measured: measured, limit: limit,
      unit: unit)
  }
}
