internal import Files
internal import Library

extension ElementLibrary {
  /// A file that was written for the user.
  public struct WrittenFile: Sendable {
    /// Its number in the element; nothing for the document of its rights.
    public let number: Int?
    public let path: FilePath
    public let blob: Digest
    /// Whether the very same file was there already.
    public let wasThere: Bool
  }

  /// Writes an element's files into a folder, under the names they came with; files of one name get
  /// numbers. What is there and equal is left, what differs is refused unless it may be replaced. A fork
  /// has to be told which one.
  public func write(
    filesOf reference: HandleReference, to folder: FilePath, replacing: Bool
  ) throws -> [WrittenFile] {
    let found = try contents { try $0.unpinned(reference) }
    var names = FileNames()
    let references = found.revision.revision.distinctReferences
    let plans = references.map { number, reference in
      let name = names.add(Wording.fitName(reference.file, reference.blob))
      return (number: number, blob: reference.blob, name: name)
    }
    return try write(plans, to: folder, replacing: replacing)
  }

  /// Writes the document that an element's rights rest on into a folder: its own, or that of what it is a
  /// look of. Records keep no name of it; it gets the handle's, `mira-rights.pdf`.
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
      let facts = try document.flatMap { try contents.facts(of: $0, as: .nameless) }
      return (found, document, facts?.format)
    }
    guard let document else {
      throw ElementLibraryError.wrong(
        "\(reference) has no rights document",
        fix: "add one: castbook edit \(found.handle) --document FILE")
    }
    let suffix = format?.suffixes.first.map { ".\($0)" } ?? ""
    let plan = (number: Int?.none, blob: document, name: "\(found.handle.name)-rights\(suffix)")
    let written = try write([plan], to: folder, replacing: replacing)
    return written[0]
  }

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
    var placed: [FilePath] = []
    do {
      try Self.makeFolders(folder)
      // All of them are written before the first one has its name.
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
        if isNew { placed.append(path) }
      }
      return zip(plans, outcomes).map { plan, wasThere in
        WrittenFile(
          number: plan.file.number, path: plan.path, blob: plan.file.blob, wasThere: wasThere)
      }
    } catch {
      for (file, _) in staged { file.discard() }
      for path in placed { try? FileSystem.remove(path) }
      for folder in missing { FileSystem.removeFolder(folder) }
      throw error
    }
  }

  private func bytes(of blob: Digest) throws -> [UInt8] {
    do {
      return try store.bytes(of: blob)
    } catch {
      throw ElementLibraryError.telling(error)
    }
  }

  private static func makeFolders(_ folder: FilePath) throws {
    do {
      try FileSystem.makeFolders(folder)
    } catch {
      throw OutputError(path: folder, reason: "the folder can't be created", isInTheWay: false)
    }
  }

  /// A folder and those above it that are not there, the innermost first.
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
