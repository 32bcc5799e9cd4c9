/// How serious a finding is, from the least to the most serious.
public enum Severity: String, JSONConvertible, CaseIterable, Comparable, Sendable {
  case note, warning, error

  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  /// The position in the order from harmless to serious.
  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
