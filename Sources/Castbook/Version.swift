/// The version of Castbook, as `castbook --version` prints it.
public enum Version {
  public static let text = "0.1.0"
}
