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
    guard let wanted = asked.map({ FilePath($0) }) ?? home, let folder = folder(at: wanted) else {
      throw Refusal.notFound
    }
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
      "isProject": hasLock(folder), "isBundle": BundlePaths.isBundle(folder),
      "folders": folders.prefix(maximumCount).map { name in
        let path = folder.appending(name.bytes)
        return [
          "name": name.text, "path": path.text, "isProject": hasLock(path),
          "isBundle": BundlePaths.isBundle(path),
        ] as JSONValue
      }, "cut": (folders.count > maximumCount).orNil,
    ]
  }

  /// Returns the folder that the field `folder` names, with its links resolved.
  ///
  /// - Throws: `Refusal` if there is none.
  static func chosen(in fields: WebObject) throws -> FilePath {
    guard let path = FilePath(try fields.required("folder")), let folder = folder(at: path) else {
      throw Refusal.badRequest("the folder does not exist")
    }
    return folder
  }

  /// Returns the folder at an absolute path, with its links resolved; `nil` if there is none.
  private static func folder(at path: FilePath) -> FilePath? {
    guard path.bytes.first == UInt8(ascii: "/"), let folder = FileSystem.resolved(path),
      FileSystem.status(folder)?.isFolder == true
    else { return nil }
    return folder
  }

  private static func hasLock(_ folder: FilePath) -> Bool {
    FileSystem.status(folder.appending(LockFile.name.utf8)) != nil
  }
}
