internal import Files
internal import Library
internal import Media

/// The thinking behind an export, from reading the shot files to what every file of every bundle holds.
struct ExportWork {
  let export: Export
  let staging: BlobStaging?

  typealias Source = RequestFile.Source
  typealias Wanted = ExportFiles.Wanted

  /// A shot file on its way to one target.
  struct Shot {
    let name: String
    let besides: TargetID?
    let read: ReadPrompt
    /// What was set besides what the file says.
    let settings: [String]
    var files: [RequestFile] = []
    var wanted: [Source: Wanted] = [:]
    var remarks: [PromptRemark]
  }

  func plan(
    _ shots: [(name: String, path: FilePath)], for targets: [TargetID], to place: ExportPlace?
  ) async throws -> ExportPlan {
    var read = try shots.flatMap {
      try self.read($0.path, called: $0.name, for: targets, to: place)
    }
    try BundleNames.check(read.map { ($0.name, $0.read.path) })
    for index in read.indices {
      try gatherFiles(of: &read[index])
      read[index].remarks += try rights(of: read[index].read)
    }
    let files = ExportFiles(
      library: export.library, wishes: export.wishes, decoder: export.decoder, staging: staging)
    let resolved = try await files.resolve(
      read.flatMap { shot in shot.files.compactMap { shot.wanted[$0.source] } })
    for place in read.indices {
      read[place].remarks += remarks(on: read[place], resolved)
      read[place].remarks += totals(of: read[place], resolved)
      read[place].remarks += try await betterPicks(than: read[place].read)
    }
    try keepOriginals(resolved)
    let isFailed = read.contains { $0.remarks.isFailed }
    var planned: [PlannedBundle] = []
    for shot in read { planned.append(try await self.planned(shot, resolved, isFailed: isFailed)) }
    return ExportPlan(
      shots: planned, staging: staging, derivations: derivations(resolved),
      first: try firstCalls(read))
  }

  /// Reads a shot file for each of the targets, or for the one that it names.
  private func read(
    _ path: FilePath, called stem: String, for targets: [TargetID], to place: ExportPlace?
  ) throws -> [Shot] {
    var wishes = export.wishes.prompt
    var shots: [Shot] = []
    // Several bundles have their targets in their names anyway.
    let other = targets.count > 1 ? nil : place?.target(ofBundle: stem)
    for target in targets.isEmpty ? [nil] : targets.map(Optional.some) {
      wishes.target = target?.rawValue ?? wishes.target
      let read = try ReadPrompt(
        path, wishes, library: export.library, project: export.project, in: export.catalogue)
      let own = read.target?.id
      let besides = other == own ? nil : other
      let isLong = targets.count > 1 || besides != nil
      let name = isLong ? own.map { "\(stem).\($0)" } : nil
      shots.append(
        Shot(
          name: name ?? stem, besides: besides, read: read,
          settings: (wishes.target.map { ["target=\($0)"] } ?? []) + wishes.settings,
          remarks: read.remarks))
      // A file that can't be read is the same for every target.
      if own == nil { break }
    }
    return shots
  }

  // MARK: Files

  /// The files that a request takes, and those that the calls in front of it take.
  private func gatherFiles(of shot: inout Shot) throws {
    guard let prompt = shot.read.prompt else { return }
    shot.files =
      shot.read.first.last?.files ?? shot.read.body?.files ?? AppLayout(prompt, formats: [:]).files
    for file in shot.files {
      let targets = try prompt.slots(of: file.source).map { slot in
        try CheckTarget(prompt.profile, slot: slot, in: export.catalogue)
      }
      shot.wanted[file.source] = wanted(file.source, targets, besides: shot.read.path)
    }
  }

