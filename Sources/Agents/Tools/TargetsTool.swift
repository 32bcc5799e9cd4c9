internal import Castbook
internal import Model

/// The tool `targets`: lists providers' endpoints, or shows what one of them accepts.
struct TargetsTool {
  private static let target = TargetParameters.one(
    "An id or short name for one target; a provider or a pattern such as *omni* for several.")
  private static let limit = ToolParameter<Int>.number(
    "limit", "How many targets to list (25).", in: 1...100)
  private static let after = ToolParameter<String>.text(
    "after", "The id after which the list begins, from the last answer.", maximumLength: 200)
  private static let detail = Detail.parameter(adding: "the facts of one target as data")

  /// The number of targets in a list, if none is given.
  private static let usualLimit = 25

  /// Loads the targets, among them the user's own.
  let catalogue: @Sendable () throws -> TargetCatalogue

  var tool: AgentTool {
    AgentTool(
      "targets", title: "List or show targets",
      description:
        "Lists the providers' endpoints (targets) that Castbook knows, or shows one: files it "
        + "accepts, limits, tokens, lengths and prices, each stated by a source or marked (?). "
        + "Changes nothing and asks no provider. Use it to choose a target before you check files "
        + "or compile a shot.",
      parameters: [Self.target, Self.limit, Self.after, Self.detail], shape: "agent-targets/1",
      dataSchema: Self.dataSchema
    ) { arguments, _ in
      let catalogue = try catalogue()
      let word = try arguments[Self.target]
      if let word, let ids = try Self.several(word, in: catalogue) {
        return try Self.list(ids, arguments, in: catalogue)
      }
      guard let word else { return try Self.list(catalogue.ids, arguments, in: catalogue) }
      return try Self.one(word, arguments, in: catalogue)
    }
  }

  private static let dataSchema = Schema.object([
    "targets": Schema.list(
      of: Schema.object(
        required: ["id", "model", "status"],
        [
          "id": Schema.text, "model": Schema.text, "provider": Schema.text,
          "status": Schema.text, "aliases": Schema.list(of: Schema.text),
        ])),
    "count": Schema.integer, "after": Schema.text, "castbook": Schema.text, "id": Schema.text,
    "sections": Schema.list(of: .object(["type": "object"])),
  ])

  /// Returns the targets that a pattern or a provider's name selects; `nil` for a word that names
  /// one target.
  private static func several(
    _ word: String, in catalogue: TargetCatalogue
  ) throws -> [TargetID]? {
    if let ids = try TargetPattern.ids(like: word, in: catalogue) { return ids }
    guard !catalogue.names.contains(word.lowercased()) else { return nil }
    let ids = catalogue.ids(of: word)
    return ids.isEmpty ? nil : ids
  }

  private static func list(
    _ ids: [TargetID], _ arguments: ToolArguments, in catalogue: TargetCatalogue
  ) throws -> ToolAnswer {
    if try arguments[detail] == .full {
      throw ArgumentError(
        JSONPointer().member("detail"), "full is for one target", fix: "name it in target")
    }
    var rest = ids[...]
    if let after = try arguments[after] { rest = rest.drop { $0.rawValue <= after } }
    let page = rest.prefix(try arguments[limit] ?? usualLimit)
    let targets = try page.map { id -> JSONValue in
      let profile = try catalogue.profile(id)
      return [
        "id": id, "model": profile.model, "provider": profile.provider, "status": profile.status,
        "aliases": catalogue.aliases(of: id).nonEmpty,
      ]
    }
    let more = rest.count > page.count ? page.last : nil
    var answer = ToolAnswer(
      "\(Quantity.count(ids.count, "target"))"
        + (page.count < ids.count ? ", \(page.count) of them here" : "") + ": "
        + page.map { sanitized($0.rawValue) }.joined(separator: ", "))
    answer.data = ["targets": targets, "count": ids.count, "after": more]
    answer.next =
      more.map { id in
        let arguments: JSONValue = ["after": id]
        return [ToolAnswer.call("targets", arguments)]
      } ?? []
    if let first = page.first {
      let arguments: JSONValue = ["target": first]
      answer.next.append(ToolAnswer.call("targets", arguments))
    }
    return answer
  }

  private static func one(
    _ word: String, _ arguments: ToolArguments, in catalogue: TargetCatalogue
  ) throws -> ToolAnswer {
    for pointless in [limit.name, after.name] where arguments.has(pointless) {
      throw ArgumentError(
        JSONPointer().member(pointless), "one target is no list", fix: "leave it out")
    }
    let brief = try TargetBrief(catalogue.find(word), in: catalogue)
    var answer = ToolAnswer(brief.lines.joined(separator: "\n"))
    if try arguments[detail] == .full { answer.data = brief.json }
    return answer
  }
}
