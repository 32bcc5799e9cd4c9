internal import Files
internal import Library
internal import Media
internal import Preparing

/// A file that a request refers to, and what is sent for it.
struct RequestedFile {
  let request: RequestFile
  /// The file of the element or of the shot file.
  let file: ListedFile
  /// The targets that must accept the file, each with the slot that the file goes into.
  let targets: [CheckTarget]
  /// What is sent; `nil` before that is decided.
  var prepared: PreparedFile?

  /// The handle of the element that has the file; `nil` for a file of the shot file.
  fileprivate var handle: Handle? {
    switch request.source {
    case .element(let member, _): member.handle
    case .voice(let voice, _): voice.handle
    case .path: nil
    }
  }
}

/// The files of requests as providers will get them: originals if these pass, otherwise prepared
/// copies. Copies that the library has are reused, others are made.
struct ExportFiles {
  /// The export, with its library and its options.
  let export: Export
  /// Where new copies wait to be kept; `nil` if none may be kept.
  let staging: BlobStaging?

  /// Decides for each file what is sent, and makes the copies that are needed. The same file for
  /// the same targets is prepared only once.
  func prepare(_ wanted: [RequestedFile]) async throws -> [PreparedFile] {
    var prepared: [[[UInt8]]: PreparedFile] = [:]
    var waiting: [RequestedFile] = []
    for (key, same) in wanted.groupedInOrder(by: Self.key) {
      if let file = try await readyFile(same[0]) {
        prepared[key] = file
      } else {
        waiting.append(same[0])
      }
    }
    for (wanted, file) in try await made(waiting) { prepared[Self.key(wanted)] = file }
    prepared = try prepared.mapValues(refusingPrivateMetadata)
    return wanted.compactMap { prepared[Self.key($0)] }
  }

  /// Returns what decides which work has to be done for a file: its location, and its targets with
  /// their slots.
  private static func key(_ wanted: RequestedFile) -> [[UInt8]] {
    [wanted.file.location.bytes] + targetNames(wanted)
  }

  private static func targetNames(_ wanted: RequestedFile) -> [[UInt8]] {
    wanted.targets.map { Array("\($0.profile.id) \($0.slot?.rawValue ?? "")".utf8) }
  }

  /// The options for making copies: the defaults, with the metadata that may be sent.
  private var preparationOptions: PreparationOptions {
    var options = PreparationOptions()
    options.keptMetadata = export.options.keeps
    return options
  }

  // MARK: Without new copies

  /// Returns what is sent if that needs no new copy; `nil` if a copy has to be made.
  private func readyFile(_ wanted: RequestedFile) async throws -> PreparedFile? {
    let file = wanted.file
    guard let facts = try await facts(of: file) else {
      let problem = file.problem ?? .absent(handle: "\(file.path)", isElsewhere: false)
      let absent = CheckedFile(FileFacts(path: file.path, problems: [problem]), [])
      let findings = absent.allFindings.map { finding in
        Finding(
          finding.rule, finding.severity, message: "\(file.path): \(finding.message)",
          fix: finding.fix)
      }
      return PreparedFile(
        file, before: CheckedFile(FileFacts(path: file.path), []), .refused(findings))
    }
    let checked = CheckedFile(facts, wanted.targets)
    if export.options.sendsAsIs { return fileAsItIs(file, checked) }
    let copies = try export.library.map { library in
      try library.contents { try library.storedCopies(of: facts, $0) }
    }
    switch form(of: facts, copies ?? [], wanted.targets) {
    case .original: return original(file, checked)
    case .copy(let copy):
      guard let library = export.library else { return nil }
      return stored(copy, at: .existing(library.store.blobs.path(of: copy.digest)), wanted, checked)
    case .make: return nil
    case .refused(let findings):
      return PreparedFile(
        file, before: checked, .refused(findings.map { advised($0, wanted) }))
    case .noSlot: return PreparedFile(file, before: checked, .refused(checked.allFindings))
    }
  }

  /// Returns the facts of a file: from the library's index if it has them, otherwise from the file
  /// itself. Returns `nil` if the library's file is missing.
  private func facts(of file: ListedFile) async throws -> FileFacts? {
    if let blob = file.blob {
      guard let library = export.library, library.store.blobs.contains(blob) else { return nil }
      if let facts = try library.contents({ try $0.blobs.facts(of: blob, as: file.path) }) {
        return facts
      }
    }
    return try await Inspector(decoder: export.decoder).facts(of: file)
  }

  /// Decides in which form a file is sent. Metadata that may be sent along don't count.
  private func form(
    of facts: FileFacts, _ copies: [StoredCopy], _ targets: [CheckTarget]
  ) -> SentForm {
    var known = facts
    if export.options.keepsMetadata {
      known.image?.privateMetadata = []
      known.streamMetadata = []
    }
    return SentForm(
      facts, known: known, copies: copies, targets: targets, preparationOptions)
  }

