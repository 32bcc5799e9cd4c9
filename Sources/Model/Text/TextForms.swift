/// The forms of a text by which records are checked and names compared. The tables of Unicode that they need are not
/// part of this module, so callers pass them in.
package struct TextForms: Sendable {
  /// The text with composed letters (NFC): the one form in which records keep it.
  package let normalized: @Sendable (String) -> String
  /// The text without case and accents: two names with the same form are one to a reader.
  package let folded: @Sendable (String) -> String

  package init(
    normalized: @escaping @Sendable (String) -> String,
    folded: @escaping @Sendable (String) -> String
  ) {
    self.normalized = normalized
    self.folded = folded
  }
}
