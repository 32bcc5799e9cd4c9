internal import Archive
internal import Bundles
internal import Files
internal import Library
internal import Media

extension FoundBundle {
  /// Checks what needs more than the bundle's texts: every sent file against the rules of its
  /// target, the legend against the files that it shows, and ids against the user's own library.
  ///
  /// Findings are added to `findings` and `pictures`. A pack, or a bundle that failed verification,
  /// is not checked further.
  ///
  /// - Parameters:
  ///   - library: The user's library, or `nil` to treat every id as unknown.
  ///   - account: The account whose ids are used; `nil` for the only one, or the default one.
  ///   - today: The day on which registrations must still be valid.
  ///   - decoder: The path of `castbook-media`, or `nil`.
  public mutating func check(
    with library: ElementLibrary? = nil, account: String? = nil, today: Day? = nil,
    decoder: FilePath? = nil
  ) async throws {
    guard packElements == nil, verification.status != .fail, let manifest = verification.manifest,
      let profile = verification.profiles.first
    else { return }
    try lookUp(manifest, profile, library, account, today)
    try checkCopies(manifest, library)
    try await checkFiles(manifest, profile, decoder)
    try await checkLegend(manifest, decoder)
  }

  // MARK: Ids

  /// Finds what the library has registered for the bundle's placeholders, and warns of ids that
  /// only the bundle contains.
  private mutating func lookUp(
    _ manifest: BundleManifest, _ profile: TargetProfile, _ library: ElementLibrary?,
    _ account: String?, _ today: Day?
  ) throws {
    let names = Set(verification.calls.flatMap { $0.json.placeholders.map(\.name) })
    if let library {
      let targets = profile.registrationTargets
      ownIDs = try library.contents { contents in
        var own: [String: KnownID] = [:]
        for element in manifest.sends.compactMap(\.element) {
          guard let handle = try? Handle(element.handle) else { continue }
          let name = RequestBody.remotePlaceholder(for: handle)
          // A handle may belong to another element here. Its ids must not be used.
          guard
            try contents.entries(named: handle.name).contains(where: {
              $0.element == element.identity
            })
          else { continue }
          let remote = try contents.remote(
            name, element.identity, handle, revision: element.revision, at: targets,
            account: account,
            today)
          if let status = remote.status, remote.isUsable {
            own[name] = KnownID(status.registration.remoteId, account: status.registration.account)
          }
        }
        for file in manifest.files where file.from != nil {
          own["castbook:\(file.name)"] = try contents.upload(
            of: file.digest, at: profile.id, account: account, today)
        }
        return own.filter { names.contains($0.key) }
      }
    }
    for (name, carried) in verification.carriedIDs.sorted(by: { $0.key < $1.key }) {
      // A carried id without an account is compared by the id alone.
      let isSame =
        carried.account.isEmpty ? ownIDs[name]?.id == carried.id : ownIDs[name] == carried
      if isSame { continue }
      let yours = ownIDs[name].map { "; yours is \(Self.words($0))" } ?? ""
      findings.append(
        Finding(
          .bundleForeignID, .warning,
          message:
            "uploads.json: \(Self.words(carried)) for \(name) is from the bundle, not yours\(yours)",
          fix: ownIDs[name] == nil
            ? "add your own with --urls or --ids, or register yours" : "yours is used",
          measured: Self.words(carried), limit: ownIDs[name].map(Self.words)))
    }
  }

  /// Returns an id for messages, with its account if there is one. It comes from the bundle, so it
  /// is sanitized.
  private static func words(_ known: KnownID) -> String {
    sanitized(known.account.isEmpty ? known.id : "\(known.id) (account \(known.account))")
  }

  // MARK: Files

  /// Warns of copies of sounds and clips that the library did not make, since no legend shows what
  /// they contain.
  private mutating func checkCopies(_ manifest: BundleManifest, _ library: ElementLibrary?) throws {
    for file in manifest.files {
      guard let original = file.from, original != file.digest,
        FilePath(file.name)?.suffix.flatMap(MediaFormat.init(suffix:))?.medium != .picture
      else { continue }
      let wasMadeHere = try library?.contents { contents in
        try contents.derivations.origins(of: file.digest, limit: 100).contains {
          $0.from == original
        }
      }
      if wasMadeHere == true { continue }
      findings.append(
        Finding(
          .bundleUnprovenCopy, .warning,
          message: "\(sanitized(file.name)) is a prepared copy, and "
            + (library == nil
              ? "without a library its original is unknown"
              : "your library has no record of making it"),
          fix: "listen to it or watch it before you send it"))
    }
  }

