internal import Files
internal import Library

extension ElementLibrary {
  /// A file that was written to a folder of the user.
  public struct WrittenFile: Sendable {
    /// The file's number in the element, or `nil` for its rights document.
    public let number: Int?
    public let path: FilePath
    public let blob: Digest
    /// Whether the same file existed at the path already and was left alone.
    public let wasThere: Bool
  }

  /// Writes an element's files to a folder, under the names they were added with. If several files
  /// have one name, they are numbered.
  ///
  /// ```swift
  /// let files = try library.write(filesOf: HandleReference("@mira"), to: folder, replacing: false)
  /// ```
  ///
  /// A file that exists with the same bytes is left alone. If writing fails, the files that were
  /// new are removed again.
  ///
  /// - Parameter replacing: Whether to replace existing files with other bytes. If `false`, they
  ///   are an error, before anything is written.
  /// - Throws: `ElementLibraryError.forked` if the element is forked and no revision is named.
  public func write(
    filesOf reference: HandleReference, to folder: FilePath, replacing: Bool
  ) throws -> [WrittenFile] {
    let found = try contents { try $0.unpinned(reference) }
    var names = UniqueFileNames()
    let references = found.revision.revision.distinctReferences
    let plans = references.map { number, reference in
      let name = names.add(RecordText.portableName(reference.file, reference.blob))
      return (number: number, blob: reference.blob, name: name)
    }
    return try write(plans, to: folder, replacing: replacing)
  }

  /// Writes the rights document of an element to a folder: its own, or that of the element it is a
  /// look of. Records don't keep the document's name, so it gets the handle's: `mira-rights.pdf`.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if there is no rights document.
  public func write(
    documentOf reference: HandleReference, to folder: FilePath, replacing: Bool
  ) throws -> WrittenFile {
    let (found, document, format) = try contents { contents in
      let found = try contents.unpinned(reference)
      var document = found.revision.revision.rights?.document
      if found.revision.revision.rights == nil, let base = found.revision.revision.lookOf,
        let entry = try contents.entries(of: base).first
      {
        document = try contents.revision(entry.revision)?.revision.rights?.document
      }
      let facts = try document.flatMap { try contents.facts(of: $0, as: .unnamed) }
      return (found, document, facts?.format)
    }
    guard let document else {
      throw ElementLibraryError.invalidRequest(
        "\(reference) has no rights document",
        fix: "add one: castbook edit \(found.handle) --document FILE")
    }
    let suffix = format?.suffixes.first.map { ".\($0)" } ?? ""
    let plan = (number: Int?.none, blob: document, name: "\(found.handle.name)-rights\(suffix)")
    let written = try write([plan], to: folder, replacing: replacing)
    return written[0]
  }

  /// Writes blobs to a folder, all or none: every file is staged before the first one gets its
  /// name.
  private func write(
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
      try Self.makeFolders(folder)
      // All files are staged before the first one gets its name.
      let outcomes = try plans.map { plan in
        let bytes = try self.bytes(of: plan.file.blob)
        guard let file = try OutputFile.stage(bytes, for: plan.path, replacing: replacing) else {
          return true
        }
        staged.append((file, plan.path))
        return false
      }
      while let (file, path) = staged.last {
        let isNew = FileSystem.status(path) == nil
        try file.move(to: path, replacing: replacing)
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

  /// Returns the bytes of a blob, and translates errors to those of this API.
  private func bytes(of blob: Digest) throws -> [UInt8] {
    return try store.bytes(of: blob)
  }

  /// Creates a folder and the missing folders above it.
  private static func makeFolders(_ folder: FilePath) throws {
    do {
      try FileSystem.makeFolders(folder)
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
