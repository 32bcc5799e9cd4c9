/// The version of Castbook that this library was built from.
public enum Version {
  /// The version number, as `castbook --version` prints it.
  public static let text = "0.1.0"
  /// The tool that made a copy, as records and manifests name it.
  package static let tool = "castbook \(text)"
  /// The release day of the version, as `YYYY-MM-DD`.
  public static let day = "2026-11-20"
}
