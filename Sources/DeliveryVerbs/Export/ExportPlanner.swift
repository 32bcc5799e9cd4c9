internal import Files
internal import Library
internal import Media

/// Plans an export, from reading the shot files to the contents of every bundle.
struct ExportPlanner {
  /// The export that is planned.
  let export: Export
  /// Where new copies wait to be kept; `nil` if none may be kept.
  let staging: BlobStaging?

  private var exportFiles: ExportFiles { ExportFiles(export: export, staging: staging) }

  /// A shot file that is being planned for one target.
  struct Shot {
    /// The name of its bundle.
    let name: String
    /// The target of an existing bundle that has the shot file's name; `nil` if that name is free.
    let existingTarget: TargetID?
    let read: ShotPrompt
    /// The settings that were given in addition to those of the file.
    let settings: [String]
    /// The files that the request refers to. A file whose path is not valid is missing.
    var files: [RequestedFile] = []
    var remarks: [PromptRemark]

    /// Returns what is sent for a source.
    func prepared(_ source: RequestFile.Source?) -> PreparedFile? {
      files.first { $0.request.source == source }?.prepared
    }
  }

  /// Plans bundles for shot files, each for all of `targets`, or for the target that it names.
  func plan(
    _ shots: [(name: String, path: FilePath)], for targets: [TargetID],
    to destination: ExportDestination?
  ) async throws -> ExportPlan {
    var planning = try shots.flatMap {
      try self.read($0.path, called: $0.name, for: targets, to: destination)
    }
    try BundleNames.check(planning.map { ($0.name, $0.read.path) })
    for index in planning.indices {
      try gatherFiles(of: &planning[index])
      planning[index].remarks += try rights(of: planning[index].read)
    }
    var prepared = try await exportFiles.prepare(planning.flatMap(\.files))[...]
    for index in planning.indices {
      for file in planning[index].files.indices {
        planning[index].files[file].prepared = prepared.popFirst()
      }
      planning[index].remarks += remarks(on: planning[index]) + totals(of: planning[index])
      planning[index].remarks += try await betterPicks(than: planning[index].read)
    }
    let ready = planning.filter { !isRefused($0.remarks) }
    let derivations = try stagedCopies(ready)
    var planned: [PlannedBundle] = []
    for shot in planning { planned.append(try await self.planned(shot)) }
    return ExportPlan(
      shots: planned, staging: staging, derivations: derivations,
      firstCalls: try firstCalls(planning.filter { !$0.remarks.isFailed }))
  }

  /// Whether remarks keep a bundle from being written.
  private func isRefused(_ remarks: [PromptRemark]) -> Bool {
    remarks.isFailed
      || export.isStrict && remarks.contains { $0.finding.severity == .warning }
  }

  /// Reads and compiles a shot file for each of the targets, or for the target that it names.
  private func read(
    _ path: FilePath, called stem: String, for targets: [TargetID],
    to destination: ExportDestination?
  ) throws -> [Shot] {
    var options = export.options.prompt
    var shots: [Shot] = []
    // Several bundles of one shot file have their targets in their names anyway.
    let occupant = targets.count > 1 ? nil : destination?.target(ofBundle: stem)
    for target in targets.isEmpty ? [nil] : targets.map(Optional.some) {
      options.target = target?.rawValue ?? options.target
      let read = try ShotPrompt(
        path, options, library: export.library, project: export.project, in: export.catalogue)
      let id = read.target?.id
      let besides = occupant == id ? nil : occupant
      let isLong = targets.count > 1 || besides != nil
      let name = isLong ? id.map { "\(stem).\($0)" } : nil
      shots.append(
        Shot(
          name: name ?? stem, existingTarget: besides, read: read,
          settings: (read.givenTarget.map { ["target=\($0)"] } ?? []) + options.settings,
          remarks: read.remarks))
      // An unreadable file has the same findings for every target, so they are reported once.
      if id == nil { break }
    }
    return shots
  }

  // MARK: Files

  /// Collects the files that the request and the calls before it refer to, each with the targets
  /// that must accept it.
  private func gatherFiles(of shot: inout Shot) throws {
    guard let compiled = shot.read.compiled else { return }
    let prompt = compiled.prompt
    shot.files = try compiled.files.compactMap { request in
      guard let file = listed(request.source, besides: shot.read.path) else { return nil }
      let targets = try prompt.slots(of: request.source).map { slot in
        try CheckTarget(prompt.profile, slot: slot, in: export.catalogue)
      }
      return RequestedFile(request: request, file: file, targets: targets)
    }
  }

