internal import Files
internal import Library

/// Which folder is the library.
public struct LibraryLocation: Hashable, Sendable {
  public let folder: FilePath
  public let origin: Origin

  /// Where the folder was named.
  public enum Origin: Hashable, Sendable {
    /// On the command line, or by the program that calls.
    case argument
    /// In `CASTBOOK_LIBRARY`.
    case environment
    /// Nowhere: the usual folder for the user's data.
    case standard
  }

  public init(_ folder: FilePath) { self.init(folder, .argument) }

  private init(_ folder: FilePath, _ origin: Origin) {
    self.folder = folder
    self.origin = origin
  }

  /// The folder that is named, else that of `CASTBOOK_LIBRARY`, else `castbook` in the folder for the user's data.
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

  private static func standard(
    _ environment: (String) -> [UInt8]?
  ) throws(ElementLibraryError) -> LibraryLocation {
    // The standard says to ignore a path that is not absolute.
    if let data = environment("XDG_DATA_HOME"), data.first == UInt8(ascii: "/"),
      let folder = FilePath(bytes: data)
    {
      return LibraryLocation(folder.appending("castbook".utf8), .standard)
    }
    guard let home = environment("HOME").flatMap({ FilePath(bytes: $0) }) else { throw .homeless }
    return LibraryLocation(home.appending(".local/share/castbook".utf8), .standard)
  }
}

/// What to say where there is no library.
extension LibraryLocation {
  var absence: String {
    switch origin {
    case .argument:
      FileSystem.status(folder) == nil
        ? "\(folder): no such folder" : "\(folder) is not a library"
    case .environment: "\(folder), from $CASTBOOK_LIBRARY, is not a library yet"
    case .standard: "no library yet"
    }
  }

  var remedy: String {
    switch origin {
    case .argument:
      "\(other.map { "leave out --library to use \($0), or create" } ?? "create") one: castbook init \(folder.quoted)"
    case .environment: "create one: castbook init; or name another with --library"
    case .standard:
      "create one: castbook init; or with three elements to try: castbook init --starter"
    }
  }

  /// The library that is used when none is named, if there is one.
  private var other: FilePath? {
    guard let usual = try? LibraryLocation(environment: ProcessEnvironment.environment),
      usual.folder != folder, ElementLibrary.exists(at: usual)
    else { return nil }
    return usual.folder
  }
}
