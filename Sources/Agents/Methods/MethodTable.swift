internal import Castbook
internal import Model

/// Answers requests from a catalogue. It knows neither ids nor lines.
struct MethodTable: Sendable {
  let catalogue: AgentCatalogue
  /// What an agent should know before its first call.
  let instructions: String

  /// The name and version of this program.
  static let serverInfo: JSONValue = ["name": "castbook", "version": Version.text]

  // MARK: Constant answers

  /// Returns the result of `initialize`, and what later requests follow: the client's own version,
  /// or else the newest that has a handshake.
  func initialize(
    _ parameters: JSONValue
  ) throws(ProtocolError) -> (result: JSONValue, handshake: Handshake) {
    guard let wanted = parameters["protocolVersion"]?.string else {
      throw .parameters("\"protocolVersion\" must be a string")
    }
    guard let client = parameters["capabilities"], client.members != nil else {
      throw .parameters("\"capabilities\" must be an object")
    }
    let info = parameters["clientInfo"]
    guard info?["name"]?.string != nil, info?["version"]?.string != nil else {
      throw .parameters("\"clientInfo\" must have a name and a version")
    }
    let known = ProtocolVersion(rawValue: wanted)
    let version = known.flatMap { $0.hasHandshake ? $0 : nil } ?? .newestWithHandshake
    let showsPages = AppPages.areShown(by: client)
    let result: JSONValue = [
      "protocolVersion": version.rawValue,
      "capabilities": catalogue.capabilities(for: version, showsPages: showsPages),
      "serverInfo": Self.serverInfo, "instructions": instructions,
    ]
    return (result, Handshake(version: version, showsPages: showsPages))
  }

  /// Returns the result of a request that needs no work; `nil` for any other.
  func constantResult(
    of method: Method, _ parameters: JSONValue, for envelope: RequestEnvelope
  ) throws(ProtocolError) -> JSONValue? {
    let (version, showsPages) = (envelope.version, envelope.showsPages)
    switch method {
    case .ping: return [:]
    case .discover:
      return [
        "supportedVersions": ProtocolVersion.supported,
        "capabilities": catalogue.capabilities(for: version, showsPages: showsPages),
        "instructions": instructions,
      ]
    case .listTools:
      let tools = catalogue.tools.map { $0.json(for: version, showsPages: showsPages) }
      return try list("tools", tools, parameters)
    case .listResources:
      return try list("resources", catalogue.resources.map { $0.json(for: version) }, parameters)
    case .listTemplates:
      let templates = catalogue.templates.map { $0.json(for: version) }
      return try list("resourceTemplates", templates, parameters)
    case .listPrompts:
      return try list("prompts", catalogue.prompts.map { $0.json(for: version) }, parameters)
    case .callTool, .readResource, .getPrompt, .complete, .listen: return nil
    }
  }

  /// Returns how long clients may keep a constant result. One that depends on what a client shows
  /// is not the same for all.
  func cacheRule(of method: Method) -> CacheRule {
    let varies = !catalogue.pages.isEmpty && (method == .discover || method == .listTools)
    return CacheRule(seconds: CacheRule.builtIn.seconds, isPublic: !varies)
  }

  /// Returns a whole list. It has one page, so no cursor was ever given to a client.
  private func list(
    _ key: String, _ items: [JSONValue], _ parameters: JSONValue
  ) throws(ProtocolError) -> JSONValue {
    if parameters["cursor"] != nil {
      throw .parameters("unknown \"cursor\": the list has one page")
    }
    return .object([JSONValue.Member(key, .array(items))])
  }

  // MARK: Work

  /// Returns the result of a request that may take a while.
  func result(
    of method: Method, _ parameters: JSONValue, for version: ProtocolVersion,
    _ context: CallContext
  ) async throws -> JSONValue {
    switch method {
    case .callTool: try await call(parameters, for: version, context)
    case .readResource: try await read(parameters, for: version)
    case .getPrompt: try await prompt(parameters)
    case .complete: try await complete(parameters)
    default: [:]
    }
  }

  /// Returns the tool that a call names; `nil` if there is none.
  func tool(of parameters: JSONValue) -> AgentTool? {
    catalogue.tools.first { $0.name == parameters["name"]?.string }
  }

  /// Calls a tool. An error of the tool is an answer, too, so that the model can read it.
  private func call(
    _ parameters: JSONValue, for version: ProtocolVersion, _ context: CallContext
  ) async throws -> JSONValue {
    guard let name = parameters["name"]?.string else { throw Self.missing("name") }
    guard let tool = tool(of: parameters) else {
      throw Self.unknown("tool", name, among: catalogue.tools.map(\.name))
    }
    do {
      let arguments = try ToolArguments(
        parameters["arguments"] ?? [:], for: tool.parameters)
      try Task.checkCancellation()
      return CallResult.answer(try await tool.run(arguments, context), of: tool, for: version)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      return CallResult.failure(error, for: version)
    }
  }

