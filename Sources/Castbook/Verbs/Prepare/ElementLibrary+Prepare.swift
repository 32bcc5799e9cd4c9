internal import Library
internal import Media

extension ElementLibrary {
  /// Prepares files of elements for providers, and keeps each copy beside its original with the
  /// steps that made it. A copy that already exists is used again.
  ///
  /// ```swift
  /// let files = FileList([.element(try library.files(of: HandleReference("@mira")))])
  /// let outcome = try await library.prepare(files, preparation)
  /// ```
  ///
  /// - Parameters:
  ///   - folder: A folder that all copies are also written to, or `nil`.
  ///   - each: Called with each file when it is done, in order.
  /// - Throws: `CancellationError` if it was cancelled; no copy is kept then.
  public func prepare(
    _ files: FileList, _ preparation: Preparation, into folder: PreparedFolder? = nil,
    isCancelled: () -> Bool = { false }, each: (PreparedFile) throws -> Void = { _ in }
  ) async throws -> Preparation.Outcome {
    let copies = BlobStaging(store: store)
    var done: [PreparedFile] = []
    var isKept = false
    defer { if !isKept { store.discard(copies.staged) } }
    var preparation = preparation
    preparation.decoder = preparation.decoder ?? decoder
    var summary = try await preparation.run(
      files, isForLibrary: true, isCancelled: isCancelled,
      keep: { copy in
        // The library already has the original.
        if copy.isOriginal { return .success(nil) }
        return copies.stage(copy.bytes, copy.digest).map { staged in
          staged.map {
            KeptCopy(
              digest: copy.digest, byteCount: copy.bytes.count,
              location: .blob($0, copy.found.factsWithScores))
          }
        }
      },
      each: {
        done.append($0)
        try each($0)
      })
    if isCancelled() { throw CancellationError() }
    summary.alreadyKept = try keep(done)
    isKept = true
    let written = try folder.map { try write(done, into: $0, files) }
    let outcome = Preparation.Outcome(
      files: done, written: written ?? done.map { _ in nil }, summary: summary)
    if let folder, outcome.written.contains(where: { $0 != nil }) {
      try folder.write(PrepareJSON.document(preparation, outcome))
    }
    return outcome
  }

  /// Prepares the files of elements that were just added. Voices made from their sounds are left
  /// out.
  public func prepare(
    _ added: AddOutcome, _ preparation: Preparation, isCancelled: () -> Bool = { false },
    each: (PreparedFile) throws -> Void = { _ in }
  ) async throws -> Preparation.Outcome {
    let sources = try added.elements.filter { $0.voiceOf == nil }.map { element in
      FileList.Source.element(try files(of: HandleReference("\(element.handle)")))
    }
    return try await prepare(
      FileList(sources), preparation, isCancelled: isCancelled, each: each)
  }

  /// Plans copies of the files of a preview of `add`, without making them.
  ///
  /// Sounds that would become voices are left out, and so are views that would be cut out of
  /// sheets.
  public func plan(
    _ added: AddOutcome, _ preparation: Preparation, isCancelled: () -> Bool = { false },
    each: (PreparedFile) throws -> Void = { _ in }
  ) async throws -> Preparation.Outcome {
    var preparation = preparation
    preparation.decoder = preparation.decoder ?? decoder
    // Views that would be cut out of a sheet are not files yet.
    let paths = added.elements.filter { $0.voiceOf == nil }.flatMap(\.files)
      .map(\.checked.facts.path).filter { !$0.isMissing }
    return try await preparation.plan(
      FileList(paths.map(FileList.Source.path)), isCancelled: isCancelled, each: each)
  }

  /// Returns an outcome with its files checked for the given targets, including the copies that the
  /// library has now.
  public func judged(_ added: AddOutcome, for targets: [CheckTarget]) throws -> AddOutcome {
    var added = added
    added.targets = targets.map(\.profile.id)
    try contents { contents in
      for index in added.elements.indices {
        let kind = added.elements[index].revision.revision.kind
        for file in added.elements[index].files.indices {
          let known = added.elements[index].files[file]
          let again = try judged(
            known.checked.facts,
            scored: contents.keptScores(of: known.reference.blob, kind: kind), of: kind, targets,
            contents)
          added.elements[index].files[file].checked = again.checked
          added.elements[index].files[file].scored = again.scored
          added.elements[index].files[file].canBePrepared =
            again.checked.canBePrepared(for: targets)
        }
      }
    }
    return added
  }

  /// Stores copies and the steps that made them.
  ///
  /// - Returns: The number of copies that the library had before.
  private func keep(_ files: [PreparedFile]) throws -> Int {
    let copies = files.compactMap { file -> MadeCopy? in
      guard let copy = file.preparedCopy, let from = file.before.facts.digest,
        let kept = copy.kept, case .blob(let staged, let facts) = kept.location
      else { return nil }
      return MadeCopy(
        blob: kept.digest, from: from, steps: copy.steps, staged: staged, facts: facts)
    }
    guard !copies.isEmpty else { return 0 }
    let known = try contents { contents in
      try copies.count { copy in
        try contents.origins(of: copy.blob, limit: 64).contains { $0.from == copy.from }
      }
    }
    try change(with: copies.map(\.staged), facts: copies.map(\.facts)) { change in
      for copy in copies { try change.addDerivation(copy.blob, from: copy.from, copy.steps) }
    }
    return known
  }

  /// A copy to store, with its original.
  private struct MadeCopy {
    let blob: Digest
    let from: Digest
    let steps: [PreparationStep]
    let staged: BlobFolder.StagedBlob
    let facts: FileFacts
  }

  /// Writes the passing bytes of each file to a folder.
  ///
  /// - Returns: What was written for each file, or `nil` for a file without passing bytes.
  private func write(
    _ files: [PreparedFile], into folder: PreparedFolder, _ list: FileList
  ) throws -> [PreparedFolder.Written?] {
    let staged = try files.map { file -> KeptCopy? in
      guard let digest = file.passingDigest else { return nil }
      let bytes: [UInt8]
      bytes = try store.bytes(of: digest)
      return try folder.stage(bytes, digest)
    }
    return try folder.publish(files, staged, among: list)
  }
}

extension PreparedFile {
  /// The digest of the bytes that pass: those of the copy, or those of the original. `nil` if
  /// neither does.
  var passingDigest: Digest? {
    switch outcome {
    case .asItIs: before.facts.digest
    case .prepared(let copy): copy.facts.digest
    case .refused, .skipped: nil
    }
  }
}

extension Change {
  /// Records that a blob was made from another one, unless the same record exists.
  ///
  /// - Parameter span: The stretch of the original's time that the blob contains, or `nil` if it is
  ///   whole.
  func addDerivation(
    _ blob: Digest, from original: Digest, _ steps: [PreparationStep],
    _ span: Derivation.Span? = nil
  ) throws {
    let steps = steps.map(\.json)
    let known = try contents.origins(of: blob, limit: 64)
    if known.contains(where: { $0.from == original && $0.steps == steps }) { return }
    add(
      .derivation(
        Derivation(
          blob: blob, from: original, steps: steps, tool: Version.tool, span: span,
          at: try moment(after: nil))))
  }
}
