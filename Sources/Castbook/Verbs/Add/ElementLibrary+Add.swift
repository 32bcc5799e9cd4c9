internal import Library
internal import Media

extension ElementLibrary {
  /// Adds elements, or adds files to existing elements. All drafts are added, or none.
  ///
  /// ```swift
  /// let mira = ElementDraft(.character, try Handle("@mira"), files: [.init(photo)])
  /// let outcome = try await library.add([mira], skipBad: true)
  /// print(outcome.elements[0].files.count)
  /// ```
  ///
  /// A provider's limit never prevents adding; it becomes a finding of the outcome.
  ///
  /// - Parameters:
  ///   - skipBad: Whether to leave out damaged files and files that are not media. If `false`, they
  ///     are an error that names all of them.
  ///   - splitting: How to cut turnaround sheets into their views, or `nil` to keep sheets whole.
  ///     The views take the place of their sheet, which stays in the library but belongs to no
  ///     element.
  ///   - isPreview: Whether to read and check everything but write nothing.
  ///   - progress: Called after each file with the number of files read and the path.
  /// - Throws: `ElementLibraryError`, or `CancellationError` if it was cancelled. Nothing was added
  ///   then.
  public func add(
    _ drafts: [ElementDraft], skipBad: Bool = false, splitting: PanelGrid? = nil,
    isPreview: Bool = false, isCancelled: () -> Bool = { false },
    progress: (Int, FilePath) -> Void = { _, _ in }
  ) async throws -> AddOutcome {
    // A file that the library already had may be erased by another process while it is examined.
    for _ in 1..<4 {
      do {
        return try await addOnce(
          drafts, skipBad: skipBad, splitting, isPreview: isPreview, isCancelled: isCancelled,
          progress: progress)
      } catch LibraryError.vanishedBlob {
        continue
      }
    }
    return try await addOnce(
      drafts, skipBad: skipBad, splitting, isPreview: isPreview, isCancelled: isCancelled,
      progress: progress)
  }

  /// Adds drafts in one attempt.
  ///
  /// - Throws: `LibraryError.vanishedBlob` if a stored file that a draft has, too, was
  ///   erased by another process meanwhile.
  private func addOnce(
    _ drafts: [ElementDraft], skipBad: Bool, _ splitting: PanelGrid?,
    isPreview: Bool, isCancelled: () -> Bool, progress: (Int, FilePath) -> Void
  ) async throws -> AddOutcome {
    var (items, passedOver) = Intake.items(of: drafts)
    let sheets = BlobStaging(store: store)
    var isDone = false
    defer { if !isDone { store.discard(sheets.staged) } }
    if let splitting {
      items = try await Intake(library: self).split(
        items, drafts, splitting, sheets, isCancelled: isCancelled)
    }
    let inspected = try await Intake(library: self).read(
      items, isCancelled: isCancelled, progress: progress)
    defer { if !isDone { store.discard(inspected.compactMap(\.staged)) } }
    if isCancelled() { throw CancellationError() }
    if let failure = inspected.compactMap(\.failure).first { throw failure }
    let bad = inspected.compactMap(\.badFile).enumerated().map { index, file in
      index < Finding.maximumSuggestions
        ? ElementLibraryError.BadFile(path: file.path, finding: file.finding.guessing(file.path))
        : file
    }
    if !bad.isEmpty, !skipBad { throw ElementLibraryError.badFiles(bad) }
    let documents = try await self.documents(of: drafts)
    let kept = inspected.filter { $0.staged != nil }
    let facts = kept.map(\.facts) + documents.compactMap { $0?.facts } + sheets.facts
    let staged =
      kept.compactMap(\.staged) + documents.compactMap { $0?.staged } + sheets.staged
    let targets = try defaultTargets()
    let makePlans = { (change: Change) throws -> [ElementWriter.Plan] in
      var writer = ElementWriter(change: change, leftOut: inspected.filter { $0.refusal != nil })
      let plans = try writer.write(
        drafts, files: kept, documents: documents.map { $0?.staged.digest })
      for file in kept {
        guard let origin = file.item.origin, let blob = file.facts.digest else { continue }
        try change.addDerivation(blob, from: origin.sheet, origin.steps)
      }
      return plans
    }
    let elements: [AddOutcome.Element]
    if isPreview {
      let planned = try preview(with: staged, facts: facts, makePlans) { plans, contents in
        try plans.map { try element(of: $0, targets, contents) }
      }
      // The library doesn't have these files, so they are compared at their own paths.
      elements = try await withSimilar(planned) { file, own in
        let path = file.checked.facts.path
        guard !path.isMissing else { return nil }
        return try await similar(to: inspector().look(at: path))?
          .filter { !own.contains($0.blob) }.prefix(Self.maximumSimilarPictures).map(\.self)
      }
    } else {
      let plans = try change(with: staged, facts: facts, makePlans)
      isDone = true
      let added = try contents { contents in
        try plans.map { try element(of: $0, targets, contents) }
      }
      elements = try await withSimilar(added) { file, own in
        try await similar(
          toBlob: file.reference.blob, except: { own.contains($0) },
          limit: Self.maximumSimilarPictures)
      }
    }
    var outcome = AddOutcome(
      elements: elements, leftOut: bad, nonMediaFiles: inspected.filter(\.isNonMedia).map(\.path),
      skippedCount: passedOver, targets: targets.map(\.profile.id))
    outcome.isPreview = isPreview
    return outcome
  }

