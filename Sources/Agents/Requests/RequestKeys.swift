internal import Castbook
internal import Model

/// The keys that agents give to requests, so that a repeated request does nothing again.
///
/// The first answer is kept in the cache of the library, without the key and the arguments. A call
/// that failed is carried out again: a verb changes all of it or nothing.
package struct RequestKeys: Sendable {
  /// The parameter that tools with keys have.
  static let parameter = ToolParameter<String>.text(
    "key",
    "A word of your choice that names this request. Repeated with the same arguments, it returns "
      + "the first answer and does nothing again, for 7 days.", maximumLength: 64)

  private let workspace: Workspace

  package init(in workspace: Workspace) { self.workspace = workspace }

  /// Returns the first answer to a request with a key, or carries it out.
  ///
  /// Two calls with one key are carried out one after the other.
  ///
  /// - Throws: `ArgumentError` if the key was used for another request, and what `work` throws.
  func answer(
    to key: String, of tool: String, _ arguments: ToolArguments,
    _ work: () async throws -> ToolAnswer
  ) async throws -> ToolAnswer {
    let request = digest(of: tool, arguments)
    guard let library = try await workspace.libraryIfAny() else {
      let answer = try await work()
      // The call may have created it.
      if let library = try? await workspace.libraryIfAny() {
        keep(answer, to: request, key, in: AnswerFolder(of: library))
      }
      return answer
    }
    let folder = AnswerFolder(of: library)
    let lock = try await folder.lock(key)
    defer { withExtendedLifetime(lock) {} }
    if let kept = kept(key, in: folder) {
      guard kept.request == request else {
        throw ArgumentError(
          JSONPointer().member(Self.parameter.name), "the key was used for another request",
          fix: "use a new key for each request")
      }
      return kept.answer
    }
    let answer = try await work()
    keep(answer, to: request, key, in: folder)
    return answer
  }

  /// Returns the SHA-256 of a call. The same words mean other files in other folders.
  private func digest(of tool: String, _ arguments: ToolArguments) -> Digest {
    let request: JSONValue = [
      "tool": tool, "arguments": arguments.json(without: Self.parameter.name),
      "roots": workspace.roots.roots.map(\.folder), "project": workspace.project,
      "account": workspace.account,
    ]
    return AnswerFolder.digest(of: request.canonicalBytes ?? request.compactBytes)
  }

  private func kept(_ key: String, in folder: AnswerFolder) -> KeptAnswer? {
    guard let bytes = folder.answer(to: key),
      let json = try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 32))
    else { return nil }
    return KeptAnswer(json: json)
  }

  /// Keeps an answer. One that is too long is kept without its data.
  private func keep(
    _ answer: ToolAnswer, to request: Digest, _ key: String, in folder: AnswerFolder
  ) {
    var kept = KeptAnswer(answer, to: request)
    var bytes = bytes(of: kept)
    if bytes.count > AnswerFolder.maximumByteCount {
      kept.data = nil
      bytes = self.bytes(of: kept)
    }
    folder.keep(bytes, to: key)
  }

  private func bytes(of kept: KeptAnswer) -> [UInt8] {
    workspace.redaction.value(kept.json).compactBytes
  }
}

extension AgentTool {
  /// Returns the tool with the parameter `key`: a call that is repeated with the same key returns
  /// the first answer.
  package func keyed(by keys: RequestKeys) -> AgentTool {
    let (name, run) = (name, run)
    return AgentTool(
      name, title: title, description: description,
      parameters: parameters + [RequestKeys.parameter], shape: shape, dataSchema: dataSchema,
      effects: effects
    ) { arguments, context in
      guard let key = try arguments[RequestKeys.parameter] else {
        return try await run(arguments, context)
      }
      return try await keys.answer(to: key, of: name, arguments) {
        try await run(arguments, context)
      }
    }
  }
}
