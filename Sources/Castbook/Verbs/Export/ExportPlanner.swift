internal import Files
internal import Library
internal import Media

/// Plans an export, from reading the shot files to the contents of every bundle.
struct ExportPlanner {
  /// The export that is planned.
  let export: Export
  /// Where new copies wait to be kept; `nil` if none may be kept.
  let staging: BlobStaging?

  typealias Source = RequestFile.Source
  typealias Wanted = ExportFiles.Wanted

  /// A shot file that is being planned for one target.
  struct Shot {
    /// The name of its bundle.
    let name: String
    /// The target of an existing bundle that has the shot file's name; `nil` if that name is free.
    let existingTarget: TargetID?
    let read: ShotPrompt
    /// The settings that were given in addition to those of the file.
    let settings: [String]
    /// The files that the request refers to.
    var files: [RequestFile] = []
    /// What has to be sent for each of these files.
    var wanted: [Source: Wanted] = [:]
    var remarks: [PromptRemark]
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
    let files = ExportFiles(
      library: export.library, exportOptions: export.options, decoder: export.decoder,
      staging: staging)
    let resolved = try await files.resolve(
      planning.flatMap { shot in shot.files.compactMap { shot.wanted[$0.source] } })
    for index in planning.indices {
      planning[index].remarks += remarks(on: planning[index], resolved)
      planning[index].remarks += totals(of: planning[index], resolved)
      planning[index].remarks += try await betterPicks(than: planning[index].read)
    }
    try keepOriginals(resolved)
    let isFailed = planning.contains { $0.remarks.isFailed }
    var planned: [PlannedBundle] = []
    for shot in planning {
      planned.append(try await self.planned(shot, resolved, isFailed: isFailed))
    }
    return ExportPlan(
      shots: planned, staging: staging, derivations: derivations(resolved),
      firstCalls: try firstCalls(planning))
  }

