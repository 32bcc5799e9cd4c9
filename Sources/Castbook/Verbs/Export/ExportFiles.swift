internal import Library
internal import Media
internal import Preparing
internal import Synchronization

/// The files of requests as providers will get them: originals if these pass, otherwise prepared
/// copies. Copies that the library has are reused, others are made.
struct ExportFiles {
  /// The library that stores originals and copies; `nil` without one.
  let library: ElementLibrary?
  /// The options of the export.
  let exportOptions: Export.Options
  /// The path of `castbook-media`; `nil` if it is next to the running program.
  let decoder: FilePath?
  /// Where new copies wait to be kept; `nil` if none may be kept.
  let staging: BlobStaging?

  /// A file that is to be sent, with the targets that must accept it.
  struct Wanted: Sendable {
    /// Where the file comes from.
    let origin: Origin
    /// The targets that must accept what is sent, each with the slot that the file goes into.
    let targets: [CheckTarget]
    /// The path under which the file is reported.
    let name: FilePath

    /// The part of a `Wanted` that decides which work has to be done for it. Files with equal keys
    /// are resolved only once.
    struct Key: Hashable {
      let origin: Origin
      /// The ids of the targets, each with its slot.
      let targets: [String]
    }

    var key: Key {
      Key(
        origin: origin,
        targets: targets.map { "\($0.profile.id) \($0.slot?.rawValue ?? "")" })
    }
  }

  /// The source of a file.
  enum Origin: Hashable, Sendable {
    /// A file in the library.
    case blob(Digest)
    /// A file that a shot file names.
    case path(FilePath)
  }

  /// Decides for each file what is sent, and makes the copies that are needed.
  func resolve(_ wanted: [Wanted]) async throws -> [Wanted.Key: ResolvedFile] {
    var resolved: [Wanted.Key: ResolvedFile] = [:]
    var unresolved: [Wanted] = []
    for wanted in wanted where resolved[wanted.key] == nil {
      if let file = try await resolve(wanted) {
        resolved[wanted.key] = file
      } else if !unresolved.contains(where: { $0.key == wanted.key }) {
        unresolved.append(wanted)
      }
    }
    for (wanted, file) in try await made(unresolved) { resolved[wanted.key] = file }
    return try resolved.mapValues(refusingPrivateMetadata)
  }

  /// The options for making copies: the defaults, with the metadata that may be sent.
  var preparationOptions: PreparationOptions {
    var options = PreparationOptions()
    options.keptMetadata = exportOptions.keeps
    return options
  }

  private var inspector: Inspector {
    Inspector(budget: MemoryBudget(workers: Check.maximumWorkers), decoder: decoder)
  }

  /// Returns the location of a file; `nil` for a file of the library if there is no library.
  private func location(of origin: Origin) -> FilePath? {
    switch origin {
    case .blob(let digest): library?.store.blobs.path(of: digest)
    case .path(let path): path
    }
  }

  // MARK: Without new copies

  /// Returns what is sent if that needs no new copy; `nil` if a copy has to be made.
  private func resolve(_ wanted: Wanted) async throws -> ResolvedFile? {
    guard let facts = try await facts(of: wanted) else {
      return .refused([
        Finding(
          .libraryFileMissing, .error,
          message: "\(wanted.name): this file is missing from the library",
          fix: "castbook doctor shows how to fix it")
      ])
    }
    let checked = CheckedFile(facts, wanted.targets, isNamed: true, includesPassed: false)
    if exportOptions.sendsAsIs { return try asItIs(wanted, facts, checked) }
    let way = SentForm(
      facts, known: known(facts), copies: try copies(of: facts), targets: wanted.targets,
      preparationOptions)
    switch way {
    case .original:
      return original(wanted, facts, checked, adding: metadataUnknown(facts))
    case .copy(let copy): return reused(copy, of: facts, wanted)
    case .make: return nil
    case .refused(let findings): return .refused(findings.map { advised($0, wanted) })
    case .noSlot: return .refused(checked.allFindings)
    }
  }

