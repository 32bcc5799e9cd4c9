package import Model
package import Prompting
package import Targets

/// A shot file compiled for a target: the words, the request, the calls before it, and the files
/// that are sent.
///
/// Both `export` and `bundle verify` use this one compiler.
package struct CompiledRequest: Sendable {
  /// The shot file with its cast.
  package let script: PromptScript
  /// The words for the target, and what is bound to its slots.
  package let prompt: CompiledPrompt
  /// The request, or `nil` for a target without an API.
  package let body: RequestBody?
  /// The calls to make before the request, in order.
  package let prerequisites: [Prerequisite]
  /// The files and steps for an app, for a target without an API.
  package let app: AppLayout?
  /// The price of the render, or `nil` when the known prices don't determine it.
  package let cost: RenderCost?
  /// A summary of what the request renders.
  package var render: Render { Render(prompt, body?.json, cost: cost) }

  /// The files that are sent, in the order of the request.
  package var files: [RequestFile] { prerequisites.last?.files ?? body?.files ?? app?.files ?? [] }

  /// Compiles a request.
  ///
  /// - Parameters:
  ///   - lacking: The placeholders without an id, for which calls are added.
  ///   - known: The placeholders for which the provider has given an id.
  ///   - formats: The actual formats of the files, as far as they are known.
  package init(
    _ script: PromptScript, _ prompt: CompiledPrompt, _ settings: ShotSettings,
    lacking: Set<String>, known: Set<String>, formats: [RequestFile.Source: MediaFormat] = [:],
    in catalogue: TargetCatalogue
  ) throws {
    self.script = script
    self.prompt = prompt
    body = RequestBody(prompt, settings, formats: formats)
    prerequisites =
      try body.map {
        try Prerequisite.all(
          for: $0, prompt, lacking: lacking, known: known, formats: formats, in: catalogue)
      } ?? []
    app = body == nil ? AppLayout(prompt, formats: formats) : nil
    cost = try RenderCost(prompt, body?.json, in: catalogue)
  }

  /// Returns the placeholders of ids in a body, and in the calls that would make all of them.
  package static func remoteNames(
    _ body: RequestBody, _ prompt: CompiledPrompt, in catalogue: TargetCatalogue
  ) throws -> Set<String> {
    let names = Set(body.placeholders.map(\.name))
    let calls = try Prerequisite.all(for: body, prompt, lacking: names, in: catalogue)
    return names.union(calls.map(\.producedPlaceholder))
  }

  /// Returns the contents of the bundle except for the legend and the known ids.
  package func draft(
    name: String, shot: [UInt8], settings: [String], options: [String], sent: [BundleFile],
    in catalogue: TargetCatalogue
  ) throws -> BundleDraft {
    var draft = BundleDraft(
      name: name, shot: shot, settings: settings, compiled: self, catalogue: catalogue)
    draft.options = options
    draft.cost = cost
    draft.makers = try makers(prerequisites.map(\.target), draft, in: catalogue)
    draft.sent = sent
    return draft
  }

  /// Returns the profiles of the targets that make something for the request, and of the one that
  /// states its price.
  private func makers(
    _ others: [TargetID], _ draft: BundleDraft, in catalogue: TargetCatalogue
  ) throws -> [TargetProfile] {
    let priced = draft.cost == nil ? nil : prompt.profile.pricesAs
    return try Set(others + [priced].compactMap(\.self)).sorted().map { try catalogue.profile($0) }
  }

  /// The compiled outputs, without the bytes of files and the price: equal outputs mean equal
  /// requests and legends.
  var outputs: [JSONValue] {
    [
      .string(prompt.profile.id.rawValue), .string(prompt.endpoint?.path ?? ""),
      .string(prompt.endpoint?.tier ?? ""), .string(prompt.endpoint?.variant ?? ""),
      .string(prompt.text), body?.json ?? .null, .string(app?.steps ?? ""),
    ] + prerequisites.map(\.json) + legendWords
  }

  /// The legend's statements about an element's files besides the pictures: their numbers, and the
  /// files that aren't sent.
  private var legendWords: [JSONValue] {
    let sent = Set(files.map(\.source))
    return prompt.bindings.compactMap { binding in
      guard case .element(let member, let files, let unsent) = binding.subject,
        files.contains(where: { $0.medium == .picture && sent.contains(.element(member, $0)) })
      else { return nil }
      let numbers = files.map { JSONValue.integer($0.number) }
      let others = unsent.filter { $0.medium == .picture }
      return .array(numbers + others.map { .string("\($0.number) \($0.role)") })
    }
  }
}
