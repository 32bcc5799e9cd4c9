public import Model

/// A finding on a shot file, with its place in the file.
public struct PromptRemark: Hashable, Sendable {
  /// The place in the shot file, or `nil` when the finding is about the whole file.
  public let place: TextLocation?
  /// The finding.
  public let finding: Finding

  public init(_ finding: Finding, at place: TextLocation?) {
    self.finding = finding
    self.place = place
  }
}

extension PromptRemark {
  /// Creates an error.
  package static func error(
    _ rule: RuleID, at place: TextLocation?, _ message: String, fix: String?,
    measured: String? = nil,
    limit: String? = nil, unit: String? = nil
  ) -> PromptRemark {
    PromptRemark(
      Finding(
        rule, .error, message: message, fix: fix, measured: measured, limit: limit, unit: unit),
      at: place)
  }

  /// Creates a note.
  package static func note(
    _ rule: RuleID, at place: TextLocation?, _ message: String, fix: String
  ) -> PromptRemark {
    PromptRemark(Finding(rule, .note, message: message, fix: fix), at: place)
  }
}

extension [PromptRemark] {
  /// The remarks sorted by place, with those on the whole file last. Remarks on one place keep
  /// their order.
  package var inOrder: [PromptRemark] {
    enumerated().sorted { left, right in
      let far = TextLocation(line: .max, column: 0)
      let (one, other) = (left.element.place ?? far, right.element.place ?? far)
      return (one, left.offset) < (other, right.offset)
    }.map(\.element)
  }

  /// Whether an error is among the remarks, so that nothing can be sent.
  public var isFailed: Bool { contains { $0.finding.severity == .error } }
}
