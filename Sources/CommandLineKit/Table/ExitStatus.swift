/// The exit code of the program. The codes are a promise to scripts.
public struct ExitStatus: RawRepresentable, Hashable, Comparable, Sendable {
  public let rawValue: Int32

  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// Orders by code, so the highest one wins where several apply.
  public static func < (left: ExitStatus, right: ExitStatus) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The work is done and found no problem; there may be warnings.
  public static let success = ExitStatus(rawValue: 0)
  /// The work is done and found a problem that must be fixed.
  public static let findings = ExitStatus(rawValue: 1)
  /// The command line is wrong.
  public static let usage = ExitStatus(rawValue: 2)
  /// The work could not be done.
  public static let failure = ExitStatus(rawValue: 3)
}
