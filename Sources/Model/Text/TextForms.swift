/// The forms of a text by which records are checked and names are compared. This module doesn't
/// contain the Unicode tables that they need, so callers pass functions.
package struct TextForms: Sendable {
  /// Returns the text with composed letters (NFC), the only form that records contain.
  package let normalized: @Sendable (String) -> String
  /// Returns the text without case and accents. Readers take two names with equal results for one.
  package let folded: @Sendable (String) -> String

  package init(
    normalized: @escaping @Sendable (String) -> String,
    folded: @escaping @Sendable (String) -> String
  ) {
    self.normalized = normalized
    self.folded = folded
  }
}