  /// Inspects the sent files and checks each against the bundle's own copy of the target's profile.
  private mutating func checkFiles(
    _ manifest: BundleManifest, _ profile: TargetProfile, _ decoder: FilePath?
  ) async throws {
    let catalogue = try TargetCatalogue(
      user: verification.profiles.map { ("\($0.id).json", $0.bytes) },
      carried: Set(verification.profiles.map { "\($0.id).json" }))
    let inspector = Inspector(decoder: decoder)
    let sent = manifest.files.filter { $0.from != nil }
    let files = files
    var checked: [(name: String, findings: [Finding])] = []
    try await InOrder(workers: Processors.count).run(sent) { file in
      try await Self.findings(on: file, manifest, profile, files, catalogue, inspector)
    } each: {
      checked.append($0)
    }
    // What the manifest says about a file is part of the bundle, not of what the target accepts.
    findings += checked.flatMap { name, allFindings in
      allFindings.filter { $0.rule == .bundleInconsistent }.map { finding in
        Finding(
          finding.rule, finding.severity, message: "\(sanitized(name)): \(finding.message)",
          fix: finding.fix, measured: finding.measured, limit: finding.limit)
      }
    }
    fileFindings = checked.map { name, allFindings in
      (name, allFindings.filter { $0.rule != .bundleInconsistent })
    }
  }

  /// Returns the findings about one sent file, under the name that it has in the manifest.
  private static func findings(
    on file: BundleManifest.File, _ manifest: BundleManifest, _ profile: TargetProfile,
    _ files: any PackedFiles, _ catalogue: TargetCatalogue, _ inspector: Inspector
  ) async throws -> (name: String, findings: [Finding]) {
    guard let name = EntryName(file.name), let path = FilePath(file.name),
      let bytes = try? files.bytes(of: name, limit: file.byteCount)
    else {
      let unread = Finding(
        .bundleInconsistent, .error, message: "can't be read",
        fix: "check the disk it is on")
      return (file.name, [unread])
    }
    let facts = try await inspector.inspect(.bytes(bytes, name: path), depth: .facts).facts
    var slots = manifest.sends.filter { $0.files.contains(file.name) }.compactMap {
      Slot(rawValue: $0.slot)
    }
    if file.role == Role.voice.rawValue { slots = [.voice] }
    if facts.format?.medium == .clip { slots = slots.map { $0 == .element ? .clip : $0 } }
    let targets = slots.compactMap { slot in
      try? CheckTarget(profile, slot: slot, in: catalogue)
    }
    let found = CheckedFile(facts, targets).allFindings
    return (file.name, found + claims(of: file, facts, path))
  }

  /// Returns errors for what the manifest and the file's name say but the file contradicts: its
  /// size and its format.
  private static func claims(
    of file: BundleManifest.File, _ facts: FileFacts, _ path: FilePath
  ) -> [Finding] {
    var findings: [Finding] = []
    func add(_ what: String, expected: String, found: String) {
      findings.append(
        Finding(
          .bundleInconsistent, .error, message: "\(what): expected \(expected), found \(found)",
          fix: "export it again, and find out where this bundle came from", measured: found,
          limit: expected))
    }
    if let size = facts.image?.size, file.size != size {
      add(
        "width and height in bundle.json", expected: "\(size)",
        found: file.size.map { "\($0)" } ?? "none")
    } else if facts.image == nil, let size = file.size {
      add("width and height in bundle.json", expected: "none", found: "\(size)")
    }
    let namedFormat = path.suffix.flatMap(MediaFormat.init(suffix:))
    if let format = facts.format, format != namedFormat {
      add("its format", expected: namedFormat?.name ?? "a known suffix", found: format.name)
    }
    return findings
  }

  // MARK: The legend

  /// Draws the legend again from the files that are sent, and compares it with the bundle's.
  private mutating func checkLegend(_ manifest: BundleManifest, _ decoder: FilePath?) async throws {
    guard let draft = verification.draft, findings.allSatisfy({ $0.severity < .error }) else {
      return
    }
    let files = files
    let legend = Legend(draft.prompt, draft.sent) { file in
      try? files.bytes(of: file.name, limit: file.byteCount)
    }
    // A bundle contains no names of elements except those in the request.
    let names = Dictionary(
      draft.prompt.bindings.compactMap { binding -> (ULID, String)? in
        guard case .element(let member, _, _) = binding.subject else { return nil }
        return (member.element, member.name)
      }, uniquingKeysWith: { first, _ in first })
    let expected = try await legend.png(name: manifest.name, names: names, decoder: decoder)
    let found = manifest.files.first { $0.name == "legend.png" }
    let message: String
    switch (expected, found) {
    case (nil, nil): return
    case (_?, nil): message = "legend.png is missing, but pictures are sent"
    case (nil, _?): message = "legend.png exists, but no pictures are sent"
    case (let expected?, let found?):
      if isDrawn(found, as: expected) { return }
      message = "legend.png does not show the files that are sent"
    }
    findings.append(
      Finding(
        found == nil ? .bundleMissingFile : .bundleInconsistent, .error, message: message,
        fix: "export it again, and find out where this bundle came from"))
  }

  /// Whether the bundle's legend shows the same pixels as `expected`.
  private func isDrawn(_ found: BundleManifest.File, as expected: [UInt8]) -> Bool {
    if SHA256.digest(of: expected) == found.digest { return true }
    let limit = 2 * expected.count + 65_536
    guard let bytes = try? files.bytes(named: "legend.png", limit: limit) else { return false }
    return DrawingComparison.isSameDrawing(expected, bytes)
  }
}
