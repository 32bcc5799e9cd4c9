/// The result of all findings on a file or a set.
public enum Status: String, JSONConvertible, CaseIterable, Comparable, Sendable {
  case pass, warn, fail

  /// The result of the most serious of the findings; `pass` when there are none.
  public init(_ findings: [Finding]) { self.init(findings.map(\.severity).max()) }

  /// The result of one finding, or of none.
  public init(_ severity: Severity?) {
    switch severity {
    case .error: self = .fail
    case .warning: self = .warn
    case .note, nil: self = .pass
    }
  }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// A worse status is greater.
  public static func < (left: Status, right: Status) -> Bool { left.rank < right.rank }
}
