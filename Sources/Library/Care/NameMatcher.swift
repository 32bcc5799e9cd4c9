internal import Model
internal import UnicodeText

/// Finds names of elements in users' texts, as whole words, ignoring case and accents.
///
/// The name `mira` matches in "Mira's coat" and "@mira", but not in "Miranda" or "@mira_voice".
/// Scripts that are written without spaces have no whole words, so there a name matches
/// anywhere.
///
/// ```swift
/// let matcher = NameMatcher(["Mira"])
/// matcher.matches(folded: FoldedText.folded("Mira's coat"))  // true
/// ```
struct NameMatcher {
  /// The folded names in alphabetical order, without surrounding whitespace and without empty
  /// ones.
  let names: [String]
  /// The scalars of each name, for fast comparison.
  private let scalars: [[Int32]]

  /// Creates a matcher for names, which needn't be folded.
  init(_ names: some Sequence<String>) {
    let folded = Set(names.map(FoldedText.folded)).map { name in
      String(name.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
    self.names = Set(folded).filter { !$0.isEmpty }.sorted()
    scalars = self.names.map { $0.unicodeScalars.map { Int32(bitPattern: $0.value) } }
  }

  /// Whether there is no name to look for.
  var isEmpty: Bool { names.isEmpty }

  /// Returns whether a text, which must already be folded, contains one of the names.
  func matches(folded text: String) -> Bool {
    let text = text.unicodeScalars.map { Int32(bitPattern: $0.value) }
    return scalars.contains { Self.contains($0, in: text) }
  }

  /// Returns whether the text contains the name as a whole word.
  private static func contains(_ name: [Int32], in text: [Int32]) -> Bool {
    guard let first = name.first, let last = name.last, name.count <= text.count else {
      return false
    }
    for start in 0...(text.count - name.count) where text[start] == first {
      let end = start + name.count
      guard text[start..<end].elementsEqual(name) else { continue }
      let isWholeBefore = start == 0 || !joins(text[start - 1], first)
      let isWholeAfter = end == text.count || !joins(last, text[end])
      if isWholeBefore, isWholeAfter { return true }
    }
    return false
  }

  /// Returns whether two neighboring scalars are parts of one word.
  private static func joins(_ left: Int32, _ right: Int32) -> Bool {
    SearchRun.isInWord(left) && SearchRun.isInWord(right)
  }
}

extension SearchRun {
  /// Returns whether a scalar is part of a word in a script that separates its words.
  ///
  /// An underscore counts as such, because it joins the words of a handle.
  static func isInWord(_ scalar: Int32) -> Bool { scalar == 0x5F || kind(of: scalar) == .word }
}
