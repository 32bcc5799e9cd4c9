internal import Files
internal import Library
internal import Media

extension SortPlan {
  /// The folder for what could not be placed; `castbook add --from` skips it.
  public static let unsortedName = ElementFolders.unsortedName

  /// What was written.
  public struct Written: Sendable {
    public let folder: FilePath
    /// How many folders for elements there are, and how many files in them.
    public let elements: Int
    public let files: Int
    /// How many files are in the folder for the rest.
    public let unsorted: Int
  }

  /// Fails when nothing can be written to a folder: before work whose result would be lost.
  public static func preflight(_ folder: FilePath) throws {
    guard let status = FileSystem.followed(folder) else {
      if FileSystem.status(folder) != nil {
        throw OutputError(
          path: folder, reason: "is a link to a missing folder", isInTheWay: true,
          fix: "name another folder")
      }
      return
    }
    guard status.isFolder else {
      throw OutputError(
        path: folder, reason: "is a file", isInTheWay: true, fix: "name another folder")
    }
    guard try FileSystem.names(in: folder).isEmpty else {
      throw OutputError(
        path: folder, reason: "the folder is not empty; sort does not overwrite files",
        isInTheWay: true, fix: "name a new folder")
    }
  }

  /// Writes a folder for each group, with copies of its files and an `element.json`, and one for the rest. All of
  /// them, or nothing. Originals stay as they are.
  public func write(
    to folder: FilePath, isCancelled: () -> Bool = { false }, each: (FilePath) -> Void = { _ in }
  ) throws -> Written {
    try Self.preflight(folder)
    let isNew = FileSystem.status(folder) == nil
    do {
      try FileSystem.makeFolders(folder)
      let workshop = try FileSystem.makeTemporaryFolder(in: folder)
      var placed: [FilePath] = []
      do {
        let names = try fill(workshop, isCancelled, each)
        try? FileSystem.syncEverything(around: workshop)
        for name in names {
          let place = folder.appending(name.utf8)
          guard try FileSystem.move(workshop.appending(name.utf8), toUnused: place) else {
            throw OutputError(path: place, reason: "appeared in the meantime", isInTheWay: true)
          }
          placed.append(place)
        }
        try? FileSystem.removeAll(workshop)
      } catch {
        for path in placed + [workshop] { try? FileSystem.removeAll(path) }
        throw error
      }
    } catch {
      if isNew { FileSystem.removeFolder(folder) }
      guard let error = error as? FileError else { throw error }
      throw OutputError(path: error.path, reason: error.reason, isInTheWay: false)
    }
    return Written(
      folder: folder, elements: groups.count,
      files: groups.reduce(0) { $0 + $1.pictures.count + $1.beside.count }, unsorted: rest.count)
  }

  /// Every sound file that is in no group.
  private var rest: [FilePath] { undetermined.map(\.path) + clips + sounds }

  /// Writes all folders into one; returns their names.
  private func fill(
    _ workshop: FilePath, _ isCancelled: () -> Bool, _ each: (FilePath) -> Void
  ) throws -> [String] {
    for group in groups {
      let inner = workshop.appending(group.handle.name.utf8)
      let paths = group.pictures.map(\.path) + group.beside
      let names = try copy(paths, to: inner, isCancelled, each)
      let ranks = group.pictures.map(\.rank)
      let best = zip(names, ranks).filter { $0.1 != nil }
        .sorted { ($0.1 ?? 0) < ($1.1 ?? 0) }.map { JSONValue.string($0.0) }
      let note: JSONValue = ["best": .array(best)]
      try FileSystem.create(
        inner.appending(ElementFolders.noteName), Array((note.indentedText + "\n").utf8),
        isDurable: false)
    }
    let folders = groups.map(\.handle.name)
    guard !rest.isEmpty else { return folders }
    _ = try copy(rest, to: workshop.appending(Self.unsortedName.utf8), isCancelled, each)
    return folders + [Self.unsortedName]
  }

  /// Copies files into a new folder; returns the names that they have there.
  private func copy(
    _ paths: [FilePath], to folder: FilePath, _ isCancelled: () -> Bool, _ each: (FilePath) -> Void
  ) throws -> [String] {
    try FileSystem.makeFolder(folder)
    var names = FileNames(reserved: [String(decoding: ElementFolders.noteName, as: UTF8.self)])
    return try paths.map { path in
      if isCancelled() { throw CancellationError() }
      let name = names.add(FileName.fit(Wording.fileName(path), or: "file"))
      guard let file = try ReadableFile.open(path, followingLinks: true) else {
        throw OutputError(
          path: path, reason: "no longer exists", isInTheWay: false, fix: "sort again")
      }
      let copy = try WritableFile(folder.appending(name.utf8), mode: 0o666)
      try file.forEachPiece { try copy.write($0) }
      each(path)
      return name
    }
  }
}
