internal import Archive
package import Model
public import Prompting
package import Targets

/// Everything that goes into a bundle, before it is put into files.
package struct BundleDraft: Sendable {
  package var name: String
  package var shot: [UInt8]
  package var settings: [String]
  package var options: [String] = []
  package let compiled: CompiledRequest
  /// The profiles of other targets whose rules or prices it depends on.
  package var makers: [TargetProfile] = []
  /// Nothing where the request is filled in by hand.
  package var body: JSONValue?
  package var first: [Prerequisite] = []
  /// The files that go along, in the order in which the request has them.
  package var sent: [SentFile] = []
  package var known: [String: KnownID] = [:]
  package var cost: RenderCost?
  /// A picture of what the provider will see; nothing where it sees no picture.
  package var legend: [UInt8]?
  /// For people: what to click, where there is no request.
  package var steps: String?

  private let catalogue: TargetCatalogue
  /// What the manifest says of settings and cast, where it was reduced already.
  private var reduced: (settings: [String], cast: [BundleManifest.CastEntry])?

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
    first = compiled.first
    steps = compiled.app?.steps
  }

  package var prompt: CompiledPrompt { compiled.prompt }

  /// Puts all of it into files. `hash` makes SHA-256.
  package func bundle(hash: @escaping ([UInt8]) -> Digest?) throws(BundleError) -> Bundle {
    var filling = BundleFilling(hash: hash)
    try filling.add("shot.md", shot)
    let profile = try filling.add("target.json", prompt.profile.bytes)
    var makers: [BundleManifest.Maker] = []
    for maker in self.makers {
      let digest = try filling.add("makers/\(maker.id).json", maker.bytes)
      makers.append(.init(target: maker.id.rawValue, profile: digest))
    }
    try filling.add("prompt.txt", Array((prompt.text + "\n").utf8))
    if let body { try filling.add("request.json", body) }
    for call in first { try filling.add(call.file, call.json) }
    if let body {
      let calls =
        first.map { UploadList.Call(file: $0.file, json: $0.json) }
        + [UploadList.Call(file: "request.json", json: body)]
      try filling.add(
        "uploads.json", UploadList(calls: calls, first: first, known: known).json)
    }
    if let legend { try filling.add("legend.png", legend) }
    if let steps { try filling.add("STEPS.md", Array(steps.utf8)) }
    for file in sent { try filling.add(file) }
    var manifest = wholeManifest(profile: profile, shot: try filling.hashed(shot))
    manifest.makers = makers
    (manifest.settings, manifest.cast) = reduced ?? reduce(manifest)
    let files = try filling.finish(Bundle.manifestName) { entries in
      manifest.files = entries
      return manifest.bytes
    }
    guard let own = files.first(where: { $0.name.text == Bundle.manifestName }),
      case .bytes(let bytes) = own.content
    else { throw .missing(Bundle.manifestName) }
    // What can't be read again would verify nowhere.
    return Bundle(manifest: try BundleManifest(bytes), digest: own.digest, files: files)
  }

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

  /// Reduces the settings and the cast before the bundle is made, and returns the names of elements that are left in the
  /// cast: those that the request says. The legend may show no other, for nothing private goes into a bundle.
  package mutating func reduceCast(hash: ([UInt8]) -> Digest?) -> [ULID: String] {
    guard let digest = hash(shot) else { return [:] }
    let reduced = reduce(wholeManifest(profile: digest, shot: digest))
    self.reduced = reduced
    return Dictionary(
      reduced.cast.compactMap { entry in entry.identity.map { ($0, entry.name) } },
      uniquingKeysWith: { first, _ in first })
  }

  private func reduce(
    _ whole: BundleManifest
  ) -> (settings: [String], cast: [BundleManifest.CastEntry]) {
    var manifest = whole
    manifest.settings = settings(for: manifest)
    return (manifest.settings, cast(for: manifest))
  }

  /// The settings without those that make no difference, such as what the shot file says itself, each in one spelling.
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

  /// The cast without everything that the request and the legend don't depend on.
  private func cast(for manifest: BundleManifest) -> [BundleManifest.CastEntry] {
    let limits = makers.compactMap { $0.names?.maximumDescription?.value }
    var files: [ULID: [Digest]] = [:]
    for file in sent {
      // The same picture may be sent as a frame, too, in another place.
      guard case .element(let member, _) = file.file.source else { continue }
      files[member.element, default: []].append(file.from)
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

  /// Whether the same request comes out of other settings, or of another cast.
  private func isSame(_ manifest: BundleManifest) -> Bool {
    let made = try? Recompilation(manifest, shot: shot, known: Set(known.keys), in: catalogue)
    // What an element is made of can change the price alone.
    guard let made, made.compiled.outputs == compiled.outputs, made.compiled.cost == cost
    else { return false }
    return Recompilation.errors(in: made.compiled) == Recompilation.errors(in: compiled)
  }

  /// One line of the manifest for each binding: token, slot, files and ids together.
  private var sends: [BundleManifest.Send] {
    let calls = first.map(\.json) + [body].compactMap(\.self)
    let remotes = Set(calls.flatMap { $0.placeholders.map(\.name) })
    return bound(remotes) + voices(remotes)
  }

  /// The voices that elements speak with: by a sample, or by an id.
  private func voices(_ remotes: Set<String>) -> [BundleManifest.Send] {
    var seen: Set<ULID> = []
    return prompt.bindings.compactMap { binding in
      guard case .element(let member, _, _) = binding.subject, let voice = member.voice,
        seen.insert(voice.element).inserted
      else { return nil }
      let file = sent.first { sent in
        if case .voice(let owner, _) = sent.file.source { owner == voice } else { false }
      }
      let remote = RequestBody.remote(voice.handle)
      guard file != nil || remotes.contains(remote) else { return nil }
      var send = BundleManifest.Send(slot: Slot.voice.rawValue)
      send.element = .init(voice)
      send.files = [file?.file.name].compactMap(\.self)
      send.remote = remotes.contains(remote) ? remote : nil
      return send
    }
  }

  private func bound(_ remotes: Set<String>) -> [BundleManifest.Send] {
    prompt.bindings.map { binding in
      var send = BundleManifest.Send(slot: binding.slot.rawValue)
      send.token = binding.token
      func name(_ source: RequestFile.Source) -> String? {
        sent.first { $0.file.source == source }?.file.name
      }
      func take(_ member: CastMember) {
        send.element = .init(member)
        let remote = RequestBody.remote(member.handle)
        if remotes.contains(remote) { send.remote = remote }
      }
      switch binding.subject {
      case .element(let member, let files, _):
        take(member)
        send.files = files.compactMap { name(.element(member, $0)) }
      case .voice(let member):
        take(member)
        send.files = member.files.prefix(1).compactMap { name(.element(member, $0)) }
      case .image(_, let path), .video(let path), .start(let path), .middle(_, let path),
        .end(let path):
        send.files = [name(.path(path))].compactMap(\.self)
      }
      return send
    }
  }
}

extension CompiledPrompt {
  /// The words, as one text: of a list of shots each with its number and its seconds.
  public var text: String {
    switch form {
    case .text(let text): return text
    case .shots(let shots):
      return shots.enumerated().map { place, shot in
        "Shot \(place + 1)\(shot.seconds.map { " (\($0)s)" } ?? ""): \(shot.words)"
      }.joined(separator: "\n")
    }
  }
}
