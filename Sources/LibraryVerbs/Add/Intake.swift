internal import Library
internal import Media

/// A file that is being added: what was asked of it, then what was read of it.
struct IntakeFile: Sendable {
  /// The index of the draft that the file belongs to.
  let draft: Int
  /// The file as the draft names it; one of them if the draft names a folder.
  let named: ElementDraft.File
  /// Whether the path must be checked to be an ordinary file before it is opened.
  var mayNotBeRegular = true
  /// What the file was made from; `nil` if that is unknown.
  var origin: FileOrigin?
  /// The facts of the file. Before it is read, these are its path, and the reason why it can't be
  /// read if that is known.
  var facts: FileFacts
  /// What the picture shows, or `nil` if it was not described.
  var vector: SubjectVector?
  /// The staged file, or `nil` if it wasn't read or can't be kept.
  var staged: BlobFolder.StagedBlob?
  /// The error that prevented staging, or `nil`.
  var failure: LibraryError?

  init(
    _ named: ElementDraft.File, draft: Int, mayNotBeRegular: Bool = true, origin: FileOrigin? = nil,
    problem: FileProblem? = nil
  ) {
    self.named = named
    self.draft = draft
    self.mayNotBeRegular = mayNotBeRegular
    self.origin = origin ?? named.origin
    facts = FileFacts(path: named.path, problems: [problem].compactMap(\.self))
  }

  /// The path of the file, or the name of bytes in memory.
  var path: FilePath { named.path }

  /// The findings on the file itself.
  private var findings: [Finding] { FileRules.findings(for: facts, isNamed: !named.isFromFolder) }

  /// The file with the reason why it can't be kept: it is damaged, or not media. `nil` for a file
  /// that can be kept, and for a file in a folder that isn't media.
  var badFile: ElementLibraryError.BadFile? {
    findings.first { $0.severity == .error }.map {
      ElementLibraryError.BadFile(path: path, finding: $0)
    }
  }

  /// Whether the file was found in a folder and isn't media.
  var isNonMedia: Bool { findings.contains(where: \.isNonMediaNote) }

  /// Returns whether a file is media whose bytes are complete and undamaged, as far as that can be
  /// determined here.
  static func isKeepable(_ facts: FileFacts) -> Bool {
    guard let medium = facts.format?.medium, medium != .other else { return false }
    return !FileRules.findings(for: facts, isNamed: true).contains { $0.severity == .error }
  }
}

/// Reads files that are being added: each file is read once, inspected, and staged beside the
/// blobs.
struct Intake {
  /// The library that the files are added to.
  let library: ElementLibrary
  /// Describes what pictures show; `nil` if the model for subjects is not installed.
  var describer: SubjectDescriber?

  /// Returns the files that drafts name and those in the folders that they name, and the number of
  /// names in folders that were skipped.
  ///
  /// - Parameter isAllowed: Returns whether a file may be read.
  static func files(
    of drafts: [ElementDraft], where isAllowed: (FilePath) -> Bool = { _ in true }
  ) -> (files: [IntakeFile], skippedCount: Int) {
    var files: [IntakeFile] = []
    var skippedCount = 0
    var folders = SplitFolders()
    for (index, draft) in drafts.enumerated() {
      for file in draft.files {
        guard case .path(let path) = file.source else {
          files.append(IntakeFile(file, draft: index))
          continue
        }
        let all = FileList([path])
        let list = all.filter { isAllowed($0.path) }
        skippedCount += all.skippedCount + all.files.count - list.files.count
        files += list.files.map { found in
          var named = ElementDraft.File(
            found.path, role: file.role, note: file.note,
            isFromFolder: file.isFromFolder || !found.isNamed)
          named.isRoleAssumed =
            file.role == nil ? folders.hasAssumedRole(found.path) : file.isRoleAssumed
          return IntakeFile(
            named, draft: index, mayNotBeRegular: found.mayNotBeRegular, origin: file.origin,
            problem: found.problem)
        }
      }
    }
    return (files, skippedCount)
  }

  /// Reads files concurrently and returns them in their order.
  ///
  /// - Parameters:
  ///   - staging: Receives all staged files, also if the task is cancelled.
  ///   - progress: Called after each file with the number of files read and the path.
  func read(
    _ files: [IntakeFile], staging: BlobStaging, progress: (Int, FilePath) -> Void
  ) async throws -> [IntakeFile] {
    let (inspector, describer) = (library.inspector(), describer)
    var all: [IntakeFile] = []
    try await InOrder(workers: library.workers).run(files) { file in
      var staged: BlobFolder.StagedBlob?
      var failure: LibraryError?
      let stage = { (bytes: [UInt8], facts: FileFacts) in
        guard IntakeFile.isKeepable(facts), let digest = facts.digest else { return }
        do throws(LibraryError) {
          staged = try staging.stage(bytes, digest)
        } catch {
          failure = error
        }
      }
      var file = file
      let source: Inspector.Source? =
        switch file.named.source {
        case _ where !file.facts.problems.isEmpty: nil
        case .path(let path): .path(path, isRegular: !file.mayNotBeRegular)
        case .bytes(let bytes, let name): .bytes(bytes, name: name)
        }
      if let source {
        let look = try await inspector.inspect(source, depth: .appearance, keep: stage)
        file.facts = look.factsWithScores
        // A picture that can't be described is added all the same.
        file.vector = describer.flatMap { describer in
          look.picture.flatMap { describer.vectorIfPossible(of: $0) }
        }
      }
      (file.staged, file.failure) = (staged, failure)
      return file
    } each: { (file: IntakeFile) in
      all.append(file)
      progress(all.count, file.path)
    }
    return all
  }
}
