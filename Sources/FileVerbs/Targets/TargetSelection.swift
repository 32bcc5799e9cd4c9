extension CheckTarget {
  /// Returns the targets for ids, aliases or patterns, each once, in the order given.
  ///
  /// `all` is every target that has an endpoint, and the user's own; a name that contains `*` or
  /// `?` is every target whose id matches. Both leave out targets that have ended by `today`, and
  /// those without any slot (or without the slot that is named). A target that is named itself is
  /// always included.
  ///
  /// ```swift
  /// let targets = try CheckTarget.resolve(["kling-o3", "fal.*"], slot: .start, in: catalogue)
  /// ```
  ///
  /// - Throws: `UnknownTarget` for a name that is no target, and `TargetNameError` for a pattern
  ///   that leaves nothing to check.
  public static func resolve(
    _ names: [String], slot: Slot? = nil, today: Day? = nil, in catalogue: TargetCatalogue
  ) throws -> [CheckTarget] {
    try TargetSelection(names, slot: slot, today: today, in: catalogue).targets
  }
}

/// The targets that names and patterns on a command line select, and those that a pattern matched
/// but left out.
public struct TargetSelection: Sendable {
  /// The reason why a pattern leaves out a target.
  public enum Reason: String, JSONConvertible, CaseIterable, Sendable {
    /// The target is a rule or an app, so nothing can be sent to it. Only `all` leaves these out.
    case noEndpoint
    /// The target has ended.
    case ended
    /// The target has no slot for files, or not the one that was named.
    case noSlot
  }

  /// The selected targets, each once, in the order of the names.
  public let targets: [CheckTarget]
  /// The slot that the user named; `nil` for any.
  let slot: Slot?
  /// The left-out targets by reason, in the order of `Reason.allCases`. A target that was named
  /// itself is never among them.
  public let leftOut: [(reason: Reason, targets: [TargetID])]

  /// Resolves names and patterns; see `CheckTarget.resolve(_:slot:today:in:)`.
  public init(
    _ names: [String], slot: Slot? = nil, today: Day? = nil, in catalogue: TargetCatalogue
  ) throws {
    self.slot = slot
    var leftOutReasons: [TargetID: Reason] = [:]
    var order: [TargetID] = []
    var found: [TargetID: (profile: TargetProfile, isNamed: Bool)] = [:]
    for name in names {
      if let pattern = TargetPattern(name, in: catalogue) {
        let matched = try pattern.profiles(in: catalogue, slot: slot, today: today)
        leftOutReasons.merge(matched.leftOut) { first, _ in first }
        for profile in matched.selected where found[profile.id] == nil {
          order.append(profile.id)
          found[profile.id] = (profile, false)
        }
      } else {
        let profile = try catalogue.find(name)
        if found[profile.id] == nil { order.append(profile.id) }
        found[profile.id] = (profile, true)
      }
    }
    targets = try order.compactMap { found[$0] }.map { target in
      try CheckTarget(target.profile, slot: slot, isNamed: target.isNamed, in: catalogue)
    }
    leftOut = Reason.allCases.compactMap { reason in
      let ids = leftOutReasons.filter { $0.value == reason && found[$0.key] == nil }.keys.sorted()
      return ids.isEmpty ? nil : (reason, ids)
    }
  }
}

extension TargetSelection {
  /// A note on what the patterns leave out, such as "left out: 6 targets without their own
  /// endpoint, 1 ended; name a target to include it". It is `nil` if no target is left out.
  public var remark: String? {
    guard !leftOut.isEmpty else { return nil }
    let parts = leftOut.map { reason, ids in
      "\(Quantity.grouped(ids.count)) \(words(for: reason))\(Self.few(ids))"
    }
    return "left out: \(parts.joined(separator: ", ")); name a target to include it"
  }

  private func words(for reason: Reason) -> String {
    switch reason {
    case .noEndpoint: "without their own endpoint"
    case .ended: "ended"
    case .noSlot:
      slot.map { "without a slot \"\($0.rawValue)\" for files" } ?? "without a slot for files"
    }
  }

  /// The maximum number of left-out targets that are named; more are only counted.
  private static let maximumNamed = 3

  /// Returns the ids in parentheses, or an empty text if there are too many.
  private static func few(_ ids: [TargetID]) -> String {
    ids.count > maximumNamed ? "" : " (\(ids.map(\.rawValue).joined(separator: ", ")))"
  }
}
