internal import Castbook
internal import Model

/// The tool `show`: one element with its files, or its history.
struct ShowTool {
  /// What is shown of an element.
  private enum Subject: String, CaseIterable, Sendable {
    case element
    case log
  }

  private static let element = ToolParameter<String>.text(
    "element", "The element's handle; a revision follows a colon: @mira, @mira:3.",
    maximumLength: 200)
  private static let subject = ToolParameter<Subject>.choice(
    "what", "element shows facts and files (the usual case), log the changes, newest first.")
  private static let limit = ToolParameter<Int>.number(
    "limit", "How many files or changes to list (25).", in: 1...100)
  private static let after = ToolParameter<Int>.number(
    "after", "Where the list continues, from the last answer.", in: 0...1_000_000)
  private static let detail = Detail.parameter(adding: "the published document show/2 or log/2")

  /// The number of files or changes in a list, if none is given.
  static let usualLimit = 25

  let workspace: Workspace

  var tool: AgentTool {
    AgentTool(
      "show", title: "Show an element",
      description:
        "Shows one element: its facts, rights, voice, looks, numbered files and their faults, or "
        + "its history (what: log). Changes nothing. The answer has the revision's sha256, which "
        + "tools that change the element take as expected. Use look to see the pictures, check for "
        + "other targets' limits.",
      parameters: [
        Self.element.required, Self.subject, Self.limit, Self.after, Self.detail,
      ], shape: "agent-show/1", dataSchema: Self.dataSchema
    ) { arguments, _ in
      let name = try arguments[Self.element] ?? ""
      let reference = try HandleReference(withOptionalAtSign: name)
      let library = try await workspace.library()
      return try arguments[Self.subject] == .log
        ? log(of: reference, in: library, arguments)
        : element(reference, in: library, arguments)
    }
  }

  private static let dataSchema: JSONValue = {
    let own: KeyValuePairs<String, JSONValue> = [
      "revisions": Schema.list(
        of: Schema.object(
          required: ["revision", "sha256", "at", "changes"],
          [
            "revision": Schema.integer, "sha256": Schema.text, "at": Schema.text,
            "by": Schema.text, "changes": Schema.list(of: Schema.text),
          ])), "revision_count": Schema.integer, "dismissals": Schema.integer,
      "show": Schema.published("show/2"), "log": Schema.published("log/2"),
    ]
    let members = [ElementFacts.schema, own].flatMap(\.self)
    return [
      "type": "object", "required": ["handle", "sha256"],
      "properties": .object(members.map { JSONValue.Member($0.key, $0.value) }),
    ]
  }()

  // MARK: An element

  private func element(
    _ reference: HandleReference, in library: ElementLibrary, _ arguments: ToolArguments
  ) throws -> ToolAnswer {
    let details = try Show(reference).run(in: library)
    let facts = ElementFacts(
      details, after: try arguments[Self.after] ?? 0,
      limit: try arguments[Self.limit] ?? Self.usualLimit, in: workspace.roots)
    var answer = ToolAnswer(facts.lines.joined(separator: "\n"))
    answer.data =
      try arguments[Self.detail] == .full
      ? facts.data.adding(["show": ElementJSON.details(details)]) : facts.data
    if let after = facts.after {
      answer.next.append(try Self.next(reference, arguments, after: after))
    }
    let isVisible = details.files.contains { file in
      file.checked.map { $0.facts.image != nil || $0.facts.film != nil } ?? false
    }
    if isVisible {
      let look: JSONValue = .object(["files": .array([.string("\(reference)")])])
      answer.next.append(ToolAnswer.call("look", look))
    }
    if let rule = facts.worstRule { answer.next.append(ToolAnswer.explanation(of: rule)) }
    return answer
  }

  private static func next(
    _ reference: HandleReference, _ arguments: ToolArguments, after: Int
  ) throws -> String {
    let again: JSONValue = [
      "element": "\(reference)", "what": try arguments[subject]?.rawValue,
      "limit": try arguments[limit], "after": after,
    ]
    return ToolAnswer.call("show", again)
  }

  // MARK: Its history

  private func log(
    of reference: HandleReference, in library: ElementLibrary, _ arguments: ToolArguments
  ) throws -> ToolAnswer {
    let log = try Log(reference).run(in: library)
    let found = try library.find(reference)
    let start = try arguments[Self.after] ?? 0
    let newest = log.revisions.reversed().dropFirst(start)
      .prefix(try arguments[Self.limit] ?? Self.usualLimit)
    let isEnd = start + newest.count >= log.revisions.count
    let count = log.dismissals.count { $0.end == nil }
    var lines = [
      "\(sanitized("\(log.handle)")): \(Quantity.count(log.revisions.count, "revision"))"
        + (newest.count < log.revisions.count ? ", \(newest.count) of them here" : "")
        + (count > 0 ? ", \(Quantity.count(count, "dismissed finding"))" : "")
    ]
    lines += newest.map(Self.line)
    var answer = ToolAnswer(lines.joined(separator: "\n"))
    answer.data = [
      "handle": log.handle, "sha256": found.revision.digest, "latest": found.isLatest,
      "revision_count": log.revisions.count, "revisions": newest.map(Self.data),
      "dismissals": count, "after": isEnd ? nil : start + newest.count,
      "log": try arguments[Self.detail] == .full ? ElementJSON.log(log) : nil,
    ]
    if !isEnd {
      answer.next.append(try Self.next(reference, arguments, after: start + newest.count))
    }
    let shown: JSONValue = ["element": "\(reference)"]
    answer.next.append(ToolAnswer.call("show", shown))
    return answer
  }

  /// The maximum number of changes of a revision that are named.
  private static let maximumChanges = 4

  private static func line(_ entry: ElementLog.Entry) -> String {
    let revision = entry.named.revision
    let by = revision.by.isEmpty ? "" : " by \(ShownNames.quoted(revision.by))"
    let changes = Quantity.list(
      entry.changes.map { ShownNames.quoted($0, atMost: 200) }, atMost: maximumChanges)
    return "\(revision.sequence) \(revision.at.minute)\(by): "
      + (changes.isEmpty ? "no change" : changes)
  }

  private static func data(_ entry: ElementLog.Entry) -> JSONValue {
    let revision = entry.named.revision
    return [
      "revision": revision.sequence, "sha256": entry.named.digest, "at": revision.at,
      "by": revision.by.nonEmpty, "changes": Array(entry.changes.prefix(maximumChanges)),
    ]
  }
}
