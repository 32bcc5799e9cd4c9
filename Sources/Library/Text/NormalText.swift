/// The one form in which texts are kept: NFC.
package enum NormalText {
  /// The text with every character composed where Unicode has one for it: what macOS writes as e and
  /// an accent becomes é.
  package static func nfc(_ text: String) -> String {
    guard !text.isASCII else { return text }
    var scalars = UnicodeLibrary.decomposed(UnicodeLibrary.scalars(of: text), .canonical)
    UnicodeLibrary.compose(&scalars)
    return UnicodeLibrary.text(of: scalars)
  }
}
