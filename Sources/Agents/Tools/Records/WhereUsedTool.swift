internal import Castbook
internal import Model

/// The tool `where_used`: the projects, elements and exports that have an element, a file or a
/// bundle, or the list of all exports.
struct WhereUsedTool {
  private static let what = ToolParameter<String>.text(
    "what",
    "@mira or @mira:3; the path of a file or bundle; or 8 or more digits of a SHA-256. Without it, "
      + "all exports are listed.", maximumLength: 4096)
  private static let target = TargetParameters.one(
    "Only exports for this target: its id or short name.")
  private static let detail = Detail.parameter(
    adding: "the published document: where-used/2, or exports/1 without what")

  let workspace: Workspace

  var tool: AgentTool {
    AgentTool(
      "where_used", title: "Show where something is used",
      description:
        "Shows where an element, a file or a bundle is used: projects that pin it, elements that "
        + "have it, exports that sent it, clips that came back and their cost. Without what, lists "
        + "all exports with their prices. Changes nothing. Use it before you change or remove an "
        + "element, or to learn what made a clip.",
      parameters: [
        Self.what, PageParameters.since, Self.target, PageParameters.limit, PageParameters.after,
        Self.detail,
      ], shape: "agent-where-used/1", dataSchema: UsageFacts.schema
    ) { arguments, _ in try await answer(arguments) }
  }

  private func answer(_ arguments: ToolArguments) async throws -> ToolAnswer {
    let target = try arguments[Self.target].map { try workspace.loadTargets().find($0).id.rawValue }
    guard let word = try arguments[Self.what] else { return try await exports(target, arguments) }
    let usage = try await WhereUsed(subject(word)).run(in: workspace.library())
    let since = try arguments[PageParameters.since].map(Instant.init(startOf:))
    let matching = usage.exports.filter { used in
      used.export.at.milliseconds >= since?.milliseconds ?? 0
        && target.map { $0 == used.export.target } ?? true
    }
    let (page, after) = try PageParameters.page(of: matching, arguments) { Self.key($0.export) }
    let paths = RecordedPaths(usage.recordedPaths, in: workspace.roots)
    let facts = UsageFacts(paths: paths, roots: workspace.roots)
    var answer = ToolAnswer(
      facts.lines(usage, page, of: matching.count, isNarrow: since != nil || target != nil)
        .joined(separator: "\n"))
    answer.data = facts.value(usage, page, of: matching.count).adding([
      "after": after,
      "where_used": try arguments[Self.detail] == .full
        ? paths.value(UsageJSON.usage(usage)) : nil,
    ])
    answer.next = try PageParameters.next("where_used", call(arguments), after: after)
    return answer
  }

  /// Lists the exports of the library.
  private func exports(_ target: String?, _ arguments: ToolArguments) async throws -> ToolAnswer {
    var query = LedgerQuery()
    query.since = try arguments[PageParameters.since]
    query.target = target
    let ledger = try await query.run(in: workspace.library())
    let (page, after) = try PageParameters.page(of: ledger.entries, arguments) {
      Self.key($0.export)
    }
    let paths = RecordedPaths(ledger.entries.map(\.export.shot.path), in: workspace.roots)
    let facts = UsageFacts(paths: paths, roots: workspace.roots)
    var answer = ToolAnswer(facts.lines(ledger, page).joined(separator: "\n"))
    answer.data = facts.value(ledger, page).adding([
      "after": after,
      "exports_document": try arguments[Self.detail] == .full
        ? paths.value(LedgerJSON.ledger(ledger)) : nil,
    ])
    answer.next = try PageParameters.next("where_used", call(arguments), after: after)
    return answer
  }

  /// Returns the subject that a word names.
  private func subject(_ word: String) throws -> UsageSubject {
    guard let path = FilePath(word) else {
      throw ArgumentError(
        JSONPointer().member(Self.what.name), "the text can't be a path",
        fix: "name an element, a file, a bundle or a SHA-256")
    }
    let subject = try UsageSubject(path)
    if case .path = subject { return .path(try workspace.path(word)) }
    return subject
  }

  /// The key of an export in a list. A bundle that was exported again is another export.
  private static func key(_ export: ExportRecord) -> String {
    "\(export.at.milliseconds)-\(export.bundle.hex.prefix(16))"
  }

  /// Returns the arguments of a call as they were given, without the page.
  private func call(_ arguments: ToolArguments) throws -> JSONValue {
    [
      "what": try arguments[Self.what], "since": try arguments[PageParameters.since],
      "target": try arguments[Self.target], "limit": try arguments[PageParameters.limit],
    ]
  }
}
