/// The result of all findings on a file or a set.
public enum Status: String, JSONConvertible, Sendable {
  case pass, warn, fail

  /// The result of the most serious of the findings; `pass` when there are none.
  public init(_ findings: [Finding]) {
    self = .pass
    for finding in findings { self = max(self, Status(finding.severity)) }
  }

  /// The result of one finding, or of none.
  public init(_ severity: Severity?) {
    switch severity {
    case .error: self = .fail
    case .warning: self = .warn
    case .note, nil: self = .pass
    }
  }
}

extension Status: Comparable {
  private var rank: Int {
    switch self {
    case .pass: 0
    case .warn: 1
    case .fail: 2
    }
  }

  /// A worse status is greater.
  public static func < (left: Status, right: Status) -> Bool { left.rank < right.rank }
}