  /// Reads and compiles a shot file for each of the targets, or for the target that it names.
  private func read(
    _ path: FilePath, called stem: String, for targets: [TargetID],
    to destination: ExportDestination?
  ) throws -> [Shot] {
    var wishes = export.options.prompt
    var shots: [Shot] = []
    // Several bundles of one shot file have their targets in their names anyway.
    let occupant = targets.count > 1 ? nil : destination?.target(ofBundle: stem)
    for target in targets.isEmpty ? [nil] : targets.map(Optional.some) {
      wishes.target = target?.rawValue ?? wishes.target
      let read = try ShotPrompt(
        path, wishes, library: export.library, project: export.project, in: export.catalogue)
      let id = read.target?.id
      let besides = occupant == id ? nil : occupant
      let isLong = targets.count > 1 || besides != nil
      let name = isLong ? id.map { "\(stem).\($0)" } : nil
      shots.append(
        Shot(
          name: name ?? stem, existingTarget: besides, read: read,
          settings: (wishes.target.map { ["target=\($0)"] } ?? []) + wishes.settings,
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
    guard let prompt = shot.read.prompt else { return }
    shot.files =
      shot.read.prerequisites.last?.files ?? shot.read.body?.files
      ?? AppLayout(prompt, formats: [:]).files
    for file in shot.files {
      let targets = try prompt.slots(of: file.source).map { slot in
        try CheckTarget(prompt.profile, slot: slot, in: export.catalogue)
      }
      shot.wanted[file.source] = wanted(file.source, targets, besides: shot.read.path)
    }
  }

  /// Returns what has to be sent for a file of a request; `nil` if its path is not valid.
  private func wanted(
    _ source: Source, _ targets: [CheckTarget], besides shot: FilePath
  ) -> Wanted? {
    switch source {
    case .element(let member, let file):
      wanted(file, of: member.handle, targets)
    case .voice(let voice, let file): wanted(file, of: voice.handle, targets)
    case .path(let written):
      ShotPrompt.location(of: written, besides: shot).map { path in
        Wanted(origin: .path(path), targets: targets, name: path)
      }
    }
  }

  /// Returns what has to be sent for a file of an element.
  private func wanted(_ file: CastFile, of handle: Handle, _ targets: [CheckTarget]) -> Wanted? {
    FilePath("\(handle)/\(RecordText.portableName(file.name, file.blob))").map { name in
      Wanted(origin: .blob(file.blob), targets: targets, name: name)
    }
  }

  /// Stages the originals of copies that are not in the library yet, so that both are kept.
  private func keepOriginals(_ resolved: [Wanted.Key: ResolvedFile]) throws {
    guard let staging else { return }
    for file in resolved.values {
      guard let path = file.original, let from = file.sent?.from else { continue }
      guard case .success(let bytes) = TextFile.read(path, limit: 1 << 30),
        SHA256.digest(of: bytes) == from
      else {
        throw ElementLibraryError.failed("\(path) changed during preparation")
      }
      _ = try staging.stage(bytes, from).get()
    }
  }

  /// Returns how each staged copy was made, sorted by digest. A copy that several targets get is
  /// listed once.
  private func derivations(
    _ resolved: [Wanted.Key: ResolvedFile]
  ) -> [(blob: Digest, from: Digest, steps: [PreparationStep])] {
    var known: Set<[Digest]> = []
    return resolved.values.compactMap { file in
      // Several targets may get the same copy.
      guard let sent = file.sent, let staged = file.staged,
        known.insert([sent.digest, sent.from]).inserted
      else { return nil }
      staging?.add(staged.1)
      return (sent.digest, sent.from, sent.steps)
    }.sorted { $0.blob.hex < $1.blob.hex }
  }

  // MARK: Findings

  /// Returns the findings about the files of a shot, each with the file's label. A missing file
  /// that was reported before is not repeated.
  private func remarks(
    on shot: Shot, _ resolved: [Wanted.Key: ResolvedFile]
  ) -> [PromptRemark] {
    let isKnown = Set(shot.remarks.map(\.finding.rule)).contains
    return shot.files.flatMap { requested -> [PromptRemark] in
      guard let wanted = shot.wanted[requested.source], let file = resolved[wanted.key] else {
        return []
      }
      let isMade = file.sent.map { !$0.steps.isEmpty } ?? false
      return file.findings.filter { finding in
        // Metadata that a copy no longer has, and what was improved in it, are reported with the
        // copy.
        !(finding.severity == .note && finding.rule != .imageMetadataLost
          && (isMade || !finding.concernsPrivateMetadata))
          && !(finding.rule == .fileNotFound && isKnown(.fileNotFound))
      }.map { finding in
        PromptRemark(finding.about(Self.label(requested.source)), at: nil)
      }
    }
  }

  /// Returns a file's label for users: `@mira 1 front`.
  static func label(_ source: RequestFile.Source) -> String {
    switch source {
    case .element(let member, let file): "\(member.handle) \(label(file))"
    case .voice(let voice, let file): "\(voice.handle) \(label(file))"
    case .path(let path): sanitized(path)
    }
  }

  /// Returns an element's file by number and role, or by number and name if it has no role.
  static func label(_ file: CastFile) -> String {
    file.role == .unsorted
      ? "\(file.number) \(sanitized(file.name))" : "\(file.number) \(file.role)"
  }

  /// Returns remarks on elements that may not be used, or not for the purpose that the shot file
  /// names.
  private func rights(of read: ShotPrompt) throws -> [PromptRemark] {
    guard let library = export.library, let prompt = read.prompt else { return [] }
    let purpose = read.settings.purpose
    var elements: [(ULID, Handle)] = []
    for binding in prompt.bindings {
      switch binding.subject {
      case .element(let member, _, _):
        elements.append((member.element, member.handle))
        if let voice = member.voice, isNamed(voice.handle, in: read) {
          elements.append((voice.element, voice.handle))
        }
      case .voice(let member): elements.append((member.element, member.handle))
      default: break
      }
    }
    return try library.contents { contents in
      try elements.flatMap { element, handle -> [PromptRemark] in
        let latest = try contents.entries(of: element)
        let words = RightsWords(today: library.today, isAboutToBeUsed: true)
        let found = [
          try words.finding(of: latest, contents),
          try contents.purposeFinding(purpose?.value, of: latest),
        ]
        return found.compactMap(\.self).map {
          PromptRemark($0.prefixed(with: handle), at: purpose?.place)
        }
      }
    }
  }

  /// Whether a request or a call before it refers to a voice. It is `true` if the request is
  /// unknown.
  private func isNamed(_ voice: Handle, in read: ShotPrompt) -> Bool {
    guard let body = read.body else { return true }
    let calls = read.prerequisites.map(\.json) + [body.json]
    return calls.contains { call in
      call.placeholders.contains { $0.name == RequestBody.remotePlaceholder(for: voice) }
    }
  }

  // MARK: Bundles

  /// Compiles the request again with the files that are sent, and assembles the bundle.
  private func planned(
    _ shot: Shot, _ resolved: [Wanted.Key: ResolvedFile], isFailed: Bool
  ) async throws -> PlannedBundle {
    var sources: [Source: ResolvedFile] = [:]
    for file in shot.files {
      sources[file.source] = shot.wanted[file.source].flatMap { resolved[$0.key] }
    }
    let formats = sources.compactMapValues { $0.sent?.format }
    guard let prompt = shot.read.prompt, let text = shot.read.text, let script = shot.read.script
    else {
      return PlannedBundle(
        name: shot.name, existingTarget: shot.existingTarget, read: shot.read, bundle: nil,
        render: nil,
        files: [],
        remarks: shot.remarks.worstFirst)
    }
    let compiled = try shot.read.request(script, prompt, formats, in: export.catalogue)
    let files = compiled.files
    let sent = files.compactMap { file in
      sources[file.source]?.sent.map { sent in
        SentFile(
          file, from: sent.from, sent: sent.digest, byteCount: sent.byteCount,
          format: sent.format, size: sent.size, steps: sent.steps.map(\.json),
          content: sent.content)
      }
    }
    guard isFailed || shot.remarks.isFailed || sent.count == files.count else {
      throw ElementLibraryError.failed("\(shot.read.path): a file of the request is missing")
    }
    var draft = try compiled.draft(
      name: shot.name, shot: text, settings: shot.settings, options: options, sent: sent,
      in: export.catalogue)
    draft.known = try known(shot.read, sent)
    var remarks = shot.remarks
    let waiting = try waiting(sources)
    if export.options.embedsFiles {
      remarks += try inline(&draft, waiting)
    }
    let isWritten = !isFailed && !remarks.isFailed && !export.isDryRun
    if isWritten {
      let names = draft.reduceCast(hash: SHA256.digest)
      draft.legend = try await Legend(prompt, draft.sent, waiting: waiting).png(
        name: shot.name, names: names, decoder: export.decoder)
    }
    return PlannedBundle(
      name: shot.name, existingTarget: shot.existingTarget, read: shot.read,
      bundle: isWritten ? try draft.bundle(hash: SHA256.digest) : nil, render: compiled.render,
      files: draft.sent.map { planned($0, sources[$0.file.source]) }, remarks: remarks.worstFirst)
  }

  /// Returns the description of one sent file.
  private func planned(_ sent: SentFile, _ resolved: ResolvedFile?) -> PlannedFile {
    PlannedFile(
      label: Self.label(sent.file.source), name: sent.file.name, from: sent.originalDigest,
      sent: sent.sentDigest,
      byteCount: sent.byteCount, size: sent.size, steps: resolved?.sent?.steps ?? [],
      isReused: resolved?.sent?.kind == .reused, isMade: resolved?.sent?.kind == .made)
  }

  /// The options of the export as the manifest names them, in the manifest's order.
  private var options: [String] {
    let wishes = export.options
    let chosen =
      [
        wishes.sendsAsIs ? "as-is" : nil, wishes.embedsFiles ? "inline" : nil,
        wishes.keepsMetadata ? "keep-metadata" : nil,
      ].compactMap(\.self) + wishes.keeps.map { "keep-\($0.rawValue)" }
    return BundleManifest.knownOptions.filter(chosen.contains)
  }

  /// Returns the ids and addresses that the provider already has for placeholders: registered
  /// elements and voices, and files that were uploaded before.
  private func known(_ read: ShotPrompt, _ sent: [SentFile]) throws -> [String: KnownID] {
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
        known[file.file.placeholder] = try contents.upload(
          of: file.sentDigest, at: profile.id, account: export.options.prompt.account,
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

  /// Returns the bytes of copies that wait to be kept and have no final path yet.
  private func waiting(_ sources: [Source: ResolvedFile]) throws -> [Source: [UInt8]] {
    guard let library = export.library else { return [:] }
    return try sources.compactMapValues { file in
      try file.staged.map { try library.store.bytes(of: $0.0) }
    }
  }

  /// Embeds the files in the request. Returns remarks on files that can't be embedded.
  private func inline(
    _ draft: inout BundleDraft, _ waiting: [Source: [UInt8]]
  ) throws -> [PromptRemark] {
    var bytes: [String: [UInt8]] = [:]
    for file in draft.sent {
      if let content = waiting[file.file.source] {
        bytes[file.file.name] = content
        continue
      }
      switch file.content {
      case .bytes(let content): bytes[file.file.name] = content
      case .copy(let path):
        guard case .success(let read) = TextFile.read(path, limit: 1 << 30),
          SHA256.digest(of: read) == file.sentDigest
        else { throw ElementLibraryError.failed("\(path) changed during the export") }
        bytes[file.file.name] = read
      }
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
    var finding = Finding(
      rule, severity, message: "\(label): \(message)", fix: fix, measured: measured, limit: limit,
      unit: unit)
    finding.target = target
    finding.slot = slot
    finding.basis = basis
    return finding
  }
}
