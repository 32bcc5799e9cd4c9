internal import Files

/// Reads a cast as skills of agents keep it: a folder for each character with `character.json`
/// (`name`, `description` …) and its pictures in `refs/`.
enum CharacterFolders {
  private static let recordName = "character.json"
  private static let picturesName = "refs"
  private static let byteLimit = 1 << 20

  /// Reads the characters in a folder, or in its folder `characters`.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if there are none.
  static func read(_ folder: FilePath) throws -> ForeignLibrary {
    let inner = folder.appending("characters".utf8)
    let root = FileSystem.status(inner)?.isFolder == true ? inner : folder
    let names: [[UInt8]]
    switch Folder.names(in: root) {
    case .success(let found): names = found
    case .failure(let failure):
      throw ElementLibraryError.invalidRequest("\(root): \(failure.message)", fix: fix)
    }
    var leftOut = LeftOutFiles()
    let groups = names.sorted { $0.lexicographicallyPrecedes($1) }.compactMap { name in
      group(root.appending(name), &leftOut)
    }
    guard !groups.isEmpty else {
      throw ElementLibraryError.invalidRequest(
        "\(folder) contains no folder with \(recordName)", fix: fix)
    }
    return ForeignLibrary(
      program: .characters, folder: folder, groups: groups, leftOut: leftOut.all)
  }

  private static let fix = "name the folder that contains a folder for each character"

  private static func group(
    _ folder: FilePath, _ leftOut: inout LeftOutFiles
  ) -> ForeignLibrary.Group? {
    let record = folder.appending(recordName.utf8)
    guard FileSystem.status(folder)?.isFolder == true, FileSystem.status(record)?.isFile == true
    else { return nil }
    guard case .success(let bytes) = TextFile.read(record, limit: byteLimit),
      let value = try? JSONParser.parse(bytes), value.members != nil
    else {
      leftOut.add(folder.name.text, "its \(recordName) can't be read")
      return nil
    }
    var group = ForeignLibrary.Group(name: value["name"]?.string ?? folder.name.text)
    group.description = value["description"]?.string ?? value["appearance"]?.string ?? ""
    group.notes = value["notes"]?.string ?? ""
    group.tags = (value["tags"]?.array ?? []).compactMap(\.string)
    let pictures = folder.appending(picturesName.utf8)
    let files = FileSystem.status(pictures)?.isFolder == true ? FileList([pictures]).files : []
    for file in files {
      // A link may lead anywhere.
      if FileSystem.status(file.path)?.isFile == true {
        group.files.append(ForeignLibrary.File(path: file.path, note: ""))
      } else {
        leftOut.add(file.path.name.text, "a link")
      }
    }
    if group.files.isEmpty { leftOut.add(group.name, "without pictures in \(picturesName)/") }
    return group.files.isEmpty ? nil : group
  }
}