  private func wanted(
    _ source: Source, _ targets: [CheckTarget], besides shot: FilePath
  ) -> Wanted? {
    switch source {
    case .element(let member, let file):
      wanted(file, of: member.handle, targets)
    case .voice(let voice, let file): wanted(file, of: voice.handle, targets)
    case .path(let written):
      ReadPrompt.place(of: written, besides: shot).map { path in
        Wanted(origin: .path(path), targets: targets, name: path)
      }
    }
  }

  private func wanted(_ file: CastFile, of handle: Handle, _ targets: [CheckTarget]) -> Wanted? {
    FilePath("\(handle)/\(Wording.fitName(file.name, file.blob))").map { name in
      Wanted(origin: .blob(file.blob), targets: targets, name: name)
    }
  }

  /// Puts originals of copies, which the library did not have, into it, too.
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

  private func derivations(
    _ resolved: [Wanted.Key: ResolvedFile]
  ) -> [(blob: Digest, from: Digest, steps: [PreparationStep])] {
    var known: Set<[Digest]> = []
    return resolved.values.compactMap { file in
      // Several targets may get the same copy.
      guard let sent = file.sent, let staged = file.staged,
        known.insert([sent.digest, sent.from]).inserted
      else { return nil }
      staging?.note(staged.1)
      return (sent.digest, sent.from, sent.steps)
    }.sorted { $0.blob.hex < $1.blob.hex }
  }

  // MARK: What is to be said

  /// What is said of files, with the names by which people know them. That a file can't be read was said before.
  private func remarks(
    on shot: Shot, _ resolved: [Wanted.Key: ResolvedFile]
  ) -> [PromptRemark] {
    let isKnown = Set(shot.remarks.map(\.finding.rule)).contains
    return shot.files.flatMap { file -> [PromptRemark] in
      guard let wanted = shot.wanted[file.source], let found = resolved[wanted.key] else {
        return []
      }
      let isMade = found.sent.map { !$0.steps.isEmpty } ?? false
      return found.findings.filter { finding in
        // What was left out of a copy, or is the better for it, is told with the copy.
        !(finding.severity == .note && finding.rule != .imageMetadataLost
          && (isMade || !finding.isOfPrivateMetadata))
          && !(finding.rule == .fileNotFound && isKnown(.fileNotFound))
      }.map { finding in
        PromptRemark(finding.about(Self.label(file.source)), at: nil)
      }
    }
  }

  /// How people know a file: `@mira 1 front`.
  static func label(_ source: RequestFile.Source) -> String {
    switch source {
    case .element(let member, let file): "\(member.handle) \(label(file))"
    case .voice(let voice, let file): "\(voice.handle) \(label(file))"
    case .path(let path): sanitized(path)
    }
  }

  static func label(_ file: CastFile) -> String {
    file.role == .unsorted
      ? "\(file.number) \(sanitized(file.name))" : "\(file.number) \(file.role)"
  }

