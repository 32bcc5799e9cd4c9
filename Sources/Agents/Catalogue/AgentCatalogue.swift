internal import Model

/// Everything that a server offers, in the order in which it lists it.
package struct AgentCatalogue: Sendable {
  package let tools: [AgentTool]
  package let resources: [AgentResource]
  package let templates: [AgentResourceTemplate]
  package let prompts: [AgentPrompt]

  package init(
    tools: [AgentTool] = [], resources: [AgentResource] = [],
    templates: [AgentResourceTemplate] = [], prompts: [AgentPrompt] = []
  ) {
    self.tools = tools
    self.resources = resources
    self.templates = templates
    self.prompts = prompts
  }

  /// What a client of a version may ask for.
  func capabilities(for version: ProtocolVersion) -> JSONValue {
    let hasResources = !resources.isEmpty || !templates.isEmpty
    let hasCompletion =
      templates.contains { $0.complete != nil }
      || prompts.contains { $0.arguments.contains { $0.complete != nil } }
    return [
      "tools": tools.isEmpty ? nil : .object([:]),
      "resources": hasResources ? .object([:]) : nil,
      "prompts": prompts.isEmpty ? nil : .object([:]),
      "completions": hasCompletion && version >= .march2025 ? .object([:]) : nil,
    ]
  }
}
