internal import Files
internal import Library

/// Imports the pictures of another program's library as elements.
///
/// Files are copied, and the other library is never changed. Importing again adds only what is new,
/// since an element that has a file doesn't get it twice.
///
/// ```swift
/// let foreign = try await ImportForeign.library(of: .eagle, at: folder)
/// var mapping = ImportMapping(foreign, kind: .character)
/// let drafts = try ImportForeign.drafts(of: foreign, mapping)
/// let outcome = try await Add(drafts).run(in: library)
/// ```
public enum ImportForeign {
  /// Reads the library of another program.
  ///
  /// - Parameter progress: Called now and then with the number of files or items read.
  /// - Throws: `ElementLibraryError.invalidRequest` if it isn't one, or `CancellationError`.
  public static func library(
    of program: ForeignLibrary.Program, at folder: FilePath, progress: (Int) -> Void = { _ in }
  ) async throws -> ForeignLibrary {
    switch program {
    case .eagle: try EagleLibrary.read(folder, progress: progress)
    case .characters: try CharacterFolders.read(folder)
    case .pixlstash: try PixlStashVault.read(folder, progress: progress)
    case .characterFiles: try CharacterFiles.read(folder, progress: progress)
    case .photos: try await TaggedPhotos.read(folder, progress: progress)
    }
  }

  /// Returns the elements to add for the groups of a library. Groups that mean one element are
  /// joined.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if a group has no handle, or groups of one
  ///   handle have different kinds.
  public static func drafts(
    of library: ForeignLibrary, _ mapping: ImportMapping
  ) throws -> [ElementDraft] {
    var drafts: [ElementDraft] = []
    var indices: [Handle: Int] = [:]
    for (group, entry) in zip(library.groups, mapping.entries) where !entry.isLeftOut {
      guard let handle = entry.handle else {
        throw ElementLibraryError.invalidRequest(
          "\"\(sanitized(group.name))\" "
            + (Handle(nearestTo: group.ownName) == nil
              ? "has no letters a–z for a handle" : "would have the handle of another group"),
          fix:
            "write a mapping with --write-map FILE, name a handle there, and use it with --map FILE"
        )
      }
      let files = group.files.map(draft)
      if let index = indices[handle] {
        guard drafts[index].kind == entry.kind else {
          throw ElementLibraryError.invalidRequest(
            "\(handle) is a \(drafts[index].kind.rawValue) and a \(entry.kind.rawValue)",
            fix: "give both groups one kind in the mapping")
        }
        drafts[index].files += files
        let known = drafts[index].texts.tags
        drafts[index].texts.tags += tags(of: group).filter { !known.contains($0) }
        continue
      }
      var draft = ElementDraft(entry.kind, handle, files: files)
      if group.ownName != handle.name {
        draft.defaultName = RecordText.elementName(group.ownName)
      }
      draft.mayBeEmpty = group.mayBeEmpty
      draft.texts.tags = tags(of: group)
      let notes = RecordText.repaired(group.notes, RevisionRules.description)
      if !notes.isEmpty { draft.texts.notes = notes }
      let description = RecordText.repaired(group.description, RevisionRules.description)
      if !description.isEmpty { draft.texts.description = description }
      indices[handle] = drafts.count
      drafts.append(draft)
    }
    return drafts
  }

  /// Returns a file of a group as it is added.
  private static func draft(_ file: ForeignLibrary.File) -> ElementDraft.File {
    let note = RecordText.repaired(file.note, RevisionRules.note)
    var draft =
      switch file.source {
      case .path(let path): ElementDraft.File(path, role: file.role, note: note)
      case .bytes(let bytes, let name):
        ElementDraft.File(bytes, name: name, role: file.role, note: note)
      }
    draft.isRoleAssumed = file.isRoleAssumed
    return draft
  }

  /// Returns the tags of a group, as an element can have them.
  private static func tags(of group: ForeignLibrary.Group) -> [String] {
    var tags: [String] = []
    for tag in group.tags.map({ RecordText.repaired($0, RevisionRules.tag) })
    where !tag.isEmpty && !tags.contains(tag) && tags.count < RevisionRules.nameLimit {
      tags.append(tag)
    }
    return tags
  }
}
