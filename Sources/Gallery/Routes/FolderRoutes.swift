internal import Castbook
internal import Files

/// The request for the folders from which the user chooses that of a project.
enum FolderRoutes {
  /// The number of folders above which the others are left out.
  private static let maximumCount = 1_000

  /// Returns the folders in a folder, by default in the user's home. Hidden ones are left out.
  static func list(_ context: RequestContext) throws -> JSONValue {
    let home = ProcessEnvironment.environment("HOME").flatMap { FilePath(bytes: $0) }
    let asked = context.target["in"].flatMap { $0.isEmpty ? nil : $0 }
    guard let wanted = asked.map({ FilePath($0) }) ?? home, wanted.text.hasPrefix("/"),
      let folder = FileSystem.resolved(wanted),
      FileSystem.statusFollowingLinks(folder)?.isFolder == true
    else { throw Refusal.notFound }
    guard case .success(let names) = Folder.names(in: folder) else {
      throw Refusal(
        status: 403, rule: "project.none", message: "this folder can't be read",
        fix: "choose another one")
    }
    let folders = names.filter { $0.first != UInt8(ascii: ".") }.compactMap(FilePath.init(bytes:))
      .filter { FileSystem.statusFollowingLinks(folder.appending($0.bytes))?.isFolder == true }
      .sorted { $0.naturallyPrecedes($1) }
    return [
      "castbook": "folders/1", "folder": folder.text,
      "parent": folder.folder == folder ? nil : folder.folder.text,
      "isProject": hasLock(folder), "isBundle": hasManifest(folder),
      "folders": folders.prefix(maximumCount).map { name in
        let path = folder.appending(name.bytes)
        return [
          "name": name.text, "path": path.text, "isProject": hasLock(path),
          "isBundle": hasManifest(path),
        ] as JSONValue
      }, "cut": (folders.count > maximumCount).orNil,
    ]
  }

  static func hasManifest(_ folder: FilePath) -> Bool {
    FileSystem.status(folder.appending(Array("bundle.json".utf8)))?.isFile == true
  }

  private static func hasLock(_ folder: FilePath) -> Bool {
    FileSystem.status(folder.appending(LockFile.name.utf8)) != nil
  }
}