  /// Returns a warning about a clip that can't be decoded, since its metadata are unknown.
  private func metadataUnknown(_ facts: FileFacts) -> [Finding] {
    guard !facts.isProven, facts.format?.medium == .clip, !exportOptions.keepsMetadata else {
      return []
    }
    return [
      Finding(
        .clipPrivateMetadata, .warning,
        message: "it can't be decoded, so it may reveal where it was taken and by whom",
        fix: "remove that first, or allow it: --keep-metadata")
    ]
  }

  /// Returns a finding with a fix for pictures of the library that are too small. They are enlarged
  /// only if the user asks for it, and an enlarged copy in the library is then reused here.
  private func advised(_ finding: Finding, _ wanted: Wanted) -> Finding {
    // A picture that was enlarged already has no measured size.
    guard finding.rule == .imageTooSmall, finding.measured != nil, case .blob = wanted.origin,
      let target = wanted.targets.first?.profile.id
    else { return finding }
    let handle = wanted.name.text.prefix { $0 != "/" }
    var advised = Finding(
      finding.rule, finding.severity, message: finding.message,
      fix:
        "use a larger original, or enlarge it: castbook prepare \(handle) --for \(target) "
        + "--allow-upscale", measured: finding.measured, limit: finding.limit, unit: finding.unit
    )
    advised.target = finding.target
    advised.slot = finding.slot
    advised.basis = finding.basis
    return advised
  }

  /// Returns the facts that matter for a plan, without metadata that may be sent along.
  private func known(_ facts: FileFacts) -> FileFacts {
    var facts = facts
    if exportOptions.keepsMetadata {
      facts.image?.privateMetadata = []
      facts.streamMetadata = []
    }
    return facts
  }

  /// Returns the facts of a file: from the library's index if it has them, otherwise from the file
  /// itself. Returns `nil` if the library's file is missing.
  private func facts(of wanted: Wanted) async throws -> FileFacts? {
    switch wanted.origin {
    case .path(let path): return await inspector.inspect(path)
    case .blob(let digest):
      guard let library, library.store.blobs.contains(digest) else { return nil }
      if let facts = try library.contents({ try $0.facts(of: digest, as: wanted.name) }) {
        return facts
      }
      return await inspector.inspect(library.store.blobs.path(of: digest)).named(wanted.name)
    }
  }

  /// Returns the original for an export that makes no copies, or a refusal if it breaks a rule or
  /// contains private metadata that may not be sent.
  private func asItIs(
    _ wanted: Wanted, _ facts: FileFacts, _ checked: CheckedFile
  ) throws -> ResolvedFile {
    let metadata = facts.privateMetadata.subtracting(preparationOptions.keptKinds)
    if !metadata.isEmpty, !exportOptions.keepsMetadata {
      return .refused(
        [
          Finding(
            .privateMetadata(of: facts.format?.medium), .error,
            message: "--as-is would send private metadata: \(metadata.names)",
            fix: "leave out --as-is to send a copy without them, or add --keep-metadata",
            measured: metadata.names)
        ] + checked.allFindings.filter { $0.severity > .note })
    }
    return checked.status == .fail
      ? .refused(checked.allFindings) : original(wanted, facts, checked)
  }

  /// Returns the original as the file that is sent.
  private func original(
    _ wanted: Wanted, _ facts: FileFacts, _ checked: CheckedFile, adding others: [Finding] = []
  ) -> ResolvedFile {
    guard let digest = facts.digest, let location = location(of: wanted.origin) else {
      return .refused(checked.allFindings)
    }
    return ResolvedFile(
      .original, from: digest, facts, steps: [], content: .copy(of: location),
      findings: checked.allFindings.map { advised($0, wanted) } + others)
  }

  /// Returns the copies that the library keeps of a file.
  private func copies(of facts: FileFacts) throws -> [StoredCopy] {
    guard let library else { return [] }
    return try library.contents { try library.storedCopies(of: facts, $0) }
  }

