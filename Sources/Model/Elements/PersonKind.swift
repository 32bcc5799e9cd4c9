/// What kind of person the pictures show: some providers refuse real faces.
public enum PersonKind: String, JSONConvertible, StoredValue, CaseIterable, Sendable {
  case real, generated, drawn, none
}
