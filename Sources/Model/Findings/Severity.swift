/// How serious a finding is, from the least to the most serious.
public enum Severity: String, JSONConvertible, CaseIterable, Sendable {
  case note, warning, error
}

extension Severity: Comparable {
  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  /// The position in the order from harmless to serious.
  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}
