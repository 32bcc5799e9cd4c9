internal import Library
internal import Media

extension Preparation {
  /// Prepares files of elements for providers, and keeps each copy beside its original with the
  /// steps that made it. A copy that already exists is used again.
  ///
  /// ```swift
  /// let files = FileList([.element(try library.files(of: HandleReference("@mira")))])
  /// let outcome = try await preparation.run(files, in: library)
  /// ```
  ///
  /// - Parameters:
  ///   - folder: A folder that all copies are also written to, or `nil`.
  ///   - each: Called with each file when it is done, in order.
  /// - Throws: `CancellationError` if it was cancelled; no copy is kept then.
  public func run(
    _ files: FileList, in library: ElementLibrary, into folder: PreparedFolder? = nil,
    each: (PreparedFile) throws -> Void = { _ in }
  ) async throws -> Preparation.Outcome {
    let staging = BlobStaging(store: library.store)
    var isKept = false
    defer { if !isKept { library.store.discard(staging.staged) } }
    let preparation = using(library)
    var outcome = try await preparation.run(files, keeping: .library(staging), each: each)
    outcome.summary.alreadyKept = try library.keep(outcome.files, in: staging)
    isKept = true
    if let folder {
      let copies = try outcome.files.map { file in
        try file.passingFacts?.digest.map { try folder.stage(library.store.bytes(of: $0), $0) }
      }
      try preparation.write(&outcome, copies, into: folder, among: files)
    }
    return outcome
  }

  /// Prepares the files of elements that were just added. Voices made from their sounds are left
  /// out.
  public func run(
    _ added: AddOutcome, in library: ElementLibrary, each: (PreparedFile) throws -> Void = { _ in }
  ) async throws -> Preparation.Outcome {
    let sources = try added.elements.filter { $0.voiceOf == nil }.map { element in
      FileList.Source.element(try library.files(of: HandleReference(element.handle)))
    }
    return try await run(FileList(sources), in: library, each: each)
  }

  /// Plans copies of the files of a preview of `add`, without making them.
  ///
  /// Sounds that would become voices are left out, and so are views that would be cut out of
  /// sheets.
  public func plan(
    _ added: AddOutcome, in library: ElementLibrary, each: (PreparedFile) throws -> Void = { _ in }
  ) async throws -> Preparation.Outcome {
    let preparation = using(library)
    // Views that would be cut out of a sheet are not files yet.
    let paths = added.elements.filter { $0.voiceOf == nil }.flatMap(\.files)
      .map(\.checked.facts.path).filter { !$0.isMissing }
    return try await preparation.plan(FileList(paths), each: each)
  }

  /// Returns this preparation with the decoder of a library, unless it has its own.
  private func using(_ library: ElementLibrary) -> Preparation {
    var preparation = self
    preparation.decoder = decoder ?? library.decoder
    return preparation
  }
}

extension AddOutcome {
  /// Returns this outcome with its files checked for the given targets, including the copies that
  /// the library has now.
  public func judged(
    for targets: [CheckTarget], in library: ElementLibrary
  ) throws -> AddOutcome {
    var added = self
    added.targets = targets.map(\.profile.id)
    added.elements = try library.contents { contents in
      try elements.map { try library.judged($0, for: targets, contents) }
    }
    return added
  }
}

extension ElementLibrary {
  /// Stores copies and the steps that made them.
  ///
  /// - Returns: The number of copies that the library had before.
  fileprivate func keep(_ files: [PreparedFile], in staging: BlobStaging) throws -> Int {
    let made = files.compactMap(staging.waitingCopy)
    guard !made.isEmpty else { return 0 }
    let known = try contents { contents in
      try made.count { copy in
        try contents.derivations.origins(of: copy.digest, limit: 64).contains {
          $0.from == copy.from
        }
      }
    }
    let digests = Set(made.map(\.digest))
    let staged = staging.staged.filter { digests.contains($0.digest) }
    try change(with: staged, facts: made.map(\.facts)) { change in
      for copy in made { try change.addDerivation(copy.digest, from: copy.from, copy.steps) }
    }
    return known
  }
}

extension Change {
  /// Records that a blob was made from another one, unless the same record exists.
  ///
  /// - Parameter span: The stretch of the original's time that the blob contains, or `nil` if it is
  ///   whole.
  package func addDerivation(
    _ blob: Digest, from original: Digest, _ steps: [PreparationStep],
    _ span: Derivation.Span? = nil
  ) throws {
    let steps = steps.map(\.json)
    let known = try contents.derivations.origins(of: blob, limit: 64)
    if known.contains(where: { $0.from == original && $0.steps == steps }) { return }
    add(
      .derivation(
        Derivation(
          blob: blob, from: original, steps: steps, tool: Version.tool, span: span,
          at: try moment(after: nil))))
  }
}