  /// Returns the file that a source names; `nil` if its path is not valid or it may not be used.
  private func listed(_ source: RequestFile.Source, besides shot: FilePath) -> ListedFile? {
    func stored(_ file: CastFile, _ handle: Handle, _ reference: () -> HandleReference)
      -> ListedFile?
    {
      FilePath("\(handle)/\(RecordText.portableName(file.name, file.blob))").map { name in
        var listed = ListedFile(name, at: export.library?.store.blobs.path(of: file.blob))
        listed.blob = file.blob
        listed.problem = export.library?.absence(of: file.blob, in: reference())
        return listed
      }
    }
    return switch source {
    case .element(let member, let file):
      stored(file, member.handle) { reference(member.handle, member.element, member.revision) }
    case .voice(let voice, let file):
      stored(file, voice.handle) { reference(voice.handle, voice.element, voice.revision) }
    case .path(let written):
      ShotPrompt.location(of: written, besides: shot)
        .flatMap { export.options.prompt.isAllowed($0) ? ListedFile($0) : nil }
    }
  }

  /// Returns the shortest reference to a revision of an element.
  private func reference(_ handle: Handle, _ element: ULID, _ revision: Digest) -> HandleReference {
    let exact = HandleReference(handle, at: revision)
    return (try? export.library?.contents { try $0.selectRevision(element, exact).reference })
      ?? exact
  }

  /// Returns how each staged copy was made, sorted by digest, and stages the originals that are not
  /// in the library yet, so that both are kept. A copy that several targets get is listed once.
  private func stagedCopies(
    _ shots: [Shot]
  ) throws -> [(blob: Digest, from: Digest, steps: [PreparationStep])] {
    guard let staging else { return [] }
    var known: Set<[Digest]> = []
    var derivations: [(blob: Digest, from: Digest, steps: [PreparationStep])] = []
    for file in shots.flatMap(\.files) {
      guard let copy = file.prepared.flatMap(staging.waitingCopy),
        known.insert([copy.digest, copy.from]).inserted
      else { continue }
      staging.add(copy.facts)
      derivations.append((copy.digest, copy.from, copy.steps))
      let original = file.file
      guard original.blob == nil else { continue }
      guard case .success(let bytes) = TextFile.read(original.location, limit: 1 << 30),
        SHA256.digest(of: bytes) == copy.from
      else {
        throw ElementLibraryError.failed("\(original.location) changed during preparation")
      }
      try staging.stage(bytes, copy.from)
    }
    return derivations.sorted { $0.blob.hex < $1.blob.hex }
  }

  // MARK: Findings

  /// Returns the findings about the files of a shot, each with the file's label. A missing file
  /// that was reported before is not repeated.
  private func remarks(on shot: Shot) -> [PromptRemark] {
    let isKnown = Set(shot.remarks.map(\.finding.rule)).contains
    let remarks = shot.files.flatMap { file -> [PromptRemark] in
      guard let prepared = file.prepared else { return [] }
      let isMade = prepared.preparedCopy != nil
      return exportFiles.findings(on: prepared, file).filter { finding in
        // Metadata that a copy no longer has, and what was improved in it, are reported with the
        // copy.
        !(finding.severity == .note && finding.rule != .imageMetadataLost
          && (isMade || finding.rule.category != .privateMetadata))
          && !(finding.rule == .fileNotFound && isKnown(.fileNotFound))
      }.map { finding in PromptRemark(finding.about(file.request.label), at: nil) }
    }
    let absences = absences(shot)
    return absences.isEmpty
      ? remarks : absences + remarks.filter { $0.finding.rule != .libraryFileElsewhere }
  }

  /// Returns a remark for each element with files that only the team's store has.
  private func absences(_ shot: Shot) -> [PromptRemark] {
    var counts: [Handle: (count: Int, finding: Finding)] = [:]
    for file in shot.files {
      let handle: Handle
      switch file.request.source {
      case .element(let member, _): handle = member.handle
      case .voice(let voice, _): handle = voice.handle
      case .path: continue
      }
      let findings = file.prepared.map { exportFiles.findings(on: $0, file) } ?? []
      guard let finding = findings.first(where: { $0.rule == .libraryFileElsewhere }) else {
        continue
      }
      counts[handle] = ((counts[handle]?.count ?? 0) + 1, finding)
    }
    return counts.sorted { "\($0.key)" < "\($1.key)" }.map { handle, entry in
      let finding = Finding(
        .libraryFileElsewhere, .error,
        message: "\(handle): \(Quantity.count(entry.count, "file")) not on this machine yet",
        fix: entry.finding.fix)
      return PromptRemark(finding, at: nil)
    }
  }

  /// Returns remarks on elements that may not be used, or not for the purpose that the shot file
  /// names.
  private func rights(of read: ShotPrompt) throws -> [PromptRemark] {
    guard let library = export.library, let prompt = read.prompt else { return [] }
    let purpose = read.settings.purpose
    let calls = read.body.map { read.prerequisites.map(\.json) + [$0.json] }
    let placeholders = calls.map { Set($0.flatMap { $0.placeholders.map(\.name) }) }
    return try library.contents { contents in
      try UsedElement.all(in: prompt, placeholders).flatMap { used in
        try used.rights(for: purpose?.value, today: library.today, contents).map {
          PromptRemark($0, at: purpose?.location)
        }
      }
    }
  }

  // MARK: Bundles

