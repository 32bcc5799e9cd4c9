internal import Files
public import Model

/// How this program was installed.
///
/// ```swift
/// print("castbook \(Version.text) (\(Installation.current.words))")
/// ```
public enum Installation: String, JSONConvertible, Sendable {
  /// By pip, uv or pipx.
  case wheel
  /// As a package of Debian.
  case deb
  /// From an archive that was unpacked.
  case archive
  /// Where it was compiled, or copied from there.
  case source

  /// The file in which packages state their kind, from the folder of the program.
  private static let mark = "/../libexec/castbook/installation"

  /// How the running program was installed.
  public static var current: Installation { FileSystem.programFolder.map(at) ?? .source }

  /// Returns how the programs in a folder were installed.
  static func at(_ folder: some Sequence<UInt8>) -> Installation {
    guard let path = FilePath(bytes: Array(folder) + Array(mark.utf8)),
      FileSystem.status(path)?.isFile == true,
      let bytes = try? FileSystem.read(path, limit: 64),
      let text = String(validating: bytes, as: UTF8.self),
      let word = text.split(whereSeparator: \.isWhitespace).first
    else { return .source }
    return Installation(rawValue: String(word)) ?? .source
  }

  /// The way in words: `Debian package`.
  public var words: String {
    switch self {
    case .wheel: "Python wheel"
    case .deb: "Debian package"
    case .archive: "archive"
    case .source: "built from source"
    }
  }
}
