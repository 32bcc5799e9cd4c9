/// What is looked for in the full-text index, made from a user's words by `SearchText.query`.
package struct SearchQuery: Hashable, Sendable {
  /// The right side of `MATCH`: quoted words, so that nothing the user typed is syntax to FTS5.
  package let match: String
  /// Words that stand one behind the other in what is meant: `match` finds texts that have all of them,
  /// wherever.
  private let runs: [[[UInt8]]]

  /// Bytes of a query that are read, and terms that are looked for: more find nothing better.
  static let longest = 4096
  static let mostTerms = 64

  init?(_ terms: [Term]) {
    guard !terms.isEmpty else { return nil }
    match = terms.map(\.match).joined(separator: " AND ")
    runs = terms.map(\.bytes).filter { $0.count > 1 }
  }

  /// Whether what `match` finds is to be looked at.
  package var hasRuns: Bool { !runs.isEmpty }

  /// Whether all words stand as they are meant in one of some documents, which `SearchText` made.
  package func isConfirmed(by documents: [String]) -> Bool {
    let texts = documents.map { $0.utf8.split(separator: UInt8(ascii: " ")) }
    return runs.allSatisfy { run in
      texts.contains { words in
        words.indices.dropLast(run.count - 1).contains { start in
          zip(words[start...], run).allSatisfy { $0.elementsEqual($1) }
        }
      }
    }
  }

  /// Words that stand in a text one behind the other.
  struct Term: Hashable {
    private let words: [ArraySlice<Int32>]
    /// Whether the last of them may go on.
    private let isPrefix: Bool

    init(_ scalars: ArraySlice<Int32>, _ kind: SearchRun.Kind, isStarred: Bool) {
      switch kind {
      case .word:
        words = [scalars.prefix(SearchText.longestWord)]
        isPrefix = isStarred
      case .symbol:
        words = [scalars]
        isPrefix = isStarred
      case .unparted:
        // One character begins a pair or is the last of its run: a prefix finds both.
        let pairs = scalars.indices.dropLast().map { scalars[$0...].prefix(2) }
        words = pairs.isEmpty ? [scalars] : Array(pairs.prefix(SearchQuery.mostTerms))
        isPrefix = pairs.isEmpty
      }
    }

    var match: String {
      words.map { "\"\(UnicodeLibrary.text(of: $0))\"\(isPrefix ? "*" : "")" }
        .joined(separator: " AND ")
    }

    var bytes: [[UInt8]] { words.map { Array(UnicodeLibrary.text(of: $0).utf8) } }
  }
}
