internal import Model
internal import Targets

/// Measures the length of texts as a target does.
struct PromptCounter {
  let rules: PromptRules?
  /// The tokens of elements, for targets that count each with a fixed length.
  let tokens: [String]

  /// The unit in which the target counts, by default characters.
  var counted: PromptRules.Counting { rules?.counted ?? .characters }

  var unit: String { counted.unit }

  func count(_ text: String) -> Int {
    let plain = Self.length(text, counted)
    guard let each = rules?.perElement?.value else { return plain }
    return tokens.reduce(plain) { sum, token in
      sum + text.ranges(of: token).count * (each - Self.length(token, counted))
    }
  }

  /// Returns the length of a text in a unit. A character is a code point, as in the languages
  /// that providers' services are written in.
  private static func length(_ text: String, _ counted: PromptRules.Counting) -> Int {
    switch counted {
    case .characters: text.unicodeScalars.count
    case .utf8Bytes: text.utf8.count
    case .utf16: text.utf16.count
    }
  }

  /// Returns the maximum length for a text, or `nil` when none is stated. Some targets have a
  /// lower limit for scripts other than Latin.
  func maximum(for text: String) -> Fact<Int>? {
    let isLatin = text.unicodeScalars.allSatisfy { !$0.properties.isAlphabetic || $0.value < 0x250 }
    return isLatin ? rules?.maximum : rules?.maximumOtherScripts ?? rules?.maximum
  }
}
