package import Model
package import Prompting
package import Targets

/// A shot file compiled for a target: the words, the request, the calls in front of it, and the files that go along.
///
/// `export` compiles with it, and `bundle verify` compiles again with it: there is one compiler.
package struct CompiledRequest: Sendable {
  package let script: PromptScript
  package let prompt: CompiledPrompt
  /// `nil` where the request is filled in by hand.
  package let body: RequestBody?
  package let first: [Prerequisite]
  /// Only where there is no body.
  package let app: AppLayout?
  /// What the render costs; `nil` where the known prices don't say.
  package let cost: RenderCost?
  /// What it renders; its price is `cost`.
  package var render: Render { Render(prompt, body?.json, cost: cost) }

  /// The files that go along, in the order of the request.
  package var files: [RequestFile] { first.last?.files ?? body?.files ?? app?.files ?? [] }

  /// `known` are placeholders whose ids the provider gave already, `lacking` those that have none.
  package init(
    _ script: PromptScript, _ prompt: CompiledPrompt, _ settings: ShotSettings,
    lacking: Set<String>, known: Set<String>, formats: [RequestFile.Source: MediaFormat] = [:],
    in catalogue: TargetCatalogue
  ) throws {
    self.script = script
    self.prompt = prompt
    body = RequestBody(prompt, settings, formats: formats)
    first =
      try body.map {
        try Prerequisite.all(
          for: $0, prompt, lacking: lacking, known: known, formats: formats, in: catalogue)
      } ?? []
    app = body == nil ? AppLayout(prompt, formats: formats) : nil
    cost = try RenderCost(prompt, body?.json, in: catalogue)
  }

  /// The placeholders of ids in a body, and in the calls that would make all of them.
  package static func remoteNames(
    _ body: RequestBody, _ prompt: CompiledPrompt, in catalogue: TargetCatalogue
  ) throws -> Set<String> {
    let names = Set(body.placeholders.map(\.name))
    let calls = try Prerequisite.all(for: body, prompt, lacking: names, in: catalogue)
    return names.union(calls.map(\.gives))
  }

  /// Everything that goes into its bundle but the legend and what the provider has already.
  package func draft(
    name: String, shot: [UInt8], settings: [String], options: [String], sent: [SentFile],
    in catalogue: TargetCatalogue
  ) throws -> BundleDraft {
    var draft = BundleDraft(
      name: name, shot: shot, settings: settings, compiled: self, catalogue: catalogue)
    draft.options = options
    draft.cost = cost
    draft.makers = try makers(first.map(\.target), draft, in: catalogue)
    draft.sent = sent
    return draft
  }

  /// The profiles of the targets that make something for it, and of the one that has its price.
  private func makers(
    _ others: [TargetID], _ draft: BundleDraft, in catalogue: TargetCatalogue
  ) throws -> [TargetProfile] {
    let priced = draft.cost == nil ? nil : prompt.profile.pricesAs
    return try Set(others + [priced].compactMap(\.self)).sorted().map { try catalogue.profile($0) }
  }

  /// The bundle in the form that earlier versions wrote: with the rules of every target that could make something for
  /// it, and with calls that don't say how to read their answers.
  func asWrittenEarlier(
    _ draft: BundleDraft, in catalogue: TargetCatalogue
  ) throws -> BundleDraft {
    var earlier = draft
    earlier.makers = try makers(
      prompt.profile.slots.compactMap(\.via) + first.map(\.target), draft, in: catalogue)
    earlier.first = draft.first.map(\.asWrittenEarlier)
    return earlier
  }

  /// What it produces, without the bytes of files and the price: two that agree make the same request and the same legend.
  var outputs: [JSONValue] {
    [
      .string(prompt.profile.id.rawValue), .string(prompt.endpoint?.path ?? ""),
      .string(prompt.endpoint?.tier ?? ""), .string(prompt.endpoint?.variant ?? ""),
      .string(prompt.text), body?.json ?? .null, .string(app?.steps ?? ""),
    ] + first.map(\.json) + legendWords
  }

  /// What the legend says of an element's files beside what is drawn: their numbers, and those that stay behind.
  private var legendWords: [JSONValue] {
    let sent = Set(files.map(\.source))
    return prompt.bindings.compactMap { binding in
      guard case .element(let member, let files, let left) = binding.subject,
        files.contains(where: { $0.medium == .picture && sent.contains(.element(member, $0)) })
      else { return nil }
      let numbers = files.map { JSONValue.integer($0.number) }
      let others = left.filter { $0.medium == .picture }
      return .array(numbers + others.map { .string("\($0.number) \($0.role)") })
    }
  }
}
