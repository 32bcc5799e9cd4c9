internal import Files
internal import Library

/// The folder of a library, and how it was chosen.
public struct LibraryLocation: Hashable, Sendable {
  /// The library's folder.
  public let folder: FilePath
  /// How the folder was chosen.
  public let origin: Origin

  /// The source of a location.
  public enum Origin: Hashable, Sendable {
    /// The command line, or the program that uses this API.
    case argument
    /// The environment variable `CASTBOOK_LIBRARY`.
    case environment
    /// The default folder for the user's data.
    case standard
  }

  /// Creates a location that the caller names.
  public init(_ folder: FilePath) { self.init(folder, .argument) }

  private init(_ folder: FilePath, _ origin: Origin) {
    self.folder = folder
    self.origin = origin
  }

  /// Chooses a library's folder: the one that is named, else that of `CASTBOOK_LIBRARY`, else
  /// `castbook` in the folder for the user's data.
  ///
  /// ```swift
  /// let location = try LibraryLocation(environment: ProcessEnvironment.environment)
  /// ```
  ///
  /// - Parameter environment: Returns the bytes of an environment variable, or `nil` if it isn't
  ///   set.
  /// - Throws: `ElementLibraryError.noHomeDirectory` if neither of these nor a home directory is
  ///   known.
  public init(
    named: FilePath? = nil, environment: (String) -> [UInt8]?
  ) throws(ElementLibraryError) {
    if let named {
      self.init(named)
    } else if let folder = environment("CASTBOOK_LIBRARY").flatMap({ FilePath(bytes: $0) }) {
      self.init(folder, .environment)
    } else {
      self = try Self.standard(environment)
    }
  }

  /// Returns `castbook` in `XDG_DATA_HOME`, or in `~/.local/share` if that isn't set.
  private static func standard(
    _ environment: (String) -> [UInt8]?
  ) throws(ElementLibraryError) -> LibraryLocation {
    // The XDG Base Directory Specification says to ignore a relative path.
    if let data = environment("XDG_DATA_HOME"), data.first == UInt8(ascii: "/"),
      let folder = FilePath(bytes: data)
    {
      return LibraryLocation(folder.appending("castbook".utf8), .standard)
    }
    guard let home = environment("HOME").flatMap({ FilePath(bytes: $0) }) else {
      throw .noHomeDirectory
    }
    return LibraryLocation(home.appending(".local/share/castbook".utf8), .standard)
  }
}

/// The texts for a location without a library.
extension LibraryLocation {
  /// The message if there is no library at the location.
  var missingMessage: String {
    switch origin {
    case .argument:
      FileSystem.status(folder) == nil
        ? "\(folder): no such folder" : "\(folder) is not a library"
    case .environment: "\(folder), from $CASTBOOK_LIBRARY, is not a library yet"
    case .standard: "no library yet"
    }
  }

  /// The advice if there is no library at the location.
  var missingFix: String {
    switch origin {
    case .argument:
      "\(other.map { "leave out --library to use \($0), or create" } ?? "create") one: castbook init \(folder.quoted)"
    case .environment: "create one: castbook init; or name another with --library"
    case .standard:
      "create one: castbook init; or with three elements to try: castbook init --starter"
    }
  }

  /// The library that is used if none is named, or `nil` if it doesn't exist or is this one.
  private var other: FilePath? {
    guard let standard = try? LibraryLocation(environment: ProcessEnvironment.environment),
      standard.folder != folder, ElementLibrary.exists(at: standard)
    else { return nil }
    return standard.folder
  }
}
