internal import Model
internal import Targets

/// Counts words as a target does.
struct PromptCounting {
  let rules: PromptRules?
  /// The tokens of elements, where each counts as so many whatever its length.
  let tokens: [String]

  var counted: PromptRules.Counting { rules?.counted ?? .characters }

  var unit: String { counted.unit }

  func count(_ text: String) -> Int {
    let plain = Self.length(text, counted)
    guard let each = rules?.perElement?.value else { return plain }
    return tokens.reduce(plain) { sum, token in
      sum + text.ranges(of: token).count * (each - Self.length(token, counted))
    }
  }

  /// A character is a code point: so do the languages count that providers are written in.
  private static func length(_ text: String, _ counted: PromptRules.Counting) -> Int {
    switch counted {
    case .characters: text.unicodeScalars.count
    case .utf8Bytes: text.utf8.count
    case .utf16: text.utf16.count
    }
  }

  /// The most that is taken of such a text: some targets take less of scripts other than Latin.
  func maximum(for text: String) -> Fact<Int>? {
    let isLatin = text.unicodeScalars.allSatisfy { !$0.properties.isAlphabetic || $0.value < 0x250 }
    return isLatin ? rules?.maximum : rules?.maximumOtherScripts ?? rules?.maximum
  }
}
