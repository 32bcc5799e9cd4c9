internal import Model

/// Finds names in texts that somebody wrote: as whole words, in any case, with or without accents.
///
/// `mira` stands in "Mira's coat" and in "@mira", not in "Miranda" or "@mira_voice". Scripts that write
/// words without spaces have no whole words: there a name is found wherever it stands.
struct NamesInText {
  /// Folded; each begins and ends with a letter, a number or a symbol.
  let names: [String]
  private let scalars: [[Int32]]

  init(_ names: some Sequence<String>) {
    let folded = Set(names.map(FoldedText.folded)).map { name in
      String(name.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
    self.names = Set(folded).filter { !$0.isEmpty }.sorted()
    scalars = self.names.map { $0.unicodeScalars.map { Int32(bitPattern: $0.value) } }
  }

  var isEmpty: Bool { names.isEmpty }

  /// Whether a folded text has one of the names.
  func stand(inFolded text: String) -> Bool {
    let text = text.unicodeScalars.map { Int32(bitPattern: $0.value) }
    return scalars.contains { Self.stands($0, in: text) }
  }

  private static func stands(_ name: [Int32], in text: [Int32]) -> Bool {
    guard let first = name.first, let last = name.last, name.count <= text.count else {
      return false
    }
    for start in 0...(text.count - name.count) where text[start] == first {
      let end = start + name.count
      guard text[start..<end].elementsEqual(name) else { continue }
      let isWholeBefore = start == 0 || !joins(text[start - 1], first)
      let isWholeBehind = end == text.count || !joins(last, text[end])
      if isWholeBefore, isWholeBehind { return true }
    }
    return false
  }

  /// Whether two neighbours are parts of one word.
  private static func joins(_ left: Int32, _ right: Int32) -> Bool {
    SearchRun.isInWord(left) && SearchRun.isInWord(right)
  }
}

extension SearchRun {
  /// Whether a scalar is part of a word of a script that parts its words; an underscore joins those of
  /// handles.
  static func isInWord(_ scalar: Int32) -> Bool {
    scalar == 0x5F || kind(of: scalar) == .word
  }
}
