/// A method that the server answers. `initialize` is not among them, because it changes the
/// connection.
enum Method: String, CaseIterable {
  case discover = "server/discover"
  case ping
  case listTools = "tools/list"
  case callTool = "tools/call"
  case listResources = "resources/list"
  case listTemplates = "resources/templates/list"
  case readResource = "resources/read"
  case listPrompts = "prompts/list"
  case getPrompt = "prompts/get"
  case complete = "completion/complete"
  case listen = "subscriptions/listen"

  /// Returns whether a version has the method.
  func exists(in version: ProtocolVersion) -> Bool {
    switch self {
    case .discover, .listen: !version.hasHandshake
    case .ping: version.hasHandshake
    default: true
    }
  }

  /// Whether the method's result is one that clients may keep, so it says for how long.
  var isCacheable: Bool {
    switch self {
    case .discover, .listTools, .listResources, .listTemplates, .listPrompts, .readResource: true
    case .ping, .callTool, .getPrompt, .complete, .listen: false
    }
  }
}
