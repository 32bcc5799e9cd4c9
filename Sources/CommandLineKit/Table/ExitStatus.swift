/// What the program tells its parent at the end.
public struct ExitStatus: RawRepresentable, Hashable, Comparable, Sendable {
  public let rawValue: Int32

  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// The higher code wins where several apply.
  public static func < (left: ExitStatus, right: ExitStatus) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The work is done, nothing stands in the way; warnings are allowed.
  public static let success = ExitStatus(rawValue: 0)
  /// The work is done and found something that has to be fixed.
  public static let findings = ExitStatus(rawValue: 1)
  /// The command line is not understood.
  public static let usage = ExitStatus(rawValue: 2)
  /// The work could not be done.
  public static let failure = ExitStatus(rawValue: 3)
}