  private func read(
    _ parameters: JSONValue, for version: ProtocolVersion
  ) async throws -> JSONValue {
    guard let address = parameters["uri"]?.string else { throw Self.missing("uri") }
    let (content, cache) = try await content(at: address, for: version)
    var item: JSONValue = ["uri": address, "mimeType": content.type]
    switch content.body {
    case .text(let text): item = item.adding(["text": text])
    case .bytes(let bytes): item = item.adding(["blob": Base64.text(of: bytes)])
    }
    item = item.adding(["_meta": content.meta])
    let result: JSONValue = ["contents": [item]]
    return version.hasHandshake ? result : result.adding(cache.json)
  }

  /// Returns the content of a resource. An error that is the caller's means that it doesn't exist.
  private func content(
    at address: String, for version: ProtocolVersion
  ) async throws -> (ResourceContent, CacheRule) {
    do {
      let resources = catalogue.resources + catalogue.pages
      if let resource = resources.first(where: { $0.address == address }) {
        return (try await resource.read(), resource.cache)
      }
      for template in catalogue.templates {
        guard let value = template.value(in: address) else { continue }
        return (try await template.read(value), template.cache)
      }
    } catch let error as any CastbookError where error.blame != .failure {
      throw Self.unknownResource(address, ErrorReport(error).sentence, for: version)
    }
    throw Self.unknownResource(address, "there is no such resource", for: version)
  }

  private func prompt(_ parameters: JSONValue) async throws -> JSONValue {
    guard let name = parameters["name"]?.string else { throw Self.missing("name") }
    guard let prompt = catalogue.prompts.first(where: { $0.name == name }) else {
      throw Self.unknown("prompt", name, among: catalogue.prompts.map(\.name))
    }
    let arguments = try Self.texts(in: parameters["arguments"] ?? [:], "arguments")
    for argument in prompt.arguments where argument.isRequired && arguments[argument.name] == nil {
      throw ProtocolError.parameters("the argument \"\(argument.name)\" is missing")
    }
    return [
      "description": prompt.description,
      "messages": [
        [
          "role": "user",
          "content": .object(["type": "text", "text": try await prompt.text(arguments)]),
        ] as JSONValue
      ],
    ]
  }

  private func complete(_ parameters: JSONValue) async throws -> JSONValue {
    guard let name = parameters["argument"]?["name"]?.string,
      let typed = parameters["argument"]?["value"]?.string
    else { throw ProtocolError.parameters("\"argument\" must have a name and a value") }
    let others = try Self.texts(in: parameters["context"]?["arguments"] ?? [:], "context")
    let completer = try completer(for: name, of: parameters["ref"] ?? [:])
    let values = try await completer?(typed, others) ?? CompletedValues([])
    return ["completion": values.json]
  }

  /// Returns what completes an argument of a prompt or of a template; `nil` if it has no values to
  /// offer.
  private func completer(
    for argument: String, of reference: JSONValue
  ) throws(ProtocolError) -> Completer? {
    switch reference["type"]?.string {
    case "ref/prompt":
      let name = reference["name"]?.string ?? ""
      guard let prompt = catalogue.prompts.first(where: { $0.name == name }) else {
        throw Self.unknown("prompt", name, among: catalogue.prompts.map(\.name))
      }
      return prompt.arguments.first { $0.name == argument }?.complete
    case "ref/resource":
      let address = reference["uri"]?.string ?? ""
      guard let template = catalogue.templates.first(where: { $0.template == address }) else {
        throw Self.unknown("template", address, among: catalogue.templates.map(\.template))
      }
      return template.variable == argument ? template.complete : nil
    default: throw .parameters("\"ref\" must have the type \"ref/prompt\" or \"ref/resource\"")
    }
  }

  // MARK: Parameters

  /// Returns the members of an object, all of which must be texts.
  private static func texts(
    in object: JSONValue, _ name: String
  ) throws(ProtocolError) -> [String: String] {
    guard let members = object.members else { throw .parameters("\"\(name)\" must be an object") }
    var texts: [String: String] = [:]
    for member in members {
      guard let text = member.value.string else {
        throw .parameters("\"\(name)\" must have only strings")
      }
      texts[member.key] = text
    }
    return texts
  }

  private static func missing(_ key: String) -> ProtocolError {
    .parameters("\"\(key)\" must be a string")
  }

  private static func unknown(
    _ kind: String, _ name: String, among names: [String]
  ) -> ProtocolError {
    let near = nearestName(to: name, among: names)
    return .parameters(
      "unknown \(kind) \"\(sanitized(name.shortened))\""
        + (near.map { ": did you mean \"\($0)\"?" } ?? ""))
  }

  private static func unknownResource(
    _ address: String, _ reason: String, for version: ProtocolVersion
  ) -> ProtocolError {
    ProtocolError(
      version.hasHandshake ? .unknownResource : .invalidParameters, sanitized(reason),
      data: ["uri": address])
  }
}
