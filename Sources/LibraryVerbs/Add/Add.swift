internal import Library
internal import Media
internal import Quality

/// The verb `add`: adds elements, or files to existing elements. All drafts are added, or none.
///
/// ```swift
/// let mira = ElementDraft(.character, try Handle("@mira"), files: [.init(photo)])
/// let outcome = try await Add([mira], skipsBad: true).run(in: library)
/// print(outcome.elements[0].files.count)
/// ```
///
/// A provider's limit never prevents adding; it becomes a finding of the outcome.
public struct Add: Sendable {
  /// The elements to add, or the files to add to elements.
  public var drafts: [ElementDraft]
  /// Whether to leave out damaged files and files that are not media. If `false`, they are an error
  /// that names all of them.
  public var skipsBad: Bool
  /// How to cut turnaround sheets into their views, or `nil` to keep sheets whole. The views take
  /// the place of their sheet, which stays in the library but belongs to no element.
  public var splitting: PanelGrid?
  /// Returns whether a file in a named folder may be read. Others are skipped.
  public var isAllowed: @Sendable (FilePath) -> Bool = { _ in true }
  /// Whether to read and check everything but write nothing.
  public var isPreview = false
  /// The folder of models; `nil` for the user's own.
  public var modelFolder: FilePath?
  /// The path of `castbook-vision`; `nil` if it is next to the running program.
  public var vision: FilePath?

  /// Creates the verb for some drafts.
  public init(_ drafts: [ElementDraft], skipsBad: Bool = false, splitting: PanelGrid? = nil) {
    (self.drafts, self.skipsBad, self.splitting) = (drafts, skipsBad, splitting)
  }

  /// Creates the verb for one element.
  public init(_ draft: ElementDraft, skipsBad: Bool = false) {
    self.init([draft], skipsBad: skipsBad)
  }

  /// Adds the drafts.
  ///
  /// - Parameters:
  ///   - progress: Called after each file with the number of files read and the path.
  /// - Throws: `ElementLibraryError`, or `CancellationError` if it was cancelled. Nothing was added
  ///   then.
  @discardableResult
  public func run(
    in library: ElementLibrary, progress: (Int, FilePath) -> Void = { _, _ in }
  ) async throws -> AddOutcome {
    // A file that the library already had may be erased by another process while it is examined.
    for _ in 1..<4 {
      do {
        return try await runOnce(in: library, progress: progress)
      } catch LibraryError.vanishedBlob {
        continue
      }
    }
    return try await runOnce(in: library, progress: progress)
  }

  /// Adds the drafts in one attempt.
  ///
  /// - Throws: `LibraryError.vanishedBlob` if a stored file that a draft has, too, was
  ///   erased by another process meanwhile.
  private func runOnce(
    in library: ElementLibrary, progress: (Int, FilePath) -> Void
  ) async throws -> AddOutcome {
    var (files, skippedCount) = Intake.files(of: drafts, where: isAllowed)
    let describer = SubjectDescriber.installed(in: modelFolder, program: vision)
    let intake = Intake(library: library, describer: describer)
    let sheets = BlobStaging(store: library.store)
    var isDone = false
    defer { if !isDone { library.store.discard(sheets.staged) } }
    if let splitting {
      files = try await intake.split(files, drafts, splitting, sheets)
    }
    let arrivals = BlobStaging(store: library.store)
    defer { if !isDone { library.store.discard(arrivals.staged) } }
    files = try await intake.read(files, staging: arrivals, progress: progress)
    if let failure = files.compactMap(\.failure).first { throw failure }
    let bad = files.compactMap(\.badFile).enumerated().map { index, file in
      index < Finding.maximumSuggestions
        ? ElementLibraryError.BadFile(path: file.path, finding: file.finding.suggesting(file.path))
        : file
    }
    if !bad.isEmpty, !skipsBad { throw ElementLibraryError.badFiles(bad) }
    let documents = try await documents(in: library)
    defer { if !isDone { library.store.discard(documents.compactMap { $0?.staged }) } }
    let kept = files.filter { $0.staged != nil }
    let facts = kept.map(\.facts) + documents.compactMap { $0?.facts } + sheets.facts
    let staged =
      kept.compactMap(\.staged) + documents.compactMap { $0?.staged } + sheets.staged
    let write = { (change: Change) throws -> [AddOutcome.Element] in
      var writer = ElementWriter(change: change, leftOut: files.filter { $0.badFile != nil })
      let elements = try writer.write(
        drafts, files: kept, documents: documents.map { $0?.staged.digest })
      for file in kept {
        guard let origin = file.origin, let blob = file.facts.digest else { continue }
        try change.addDerivation(blob, from: origin.original, origin.steps)
      }
      return elements
    }
    let targets = try library.defaultTargets()
    let judge = { (elements: [AddOutcome.Element], contents: Contents) throws in
      try elements.map { try library.judged($0, for: targets, contents) }
    }
    var elements: [AddOutcome.Element]
    if isPreview {
      elements = try library.preview(with: staged, facts: facts, write, seen: judge)
    } else {
      elements = try library.change(with: staged, facts: facts, write)
      isDone = true
      elements = try library.contents { try judge(elements, $0) }
      library.keepVectors(of: kept)
    }
    try await findSimilar(&elements, in: library)
    if let describer { findOtherSubjects(&elements, added: kept, describer.model, in: library) }
    return AddOutcome(
      elements: elements, leftOut: bad, nonMediaFiles: files.filter(\.isNonMedia).map(\.path),
      skippedCount: skippedCount, targets: targets.map(\.profile.id), isPreview: isPreview)
  }

