internal import Castbook
internal import Model

/// The resources that are part of the program: documents, rules and targets.
enum BuiltInResources {
  static let shotFiles = AgentResource(
    "castbook://shot-files", name: "shot-files", title: "How to write shot files",
    description: "The language of shot files, with examples.", type: "text/markdown"
  ) {
    ResourceContent(type: "text/markdown", body: .text(HelpTopic.named("shot-files")?.text ?? ""))
  }

  static let rule = AgentResourceTemplate(
    "castbook://rule/", variable: "rule", name: "rule", title: "A rule",
    description: "What a rule means, why it exists, and what to do.", type: "text/plain",
    read: { name in
      guard let text = try Rules.catalogue()[RuleID(rawValue: name)] else {
        throw FileVerbError.invalidRequest(
          "no rule «\(sanitized(name.shortened))»", fix: "complete its name")
      }
      return ResourceContent(type: "text/plain", body: .text(RulePage.text(text)))
    },
    complete: { typed, _ in
      let names = try Rules.catalogue().texts.map(\.rule.rawValue)
      return CompletedValues(names.filter { $0.hasPrefix(typed) })
    })

  /// Returns the template for targets. The user's own are not the same for everyone.
  static func target(
    _ targets: @escaping @Sendable () throws -> TargetCatalogue
  ) -> AgentResourceTemplate {
    AgentResourceTemplate(
      "castbook://target/", variable: "target", name: "target", title: "A target",
      description: "What a provider's endpoint accepts, in about twenty lines.",
      type: "text/plain", cache: CacheRule(seconds: 60, isPublic: false),
      read: { name in
        let catalogue = try targets()
        let brief = try TargetBrief(catalogue.find(name), in: catalogue)
        return ResourceContent(
          type: "text/plain", body: .text(brief.lines.joined(separator: "\n")))
      },
      complete: { typed, _ in
        CompletedValues(try targets().names.filter { $0.hasPrefix(typed.lowercased()) })
      })
  }
}
