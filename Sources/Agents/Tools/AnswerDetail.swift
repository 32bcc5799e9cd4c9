internal import Model

/// How much an answer has.
enum AnswerDetail: String, CaseIterable, Sendable {
  case brief
  case full

  /// Returns the parameter of a tool whose full answer has a published document.
  static func parameter(adding document: String) -> ToolParameter<AnswerDetail> {
    .choice("detail", "full adds the published document \(document).")
  }
}