  /// Stages the rights documents of the drafts. An entry is `nil` for a draft without a document.
  private func documents(
    in library: ElementLibrary
  ) async throws -> [ElementLibrary.Document?] {
    var documents: [ElementLibrary.Document?] = []
    for draft in drafts { documents.append(try await library.document(draft.rights.document)) }
    return documents
  }

  /// Fills in the similar pictures of other elements for each file.
  ///
  /// In a preview, the library doesn't have the files, so they are compared at their own paths.
  private func findSimilar(
    _ elements: inout [AddOutcome.Element], in library: ElementLibrary
  ) async throws {
    let search = SimilaritySearch(library)
    for index in elements.indices {
      let own = Set(elements[index].revision.revision.references.map(\.blob))
      for number in elements[index].files.indices {
        let file = elements[index].files[number]
        var similar: [SimilarPicture]?
        if !isPreview {
          similar = try await search.copies(
            of: file.reference.blob, limit: Self.maximumSimilarPictures,
            isLeftOut: own.contains)
        } else if !file.checked.facts.path.isMissing {
          let path = file.checked.facts.path
          similar = try await search.copies(
            of: library.inspector().inspect(.path(path), depth: .luma), at: path)?
            .filter { !own.contains($0.blob) }.prefix(Self.maximumSimilarPictures).map(\.self)
        }
        elements[index].files[number].similar = similar ?? []
      }
    }
  }

  /// The maximum number of similar pictures that are reported for one file.
  private static let maximumSimilarPictures = 8

  /// Returns the finding on a picture of another subject. Faces are not compared, so a person in
  /// other clothes is only a note.
  private static func otherSubject(
    _ element: ElementRevision, number: Int, isCertain: Bool
  ) -> Finding {
    Finding(
      .imageOtherSubject, element.kind == .character || !isCertain ? .note : .warning,
      message: (isCertain ? "seems to" : "may")
        + " show something other than the element's other pictures"
        + SubjectWording.instead(element.kind),
      fix: "look at it, and drop it if it belongs elsewhere: "
        + "`castbook edit @\(element.handle.name) --drop \(number)`")
  }

  /// Marks the added pictures that show something other than most of their element.
  private func findOtherSubjects(
    _ elements: inout [AddOutcome.Element], added files: [IntakeFile],
    _ model: SubjectVector.Model, in library: ElementLibrary
  ) {
    let vectors = Dictionary(
      files.compactMap { file in
        file.facts.digest.flatMap { digest in file.vector.map { (digest, $0) } }
      },
      uniquingKeysWith: { first, _ in first })
    for index in elements.indices {
      let references = elements[index].revision.revision.references
      let members = references.map { reference in
        var member = SetMember(name: reference.file, digest: reference.blob)
        member.vector =
          vectors[reference.blob] ?? library.store.previews.vector(of: reference.blob, by: model)
        return member
      }
      guard members.count <= ScoredSet.maximumJudgedPictures,
        let split = SubjectSplitSearch.split(of: members)
      else { continue }
      let others = Dictionary(
        split.others.flatMap { part in
          part.members.map { (references[$0].blob, part.isCertain) }
        }, uniquingKeysWith: { $0 || $1 })
      for number in elements[index].files.indices {
        guard let isCertain = others[elements[index].files[number].reference.blob] else { continue }
        elements[index].files[number].otherSubject = Self.otherSubject(
          elements[index].revision.revision, number: elements[index].files[number].number,
          isCertain: isCertain)
      }
    }
  }
}

extension ElementLibrary {
  /// Keeps the vectors of pictures that were added.
  fileprivate func keepVectors(of files: [IntakeFile]) {
    for file in files {
      guard let digest = file.facts.digest, let vector = file.vector else { continue }
      store.previews.keep(vector, of: digest, temporaryName: store.temporaryName)
    }
  }

  /// A stored file that is the evidence of an element's rights.
  struct Document: Sendable {
    let staged: BlobFolder.StagedBlob
    let facts: FileFacts
  }

  /// Stages a rights document, which may be any readable file.
  ///
  /// - Returns: `nil` if the path is `nil`.
  /// - Throws: `ElementLibraryError.invalidRequest` if the file can't be read.
  func document(_ path: FilePath?) async throws -> Document? {
    guard let path else { return nil }
    var staged: Result<BlobFolder.StagedBlob, LibraryError>?
    let facts = try await inspector().inspect(.path(path), depth: .luma) { bytes, facts in
      guard let digest = facts.digest else { return }
      staged = Result { () throws(LibraryError) in try store.stage(bytes, digest) }
    }.facts
    guard let staged else {
      let finding = FileRules.findings(for: facts, isNamed: true).first
      throw ElementLibraryError.invalidRequest(
        "\(path): \(finding?.message ?? "can't be read")",
        fix: finding?.suggesting(path).fix ?? "name another file")
    }
    return Document(staged: try staged.get(), facts: facts)
  }

  /// Returns an added element with its files checked for targets, including the copies that the
  /// library has of them.
  func judged(
    _ element: AddOutcome.Element, for targets: [CheckTarget], _ contents: Contents
  ) throws -> AddOutcome.Element {
    let revision = element.revision.revision
    var element = element
    element.files = try element.files.map { file in
      var file = file
      let blob = file.reference.blob
      (file.checked, file.scored) = try judged(
        file.checked.facts, scored: contents.keptScores(of: blob, kind: revision.kind),
        of: revision.kind, targets, contents)
      file.canBePrepared = file.checked.canBePrepared(for: targets)
      file.sharedWith = try contents.elements(containing: blob)
        .filter { $0.element != revision.element }.map(\.handle)
      return file
    }
    return element
  }

  /// Returns the targets that findings are made for if none is named.
  func defaultTargets() throws -> [CheckTarget] {
    try CheckTarget.resolve(
      [TargetCatalogue.defaultTarget.rawValue], today: today, in: TargetCatalogue())
  }
}