  /// Whether those who are sent may be used, and for what the shot file says.
  private func rights(of read: ReadPrompt) throws -> [PromptRemark] {
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
        let words = RightsWords(today: library.today, isUsed: true)
        let found = [
          try words.finding(of: latest, contents), try contents.purpose(purpose?.value, of: latest),
        ]
        return found.compactMap(\.self).map { PromptRemark($0.of(handle), at: purpose?.place) }
      }
    }
  }

  private func isNamed(_ voice: Handle, in read: ReadPrompt) -> Bool {
    guard let body = read.body else { return true }
    let calls = read.first.map(\.json) + [body.json]
    return calls.contains { call in
      call.placeholders.contains { $0.name == RequestBody.remote(voice) }
    }
  }

  // MARK: Bundles

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
        name: shot.name, besides: shot.besides, read: shot.read, bundle: nil, render: nil,
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
    if export.wishes.isInline {
      remarks += try inline(&draft, waiting)
    }
    let isWritten = !isFailed && !remarks.isFailed && !export.isDryRun
    if isWritten {
      let names = draft.reduceCast(hash: SHA256.digest)
      draft.legend = try await Legend(prompt, draft.sent, waiting: waiting).png(
        name: shot.name, names: names, decoder: export.decoder)
    }
    return PlannedBundle(
      name: shot.name, besides: shot.besides, read: shot.read,
      bundle: isWritten ? try draft.bundle(hash: SHA256.digest) : nil, render: compiled.render,
      files: draft.sent.map { planned($0, sources[$0.file.source]) }, remarks: remarks.worstFirst)
  }

  private func planned(_ sent: SentFile, _ resolved: ResolvedFile?) -> PlannedFile {
    PlannedFile(
      label: Self.label(sent.file.source), name: sent.file.name, from: sent.from, sent: sent.sent,
      byteCount: sent.byteCount, size: sent.size, steps: resolved?.sent?.steps ?? [],
      isReused: resolved?.sent?.how == .reused, isMade: resolved?.sent?.how == .made)
  }

  private var options: [String] {
    let wishes = export.wishes
    let chosen =
      [
        wishes.isAsIs ? "as-is" : nil, wishes.isInline ? "inline" : nil,
        wishes.keepsMetadata ? "keep-metadata" : nil,
      ].compactMap(\.self) + wishes.keeps.map { "keep-\($0.rawValue)" }
    return BundleManifest.knownOptions.filter(chosen.contains)
  }

  /// What the provider holds already of what is called by an id, and of files that were uploaded before.
  private func known(_ read: ReadPrompt, _ sent: [SentFile]) throws -> [String: KnownID] {
    var known: [String: KnownID] = [:]
    for remote in read.remotes where remote.isUsable {
      known[remote.placeholder] = remote.held.map {
        KnownID($0.registration.remoteId, account: $0.registration.account)
      }
    }
    guard let library = export.library, let profile = read.target else { return known }
    return try library.contents { contents in
      var known = known
      for file in sent {
        known[file.file.placeholder] = try contents.upload(
          of: file.sent, at: profile.id, account: export.wishes.prompt.account,
          export.wishes.prompt.today)
      }
      return known
    }
  }

  private func firstCalls(_ shots: [Shot]) throws -> [FirstCall] {
    var seen: Set<String> = []
    return try shots.flatMap(\.read.first).compactMap { call in
      guard seen.insert("\(call.target) \(call.gives)").inserted else { return nil }
      return FirstCall(
        target: call.target, gives: call.gives,
        cost: RenderCost(callAt: try export.catalogue.profile(call.target)))
    }
  }

  /// The bytes of copies that wait to be kept, and have no place yet.
  private func waiting(_ sources: [Source: ResolvedFile]) throws -> [Source: [UInt8]] {
    guard let library = export.library else { return [:] }
    return try sources.compactMapValues { file in
      try file.staged.map { try library.store.bytes(of: $0.0) }
    }
  }

  /// Puts files into the request itself.
  private func inline(
    _ draft: inout BundleDraft, _ waiting: [Source: [UInt8]]
  ) throws -> [PromptRemark] {
    var bytes: [String: [UInt8]] = [:]
    for file in draft.sent {
      if let held = waiting[file.file.source] {
        bytes[file.file.name] = held
        continue
      }
      switch file.content {
      case .bytes(let held): bytes[file.file.name] = held
      case .copy(let path):
        guard case .success(let read) = TextFile.read(path, limit: 1 << 30),
          SHA256.digest(of: read) == file.sent
        else { throw ElementLibraryError.failed("\(path) changed during the export") }
        bytes[file.file.name] = read
      }
    }
    return try draft.inline(bytes, in: export.catalogue)
  }
}

extension [PromptRemark] {
  /// Errors first; of one severity as they were.
  fileprivate var worstFirst: [PromptRemark] {
    enumerated().sorted { left, right in
      (right.element.finding.severity, left.offset) < (left.element.finding.severity, right.offset)
    }.map(\.element)
  }
}

extension Finding {
  /// The same finding, said of a file among others.
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