  /// Adds one element, or adds files to an element that exists.
  @discardableResult
  public func add(_ draft: ElementDraft, skipBad: Bool = false) async throws -> AddOutcome {
    try await add([draft], skipBad: skipBad)
  }

  /// A stored file that is the evidence of an element's rights.
  struct Document: Sendable {
    let staged: BlobFolder.StagedBlob
    let facts: FileFacts
  }

  /// Stages the rights documents of the drafts. An entry is `nil` for a draft without a document.
  private func documents(of drafts: [ElementDraft]) async throws -> [Document?] {
    var documents: [Document?] = []
    for draft in drafts { documents.append(try await document(draft.rights.document)) }
    return documents
  }

  /// Stages a rights document, which may be any readable file.
  ///
  /// - Returns: `nil` if the path is `nil`.
  /// - Throws: `ElementLibraryError.invalidRequest` if the file can't be read.
  func document(_ path: FilePath?) async throws -> Document? {
    guard let path else { return nil }
    var staged: Result<BlobFolder.StagedBlob, LibraryError>?
    let facts = await inspector().inspect(path, hashing: true) { bytes, facts in
      guard let digest = facts.digest else { return }
      staged = Result { () throws(LibraryError) in try store.stage(bytes, digest) }
    }
    guard let staged else {
      let finding = FileRules.findings(for: facts, isNamed: true).first
      throw ElementLibraryError.invalidRequest(
        "\(path): \(finding?.message ?? "can't be read")",
        fix: finding?.guessing(path).fix ?? "name another file")
    }
    return Document(staged: try staged.get(), facts: facts)
  }

  /// Describes an element that was added, with the findings of its new files for the targets.
  private func element(
    of plan: ElementWriter.Plan, _ targets: [CheckTarget], _ contents: Contents
  ) throws -> AddOutcome.Element {
    let kind = plan.revision.kind
    let files = try plan.added.map { file in
      let blob = file.reference.blob
      let scored = try contents.keptScores(of: blob, kind: kind)
      let found = try judged(file.facts, scored: scored, of: kind, targets, contents)
      return AddOutcome.File(
        number: file.number, reference: file.reference, checked: found.checked,
        scored: found.scored, canBePrepared: found.checked.canBePrepared(for: targets),
        sharedWith: try contents.elements(containing: blob)
          .filter { $0.element != plan.revision.element }.map(\.handle))
    }
    return AddOutcome.Element(
      handle: plan.revision.handle,
      revision: NamedRevision(digest: plan.digest, revision: plan.revision),
      isNew: plan.isNew, isChanged: plan.isChanged, files: files, existingFiles: plan.existingFiles,
      changes: plan.changes, voiceOf: plan.voiceOf)
  }

  /// Returns the elements with the similar pictures of other elements filled in for each file.
  ///
  /// - Parameter findSimilar: Returns the pictures of the library that are similar to a file,
  ///   except those with the given digests, which are the element's own.
  private func withSimilar(
    _ elements: [AddOutcome.Element],
    findSimilar: (AddOutcome.File, Set<Digest>) async throws -> [SimilarPicture]?
  ) async throws -> [AddOutcome.Element] {
    var elements = elements
    for index in elements.indices {
      let own = Set(elements[index].revision.revision.references.map(\.blob))
      for file in elements[index].files.indices {
        elements[index].files[file].similar =
          try await findSimilar(elements[index].files[file], own) ?? []
      }
    }
    return elements
  }

  /// The maximum number of similar pictures that are reported for one file.
  private static let maximumSimilarPictures = 8

  /// Returns the targets that findings are made for if none is named.
  func defaultTargets() throws -> [CheckTarget] {
    try CheckTarget.resolve(
      [TargetCatalogue.defaultTarget.rawValue], today: today, in: TargetCatalogue())
  }
}