  /// Returns a copy of the library as the file that is sent; `nil` without a library.
  private func reused(
    _ copy: StoredCopy, of facts: FileFacts, _ wanted: Wanted
  ) -> ResolvedFile? {
    guard let library, let from = facts.digest else { return nil }
    let checked = CheckedFile(copy.facts, wanted.targets, isNamed: true, includesPassed: false)
    return ResolvedFile(
      .reused, from: from, copy.facts, steps: copy.steps,
      content: .copy(of: library.store.blobs.path(of: copy.digest)),
      findings: checked.allFindings
        + MetadataRemarks.findings(
          facts.image, copy.steps, keeping: preparationOptions.keptMetadata))
  }

  // MARK: Making copies

  /// Makes copies, for files with the same targets together. A copy that was made for one target is
  /// used for another one if it is as good there.
  private func made(_ wanted: [Wanted]) async throws -> [(Wanted, ResolvedFile)] {
    var made: [(Wanted, ResolvedFile)] = []
    var copies: [MadeCopy] = []
    for wanted in Self.groups(of: wanted) {
      var group: [Wanted] = []
      for wanted in wanted {
        if let file = try await shared(copies.filter { $0.origin == wanted.origin }, wanted) {
          made.append((wanted, file))
        } else {
          group.append(wanted)
        }
      }
      for (wanted, prepared) in zip(group, try await prepared(group)) {
        let resolved = resolved(wanted, prepared)
        made.append((wanted, resolved))
        guard let sent = resolved.sent, case .prepared(let copy) = prepared.outcome else {
          continue
        }
        copies.append(
          MadeCopy(
            origin: wanted.origin, file: resolved,
            copy: StoredCopy(
              facts: copy.facts, digest: sent.digest, byteCount: sent.byteCount, steps: sent.steps,
              scores: nil)))
      }
    }
    return made
  }

  /// Groups files with the same targets, so that no group has two files of the same name: within a
  /// group, files are identified by their names.
  private static func groups(of wanted: [Wanted]) -> [[Wanted]] {
    wanted.reduce(into: []) { groups, file in
      let fitting = groups.firstIndex { group in
        group[0].key.targets == file.key.targets && !group.contains { $0.name == file.name }
      }
      if let fitting { groups[fitting].append(file) } else { groups.append([file]) }
    }
  }

  /// Makes the copies of a group, in its order. They are staged in the library if there is one,
  /// otherwise held in memory.
  private func prepared(_ group: [Wanted]) async throws -> [PreparedFile] {
    guard let first = group.first else { return [] }
    var preparation = Preparation(targets: first.targets, workers: library?.workers)
    preparation.decoder = decoder
    preparation.options = preparationOptions
    let staging = staging
    var prepared: [PreparedFile] = []
    _ = try await preparation.run(
      list(group), isForLibrary: staging != nil, isCancelled: { false },
      keep: { copy in
        if copy.isOriginal { return .success(nil) }
        guard let staging else {
          return .success(
            KeptCopy(
              digest: copy.digest, byteCount: copy.bytes.count, location: .memory(copy.bytes)))
        }
        return staging.stage(copy.bytes, copy.digest).map { staged in
          staged.map {
            KeptCopy(
              digest: copy.digest, byteCount: copy.bytes.count,
              location: .blob($0, copy.found.factsWithScores))
          }
        }
      }, each: { prepared.append($0) })
    return prepared
  }

  /// A copy that was made during this export, which may also suit another target.
  private struct MadeCopy {
    let origin: Origin
    let file: ResolvedFile
    let copy: StoredCopy
  }

