internal import Library
internal import Media

/// Reads files that are being added: each file is read once, inspected, and staged beside the
/// blobs.
struct Intake {
  /// The library that the files are added to.
  let library: ElementLibrary

  /// A file that is to be added.
  struct Item: Sendable {
    /// The index of the draft that the file belongs to.
    let draft: Int
    let source: Source
    let role: Role?
    let note: String
    /// Whether the user named the file itself. If `false`, it was found in a folder.
    var isNamed = true
    /// Whether the path must be checked to be an ordinary file before it is opened.
    var mayNotBeRegular = true
    /// The reason why the file can't be read, if that is already known.
    var problem: FileProblem?
    /// The sheet that the file was cut from, if it is a view of one.
    var origin: Origin?

    /// A turnaround sheet and the steps that cut a view from it.
    struct Origin: Sendable {
      let sheet: Digest
      let steps: [PreparationStep]
    }

    /// Where the bytes of the file are.
    enum Source: Sendable {
      case path(FilePath)
      /// The bytes of a file in memory, and the name that it gets.
      case bytes([UInt8], name: FilePath)
    }

    /// The path of the file, or the name of bytes in memory.
    var path: FilePath {
      switch source {
      case .path(let path): path
      case .bytes(_, let name): name
      }
    }
  }

  /// A file that was inspected and, if it can be kept, staged.
  struct InspectedFile: Sendable {
    let item: Item
    let facts: FileFacts
    /// The staged file, or `nil` if the file can't be kept.
    let staged: BlobFolder.StagedBlob?
    /// The error that prevented staging, or `nil`.
    let failure: LibraryError?

    var path: FilePath { item.path }

    /// Why the file can't be kept: it is damaged, or not media. `nil` for a file that can be kept,
    /// and for a file in a folder that isn't media.
    var refusal: Finding? {
      FileRules.findings(for: facts, isNamed: item.isNamed).first { $0.severity == .error }
    }

    /// The refusal with the file's path.
    var badFile: ElementLibraryError.BadFile? {
      refusal.map { ElementLibraryError.BadFile(path: path, finding: $0) }
    }

    /// Whether the file was found in a folder and isn't media.
    var isNonMedia: Bool {
      FileRules.findings(for: facts, isNamed: item.isNamed).contains(where: \.isNonMediaNote)
    }

    /// Returns whether a file is media whose bytes are complete and undamaged, as far as that can
    /// be determined here.
    static func isKeepable(_ facts: FileFacts) -> Bool {
      guard let medium = facts.format?.medium, medium != .other else { return false }
      return !FileRules.findings(for: facts, isNamed: true).contains { finding in
        finding.severity == .error
      }
    }
  }

  /// Returns the files that drafts name and those in the folders that they name, and the number of
  /// names in folders that were skipped.
  static func items(of drafts: [ElementDraft]) -> (items: [Item], passedOver: Int) {
    var items: [Item] = []
    var passedOver = 0
    for (index, draft) in drafts.enumerated() {
      for file in draft.files {
        guard case .path(let path) = file.source else {
          items.append(Item(draft: index, source: file.source, role: file.role, note: file.note))
          continue
        }
        let list = FileList([path])
        passedOver += list.skippedCount
        items += list.files.map { found in
          Item(
            draft: index, source: .path(found.path), role: file.role, note: file.note,
            isNamed: found.isNamed && !file.isFromFolder,
            mayNotBeRegular: found.mayNotBeRegular, problem: found.problem)
        }
      }
    }
    return (items, passedOver)
  }

  /// Reads files concurrently and returns them in their order.
  ///
  /// - Parameter progress: Called after each file with the number of files read and the path.
  func read(
    _ items: [Item], isCancelled: () -> Bool, progress: (Int, FilePath) -> Void
  ) async throws -> [InspectedFile] {
    let inspector = library.inspector()
    let store = library.store
    var all: [InspectedFile] = []
    try await InOrder(workers: library.workers).run(items, isCancelled: isCancelled) { item in
      var staged: BlobFolder.StagedBlob?
      var failure: LibraryError?
      let stage = { (bytes: [UInt8], found: Inspection) in
        guard InspectedFile.isKeepable(found.facts), let digest = found.facts.digest else { return }
        do throws(LibraryError) {
          staged = try store.stage(bytes, digest)
        } catch {
          failure = error
        }
      }
      let facts: FileFacts
      if let problem = item.problem {
        facts = FileFacts(path: item.path, problems: [problem])
      } else {
        switch item.source {
        case .path(let path):
          facts = await inspector.inspectAppearance(
            at: path, isOrdinary: !item.mayNotBeRegular, keep: stage
          ).factsWithScores
        case .bytes(let bytes, let name):
          let found = await inspector.inspectAppearance(bytes, as: name)
          stage(bytes, found)
          facts = found.factsWithScores
        }
      }
      return InspectedFile(item: item, facts: facts, staged: staged, failure: failure)
    } each: { (file: InspectedFile) in
      all.append(file)
      progress(all.count, file.path)
    }
    return all
  }
}
