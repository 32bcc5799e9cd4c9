internal import Files
internal import Model

/// The packages that Debian's package manager has installed, with their versions.
struct DebianPackages {
  /// The name of the system, such as `debian 12`, or `nil` if it doesn't state one.
  let system: String?
  /// The number of Debian's release, or `nil` on any other system.
  let release: String?
  private let folder: FilePath
  /// The versions of the installed packages by their names.
  private let versions: [String: PackageVersion]

  /// The longest list of packages that is read, in bytes.
  private static let byteLimit = 64 << 20

  /// Reads what is installed below a root folder.
  init(root: FilePath) {
    let words = Self.words(in: Self.text("etc/os-release", below: root) ?? "")
    let name = words["ID"]
    system = name.map { name in words["VERSION_ID"].map { "\(name) \($0)" } ?? name }
    release = name == "debian" ? words["VERSION_ID"] : nil
    folder = root.appending("var/lib/dpkg/info".utf8)
    versions = Self.versions(in: Self.text("var/lib/dpkg/status", below: root) ?? "")
  }

  /// Returns the first of some packages that is installed and contains a file, with its version.
  ///
  /// A library built from source is in no package, even if the package is installed, too.
  func package(
    _ names: [String], containing file: String
  ) -> (name: String, version: PackageVersion)? {
    // On systems whose /lib is a link, packages may list either path.
    let paths = Set([file, file.hasPrefix("/usr/") ? String(file.dropFirst(4)) : "/usr" + file])
    for name in names {
      guard let version = versions[name] else { continue }
      let architectures = ["", ":amd64", ":arm64"]
      let lists = architectures.lazy.compactMap { architecture in
        let path = folder.appending("\(name)\(architecture).list".utf8)
        return try? FileSystem.read(path, limit: Self.byteLimit)
      }
      guard let list = lists.first else { continue }
      let text = String(decoding: list, as: UTF8.self)
      if text.split(separator: "\n").contains(where: { paths.contains(String($0)) }) {
        return (name, version)
      }
    }
    return nil
  }

  /// Returns the versions of the installed packages in dpkg's list.
  private static func versions(in text: String) -> [String: PackageVersion] {
    var versions: [String: PackageVersion] = [:]
    var name: Substring?
    var isInstalled = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("Package: ") {
        (name, isInstalled) = (line.dropFirst(9), false)
      } else if line.hasPrefix("Status: ") {
        isInstalled = line.hasSuffix(" installed")
      } else if line.hasPrefix("Version: "), isInstalled, let name {
        versions[String(name)] = PackageVersion(String(line.dropFirst(9)))
      }
    }
    return versions
  }

  /// Returns the values of lines such as `ID=debian`.
  private static func words(in text: String) -> [String: String] {
    var words: [String: String] = [:]
    for line in text.split(separator: "\n") {
      guard let end = line.firstIndex(of: "=") else { continue }
      let value = line[line.index(after: end)...].filter { $0 != "\"" }
      words[String(line[..<end])] = value
    }
    return words
  }

  private static func text(_ name: String, below root: FilePath) -> String? {
    (try? FileSystem.read(root.appending(name.utf8), limit: byteLimit))
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
