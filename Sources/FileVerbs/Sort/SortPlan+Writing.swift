internal import Files
internal import Media
internal import UnicodeText

extension SortPlan {
  /// The name of the folder for files that belong to no group. `castbook add --from` skips it.
  public static let unsortedName = "_unsorted"
  /// The name of the file in an element's folder that describes it.
  package static let noteName = Array("element.json".utf8)
  /// The name of the file in the folder for the rest that says what its pictures may show.
  static let candidatesName = Array("candidates.txt".utf8)

  /// The result of writing a plan.
  public struct Written: Sendable {
    /// The folder that contains all others.
    public let folder: FilePath
    /// The number of folders for elements.
    public let elements: Int
    /// The number of files in the folders for elements.
    public let files: Int
    /// The number of files in the folder for the rest.
    public let unsorted: Int
  }

  /// Throws an error if nothing can be written to a folder, before work whose result would be lost.
  /// A missing or empty folder is fine.
  public static func preflight(_ folder: FilePath) throws {
    guard let status = FileSystem.statusFollowingLinks(folder) else {
      if FileSystem.status(folder) != nil {
        throw OutputFileError(
          path: folder, reason: "is a link to a missing folder", isInTheWay: true,
          fix: "name another folder")
      }
      return
    }
    guard status.isFolder else {
      throw OutputFileError(
        path: folder, reason: "is a file", isInTheWay: true, fix: "name another folder")
    }
    guard try FileSystem.names(in: folder).isEmpty else {
      throw OutputFileError(
        path: folder, reason: "the folder is not empty; sort does not overwrite files",
        isInTheWay: true, fix: "name a new folder")
    }
  }

  /// Writes a folder for each group, with copies of its files and an `element.json`, and one folder
  /// for the rest. Either all of them are written, or none. The originals stay as they are.
  ///
  /// - Parameters:
  ///   - folder: A new or empty folder.
  ///   - each: Called with each original after it was copied.
  /// - Throws: `OutputFileError`, or `CancellationError` if the task is cancelled.
  public func write(
    to folder: FilePath, each: (FilePath) -> Void = { _ in }
  ) throws -> Written {
    try Self.preflight(folder)
    let isNew = FileSystem.status(folder) == nil
    do {
      try FileSystem.createFolders(folder)
      let staging = try FileSystem.makeTemporaryFolder(in: folder)
      var placed: [FilePath] = []
      do {
        let names = try fill(staging, each)
        try? FileSystem.syncEverything(around: staging)
        for name in names {
          let destination = folder.appending(name.utf8)
          guard try FileSystem.move(staging.appending(name.utf8), toUnused: destination) else {
            throw OutputFileError(
              path: destination, reason: "appeared in the meantime", isInTheWay: true)
          }
          placed.append(destination)
        }
        try? FileSystem.removeAll(staging)
      } catch {
        for path in placed + [staging] { try? FileSystem.removeAll(path) }
        throw error
      }
    } catch {
      if isNew { FileSystem.removeFolder(folder) }
      throw OutputFileError.about(nil, error)
    }
    return Written(
      folder: folder, elements: groups.count,
      files: groups.reduce(0) { $0 + $1.pictures.count + $1.clipsAndSounds.count },
      unsorted: ungrouped.count)
  }

  /// The intact files that are in no group.
  private var ungrouped: [FilePath] { undetermined.map(\.path) + clips + sounds }

  /// Writes all folders into `staging`, and returns their names.
  private func fill(_ staging: FilePath, _ each: (FilePath) -> Void) throws -> [String] {
    for group in groups {
      let inner = staging.appending(group.handle.name.utf8)
      let paths = group.pictures.map(\.path) + group.clipsAndSounds
      let names = try copy(paths, to: inner, each)
      let ranks = group.pictures.map(\.rank)
      let best = zip(names, ranks).filter { $0.1 != nil }
        .sorted { ($0.1 ?? 0) < ($1.1 ?? 0) }.map(\.0)
      let note: JSONValue = ["kind": group.kind, "best": best]
      try FileSystem.create(
        inner.appending(Self.noteName), Array((note.indentedText + "\n").utf8),
        isDurable: false)
    }
    let folders = groups.map(\.handle.name)
    guard !ungrouped.isEmpty else { return folders }
    let rest = staging.appending(Self.unsortedName.utf8)
    let names = try copy(ungrouped, to: rest, each)
    let lines = zip(names, undetermined).compactMap { name, picture in
      picture.candidates.isEmpty ? nil : "\(name): \(picture.candidateWords)\n"
    }
    if !lines.isEmpty {
      try FileSystem.create(
        rest.appending(Self.candidatesName), Array(lines.joined().utf8), isDurable: false)
    }
    return folders + [Self.unsortedName]
  }

  /// Copies files into a new folder, and returns the names that they have there. Names that would
  /// be equal get a number.
  private func copy(
    _ paths: [FilePath], to folder: FilePath, _ each: (FilePath) -> Void
  ) throws -> [String] {
    try FileSystem.createFolder(folder)
    var names = UniqueFileNames(
      reserved: [Self.noteName, Self.candidatesName].map { String(decoding: $0, as: UTF8.self) })
    return try paths.map { path in
      try Task.checkCancellation()
      let name = names.add(FileName.validName(NormalText.nfc(path.name.text), or: "file"))
      guard let file = try ReadableFile.open(path, followingLinks: true) else {
        throw OutputFileError(
          path: path, reason: "no longer exists", isInTheWay: false, fix: "sort again")
      }
      // Not a `CopySource`: the user's originals are copied as they are now and have no digest yet.
      let copy = try WritableFile(folder.appending(name.utf8), mode: 0o666)
      try file.forEachPiece { try copy.write($0) }
      each(path)
      return name
    }
  }
}
