internal import Castbook
internal import Model

/// The tool `explain`: what a rule means and what to do, or a topic of the documentation.
enum ExplainTool {
  private static let rule = ToolParameter<String>.text(
    "rule", "A rule's name, such as image.too-small, or the first part of several: image.",
    maximumLength: 100)
  private static let topic = ToolParameter<String>.text(
    "topic", "A topic, such as shot-files; without a section, its sections are listed.",
    maximumLength: 100)
  private static let section = ToolParameter<String>.text(
    "section", "The heading of a section of the topic.", maximumLength: 200)

  static let tool = AgentTool(
    "explain", title: "Explain a rule or a topic",
    description:
      "Explains a rule of Castbook's checks (what it means, why, what to do), or a section of its "
      + "documentation. Changes nothing. Use it when an answer names a rule that you don't know, or "
      + "before you write a shot file (topic shot-files). Without arguments, it lists topics and "
      + "families of rules.",
    parameters: [rule, topic, section], shape: "agent-explain/1", dataSchema: dataSchema
  ) { arguments, _ in
    switch (try arguments[rule], try arguments[topic]) {
    case (let name?, nil):
      guard try arguments[section] == nil else {
        throw ArgumentError(
          JSONPointer().member("section"), "a rule has no sections", fix: "leave it out")
      }
      return try explanation(of: name)
    case (nil, let name?): return try topic(name, section: arguments[section])
    case (nil, nil): return try overview()
    case (.some, .some):
      throw ArgumentError(
        JSONPointer(), "both rule and topic are given", fix: "give one of them")
    }
  }

  private static let dataSchema = Schema.object([
    "rules": Schema.list(
      of: Schema.object(
        required: ["rule", "title"], ["rule": Schema.text, "title": Schema.text])),
    "topic": Schema.text, "sections": Schema.list(of: Schema.text),
  ])

  // MARK: Rules

  /// Explains a rule, or lists the rules of a family. A misspelt name is accepted if it is clear.
  private static func explanation(of name: String) throws -> ToolAnswer {
    let rules = try Rules.catalogue()
    let family = rules.texts.filter { $0.rule.rawValue.hasPrefix("\(name).") }
    if !family.isEmpty { return list(family, of: name) }
    if let text = rules[RuleID(rawValue: name)] { return ToolAnswer(RulePage.text(text)) }
    guard let text = rules.nearest(to: name) else {
      let similar = rules.names(like: name).prefix(5)
      throw ArgumentError(
        JSONPointer().member("rule"), "no rule «\(sanitized(name))»",
        fix: similar.isEmpty
          ? "call explain without arguments for the families of rules"
          : "similar rules: \(similar.joined(separator: ", "))")
    }
    return ToolAnswer("No rule «\(sanitized(name))»; this is \(text.rule).\n\(RulePage.text(text))")
  }

  private static func list(_ texts: [RuleText], of family: String) -> ToolAnswer {
    var answer = ToolAnswer(
      "\(Quantity.count(texts.count, "rule")) of \(family): "
        + texts.map(\.rule.rawValue).joined(separator: ", "))
    answer.data = ["rules": texts.map { ["rule": $0.rule, "title": $0.title] as JSONValue }]
    answer.next = texts.prefix(1).map { ToolAnswer.explanation(of: $0.rule) }
    return answer
  }

  private static func overview() throws -> ToolAnswer {
    var families: [String] = []
    for text in try Rules.catalogue().texts {
      let family = text.rule.rawValue.prefix { $0 != "." }
      if !families.contains(String(family)) { families.append(String(family)) }
    }
    var answer = ToolAnswer(
      "Topics: \(HelpTopic.names.joined(separator: ", ")).\n"
        + "Families of rules: \(families.joined(separator: ", ")).")
    answer.next = [
      ToolAnswer.call("explain", ["topic": "shot-files"]),
      ToolAnswer.call("explain", ["rule": "image"]),
    ]
    return answer
  }

  // MARK: Topics

  private static func topic(_ name: String, section: String?) throws -> ToolAnswer {
    guard let topic = HelpTopic.named(name) else {
      let near = nearestName(to: name, among: HelpTopic.names)
      throw ArgumentError(
        JSONPointer().member("topic"), "no topic «\(sanitized(name))»",
        fix: near.map { "did you mean \($0)?" }
          ?? "topics: \(HelpTopic.names.joined(separator: ", "))")
    }
    let sections = TopicSection.sections(of: topic)
    guard let section else {
      var answer = ToolAnswer(
        "\(name): \(Quantity.count(sections.count, "section")): "
          + sections.map { "«\($0.heading)»" }.joined(separator: ", "))
      answer.data = ["topic": name, "sections": sections.map(\.heading)]
      answer.next = sections.prefix(1).map { section in
        let arguments: JSONValue = ["topic": name, "section": section.heading]
        return ToolAnswer.call("explain", arguments)
      }
      return answer
    }
    guard let found = sections.first(where: { $0.heading.lowercased() == section.lowercased() })
    else {
      throw ArgumentError(
        JSONPointer().member("section"), "\(name) has no section «\(sanitized(section.shortened))»",
        fix: "sections: \(sections.map(\.heading).joined(separator: "; "))")
    }
    return ToolAnswer(found.text)
  }
}
