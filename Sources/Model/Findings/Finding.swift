/// The outcome of one rule for a file or a set of files.
///
/// ```swift
/// var finding = Finding(
///   .imageTooSmall, .error, message: "256 × 900 px", fix: "use a larger original",
///   measured: "256", limit: "300", unit: "px")
/// finding.sentence  // "256 × 900 px: use a larger original"
/// ```
public struct Finding: Hashable, Sendable {
  public let rule: RuleID
  public private(set) var severity: Severity
  /// The target whose rule it is; `nil` for a rule that holds everywhere.
  public var target: TargetID?
  /// The slot of the target that the file was checked for.
  public var slot: Slot?
  /// How well the target's rule is known; `nil` for Castbook's own rules.
  public var basis: Basis?
  /// The measured value, as text.
  public var measured: String?
  /// The limit that was compared with it, as text.
  public var limit: String?
  /// The unit of `measured` and `limit`: `px`.
  public var unit: String?
  /// The affected part of the upright picture.
  public var box: PixelBox?
  /// The affected part of a sound or a clip.
  public var span: TimeSpan?
  /// What happened, in a few words for a line of a table.
  public package(set) var message: String
  /// What to do about it; `nil` when there is nothing to do.
  public package(set) var fix: String?

  public init(
    _ rule: RuleID, _ severity: Severity, message: String, fix: String? = nil,
    measured: String? = nil, limit: String? = nil, unit: String? = nil
  ) {
    self.rule = rule
    self.severity = severity
    self.message = message
    self.fix = fix
    self.measured = measured
    self.limit = limit
    self.unit = unit
  }

  /// What happened and what to do, as one line.
  public var sentence: String { fix.map { "\(message): \($0)" } ?? message }

  /// Whether the finding only notes that a file found in a folder is not media and can be ignored.
  public var isNonMediaNote: Bool { rule.category == .notMedia && severity == .note }

  /// Returns the same finding with another severity.
  public func raised(to severity: Severity) -> Finding {
    var raised = self
    raised.severity = severity
    return raised
  }
}

extension Finding: JSONConvertible {
  /// The finding as an object without the members that are not known:
  ///
  /// ```json
  /// {"rule": "image.too-small", "severity": "error", "target": "kling.v3-omni", "measured": "256"}
  /// ```
  public var json: JSONValue {
    [
      "rule": rule, "severity": severity, "target": target, "slot": slot, "basis": basis,
      "measured": measured, "limit": limit, "unit": unit, "box": box, "span": span,
      "message": message, "fix": fix,
    ]
  }
}
