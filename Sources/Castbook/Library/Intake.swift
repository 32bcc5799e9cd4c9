internal import Library
internal import Media

/// Files on their way into a library: each read once, looked into, and put beside the blobs.
struct Intake {
  let library: ElementLibrary

  /// A file that is meant to be kept.
  struct Item: Sendable {
    /// The place of its draft.
    let draft: Int
    let source: Source
    let role: Role?
    let note: String
    /// Whether it was named itself, not met in a folder.
    var isNamed = true
    var isUnsure = true
    var problem: FileProblem?
    /// What it was cut out of, for a view of a sheet.
    var origin: Origin?

    /// A sheet, and how a view was had of it.
    struct Origin: Sendable {
      let sheet: Digest
      let steps: [PreparationStep]
    }

    enum Source: Sendable {
      case path(FilePath)
      case bytes([UInt8], name: FilePath)
    }

    var path: FilePath {
      switch source {
      case .path(let path): path
      case .bytes(_, let name): name
      }
    }
  }

  /// A file that was looked into.
  struct Taken: Sendable {
    let item: Item
    let facts: FileFacts
    /// Nothing for what can't be kept.
    let staged: BlobFolder.Staged?
    let failure: LibraryError?

    var path: FilePath { item.path }

    /// Why it can't be kept: damage, or that it is no media. Nothing is said of what a folder holds
    /// besides.
    var refusal: Finding? {
      FileRules.findings(for: facts, isNamed: item.isNamed).first { $0.severity == .error }
    }

    /// The same, with its path.
    var bad: ElementLibraryError.BadFile? {
      refusal.map { ElementLibraryError.BadFile(path: path, finding: $0) }
    }

    var isBystander: Bool {
      FileRules.findings(for: facts, isNamed: item.isNamed).contains(where: \.isOfBystander)
    }

    /// Whether every byte is there and sound as far as anyone can tell here.
    static func isKeepable(_ facts: FileFacts) -> Bool {
      guard let medium = facts.format?.medium, medium != .other else { return false }
      return !FileRules.findings(for: facts, isNamed: true).contains { finding in
        finding.severity == .error
      }
    }
  }

  /// The files that drafts name, folders walked.
  static func items(of drafts: [ElementDraft]) -> (items: [Item], passedOver: Int) {
    var items: [Item] = []
    var passedOver = 0
    for (place, draft) in drafts.enumerated() {
      for file in draft.files {
        guard case .path(let path) = file.source else {
          items.append(Item(draft: place, source: file.source, role: file.role, note: file.note))
          continue
        }
        let list = FileList([path])
        passedOver += list.passedOverCount
        for found in list.paths {
          items.append(
            Item(
              draft: place, source: .path(found), role: file.role, note: file.note,
              isNamed: list.named.contains(found) && !file.isMet,
              isUnsure: list.unsure.contains(found),
              problem: list.unreadable[found]))
        }
      }
    }
    return (items, passedOver)
  }

  /// Reads files, in parallel, and hands them over in their order.
  func take(
    _ items: [Item], isCancelled: () -> Bool, progress: (Int, FilePath) -> Void
  ) async throws -> [Taken] {
    let inspector = library.inspector()
    let store = library.store
    var all: [Taken] = []
    try await InOrder(workers: library.workers).run(items, isCancelled: isCancelled) { item in
      var staged: BlobFolder.Staged?
      var failure: LibraryError?
      let keep = { (bytes: [UInt8], found: Inspection) in
        guard Taken.isKeepable(found.facts), let digest = found.facts.digest else { return }
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
          facts = await inspector.see(at: path, isOrdinary: !item.isUnsure, keep: keep).measured
        case .bytes(let bytes, let name):
          let found = await inspector.see(bytes, as: name)
          keep(bytes, found)
          facts = found.measured
        }
      }
      return Taken(item: item, facts: facts, staged: staged, failure: failure)
    } each: { (taken: Taken) in
      all.append(taken)
      progress(all.count, taken.path)
    }
    return all
  }
}
