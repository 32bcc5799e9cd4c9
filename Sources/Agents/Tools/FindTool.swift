internal import Castbook
internal import Model

/// The tool `find`: lists elements, searches them by words, or finds similar pictures.
struct FindTool {
  private static let words = ToolParameter<String>.text(
    "words", "Words in names, tags and texts, all of which must match; red* matches longer words.",
    maximumLength: 500)
  private static let kind = ToolParameter<ElementKind>.choice(
    "kind", "Only elements of this kind.")
  private static let tags = ToolParameter<String>.text("tag", "A tag.", maximumLength: 200).list(
    "tags", "Only elements that have all of these tags.", atMost: 20)
  private static let expiringDays = ToolParameter<Int>.number(
    "expiring_days", "Only elements whose rights have ended or end within this many days.",
    in: 0...36_500)
  private static let weak = ToolParameter<Bool>.flag(
    "weak", "Whether to list only elements that have weak pictures.")
  private static let removed = ToolParameter<Bool>.flag(
    "removed", "Whether to list removed elements instead.")
  private static let like = ToolParameter<String>.text(
    "like",
    "An element (@mira), or the path of a picture or folder, whose copies and near copies in the "
      + "library are wanted instead of a list.", maximumLength: 4096)
  private static let limit = ToolParameter<Int>.number(
    "limit", "How many elements, or pictures with like, to list (25).", in: 1...100)
  private static let after = ToolParameter<String>.text(
    "after", "Where the list continues, from the last answer.", maximumLength: 20)
  private static let detail = Detail.parameter(
    adding: "the published document list/2, search/2 or similar/1")

  /// The number of elements in a list, if none is given.
  private static let usualLimit = 25

  let workspace: Workspace

  var tool: AgentTool {
    AgentTool(
      "find", title: "Find elements",
      description:
        "Lists the library's elements (characters, products, places, voices), last changed first, "
        + "or finds them by words, kind, tags, rights that end, or weak pictures. With like, finds "
        + "elements that have a similar picture. Changes nothing. Use it for a handle that you "
        + "don't know; show tells everything about one element.",
      parameters: [
        Self.words, Self.kind, Self.tags, Self.expiringDays, Self.weak, Self.removed, Self.like,
        Self.limit, Self.after, Self.detail,
      ], shape: "agent-find/1", dataSchema: Self.dataSchema
    ) { arguments, context in
      if let like = try arguments[Self.like] {
        return try await similar(to: like, arguments, context)
      }
      return try await list(arguments)
    }
  }

  private static let dataSchema = Schema.object([
    "elements": Schema.list(of: ElementLines.schema), "total": Schema.integer,
    "without_rights": Schema.integer, "after": Schema.text,
    "pictures": Schema.list(of: SimilarLines.schema), "list": Schema.published("list/2"),
    "search": Schema.published("search/2"), "similar": Schema.published("similar/1"),
  ])

  // MARK: Lists

  private func list(_ arguments: ToolArguments) async throws -> ToolAnswer {
    let filter = try Self.filter(arguments)
    let words = try arguments[Self.words]
    if let words, !words.contains(where: { !$0.isWhitespace }) {
      throw ArgumentError(
        JSONPointer().member("words"), "there is no word", fix: "leave it out to list all elements")
    }
    let position = try Self.position(arguments)
    let limit = try arguments[Self.limit] ?? Self.usualLimit
    let library = try await workspace.library()
    let page =
      if let words {
        try Search(words, in: filter, after: position, limit: limit).run(in: library)
      } else {
        try ListElements(filter, after: position, limit: limit).run(in: library)
      }
    let unstated =
      filter.expiringDays == nil || words != nil ? nil : try CountWithoutRights().run(in: library)
    var answer = ToolAnswer(
      Self.lines(page, isContinued: position != nil, filter, words, unstated)
        .joined(separator: "\n"))
    let full: JSONValue? =
      try arguments[Self.detail] == .full
      ? ElementJSON.page(words == nil ? "list/2" : "search/2", page)
        .adding(["withoutRightsCount": unstated]) : nil
    answer.data = [
      "elements": zip(page.elements, page.statuses).map(ElementLines.data), "total": page.total,
      "without_rights": unstated, "after": page.next.map { String($0) },
      "list": words == nil ? full : nil, "search": words == nil ? nil : full,
    ]
    answer.next = try Self.next(page, arguments)
    return answer
  }

