internal import Model
internal import Prompting
internal import Targets

extension CompiledRequest {
  /// Compiles a bundle's request again, from its shot file and from the cast, settings and file
  /// names in its manifest.
  ///
  /// - Parameter known: The placeholders for which the bundle has an id from the provider.
  /// - Throws: An error when the shot file can't be read or names no target.
  init(
    _ manifest: BundleManifest, shot: [UInt8], known: Set<String>, in catalogue: TargetCatalogue
  ) throws {
    var file = try ShotFile(shot)
    for setting in manifest.settings { try file.settings.set(setting) }
    // A target given on the command line comes first among the settings and overrides all others.
    let named = manifest.settings.first.flatMap { setting in
      setting.hasPrefix("target=") ? String(setting.dropFirst("target=".count)) : nil
    }
    guard let target = named ?? file.settings.target?.value else {
      throw BundleError.badFile("shot.md", "names no target, nor does any setting")
    }
    let profile = try catalogue.find(target)
    let script = try PromptScript(file, cast: try BundleCast(manifest.cast, known: known))
    let prompt = try CompiledPrompt(script, for: profile, in: catalogue)
    let plain = RequestBody(prompt, file.settings)
    let names = try plain.map { try Self.remoteNames($0, prompt, in: catalogue) } ?? []
    let callable = Set(
      script.members.map { RequestBody.remotePlaceholder(for: $0.handle) }
        + script.members.compactMap(\.voice).map { RequestBody.remotePlaceholder(for: $0.handle) })
    try self.init(
      script, prompt, file.settings, lacking: names.intersection(callable).subtracting(known),
      known: known, formats: Self.formats(of: prompt, manifest.sends), in: catalogue)
  }

  /// The remarks on the shot file for its target; a request with errors would not have been
  /// exported.
  var remarks: [PromptRemark] { prompt.remarks + (body?.remarks ?? []) }

  /// Returns the formats of the files, according to the names under which the manifest sends them.
  private static func formats(
    of prompt: CompiledPrompt, _ sends: [BundleManifest.Send]
  ) -> [RequestFile.Source: MediaFormat] {
    var formats: [RequestFile.Source: MediaFormat] = [:]
    func add(_ source: RequestFile.Source, _ name: String) {
      formats[source] = FilePath(name)?.suffix.flatMap(MediaFormat.init(suffix:))
    }
    for (binding, send) in zip(prompt.bindings, sends) {
      let sources: [RequestFile.Source] =
        switch binding.subject {
        case .element(let member, let sent, _): sent.map { .element(member, $0) }
        case .voice(let member): member.files.prefix(1).map { .element(member, $0) }
        default: binding.subject.file.map { [.path($0.path)] } ?? []
        }
      for (source, name) in zip(sources, send.files) { add(source, name) }
    }
    for case .element(let member, _, _) in prompt.bindings.map(\.subject) {
      guard let voice = member.voice, let file = voice.file else { continue }
      let send = sends.dropFirst(prompt.bindings.count).first {
        $0.element?.identity == voice.element
      }
      if let name = send?.files.first { add(.voice(voice, file), name) }
    }
    return formats
  }
}
