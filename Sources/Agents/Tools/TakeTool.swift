internal import Castbook
internal import Model

/// The tool `take`: records what came back from a provider, and what the user thinks of it.
struct TakeTool {
  private static let clip = ToolParameter<String>.text(
    "clip", "The path of what came back; or the sha256 of a recorded take, to rate it again.",
    maximumLength: 4096)
  private static let bundle = ToolParameter<String>.text(
    "bundle",
    "The path of its bundle, or 8 or more digits of the bundle's sha256. Leave it out if the clip says it.",
    maximumLength: 4096)
  private static let result = ToolParameter<Take.Result>.choice(
    "result", "What the user did with it.")
  private static let cost = ToolParameter<Cost>.cost("cost", "What it cost, such as 0.84 USD.")
  private static let seed = ToolParameter<String>.text(
    "seed", "The seed, if the provider reported it.", maximumLength: 100)
  private static let note = ToolParameter<String>.text(
    "note", "A remark of the user's.", maximumLength: 1000)

  let workspace: Workspace

  var tool: AgentTool {
    AgentTool(
      "take", title: "Record a take",
      description:
        "Records a clip that came back from a provider, with its bundle, or rates a recorded one "
        + "again. The clip is copied into the library; where_used then finds its elements. With the "
        + "model for subjects, the answer says how much products and places are shown. What send and "
        + "fetch get is recorded already. Recording the same again changes nothing.",
      parameters: [
        Self.clip.required, Self.bundle, Self.result.required, Self.cost, Self.seed,
        Self.note,
      ], shape: "agent-take/1",
      dataSchema: Schema.object(
        required: ["new", "take"], ["new": Schema.flag, "take": Schema.published("take/1")]),
      effects: .changing
    ) { arguments, _ in try await answer(arguments) }
  }

  private func answer(_ arguments: ToolArguments) async throws -> ToolAnswer {
    let clip = try arguments.required(Self.clip)
    let result = try arguments.required(Self.result)
    let library = try await workspace.library()
    let named = try arguments[Self.bundle].map { try bundle($0, in: library) }
    let take: Take
    let isNew: Bool
    var origin: TakeOrigin?
    if let file = Digest(hex: clip) {
      let bundle = try required(named, arguments)
      guard try arguments[Self.seed] == nil else {
        throw ArgumentError(
          JSONPointer().member("seed"), "the seed belongs to the first record",
          fix: "leave it out, or give the clip's path")
      }
      var rating = RateTake(file, of: bundle, result)
      rating.cost = try arguments[Self.cost]
      rating.note = try arguments[Self.note]
      (take, isNew) = try rating.run(in: library)
    } else {
      let file = try await ReturnedFile(workspace.path(clip), in: library)
      let found = try TakeOrigin(of: file, named: named, in: library)
      let bundle = try required(named ?? found.bundle, arguments)
      origin = found
      var adding = AddTake(file, of: bundle, result)
      adding.cost = try arguments[Self.cost]
      adding.seed = try arguments[Self.seed]
      adding.note = try arguments[Self.note] ?? ""
      (take, isNew) = try await adding.run(in: library)
    }
    return answer(take, isNew: isNew, clip, await TakeComparison(take, in: library), origin)
  }

  /// Returns the bundle of a take, which the agent must name if the clip doesn't.
  private func required(_ bundle: Digest?, _ arguments: ToolArguments) throws -> Digest {
    guard let bundle else {
      throw ArgumentError(
        arguments.pointer.member("bundle"), "the clip doesn't say which bundle it comes from",
        fix: "give bundle")
    }
    return bundle
  }

  /// Returns the digest of a bundle, which is named by its path or by digits of its SHA-256.
  private func bundle(_ text: String, in library: ElementLibrary) throws -> Digest {
    let isHex = text.allSatisfy { $0.isASCII && $0.isHexDigit }
    // A file in a root comes first, like on the command line.
    if isHex, (8...64).contains(text.utf8.count),
      workspace.roots.path(text)?.resolved == nil, let digest = try library.bundle(beginning: text)
    {
      return digest
    }
    return try FoundBundle.digest(named: workspace.path(text), in: library)
  }

  /// Returns what a take shows of its products and places, in lines.
  static func lines(_ comparison: TakeComparison) -> [String] {
    comparison.subjects.map { subject in
      "\(subject.handle): " + (subject.finding?.message ?? subject.summary)
    } + [comparison.notice].compactMap { $0.map { sanitized($0) } }
  }

  private func answer(
    _ take: Take, isNew: Bool, _ clip: String, _ comparison: TakeComparison,
    _ origin: TakeOrigin?
  ) -> ToolAnswer {
    let cost = take.cost.map { ", \($0.text)" } ?? ""
    let head =
      "\(ShownNames.quoted(clip)): \(take.result.rawValue)\(cost), of bundle "
      + "\(take.export.hex.prefix(8))" + (isNew ? "" : "; it was recorded already")
    var answer = ToolAnswer(([head] + Self.lines(comparison)).joined(separator: "\n"))
    let noted =
      origin.map { TakeOriginJSON.noted(take, isNew: isNew, comparison, $0) }
      ?? LedgerJSON.noted(take, isNew: isNew, comparison)
    answer.data = ["new": isNew, "take": noted]
    return answer
  }
}