  private static func filter(_ arguments: ToolArguments) throws -> ElementFilter {
    var filter = ElementFilter()
    filter.kind = try arguments[kind]
    filter.tags = try arguments[tags] ?? []
    filter.expiringDays = try arguments[expiringDays]
    filter.hasWeakPictures = try arguments[weak] ?? false
    filter.isRetired = try arguments[removed] ?? false
    return filter
  }

  private static func position(_ arguments: ToolArguments) throws -> Int? {
    guard let text = try arguments[after] else { return nil }
    guard let position = Int(text), position >= 0 else {
      throw ArgumentError(
        JSONPointer().member("after"), "«\(sanitized(text.shortened))» is not a place in a list",
        fix: "use after of the last answer")
    }
    return position
  }

  private static func lines(
    _ page: ElementPage, isContinued: Bool, _ filter: ElementFilter, _ words: String?,
    _ unstated: Int?
  ) -> [String] {
    var lines: [String] = []
    if page.elements.isEmpty {
      let isWhole = filter == ElementFilter() && words == nil
      lines.append(
        isContinued
          ? "No more elements."
          : isWhole ? "The library has no elements yet." : "No element matches.")
    } else {
      let count = page.elements.count
      let rest =
        page.next == nil && !isContinued
        ? "" : page.total.map { " of \(Quantity.grouped($0))" } ?? ""
      lines.append(
        Quantity.count(count, "element") + rest + (page.next == nil ? ":" : "; more follow:"))
      lines += zip(page.elements, page.statuses).map(ElementLines.line)
    }
    if let unstated, unstated > 0 {
      lines.append(
        Quantity.count(
          unstated, "element states no rights, so it isn't listed",
          "elements state no rights, so they aren't listed"))
    }
    return lines
  }

  /// Returns the calls for the next page and for the first element.
  private static func next(_ page: ElementPage, _ arguments: ToolArguments) throws -> [String] {
    var calls: [String] = []
    if let next = page.next {
      let again: JSONValue = [
        "words": try arguments[words], "kind": try arguments[kind], "tags": try arguments[tags],
        "expiring_days": try arguments[expiringDays], "weak": try arguments[weak],
        "removed": try arguments[removed], "limit": try arguments[limit], "after": String(next),
      ]
      calls.append(ToolAnswer.call("find", again))
    }
    if let element = page.elements.first, let status = page.statuses.first {
      let first: JSONValue = ["element": element.handle.text(suffix: status.suffix)]
      calls.append(ToolAnswer.call("show", first))
    }
    return calls
  }

  // MARK: Similar pictures

  private func similar(
    to word: String, _ arguments: ToolArguments, _ context: CallContext
  ) async throws -> ToolAnswer {
    for name in [
      Self.words.name, Self.kind.name, Self.tags.name, Self.expiringDays.name, Self.weak.name,
      Self.removed.name, Self.after.name,
    ] where arguments.has(name) {
      throw ArgumentError(
        JSONPointer().member(name), "like doesn't go with \(name)", fix: "leave one of them out")
    }
    let limit = try arguments[Self.limit] ?? Self.usualLimit
    let library = try await workspace.library()
    let subject: FindSimilar.Subject
    var remarks: [String] = []
    if word.hasPrefix("@") {
      subject = .element(try HandleReference(word))
    } else {
      let named = try await workspace.files([word])
      subject = .files(named.list)
      remarks = FileParameters.remarks(on: named)
    }
    let all = try await FindSimilar(to: subject).run(in: library) { done, count, _ in
      context.report(done, of: count, "compared")
    }
    if all.contains(where: { !$0.areViewsCompared }) {
      remarks.append("Crops and turned copies were not looked for: the library is too large.")
    }
    let lines = SimilarLines(all, in: workspace.roots)
    var answer = ToolAnswer((lines.texts(atMost: limit) + remarks).joined(separator: "\n"))
    answer.data = [
      "pictures": lines.data(atMost: limit),
      "similar": try arguments[Self.detail] == .full ? ElementJSON.similar(all) : nil,
    ]
    answer.next =
      lines.firstHandle.map { handle in
        let arguments: JSONValue = ["element": "\(handle)"]
        return [ToolAnswer.call("show", arguments)]
      } ?? []
    return answer
  }
}
