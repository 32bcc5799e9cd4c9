internal import Castbook
internal import Model

/// The results of `tools/call`, with the kinds of content that a version knows.
enum CallResult {
  /// The maximum length of the text of a refusal, in characters. Clients cut longer ones.
  private static let maximumRefusal = 1000

  /// Returns the result of a call that succeeded.
  static func answer(
    _ answer: ToolAnswer, of tool: AgentTool, for version: ProtocolVersion
  ) -> JSONValue {
    let isStructured = version >= .june2025
    var blocks = [text(answer.text)]
    if !isStructured, let data = answer.data { blocks.append(text(data.compactText)) }
    if let image = answer.image {
      blocks.append(
        ["type": "image", "data": Base64.text(of: image.bytes), "mimeType": image.type])
    }
    blocks += answer.links.map { link in
      isStructured
        ? [
          "type": "resource_link", "uri": link.address, "name": link.name, "mimeType": link.type,
        ] : text("\(link.name): \(link.address)")
    }
    return [
      "content": blocks,
      "structuredContent": isStructured ? answer.document(shape: tool.shape) : nil,
      "isError": false, "_meta": answer.pageData,
    ]
  }

  /// Returns the result of a call that was refused or failed: what happened, what to do, and where
  /// to read about it.
  static func failure(_ error: any Error, for version: ProtocolVersion) -> JSONValue {
    let report = ErrorReport(error)
    let sentence =
      error is any MarkedError
      ? sanitized(report.sentence)
      : ShownNames.sentence(report.sentence, atMost: maximumRefusal - 100)
    // The rules of files and shots have an explanation, those of requests don't.
    let rule = RuleID(rawValue: report.rule)
    let end =
      " [\(rule)]"
      + (RuleID.all.contains(rule) ? "\nNext: \(ToolAnswer.explanation(of: rule))" : "")
    let room = maximumRefusal - end.count
    let start = sentence.count <= room ? sentence : sentence.prefix(room - 1) + "…"
    return [
      "content": [text(start + end)],
      "structuredContent": version >= .june2025 ? report.json : nil,
      "isError": true,
    ]
  }

  private static func text(_ text: String) -> JSONValue { ["type": "text", "text": text] }
}
