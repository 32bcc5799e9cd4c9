internal import Model

/// How much an answer contains.
enum Detail: String, CaseIterable, Sendable {
  case brief
  /// The published document as well.
  case full

  /// Returns the parameter of a tool: what `full` adds.
  static func parameter(adding document: String) -> ToolParameter<Detail> {
    .choice("detail", "full adds \(document).")
  }
}
