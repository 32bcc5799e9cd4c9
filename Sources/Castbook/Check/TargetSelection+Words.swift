extension TargetSelection {
  /// "left out: 6 targets without an endpoint, 1 ended; name them to ask them": what a pattern that
  /// sounds like everything does not ask. Nothing where it asks all that it means.
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

  private static let mostNamed = 3

  private static func few(_ ids: [TargetID]) -> String {
    ids.count > mostNamed ? "" : " (\(ids.map(\.rawValue).joined(separator: ", ")))"
  }
}
