internal import Files
internal import Library

/// A file that was written to a folder of the user.
public struct WrittenFile: Sendable {
  /// The file's number in the element, or `nil` for its rights document.
  public let number: Int?
  public let path: FilePath
  public let blob: Digest
  /// Whether the same file existed at the path already and was left alone.
  public let wasThere: Bool
}

/// The verb `files`: writes an element's files to a folder, under the names they were added
/// with. If several files have one name, they are numbered.
///
/// ```swift
/// let files = try WriteFiles(of: HandleReference("@mira"), to: folder, replacing: false)
///   .run(in: library)
/// ```
///
/// A file that exists with the same bytes is left alone. If writing fails, the files that were new
/// are removed again.
public struct WriteFiles: Sendable {
  /// The element.
  public var element: HandleReference
  /// The folder, which is created if it doesn't exist.
  public var folder: FilePath
  /// Whether to replace existing files with other bytes. If `false`, they are an error, before
  /// anything is written.
  public var replaces: Bool
  /// Whether to write the element's rights document instead of its files.
  public var writesDocument: Bool

  /// Creates the verb for an element and a folder.
  public init(
    of element: HandleReference, to folder: FilePath, replacing: Bool, document: Bool = false
  ) {
    (self.element, self.folder, replaces, writesDocument) = (element, folder, replacing, document)
  }

  /// Writes the files.
  ///
  /// - Throws: `ElementLibraryError.forked` if the element is forked and no revision is named, and
  ///   `.invalidRequest` if there is no rights document.
  public func run(in library: ElementLibrary) throws -> [WrittenFile] {
    if writesDocument { return try writeDocument(of: library) }
    let found = try library.contents { try $0.unpinned(element) }
    var names = UniqueFileNames()
    let references = found.revision.revision.distinctReferences
    let plans = references.map { number, reference in
      let name = names.add(RecordText.portableName(reference.file, reference.blob))
      return (number: number, blob: reference.blob, name: name)
    }
    return try library.write(plans, to: folder, replacing: replaces)
  }

  /// Writes the rights document: the element's own, or that of the element it is a look of. Records
  /// don't keep the document's name, so it gets the handle's: `mira-rights.pdf`.
  private func writeDocument(of library: ElementLibrary) throws -> [WrittenFile] {
    let (found, document, format) = try library.contents { contents in
      let found = try contents.unpinned(element)
      var document = found.revision.revision.rights?.document
      if found.revision.revision.rights == nil, let base = found.revision.revision.lookOf,
        let entry = try contents.entries(of: base).first
      {
        document = try contents.revision(entry.revision)?.revision.rights?.document
      }
      let facts = try document.flatMap { try contents.blobs.facts(of: $0, as: .unnamed) }
      return (found, document, facts?.format)
    }
    guard let document else {
      throw ElementLibraryError.invalidRequest(
        "\(element) has no rights document",
        fix: "add one: castbook edit \(found.handle) --document FILE")
    }
    let suffix = format?.suffixes.first.map { ".\($0)" } ?? ""
    let plan = (number: Int?.none, blob: document, name: "\(found.handle.name)-rights\(suffix)")
    return try library.write([plan], to: folder, replacing: replaces)
  }
}

extension ElementLibrary {
  /// Writes blobs to a folder, all or none: every file is staged before the first one gets its
  /// name.
  fileprivate func write(
    _ files: [(number: Int?, blob: Digest, name: String)], to folder: FilePath, replacing: Bool
  ) throws -> [WrittenFile] {
    let plans = files.map { file in
      (file: file, path: folder.appending(Array(file.name.utf8)))
    }
    if !replacing {
      for plan in plans { try OutputFile.refuse(plan.path, unlessItIs: plan.file.blob) }
    }
    let missing = Self.missingFolders(folder)
    var staged: [(file: AtomicFile, path: FilePath)] = []
    var created: [FilePath] = []
    do {
      try Self.createFolders(folder)
      // All files are staged before the first one gets its name.
      let outcomes = try plans.map { plan in
        let bytes = try advisingFetch { try store.bytes(of: plan.file.blob) }
        guard let file = try OutputFile.stage(bytes, for: plan.path, replacing: replacing) else {
          return true
        }
        staged.append((file, plan.path))
        return false
      }
      while let (file, path) = staged.last {
        let isNew = FileSystem.status(path) == nil
        try file.publish(to: path, replacing: replacing)
        staged.removeLast()
        if isNew { created.append(path) }
      }
      return zip(plans, outcomes).map { plan, wasThere in
        WrittenFile(
          number: plan.file.number, path: plan.path, blob: plan.file.blob, wasThere: wasThere)
      }
    } catch {
      for (file, _) in staged { file.discard() }
      for path in created { try? FileSystem.remove(path) }
      for folder in missing { FileSystem.removeFolder(folder) }
      throw error
    }
  }

  /// Creates a folder and the missing folders above it.
  private static func createFolders(_ folder: FilePath) throws {
    do {
      try FileSystem.createFolders(folder)
    } catch {
      throw OutputFileError(path: folder, reason: "the folder can't be created", isInTheWay: false)
    }
  }

  /// Returns a folder and the folders above it, as far as they don't exist, the innermost first.
  private static func missingFolders(_ folder: FilePath) -> [FilePath] {
    var missing: [FilePath] = []
    var folder = folder
    while FileSystem.status(folder) == nil, missing.last != folder {
      missing.append(folder)
      folder = folder.folder
    }
    return missing
  }
}