  /// Returns the original for an export that makes no copies, or a refusal if it breaks a rule or
  /// contains private metadata that may not be sent.
  private func fileAsItIs(_ file: ListedFile, _ checked: CheckedFile) -> PreparedFile {
    let facts = checked.facts
    let metadata = facts.privateMetadata.subtracting(preparationOptions.keptKinds)
    if !metadata.isEmpty, !export.options.keepsMetadata {
      let finding = Finding(
        .privateMetadata(of: facts.format?.medium), .error,
        message: "--as-is would send private metadata: \(metadata.names)",
        fix: "leave out --as-is to send a copy without them, or add --keep-metadata",
        measured: metadata.names)
      return PreparedFile(
        file, before: checked,
        .refused([finding] + checked.allFindings.filter { $0.severity > .note }))
    }
    return checked.status == .fail
      ? PreparedFile(file, before: checked, .refused(checked.allFindings))
      : original(file, checked)
  }

  /// Returns the original as the file that is sent.
  private func original(_ file: ListedFile, _ checked: CheckedFile) -> PreparedFile {
    guard let digest = checked.facts.digest, let byteCount = checked.facts.byteCount else {
      return PreparedFile(file, before: checked, .refused(checked.allFindings))
    }
    return PreparedFile(
      file, before: checked,
      .asItIs(KeptCopy(digest: digest, byteCount: byteCount, location: .existing(file.location))))
  }

  /// Returns an existing copy as the file that is sent.
  private func stored(
    _ copy: StoredCopy, at location: KeptCopy.Location, _ wanted: RequestedFile,
    _ checked: CheckedFile
  ) -> PreparedFile {
    PreparedFile(
      wanted.file, before: checked,
      .prepared(
        PreparedCopy(
          steps: copy.steps, after: CheckedFile(copy.facts, wanted.targets), scores: copy.scores,
          remarks: MetadataRemarks.findings(
            checked.facts, copy.steps, keeping: preparationOptions.keptMetadata),
          kept: KeptCopy(digest: copy.digest, byteCount: copy.byteCount, location: location),
          drawn: nil)))
  }

  // MARK: Making copies

  /// Makes copies, for files with the same targets together. A copy that was made for one target is
  /// used for another one if it is as good there.
  private func made(_ wanted: [RequestedFile]) async throws -> [(RequestedFile, PreparedFile)] {
    var made: [(wanted: RequestedFile, file: PreparedFile)] = []
    for (_, wanted) in wanted.groupedInOrder(by: Self.targetNames) {
      var group: [RequestedFile] = []
      var shared: [(RequestedFile, PreparedFile)] = []
      for wanted in wanted {
        let copies = made.filter { $0.wanted.file.location == wanted.file.location }
          .compactMap(\.file.preparedCopy)
        if let file = try await self.shared(copies, wanted) {
          shared.append((wanted, file))
        } else {
          group.append(wanted)
        }
      }
      made += shared
      guard let targets = group.first?.targets else { continue }
      var preparation = Preparation(targets: targets, workers: export.library?.workers)
      preparation.decoder = export.decoder
      preparation.options = preparationOptions
      let files = try await preparation.prepare(
        group.map(\.file), keeping: staging.map { .library($0) } ?? .memory)
      made += zip(group, files).map { wanted, file in
        switch file.outcome {
        case .asItIs: (wanted, original(wanted.file, file.before))
        case .skipped:
          (
            wanted,
            PreparedFile(wanted.file, before: file.before, .refused(file.before.allFindings))
          )
        case .prepared, .refused: (wanted, file)
        }
      }
    }
    return made
  }

  /// Returns a copy that was just made for another target, if it is as good for this one as a new
  /// copy. It is the one that a second export would find in the library.
  private func shared(_ made: [PreparedCopy], _ wanted: RequestedFile) async throws -> PreparedFile?
  {
    guard !made.isEmpty, let facts = try await facts(of: wanted.file) else { return nil }
    let copies = made.compactMap { copy in
      copy.kept.map { kept in
        StoredCopy(
          facts: copy.facts, digest: kept.digest, byteCount: kept.byteCount, steps: copy.steps,
          scores: nil)
      }
    }
    guard case .copy(let copy) = form(of: facts, copies, wanted.targets),
      let kept = made.lazy.compactMap(\.kept).first(where: { $0.digest == copy.digest })
    else { return nil }
    return stored(copy, at: kept.location, wanted, CheckedFile(facts, wanted.targets))
  }

  // MARK: What is sent

