internal import Files
internal import Model

/// The libraries that Castbook's own package contains, with the Debian sources that they come from.
struct BundledLibraries {
  /// The number of Debian's release that the sources are from, or `nil` without such libraries.
  let release: String?
  /// The folder of the libraries.
  private let folder: String
  /// Where each library comes from, by the name of its file.
  private let sources: [String: (name: String, version: PackageVersion)]

  /// The longest list that is read, in bytes.
  private static let byteLimit = 1 << 20

  /// The libraries of the running program.
  static var current: BundledLibraries {
    FileSystem.programFolder.map(BundledLibraries.init(programs:)) ?? BundledLibraries()
  }

  /// No libraries: all are the system's.
  init() { self.init(release: nil, folder: "", list: nil) }

  /// Reads which libraries belong to the programs in a folder. A list that can't be read is empty.
  init(programs: some Sequence<UInt8>) {
    let place = FilePath(bytes: Array(programs) + Array("/../libexec/castbook".utf8))
    guard let place = place.flatMap(FileSystem.resolved),
      let bytes = try? FileSystem.read(
        place.appending("libraries.json".utf8), limit: Self.byteLimit),
      let list = try? JSONParser.parse(bytes)
    else {
      self.init()
      return
    }
    self.init(
      release: list["debian"]?.string, folder: place.appending("lib".utf8).text,
      list: list["libraries"])
  }

  private init(release: String?, folder: String, list: JSONValue?) {
    var sources: [String: (name: String, version: PackageVersion)] = [:]
    for member in list?.members ?? [] {
      guard let name = member.value["source"]?.string,
        let version = member.value["version"]?.string
      else { continue }
      sources[member.key] = (name, PackageVersion(version))
    }
    (self.release, self.folder, self.sources) = (release, folder, sources)
  }

  /// Returns the Debian source of a library by its path, or `nil` if it is not one of these.
  func source(of path: String) -> (name: String, version: PackageVersion)? {
    guard let slash = path.lastIndex(of: "/"), path[..<slash] == folder else { return nil }
    return sources[String(path[path.index(after: slash)...])]
  }
}
