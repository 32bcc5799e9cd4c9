internal import Model

/// Everything that a server offers, in the order in which it lists it.
package struct AgentCatalogue: Sendable {
  package let tools: [AgentTool]
  package let resources: [AgentResource]
  /// The pages that tools name. They are read like resources, but not listed.
  package let pages: [AgentResource]
  package let templates: [AgentResourceTemplate]
  package let prompts: [AgentPrompt]

  package init(
    tools: [AgentTool] = [], resources: [AgentResource] = [],
    pages: [AgentResource] = [], templates: [AgentResourceTemplate] = [],
    prompts: [AgentPrompt] = []
  ) {
    self.tools = tools
    self.resources = resources
    self.pages = pages
    self.templates = templates
    self.prompts = prompts
  }

  /// What a client of a version may ask for.
  ///
  /// - Parameter showsPages: Whether the client shows pages.
  func capabilities(for version: ProtocolVersion, showsPages: Bool) -> JSONValue {
    let hasResources = !resources.isEmpty || !templates.isEmpty || !pages.isEmpty
    let hasCompletion =
      templates.contains { $0.complete != nil }
      || prompts.contains { $0.arguments.contains { $0.complete != nil } }
    return [
      "tools": tools.isEmpty ? nil : .object([:]),
      "resources": hasResources ? .object([:]) : nil,
      "prompts": prompts.isEmpty ? nil : .object([:]),
      "completions": hasCompletion && version >= .march2025 ? .object([:]) : nil,
      "extensions": showsPages && !pages.isEmpty ? AppPages.capability : nil,
    ]
  }
}
