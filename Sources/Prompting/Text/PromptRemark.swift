public import Model

/// A finding on a shot file, with its location in the file.
public struct PromptRemark: Hashable, Sendable {
  /// The location in the shot file, or `nil` when the finding is about the whole file.
  public let location: TextLocation?
  public let finding: Finding

  public init(_ finding: Finding, at location: TextLocation?) {
    self.finding = finding
    self.location = location
  }
}

extension PromptRemark {
  package static func error(
    _ rule: RuleID, at location: TextLocation?, _ message: String, fix: String?,
    measured: String? = nil,
    limit: String? = nil, unit: String? = nil
  ) -> PromptRemark {
    PromptRemark(
      Finding(
        rule, .error, message: message, fix: fix, measured: measured, limit: limit, unit: unit),
      at: location)
  }

  package static func note(
    _ rule: RuleID, at location: TextLocation?, _ message: String, fix: String
  ) -> PromptRemark {
    PromptRemark(Finding(rule, .note, message: message, fix: fix), at: location)
  }
}

extension [PromptRemark] {
  /// The remarks sorted by place, with those on the whole file last. Remarks on one place keep
  /// their order.
  package var inOrder: [PromptRemark] {
    enumerated().sorted { left, right in
      let far = TextLocation(line: .max, column: 0)
      let (one, other) = (left.element.location ?? far, right.element.location ?? far)
      return (one, left.offset) < (other, right.offset)
    }.map(\.element)
  }

  /// Whether an error is among the remarks, so nothing can be sent.
  public var isFailed: Bool { contains { $0.finding.severity == .error } }
}
