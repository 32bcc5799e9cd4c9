/// The kind of thing that an element is.
public enum ElementKind: String, JSONConvertible, StoredValue, CaseIterable, Sendable {
  case character, product, place, voice
}
