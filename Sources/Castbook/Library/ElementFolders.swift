internal import Files
internal import Library
internal import Media

/// A folder with a folder for each element, as `add --from` takes it.
///
/// The folder's name gives the handle; an `element.json` in it may say more. Its keys are those of a
/// revision: kind, handle, name, description, notes, aliases, tags, person, rights, and voice and lookOf
/// by handle; `roles` gives roles by file name, `order` the files that come first.
public enum ElementFolders {
  static let noteName = Array("element.json".utf8)
  /// The folder in which `castbook sort` puts what it could not place: no element.
  static let unsortedName = "_unsorted"

  /// The elements of a folder, in byte order of their folders' names.
  public static func drafts(in folder: FilePath, kind: ElementKind) throws -> [ElementDraft] {
    let names: [[UInt8]]
    switch Folder.names(in: folder) {
    case .success(let found): names = found
    case .failure(let failure):
      throw ElementLibraryError.wrong(
        "\(folder): \(failure.words)", fix: "name a folder that contains one folder per element")
    }
    let folders =
      names
      .filter { $0.first != UInt8(ascii: ".") && $0 != Array(unsortedName.utf8) }.map {
        folder.appending($0)
      }
      .filter { FileSystem.status($0)?.isFolder == true }
    guard !folders.isEmpty else {
      throw ElementLibraryError.wrong(
        "\(folder) contains no folders; --from expects one folder per element",
        fix: "for a single element: castbook add \(kind.rawValue) @NAME "
          + "\(folder.quoted)")
    }
    return try folders.map { try draft($0, kind: kind) }
  }

  /// Files that lie beside the folders, and are of no element.
  public static func strays(in folder: FilePath) -> [FilePath] {
    FileList([folder]).paths.filter { $0.folder == folder }
  }

  /// The folder of files that `castbook sort` could not place, and how many these are; `nil` where there are none.
  public static func unsorted(in folder: FilePath) -> (folder: FilePath, count: Int)? {
    let unsorted = folder.appending(unsortedName.utf8)
    guard FileSystem.status(unsorted)?.isFolder == true else { return nil }
    let count = FileList([unsorted]).paths.count
    return count == 0 ? nil : (unsorted, count)
  }

  private static func draft(_ folder: FilePath, kind: ElementKind) throws -> ElementDraft {
    let note = try ElementNote(folder.appending(noteName))
    let name = folder.name.text
    guard let handle = try note.handle ?? Handle(nearestTo: name) else {
      throw ElementLibraryError.wrong(
        "\(folder): its name has no letters a–z for a handle",
        fix: "write {\"handle\": \"NAME\"} into \(note.path.quoted)")
    }
    var draft = ElementDraft(try note.kind ?? kind, handle)
    draft.folder = folder
    draft.hasProposedName =
      try note.handle == nil && SortPlan.isProposed(handle) && !note.best.isEmpty
    draft.texts = try note.texts
    if name != handle.name { draft.nameWhenNew = name }
    draft.rights = try note.rights(in: folder)
    draft.voice = try note.reference("voice")
    draft.lookOf = try note.reference("lookOf")
    let roles = try note.roles
    let paths = try sorted(FileList([folder]).paths, by: note, roles)
    // What rights rest on is kept beside the files; as one of them only where the note says so.
    let document = draft.rights.document?.name.text
    let told = Set(try note.order).union(roles.keys)
    draft.files = paths.filter { path in
      path.folder != folder || path.name.text != document || told.contains(Wording.fileName(path))
    }.map { path in
      ElementDraft.File(path, role: roles[Wording.fileName(path)], isMet: true)
    }
    return draft
  }

  /// Files in the order that the note wants; what it names must be there.
  private static func sorted(
    _ paths: [FilePath], by note: ElementNote, _ roles: [String: Role]
  ) throws -> [FilePath] {
    var first = try note.order
    let known = Set(paths.map { Wording.fileName($0) })
    for name in roles.keys.sorted() where !known.contains(name) {
      throw note.absent(name, at: "roles[\"\(name)\"]", among: known)
    }
    for (place, name) in first.enumerated() where !known.contains(name) {
      throw note.absent(name, at: "order[\(place + 1)]", among: known)
    }
    // Proposals may name files that were moved meanwhile.
    first += try note.best.filter { known.contains($0) && !first.contains($0) }
    let places = Dictionary(first.enumerated().map { ($1, $0) }) { first, _ in first }
    return paths.enumerated().sorted { left, right in
      let ranks = [left, right].map { places[Wording.fileName($0.element)] ?? first.count }
      return (ranks[0], left.offset) < (ranks[1], right.offset)
    }.map(\.element)
  }
}
