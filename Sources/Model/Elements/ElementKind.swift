/// The kind of thing that an element is.
public enum ElementKind: String, JSONConvertible, CaseIterable, Sendable {
  case character, product, place, voice
}
