internal import Archive
package import Model
public import Prompting
package import Targets

/// Everything that a bundle will contain, before it is arranged in files.
package struct BundleDraft: Sendable {
  /// The name of the bundle's folder.
  package var name: String
  package var shot: [UInt8]
  /// The settings besides those in the shot file, such as `tier=pro`.
  package var settings: [String]
  /// The export options that differ from the default.
  package var options: [String] = []
  package let compiled: CompiledRequest
  /// The profiles of other targets on whose rules or prices the bundle depends.
  package var makers: [TargetProfile] = []
  /// The body of the request, or `nil` for a target without an API.
  package var body: JSONValue?
  /// The calls to make before the request, in order.
  package var prerequisites: [Prerequisite] = []
  /// The files that are sent, in the order of the request.
  package var sent: [BundleFile] = []
  /// The known ids and addresses, by placeholder.
  package var known: [String: KnownID] = [:]
  /// The price of the render, or `nil` when it is unknown.
  package var cost: RenderCost?
  /// A picture of what the provider will see, or `nil` when it sees no picture.
  package var legend: [UInt8]?
  /// The steps to take in an app, for a target without an API.
  package var steps: String?

  /// The catalogue that the request was compiled with.
  private let catalogue: TargetCatalogue
  /// The settings and the cast of the manifest, if they were reduced already.
  private var reduced: (settings: [String], cast: [BundleManifest.CastEntry])?

  /// Creates a draft of a compiled request without files.
  init(
    name: String, shot: [UInt8], settings: [String], compiled: CompiledRequest,
    catalogue: TargetCatalogue
  ) {
    self.name = name
    self.shot = shot
    self.settings = settings
    self.compiled = compiled
    self.catalogue = catalogue
    body = compiled.body?.json
    prerequisites = compiled.prerequisites
    steps = compiled.app?.steps
  }

  /// The calls with their files, in order; the request itself comes last.
  package var calls: [(file: String, json: JSONValue)] {
    prerequisites.map { ($0.file, $0.json) } + (body.map { [(BundleCalls.requestFile, $0)] } ?? [])
  }

  package var prompt: CompiledPrompt { compiled.prompt }

  /// Arranges the contents in files and returns the bundle; `hash` computes SHA-256.
  ///
  /// It throws when the manifest could not be read again.
  package func bundle(hash: @escaping ([UInt8]) -> Digest?) throws(BundleError) -> Bundle {
    var filling = BundleBuilder(hash: hash)
    try filling.add("shot.md", shot)
    let profile = try filling.add("target.json", prompt.profile.bytes)
    var makers: [BundleManifest.Maker] = []
    for maker in self.makers {
      let digest = try filling.add("makers/\(maker.id).json", maker.bytes)
      makers.append(.init(target: maker.id.rawValue, profile: digest))
    }
    try filling.add("prompt.txt", Array((prompt.text + "\n").utf8))
    if let body { try filling.add(BundleCalls.requestFile, body) }
    for call in prerequisites { try filling.add(call.file, call.json) }
    if body != nil {
      let calls = calls.map { UploadList.Call(file: $0.file, json: $0.json) }
      try filling.add(
        "uploads.json", UploadList(calls: calls, first: prerequisites, known: known).json)
    }
    if let legend { try filling.add("legend.png", legend) }
    if let steps { try filling.add("STEPS.md", Array(steps.utf8)) }
    for file in sent { filling.add(file) }
    var manifest = wholeManifest(profile: profile, shot: try filling.digest(of: shot))
    manifest.makers = makers
    (manifest.settings, manifest.cast) = reduced ?? reduce(manifest)
    let files = try filling.finish(Bundle.manifestName) { entries in
      manifest.files = entries
      return manifest.bytes
    }
    guard let own = files.first(where: { $0.name.text == Bundle.manifestName }),
      case .bytes(let bytes) = own.content
    else { throw .missing(Bundle.manifestName) }
    // A manifest that can't be read again could not be verified.
    return Bundle(manifest: try BundleManifest(bytes), digest: own.digest, files: files)
  }

  /// Returns the manifest with the whole cast and all settings.
  private func wholeManifest(profile: Digest, shot: Digest) -> BundleManifest {
    var manifest = BundleManifest(
      name: name, target: prompt.profile.id.rawValue, profile: profile, shot: shot)
    manifest.endpoint = prompt.endpoint?.path
    manifest.tier = prompt.endpoint?.tier
    manifest.variant = prompt.endpoint?.variant
    manifest.options = options
    manifest.sends = sends
    manifest.cost = cost?.cost
    manifest.settings = settings
    manifest.cast = compiled.cast
    return manifest
  }

  // MARK: What it is compiled from

  /// Reduces the settings and the cast before the bundle is made.
  ///
  /// It returns the names of elements that remain in the cast, which are those that the request
  /// contains. The legend may show no others, because a bundle must not reveal private names.
  package mutating func reduceCast(hash: ([UInt8]) -> Digest?) -> [ULID: String] {
    guard let digest = hash(shot) else { return [:] }
    let reduced = reduce(wholeManifest(profile: digest, shot: digest))
    self.reduced = reduced
    return Dictionary(
      reduced.cast.compactMap { entry in entry.identity.map { ($0, entry.name) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// Returns the settings and the cast without what doesn't affect the request.
  private func reduce(
    _ whole: BundleManifest
  ) -> (settings: [String], cast: [BundleManifest.CastEntry]) {
    var manifest = whole
    manifest.settings = settings(for: manifest)
    return (manifest.settings, cast(for: manifest))
  }

  /// Returns the settings that make a difference, each in its canonical spelling; those that repeat
  /// the shot file don't.
  private func settings(for manifest: BundleManifest) -> [String] {
    var kept = settings.map { setting in
      let parts = setting.split(separator: "=", maxSplits: 1).map { String($0.trimmedText) }
      guard parts.count == 2 else { return setting }
      let key = parts[0].lowercased()
      return key == "target" ? "target=\(prompt.profile.id)" : "\(key)=\(parts[1])"
    }
    for index in kept.indices.reversed() {
      var other = manifest
      other.settings = kept
      other.settings.remove(at: index)
      if isSame(other) { kept.remove(at: index) }
    }
    return kept
  }

  /// Returns the cast without everything that affects neither the request nor the legend.
  private func cast(for manifest: BundleManifest) -> [BundleManifest.CastEntry] {
    let limits = makers.compactMap { $0.names?.maximumDescription?.value }
    var files: [ULID: [Digest]] = [:]
    for file in sent {
      // A picture of an element may also be sent as a frame, in another position.
      guard case .element(let member, _) = file.request?.source, let original = file.entry.from
      else { continue }
      files[member.element, default: []].append(original)
    }
    let minimal = MinimalCast(
      compiled.cast, sent: Set(manifest.sends.compactMap(\.element?.identity)), files: files,
      nameLengths: Set(limits).sorted()
    ) { cast in
      var manifest = manifest
      manifest.cast = cast
      return isSame(manifest)
    }
    return minimal.cast
  }

  /// Returns whether a manifest with other settings or another cast compiles to the same request.
  private func isSame(_ manifest: BundleManifest) -> Bool {
    let other = try? CompiledRequest(
      manifest, shot: shot, known: Set(known.keys), in: catalogue)
    func errors(_ request: CompiledRequest) -> [String] {
      request.remarks.filter { $0.finding.severity == .error }.map(\.finding.message)
    }
    // The files of an element can change the price without changing the request.
    guard let other, other.outputs == compiled.outputs, other.cost == cost else { return false }
    return errors(other) == errors(compiled)
  }

  /// One entry for each binding: its token, slot, files and id.
  private var sends: [BundleManifest.Send] {
    let calls = prerequisites.map(\.json) + [body].compactMap(\.self)
    let remotes = Set(calls.flatMap { $0.placeholders.map(\.name) })
    return boundSends(remotes) + voiceSends(remotes)
  }

  /// Returns the entries for the voices of elements, which are sent as a sample or as an id.
  private func voiceSends(_ remotes: Set<String>) -> [BundleManifest.Send] {
    var seen: Set<ULID> = []
    return prompt.bindings.compactMap { binding in
      guard case .element(let member, _, _) = binding.subject, let voice = member.voice,
        seen.insert(voice.element).inserted
      else { return nil }
      let file = sent.first { sent in
        if case .voice(let owner, _) = sent.request?.source { owner == voice } else { false }
      }
      let remote = RequestBody.remotePlaceholder(for: voice.handle)
      guard file != nil || remotes.contains(remote) else { return nil }
      var send = BundleManifest.Send(slot: Slot.voice.rawValue)
      send.element = .init(voice)
      send.files = [file?.entry.name].compactMap(\.self)
      send.remote = remotes.contains(remote) ? remote : nil
      return send
    }
  }

  /// Returns the entries for the prompt's bindings.
  private func boundSends(_ remotes: Set<String>) -> [BundleManifest.Send] {
    prompt.bindings.map { binding in
      var send = BundleManifest.Send(slot: binding.slot.rawValue)
      send.token = binding.token
      func name(_ source: RequestFile.Source) -> String? {
        sent.first { $0.request?.source == source }?.entry.name
      }
      func apply(_ member: CastMember) {
        send.element = .init(member)
        let remote = RequestBody.remotePlaceholder(for: member.handle)
        if remotes.contains(remote) { send.remote = remote }
      }
      switch binding.subject {
      case .element(let member, let files, _):
        apply(member)
        send.files = files.compactMap { name(.element(member, $0)) }
      case .voice(let member):
        apply(member)
        send.files = member.files.prefix(1).compactMap { name(.element(member, $0)) }
      default:
        send.files = [binding.subject.file.flatMap { name(.path($0.path)) }].compactMap(\.self)
      }
      return send
    }
  }
}

extension CompiledPrompt {
  /// The prompt as one text; a list of shots has one line per shot, with its number and seconds.
  public var text: String {
    switch form {
    case .text(let text): return text
    case .shots(let shots):
      return shots.enumerated().map { index, shot in
        "Shot \(index + 1)\(shot.seconds.map { " (\($0)s)" } ?? ""): \(shot.text)"
      }.joined(separator: "\n")
    }
  }
}