  /// Returns the findings about what is sent of a file, or the reasons for its refusal.
  func findings(on file: PreparedFile, _ wanted: RequestedFile) -> [Finding] {
    switch file.outcome {
    case .refused(let findings): findings
    case .skipped: []
    case .asItIs:
      file.before.allFindings.map { advised($0, wanted) } + metadataUnknown(file.before.facts)
    case .prepared(let copy):
      if case .existing = copy.kept?.location {
        copy.after.allFindings + copy.remarks
      } else {
        copy.findings.map { advised($0, wanted) }
      }
    }
  }

  /// Returns a warning about a clip that can't be decoded, since its metadata are unknown.
  private func metadataUnknown(_ facts: FileFacts) -> [Finding] {
    guard !facts.isProven, facts.format?.medium == .clip, !export.options.keepsMetadata,
      !export.options.sendsAsIs
    else { return [] }
    return [
      Finding(
        .clipPrivateMetadata, .warning,
        message: "it can't be decoded, so it may reveal where it was taken and by whom",
        fix: "remove that first, or allow it: --keep-metadata")
    ]
  }

  /// Returns a finding with a fix for pictures of the library that are too small. They are enlarged
  /// only if the user asks for it, and an enlarged copy in the library is then reused here.
  private func advised(_ finding: Finding, _ wanted: RequestedFile) -> Finding {
    // A picture that was enlarged already has no measured size.
    guard finding.rule == .imageTooSmall, finding.measured != nil, let handle = wanted.handle,
      let target = wanted.targets.first?.profile.id
    else { return finding }
    var advised = finding
    advised.fix =
      "use a larger original, or enlarge it: castbook prepare \(handle) --for \(target) "
      + "--allow-upscale"
    return advised
  }

  /// Returns a file of a request as a file of its bundle; `nil` if nothing is sent.
  func bundleFile(_ request: RequestFile, _ file: PreparedFile) throws -> BundleFile? {
    guard let facts = file.passingFacts, let kept = file.copy, let from = file.before.facts.digest,
      let format = facts.format
    else { return nil }
    let content: BundleFile.Content
    var isReused = false
    switch kept.location {
    case .memory(let bytes): content = .bytes(bytes)
    case .existing(let path):
      content = .copy(of: path)
      isReused = file.preparedCopy != nil
    case .staged:
      guard let library = export.library else { return nil }
      content = .copy(of: library.store.blobs.path(of: kept.digest))
    case .temporary: return nil
    }
    var sent = try BundleFile(
      request, from: from, sent: kept.digest, byteCount: kept.byteCount, format: format,
      size: facts.image?.size, steps: file.preparedCopy?.steps.map(\.json) ?? [],
      generated: file.before.facts.provenance.flatMap(ProvenanceWords.extent)
        .flatMap(BundleManifest.File.Extent.init), content: content)
    sent.isReused = isReused
    return sent
  }

  /// Returns the bytes that are sent of a file; `nil` if they can't be read.
  func bytes(of file: PreparedFile) throws -> [UInt8]? {
    switch file.copy?.location {
    case .staged:
      try file.copy.flatMap { staging?.copy($0.digest) }.flatMap {
        try export.library?.store.bytes(of: $0)
      }
    case .memory(let bytes): bytes
    case .existing(let path): try? TextFile.read(path, limit: 1 << 30).get()
    case .temporary, nil: nil
    }
  }

  /// Returns the file, or a refusal if its actual bytes contain private metadata that may not be
  /// sent. This is the last check before a picture leaves, and it trusts neither records nor facts.
  ///
  /// Bytes that can't be read are reported when the bundle is written.
  private func refusingPrivateMetadata(_ file: PreparedFile) throws -> PreparedFile {
    guard !export.options.keepsMetadata, let format = file.passingFacts?.format,
      format.medium == .picture, let bytes = try bytes(of: file)
    else { return file }
    guard SHA256.digest(of: bytes) == file.copy?.digest else {
      return file.refused(
        Finding(
          .fileChanged, .error, message: "changed during the export",
          fix: "wait until it is completely written, then export again"))
    }
    let survey = MetadataSurvey(of: bytes, format)
    let kinds = survey.kinds.subtracting(preparationOptions.keptKinds)
    guard !kinds.isEmpty || survey.trailingBytes > 0 else { return file }
    let parts =
      kinds.sorted().map(\.name)
      + (survey.trailingBytes > 0
        ? ["\(Quantity.bytes(survey.trailingBytes)) after the end of the picture"] : [])
    return file.refused(
      Finding(
        .imagePrivateMetadata, .error,
        message: "would be sent with private metadata: \(parts.joined(separator: ", "))",
        fix: "leave out --as-is, or add --keep-metadata", measured: kinds.names))
  }
}

extension PreparedFile {
  /// Returns the file with a refusal as its outcome.
  fileprivate func refused(_ finding: Finding) -> PreparedFile {
    var refused = self
    refused.outcome = .refused([finding])
    return refused
  }
}
