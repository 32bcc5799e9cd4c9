/// The form in which the library stores texts: NFC.
package enum NormalText {
  /// A text with every character composed if Unicode has a scalar for it. For example, the letter e
  /// and a separate accent, as macOS writes them in file names, become é.
  package static func nfc(_ text: String) -> String {
    guard !text.isASCII else { return text }
    var scalars = UnicodeLibrary.decomposed(UnicodeLibrary.scalars(of: text), .canonical)
    UnicodeLibrary.compose(&scalars)
    return UnicodeLibrary.text(of: scalars)
  }
}