  /// Compiles the request again with the files that are sent, and assembles the bundle.
  private func planned(_ shot: Shot) async throws -> PlannedBundle {
    let formats = shot.files.reduce(into: [:]) { formats, file in
      formats[file.request.source] = file.prepared?.passingFacts?.format
    }
    guard let text = shot.read.text,
      let compiled = try shot.read.recompiled(formats, in: export.catalogue)
    else {
      return PlannedBundle(
        name: shot.name, existingTarget: shot.existingTarget, read: shot.read, bundle: nil,
        request: nil, ids: [:], render: nil, files: [], remarks: shot.remarks.worstFirst)
    }
    let sent = try compiled.files.compactMap { request in
      try shot.prepared(request.source).flatMap { try exportFiles.bundleFile(request, $0) }
    }
    guard shot.remarks.isFailed || sent.count == compiled.files.count else {
      throw ElementLibraryError.failed("\(shot.read.path): a file of the request is missing")
    }
    var draft = try compiled.draft(
      name: shot.name, shot: text, settings: shot.settings, options: options, sent: sent,
      in: export.catalogue)
    draft.known = try known(shot.read, sent)
    let request = draft.calls.last?.json
    var remarks = shot.remarks
    if export.options.embedsFiles { remarks += try inline(&draft, shot) }
    let isWritten = !isRefused(remarks) && !export.isDryRun
    if isWritten {
      let names = draft.reduceCast(hash: SHA256.digest)
      let files = exportFiles
      let store = export.library?.store
      let legend = Legend(compiled.prompt, draft.sent, keepingPicturesIn: store) { file in
        try? shot.prepared(file.request?.source).flatMap(files.bytes)
      }
      draft.legend = try await legend.png(name: shot.name, names: names, decoder: export.decoder)
    }
    return PlannedBundle(
      name: shot.name, existingTarget: shot.existingTarget, read: shot.read,
      bundle: isWritten ? try draft.bundle(hash: SHA256.digest) : nil, request: request,
      ids: draft.known.filter { $0.key.hasPrefix(RequestBody.remotePrefix) },
      render: compiled.render, files: draft.sent, remarks: remarks.worstFirst)
  }

  /// The options of the export as the manifest names them, in the manifest's order.
  private var options: [String] {
    let options = export.options
    let chosen =
      [
        options.sendsAsIs ? "as-is" : nil, options.embedsFiles ? "inline" : nil,
        options.keepsMetadata ? "keep-metadata" : nil,
      ].compactMap(\.self) + options.keeps.map { "keep-\($0.rawValue)" }
    return BundleManifest.knownOptions.filter(chosen.contains)
  }

  /// Returns the ids and addresses that the provider already has for placeholders: registered
  /// elements and voices, and files that were uploaded before.
  private func known(_ read: ShotPrompt, _ sent: [BundleFile]) throws -> [String: KnownID] {
    var known: [String: KnownID] = [:]
    for remote in read.remotes where remote.isUsable {
      known[remote.placeholder] = remote.status.map {
        KnownID($0.registration.remoteId, account: $0.registration.account)
      }
    }
    guard let library = export.library, let profile = read.target else { return known }
    return try library.contents { contents in
      var known = known
      for file in sent {
        guard let placeholder = file.request?.placeholder else { continue }
        known[placeholder] = try contents.upload(
          of: file.digest, at: profile.id, account: export.options.prompt.account,
          export.options.prompt.today)
      }
      return known
    }
  }

  /// Returns the calls that must come first, each once.
  private func firstCalls(_ shots: [Shot]) throws -> [FirstCall] {
    var seen: Set<String> = []
    return try shots.flatMap(\.read.prerequisites).compactMap { call in
      guard seen.insert("\(call.target) \(call.producedPlaceholder)").inserted else { return nil }
      return FirstCall(
        target: call.target, placeholder: call.producedPlaceholder,
        cost: RenderCost(callAt: try export.catalogue.profile(call.target)))
    }
  }

  /// Embeds the files in the request. Returns remarks on files that can't be embedded.
  private func inline(_ draft: inout BundleDraft, _ shot: Shot) throws -> [PromptRemark] {
    var bytes: [String: [UInt8]] = [:]
    for file in draft.sent {
      guard let prepared = shot.prepared(file.request?.source),
        let content = try exportFiles.bytes(of: prepared), SHA256.digest(of: content) == file.digest
      else {
        let path = if case .copy(let path) = file.content { path } else { FilePath.unnamed }
        throw ElementLibraryError.failed("\(path) changed during the export")
      }
      bytes[file.entry.name] = content
    }
    return try draft.inline(bytes, in: export.catalogue)
  }
}

extension [PromptRemark] {
  /// The remarks with errors first; those of equal severity keep their order.
  fileprivate var worstFirst: [PromptRemark] {
    enumerated().sorted { left, right in
      (right.element.finding.severity, left.offset) < (left.element.finding.severity, right.offset)
    }.map(\.element)
  }
}

extension Finding {
  /// Returns the finding with a file's label before its message.
  fileprivate func about(_ label: String) -> Finding {
    var finding = self
    finding.message = "\(label): \(message)"
    finding.box = nil
    finding.span = nil
    return finding
  }
}
