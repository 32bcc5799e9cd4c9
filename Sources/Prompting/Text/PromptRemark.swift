public import Model

/// A finding on a shot file, with the place in it that it is about.
public struct PromptRemark: Hashable, Sendable {
  /// Nothing where it is about the file as a whole.
  public let place: TextPlace?
  public let finding: Finding

  public init(_ finding: Finding, at place: TextPlace?) {
    self.finding = finding
    self.place = place
  }
}

extension PromptRemark {
  package static func error(
    _ rule: RuleID, at place: TextPlace?, _ message: String, fix: String, measured: String? = nil,
    limit: String? = nil, unit: String? = nil
  ) -> PromptRemark {
    PromptRemark(
      Finding(
        rule, .error, message: message, fix: fix, measured: measured, limit: limit, unit: unit),
      at: place)
  }

  package static func note(
    _ rule: RuleID, at place: TextPlace?, _ message: String, fix: String
  ) -> PromptRemark {
    PromptRemark(Finding(rule, .note, message: message, fix: fix), at: place)
  }
}

extension [PromptRemark] {
  /// By place, those about the whole last; of one place as they were found.
  package var inOrder: [PromptRemark] {
    enumerated().sorted { left, right in
      let far = TextPlace(line: .max, column: 0)
      let (one, other) = (left.element.place ?? far, right.element.place ?? far)
      return (one, left.offset) < (other, right.offset)
    }.map(\.element)
  }

  /// Whether nothing can be sent.
  public var isFailed: Bool { contains { $0.finding.severity == .error } }
}
