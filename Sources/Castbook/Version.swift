/// The version of Castbook, as `castbook --version` prints it.
public enum Version {
  public static let text = "0.1.0"
  /// What made a copy, as records have it.
  static let tool = "castbook \(text)"
  /// The day of the version.
  public static let day = "2026-11-20"
}
