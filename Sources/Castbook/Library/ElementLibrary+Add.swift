internal import Library
internal import Media

extension ElementLibrary {
  /// Registers elements, or adds files to those that are there: all of it or nothing.
  ///
  /// A damaged file, and one that is no media, is an error that names all of them, unless they are to be
  /// skipped. A provider's limit never stops it. With `splitting`, turnaround sheets are cut into their views,
  /// which are kept in their place; the sheets lie beside them, and of no element. A preview reads everything and
  /// keeps nothing.
  public func add(
    _ drafts: [ElementDraft], skipBad: Bool = false, splitting: Splitting.Grid? = nil,
    isPreview: Bool = false, isCancelled: () -> Bool = { false },
    progress: (Int, FilePath) -> Void = { _, _ in }
  ) async throws -> AddOutcome {
    // A file that was there already may be erased by another program while it is looked at.
    for _ in 1..<4 {
      do {
        return try await addOnce(
          drafts, skipBad: skipBad, splitting, isPreview: isPreview, isCancelled: isCancelled,
          progress: progress)
      } catch ElementLibraryError.vanished {
        continue
      }
    }
    return try await addOnce(
      drafts, skipBad: skipBad, splitting, isPreview: isPreview, isCancelled: isCancelled,
      progress: progress)
  }

  private func addOnce(
    _ drafts: [ElementDraft], skipBad: Bool, _ splitting: Splitting.Grid?,
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
    let taken = try await Intake(library: self).take(
      items, isCancelled: isCancelled, progress: progress)
    defer { if !isDone { store.discard(taken.compactMap(\.staged)) } }
    if isCancelled() { throw CancellationError() }
    if let failure = taken.compactMap(\.failure).first { throw ElementLibraryError(failure) }
    let bad = taken.compactMap(\.bad).enumerated().map { place, file in
      place < Finding.mostGuesses
        ? ElementLibraryError.BadFile(path: file.path, finding: file.finding.guessing(file.path))
        : file
    }
    if !bad.isEmpty, !skipBad { throw ElementLibraryError.badFiles(bad) }
    let documents = try await self.documents(of: drafts)
    let kept = taken.filter { $0.staged != nil }
    let facts = kept.map(\.facts) + documents.compactMap { $0?.facts } + sheets.facts
    let staged =
      kept.compactMap(\.staged) + documents.compactMap { $0?.staged } + sheets.staged
    let targets = try defaultTargets()
    let register = { (change: Change) throws -> [Registering.Plan] in
      var registration = Registering(change: change, leftOut: taken.filter { $0.refusal != nil })
      let plans = try registration.plans(
        drafts, files: kept, documents: documents.map { $0?.staged.digest })
      for file in kept {
        guard let origin = file.item.origin, let blob = file.facts.digest else { continue }
        try change.derive(blob, from: origin.sheet, origin.steps)
      }
      return plans
    }
    let elements: [AddOutcome.Element]
    if isPreview {
      let planned = try preview(with: staged, facts: facts, register) { plans, contents in
        try plans.map { try element(of: $0, targets, contents) }
      }
      // The library has no such files: they are compared where they are.
      elements = try await withSimilar(planned) { file, own in
        let path = file.checked.facts.path
        guard !path.isMissing else { return nil }
        return try await similar(to: inspector().look(at: path))?
          .filter { !own.contains($0.blob) }.prefix(Self.mostCopiesTold).map(\.self)
      }
    } else {
      let plans = try change(with: staged, facts: facts, register)
      isDone = true
      let added = try contents { contents in
        try plans.map { try element(of: $0, targets, contents) }
      }
      elements = try await withSimilar(added) { file, own in
        try await similar(
          toBlob: file.reference.blob, except: { own.contains($0) }, limit: Self.mostCopiesTold)
      }
    }
    var outcome = AddOutcome(
      elements: elements, leftOut: bad, bystanders: taken.filter(\.isBystander).map(\.path),
      passedOver: passedOver, targets: targets.map(\.profile.id))
    outcome.isPreview = isPreview
    return outcome
  }

  /// Registers one element, or adds files to it when it is there.
  @discardableResult
  public func add(_ draft: ElementDraft, skipBad: Bool = false) async throws -> AddOutcome {
    try await add([draft], skipBad: skipBad)
  }

  /// A file that rights rest on.
  struct Document: Sendable {
    let staged: BlobFolder.Staged
    let facts: FileFacts
  }

  private func documents(of drafts: [ElementDraft]) async throws -> [Document?] {
    var documents: [Document?] = []
    for draft in drafts { documents.append(try await document(draft.rights.document)) }
    return documents
  }

  /// Takes in a document: any file that can be read.
  func document(_ path: FilePath?) async throws -> Document? {
    guard let path else { return nil }
    var staged: Result<BlobFolder.Staged, LibraryError>?
    let facts = await inspector().inspect(path, hashing: true) { bytes, facts in
      guard let digest = facts.digest else { return }
      staged = Result { () throws(LibraryError) in try store.stage(bytes, digest) }
    }
    guard let staged else {
      let finding = FileRules.findings(for: facts, isNamed: true).first
      throw ElementLibraryError.wrong(
        "\(path): \(finding?.message ?? "can't be read")",
        fix: finding?.guessing(path).fix ?? "name another file")
    }
    do {
      return Document(staged: try staged.get(), facts: facts)
    } catch {
      throw ElementLibraryError(error)
    }
  }

  private func element(
    of plan: Registering.Plan, _ targets: [CheckTarget], _ contents: Contents
  ) throws -> AddOutcome.Element {
    let kind = plan.revision.kind
    let files = try plan.added.map { file in
      let blob = file.reference.blob
      let scored = try contents.keptScores(of: blob, kind: kind)
      let found = try judged(file.facts, scored: scored, of: kind, targets, contents)
      return AddOutcome.File(
        number: file.number, reference: file.reference, checked: found.checked,
        scored: found.scored, canBePrepared: found.checked.canBePrepared(for: targets),
        sharedWith: try contents.holders(of: blob)
          .filter { $0.element != plan.revision.element }.map(\.handle))
    }
    return AddOutcome.Element(
      handle: plan.revision.handle,
      revision: NamedRevision(digest: plan.digest, revision: plan.revision),
      isNew: plan.isNew, isChanged: plan.isChanged, files: files, known: plan.known,
      changes: plan.changes, voiceOf: plan.voiceOf)
  }

  /// The elements, each file with the pictures of other elements that are like it.
  ///
  /// - Parameter likes: finds the pictures of the library that are like a file, besides those of its element.
  private func withSimilar(
    _ elements: [AddOutcome.Element],
    likes: (AddOutcome.File, Set<Digest>) async throws -> [SimilarPicture]?
  ) async throws -> [AddOutcome.Element] {
    var elements = elements
    for place in elements.indices {
      let own = Set(elements[place].revision.revision.references.map(\.blob))
      for file in elements[place].files.indices {
        elements[place].files[file].similar =
          try await likes(elements[place].files[file], own) ?? []
      }
    }
    return elements
  }

  /// Of a file no more copies are told.
  private static let mostCopiesTold = 8

  /// What findings are told for when no target is named.
  func defaultTargets() throws -> [CheckTarget] {
    try CheckTarget.resolve(
      [TargetCatalogue.defaultTarget.rawValue], today: today, in: TargetCatalogue())
  }
}
