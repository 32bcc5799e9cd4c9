internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook search`: finds elements by words in their names, tags and texts.
///
/// All words must match, without regard to case and accents. The same filters and pages apply as in
/// `list`.
enum SearchCommand {
  static let command = Command(
    "search", "Find elements by words in their names, tags and texts.",
    details: [
      "All words must match, in any case and with or without accents: jose finds José. A word that "
        + "ends in * matches longer words. Results are sorted by last change. The exit "
        + "code is 1 if no element matches."
    ],
    examples: [
      Example("castbook search courier", "one word"),
      Example("castbook search 'red coat*'", "two words; * matches any ending"),
      Example("castbook search 米拉", "any script"),
      Example("castbook search red --kind product --tag lead", "only products tagged lead"),
    ],
    positionals: [Positional("WORD", .atLeastOne, "Words to find.")],
    options: [FilterOptions.group, PageOptions.group()], section: "Find", run: Command.printing(run)
  )

  /// Prints the matching elements. The status is `.findings` when none matches.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let filter = try FilterOptions.filter(arguments)
    let words = arguments.positionals.map(\.text).joined(separator: " ")
    guard words.contains(where: { !$0.isWhitespace }) else {
      throw UsageError(
        message: "no word to search for", fix: "Write a word; castbook list shows all elements.")
    }
    let pages = try PageOptions(arguments)
    let library = try await Libraries.open(arguments)
    let count = try pages.show(
      "search/2", on: screen,
      whenEmpty: filter == .init()
        ? "no element has all of these words" : "no matching element has all of these words"
    ) { start, limit in
      try Search(words, in: filter, after: start, limit: limit).run(in: library)
    }
    // An empty page after the last one says nothing about the pages before it.
    return .printed(count == 0 && !arguments.has(PageOptions.after) ? .findings : .success)
  }
}
