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
