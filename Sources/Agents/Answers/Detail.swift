/// How much an answer contains.
enum Detail: String, CaseIterable, Sendable {
  case brief
  /// The published document as well.
  case full
}
