internal import Files
internal import Library
internal import Media

/// A folder that contains one folder per element, as `add --from` accepts it.
///
/// ```swift
/// let drafts = try ElementFolders.drafts(in: folder, kind: .character)
/// let outcome = try await Add(drafts).run(in: library)
/// ```
///
/// An element's handle is derived from the name of its folder. An `element.json` in the folder may
/// say more. Its keys are those of a revision (kind, handle, name, description, notes, aliases,
/// tags, person and rights), voice and lookOf by handle, `roles` by file name, and `order`, which
/// lists the files that come first. A text file with the name of a picture is its caption, and
/// becomes its note.
public enum ElementFolders {
  /// Returns the elements of a folder, in the byte order of their folders' names.
  ///
  /// - Parameter kind: The kind of elements whose `element.json` states none.
  /// - Throws: `ElementLibraryError.invalidRequest` if the folder contains no folders, or if one of
  ///   them has no usable name or `element.json`.
  public static func drafts(in folder: FilePath, kind: ElementKind) throws -> [ElementDraft] {
    let names: [[UInt8]]
    switch Folder.names(in: folder) {
    case .success(let found): names = found
    case .failure(let failure):
      throw ElementLibraryError.invalidRequest(
        "\(folder): \(failure.message)", fix: "name a folder that contains one folder per element")
    }
    let folders =
      names
      .filter { $0.first != UInt8(ascii: ".") && $0 != Array(SortPlan.unsortedName.utf8) }.map {
        folder.appending($0)
      }
      .filter { FileSystem.status($0)?.isFolder == true }
    guard !folders.isEmpty else {
      throw ElementLibraryError.invalidRequest(
        "\(folder) contains no folders; --from expects one folder per element",
        fix: "for a single element: castbook add \(kind.rawValue) @NAME "
          + "\(folder.quoted)")
    }
    return try folders.map { try draft($0, kind: kind) }
  }

  /// Returns the files beside the folders, which belong to no element. The files that describe a
  /// dataset are none of them.
  public static func strays(in folder: FilePath) -> [FilePath] {
    FileList([folder]).files.map(\.path).filter { path in
      path.folder == folder && !datasetNames.contains(path.name.text)
    }
  }

  /// The names of the files that `castbook export --layout` writes beside the folders.
  private static let datasetNames: Set = ["dataset.json", "ai-toolkit.yaml"]

  /// Returns the folder of the files that `castbook sort` could not place and their number, or
  /// `nil` if there are none.
  public static func unsorted(in folder: FilePath) -> (folder: FilePath, count: Int)? {
    let unsorted = folder.appending(SortPlan.unsortedName.utf8)
    guard FileSystem.status(unsorted)?.isFolder == true else { return nil }
    let count = FileList([unsorted]).files.count
    return count == 0 ? nil : (unsorted, count)
  }

  /// Returns the element of one folder.
  private static func draft(_ folder: FilePath, kind: ElementKind) throws -> ElementDraft {
    let note = try ElementNote(folder.appending(SortPlan.noteName))
    let all = FileList([folder]).files.map(\.path)
    let captions = try CaptionFiles(all, in: folder)
    let name = captions.elementName
    guard let handle = try note.handle ?? Handle(nearestTo: name) else {
      throw ElementLibraryError.invalidRequest(
        "\(folder): its name has no letters a–z for a handle",
        fix: "write {\"handle\": \"NAME\"} into \(note.path.quoted)")
    }
    var draft = ElementDraft(try note.kind ?? kind, handle)
    draft.folder = folder
    draft.hasProposedHandle =
      try note.handle == nil && SortPlan.isProposed(handle) && !note.best.isEmpty
    draft.texts = try note.texts
    if name != handle.name { draft.defaultName = name }
    draft.rights = try note.rights(in: folder)
    draft.voice = try note.reference("voice")
    draft.lookOf = try note.reference("lookOf")
    let roles = try note.roles
    let paths = try sorted(all.filter { !captions.files.contains($0) }, by: note, roles)
    // The rights document is stored beside the files. It is one of them only if the note lists it.
    let document = draft.rights.document?.name.text
    let listedNames = Set(try note.order).union(roles.keys)
    draft.files = paths.filter { path in
      path.folder != folder || path.name.text != document
        || listedNames.contains(RecordText.fileName(path))
    }.map { path in
      ElementDraft.File(
        path, role: roles[RecordText.fileName(path)], note: captions.notes[path] ?? "",
        isFromFolder: true)
    }
    return draft
  }

  /// Returns files in the order that the note states.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if the note names a file that doesn't exist.
  private static func sorted(
    _ paths: [FilePath], by note: ElementNote, _ roles: [String: Role]
  ) throws -> [FilePath] {
    var first = try note.order
    let known = Set(paths.map { RecordText.fileName($0) })
    for name in roles.keys.sorted() where !known.contains(name) {
      throw note.missingFile(name, at: "roles[\"\(name)\"]", among: known)
    }
    for (index, name) in first.enumerated() where !known.contains(name) {
      throw note.missingFile(name, at: "order[\(index + 1)]", among: known)
    }
    // Files that `sort` proposed may have been moved since.
    first += try note.best.filter { known.contains($0) && !first.contains($0) }
    let positions = Dictionary(first.enumerated().map { ($1, $0) }) { first, _ in first }
    return paths.enumerated().sorted { left, right in
      let ranks = [left, right].map { positions[RecordText.fileName($0.element)] ?? first.count }
      return (ranks[0], left.offset) < (ranks[1], right.offset)
    }.map(\.element)
  }
}
