internal import UnicodeText

/// What to look for in the full-text index, made from the user's words by `SearchText.query(_:)`.
package struct SearchQuery: Hashable, Sendable {
  /// The right operand of `MATCH`. All words are quoted, so nothing that the user typed is syntax
  /// to FTS5.
  package let match: String
  /// Words that must be adjacent. `match` finds all texts that contain them, in any order.
  private let phrases: [[[UInt8]]]

  /// The number of bytes of a query that are read. A longer one would not find anything better.
  static let maximumByteCount = 4096
  /// The maximum number of different terms that are looked for.
  static let maximumTermCount = 64

  /// A query for all of some terms; `nil` if there are none.
  init?(_ terms: [Term]) {
    guard !terms.isEmpty else { return nil }
    match = terms.map(\.match).joined(separator: " AND ")
    phrases = terms.map(\.bytes).filter { $0.count > 1 }
  }

  /// Whether what `match` finds must be checked with `isConfirmed(by:)`.
  package var hasPhrases: Bool { !phrases.isEmpty }

  /// Whether every phrase is in one of some documents, which `SearchText.document(_:atMost:)` made.
  package func isConfirmed(by documents: [String]) -> Bool {
    let texts = documents.map { $0.utf8.split(separator: UInt8(ascii: " ")) }
    return phrases.allSatisfy { phrase in
      texts.contains { words in
        words.indices.dropLast(phrase.count - 1).contains { start in
          zip(words[start...], phrase).allSatisfy { $0.elementsEqual($1) }
        }
      }
    }
  }

  /// One or more words that are adjacent in a text.
  struct Term: Hashable {
    private let words: [ArraySlice<Int32>]
    /// Whether the last word also matches longer words that begin with it.
    private let isPrefix: Bool

    /// The term for a run of a query.
    ///
    /// - Parameters:
    ///   - scalars: The folded scalars of the run.
    ///   - kind: The kind of the run.
    ///   - isStarred: Whether the user wrote a star after it.
    init(_ scalars: ArraySlice<Int32>, _ kind: SearchRun.Kind, isStarred: Bool) {
      switch kind {
      case .word:
        words = [scalars.prefix(SearchText.maximumWordLength)]
        isPrefix = isStarred
      case .symbol:
        words = [scalars]
        isPrefix = isStarred
      case .unsegmented:
        // In the index, a single character begins a pair or, at the end of its run, is alone. A
        // prefix finds both.
        let pairs = scalars.indices.dropLast().map { scalars[$0...].prefix(2) }
        words = pairs.isEmpty ? [scalars] : Array(pairs.prefix(SearchQuery.maximumTermCount))
        isPrefix = pairs.isEmpty
      }
    }

    /// The expression for FTS5.
    var match: String {
      words.map { "\"\(UnicodeLibrary.text(of: $0))\"\(isPrefix ? "*" : "")" }
        .joined(separator: " AND ")
    }

    /// The words in UTF-8.
    var bytes: [[UInt8]] { words.map { Array(UnicodeLibrary.text(of: $0).utf8) } }
  }
}
