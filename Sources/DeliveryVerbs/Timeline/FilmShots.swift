internal import Files
internal import Library
internal import Media

/// A shot file of a film.
struct FilmShot {
  let path: FilePath
  let digest: Digest
  /// The length that it states, in seconds; `nil` if it states none or can't be understood.
  let seconds: Int?
  /// Whether it is a shot file whatever the library knows: it was named, or it begins like one.
  let isCertain: Bool
  /// Where it is, as exports record it.
  let places: Set<ShotPlace>

  /// The name of the shot: that of the file, without its suffix.
  var name: String { String(decoding: path.stem, as: UTF8.self) }
}

/// The shot files of a film in their order: named ones, and those of named folders.
///
/// A folder's files come as people count, `shot-2` before `shot-10`. Folders in it are not
/// searched, since exports may be there. A file that was listed before is not repeated by a folder.
struct FilmShots {
  private(set) var shots: [FilmShot] = []
  /// The files of folders that can't be shot files, because they can't be read or are too long.
  private(set) var unreadable: [FilePath] = []
  /// The paths of all files that were looked at.
  private var listed: Set<FilePath> = []
  /// The project that was named; `nil` if each shot file belongs to the nearest one.
  private let project: Project?
  /// The user's home, where the search for a project ends.
  private let home: FilePath?
  /// The projects of folders; `nil` for a folder outside of projects.
  private var projects: [FilePath: Project?] = [:]

  /// The number of files of a folder above which it is not one of shot files.
  private static let maximumFiles = 10_000

  /// Reads the shot files.
  ///
  /// - Throws: `ElementLibraryError` if a named file is missing, can't be read or is too long;
  ///   `ProjectError` for a damaged lock file.
  init(_ paths: [FilePath], project: Project?, home: FilePath?) throws {
    self.project = project
    self.home = home
    for path in paths {
      if FileSystem.statusFollowingLinks(path)?.isFolder == true {
        try addFolder(path)
      } else {
        try add(path, isNamed: true)
      }
    }
  }

  private mutating func addFolder(_ folder: FilePath) throws {
    guard let names = Folder.names(in: folder, atMost: Self.maximumFiles) else {
      throw ElementLibraryError.invalidRequest(
        "\(folder): can't be read, or has more than \(Quantity.grouped(Self.maximumFiles)) files",
        fix: "name the shot files")
    }
    let files = names.compactMap(FilePath.init(bytes:))
      .filter { $0.bytes.first != UInt8(ascii: ".") }
      .sorted { $0.naturallyPrecedes($1) }
    for file in files {
      let path = folder.appending(file.bytes)
      guard FileSystem.statusFollowingLinks(path)?.isFile == true,
        !listed.contains(path)
      else { continue }
      try add(path, isNamed: false)
    }
  }

  /// Reads a shot file, which must be readable if it was named.
  private mutating func add(_ path: FilePath, isNamed: Bool) throws {
    listed.insert(path)
    let bytes: [UInt8]
    switch TextFile.read(path, limit: ShotFile.byteLimit) {
    case .success(let read): bytes = read
    case .failure(let failure):
      guard isNamed else { return unreadable.append(path) }
      throw ElementLibraryError.invalidRequest(
        "\(path): \(failure.message)",
        fix: path.nearest.map { "did you mean \($0.quoted)?" } ?? "name a shot file")
    }
    shots.append(
      FilmShot(
        path: path, digest: SHA256.digest(of: bytes),
        seconds: ShotFile.Reading(bytes).file?.seconds,
        isCertain: isNamed || ShotFile.isProbable(bytes), places: try places(of: path)))
  }

  /// Returns where a file is for an export in its project, and for one outside of projects.
  private mutating func places(of path: FilePath) throws -> Set<ShotPlace> {
    var places: Set = [ShotPlace(of: path, in: nil)]
    if let project = try project ?? nearestProject(to: path.folder) {
      places.insert(ShotPlace(of: path, in: project))
    }
    return places
  }

  private mutating func nearestProject(to folder: FilePath) throws -> Project? {
    if let known = projects[folder] { return known }
    let location = try ProjectLocation(from: folder, home: home)
    let found = location.hasLock ? try Project(at: location) : nil
    projects.updateValue(found, forKey: folder)
    return found
  }
}
