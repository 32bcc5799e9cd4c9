package import Model

/// The answer of a tool: a few lines for the model, the call that helps next, and data on request.
///
/// Clients show the model either the text or the structured content, so each is complete by itself.
package struct ToolAnswer: Sendable {
  /// What was found or done, in at most 600 tokens.
  package let summary: String
  /// Calls that help next, such as `explain {"rule":"image.too-small"}`.
  package var next: [String] = []
  /// Facts in the form of the tool's own schema.
  package var data: JSONValue?
  package var image: Image?
  /// What only the tool's page gets, by a name that begins with `castbook/`. The model doesn't.
  package var pageData: JSONValue?
  /// Resources that have more.
  package var links: [ResourceLink] = []

  /// A picture for the model to look at.
  package struct Image: Sendable {
    package let bytes: [UInt8]
    /// The media type, such as `image/jpeg`.
    package let type: String

    package init(bytes: [UInt8], type: String) {
      self.bytes = bytes
      self.type = type
    }
  }

  /// The address of a resource, and what it is.
  package struct ResourceLink: Sendable {
    package let address: String
    package let name: String
    /// The media type, such as `text/plain`.
    package let type: String

    package init(address: String, name: String, type: String) {
      self.address = address
      self.name = name
      self.type = type
    }
  }

  package init(_ summary: String) { self.summary = summary }

  /// Returns a call as `next` names it: `show {"element":"@mira"}`.
  static func call(_ tool: String, _ arguments: JSONValue) -> String {
    "\(tool) \(arguments.compactText)"
  }

  /// Returns the call that explains a rule.
  static func explanation(of rule: RuleID) -> String { call("explain", ["rule": rule]) }

  /// The answer as one document.
  func document(shape: String) -> JSONValue {
    [
      "castbook": shape, "summary": summary, "next": next.nonEmpty, "data": data,
    ]
  }

  /// The summary and the next calls as text.
  var text: String {
    ([summary] + next.map { "Next: \($0)" }).joined(separator: "\n")
  }
}