  /// Returns a copy that was just made for another target, if it is as good for this one as a new
  /// copy. It is the one that a second export would find in the library.
  private func shared(_ made: [MadeCopy], _ wanted: Wanted) async throws -> ResolvedFile? {
    guard !made.isEmpty, let facts = try await facts(of: wanted) else { return nil }
    let way = SentForm(
      facts, known: known(facts), copies: made.map(\.copy), targets: wanted.targets,
      preparationOptions)
    guard case .copy(let copy) = way,
      let first = made.first(where: { $0.copy.digest == copy.digest }), let sent = first.file.sent
    else { return nil }
    let checked = CheckedFile(copy.facts, wanted.targets, isNamed: true, includesPassed: false)
    var file = ResolvedFile(
      .made, from: sent.from, copy.facts, steps: copy.steps, content: sent.content,
      findings: checked.allFindings
        + MetadataRemarks.findings(
          facts.image, copy.steps, keeping: preparationOptions.keptMetadata))
    file.staged = first.file.staged
    file.original = first.file.original
    return file
  }

  /// Returns the files of a group as a list for `Preparation`.
  private func list(_ group: [Wanted]) -> FileList {
    FileList(
      group.map { wanted in
        switch wanted.origin {
        case .path(let path): .path(path)
        case .blob(let digest):
          .named(wanted.name, at: library?.store.blobs.path(of: digest) ?? wanted.name)
        }
      })
  }

  /// Returns what is sent for a file that was prepared.
  private func resolved(_ wanted: Wanted, _ file: PreparedFile) -> ResolvedFile {
    guard let from = file.before.facts.digest else { return .refused(file.refusals) }
    switch file.outcome {
    case .asItIs: return original(wanted, file.before.facts, file.before)
    case .skipped: return .refused(file.before.allFindings)
    case .refused(let findings): return .refused(findings)
    case .prepared(let copy):
      guard let kept = copy.kept else { return .refused(file.refusals) }
      let content: BundleFile.Content =
        if case .memory(let bytes) = kept.location { .bytes(bytes) } else {
          .copy(of: library?.store.blobs.path(of: kept.digest) ?? wanted.name)
        }
      var resolved = ResolvedFile(
        .made, from: from, copy.facts, steps: copy.steps, content: content,
        findings: copy.findings.map { advised($0, wanted) })
      if case .blob(let staged, let facts) = kept.location {
        resolved.staged = (staged, facts)
        if case .path(let path) = wanted.origin { resolved.original = path }
      }
      return resolved
    }
  }
}

/// The decision on what is sent for one file.
struct ResolvedFile {
  /// What is sent; `nil` if the file is refused.
  let sent: Sent?
  /// The findings about what is sent, or the reasons for the refusal.
  let findings: [Finding]
  /// A new copy that waits to be kept in the library, with its facts.
  var staged: (BlobFolder.StagedBlob, FileFacts)?
  /// The location of an original outside the library, which must be kept there with its copy.
  var original: FilePath?

  /// The bytes that are sent, and how they came about.
  struct Sent {
    let kind: Kind
    /// The digest of the original.
    let from: Digest
    let digest: Digest
    let byteCount: Int
    let format: MediaFormat
    let size: PixelSize?
    /// The duration of a sound or clip; `nil` for a picture.
    let milliseconds: Int?
    let steps: [PreparationStep]
    /// The bytes, or the file that contains them.
    let content: BundleFile.Content
  }

  /// Whether the original is sent, a copy that the library had, or a copy that was made for this
  /// export.
  enum Kind { case original, reused, made }

  /// Returns a file of which nothing can be sent.
  static func refused(_ findings: [Finding]) -> ResolvedFile {
    ResolvedFile(sent: nil, findings: findings)
  }

  private init(sent: Sent?, findings: [Finding]) {
    self.sent = sent
    self.findings = findings
  }

  /// Creates a file that is sent. If its facts lack a digest, a size or a format, nothing is sent.
  init(
    _ how: Kind, from: Digest, _ facts: FileFacts, steps: [PreparationStep],
    content: BundleFile.Content, findings: [Finding]
  ) {
    self.findings = findings
    guard let digest = facts.digest, let byteCount = facts.byteCount, let format = facts.format
    else {
      sent = nil
      return
    }
    sent = Sent(
      kind: how, from: from, digest: digest, byteCount: byteCount, format: format,
      size: facts.image?.size,
      milliseconds: facts.film?.milliseconds ?? facts.sound?.milliseconds, steps: steps,
      content: content)
  }
}
