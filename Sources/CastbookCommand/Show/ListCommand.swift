internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook list`: lists elements.
///
/// Elements come last changed first, in pages of 50 unless other options are given, as a table,
/// JSON, JSON Lines or CSV.
enum ListCommand {
  static let command = Command(
    "list", "List elements, last changed first.",
    details: [
      "--weak lists elements that have pictures with weak scores: how many pictures, and the worst finding. "
        + "Dismissed findings (`castbook dismiss`) don't count. "
        + "`castbook show` lists the pictures and what to do."
    ],
    examples: [
      Example("castbook list", "all elements"),
      Example("castbook list --kind voice --tag lead", "voices tagged lead"),
      Example("castbook list --expiring 30d", "whose rights end within 30 days, or have ended"),
      Example("castbook list --weak", "elements that need better pictures"),
      Example("castbook list --retired", "removed elements"),
      Example("castbook list --all --csv > cast.csv", "all elements, for a spreadsheet"),
    ],
    options: [
      FilterOptions.group, PageOptions.group(withCSV: true),
    ],
    section: "Find", run: Command.printing(run))

  /// Prints the elements page by page. The options are checked before the library is opened.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let filter = try FilterOptions.filter(arguments)
    let pages = try PageOptions(arguments)
    let library = try await Libraries.open(arguments)
    let unstated =
      try filter.expiringDays == nil ? nil : CountWithoutRights().run(in: library)
    _ = try pages.show(
      "list/2", on: screen, whenEmpty: emptyWords(filter),
      adding: ["withoutRightsCount": unstated]
    ) { start, limit in
      try ListElements(filter, after: start, limit: limit).run(in: library)
    }
    if let unstated, try OutputFormat(arguments) == .text {
      try printUnstated(unstated, on: screen)
    }
    return .printed(.success)
  }

  /// Prints how many elements state no rights, which no list of rights that end can contain.
  private static func printUnstated(_ count: Int, on screen: Screen) throws {
    guard count > 0 else { return }
    try screen.print(
      "\(Quantity.count(count, "element has", "elements have")) no stated rights: castbook edit "
        + "@HANDLE --basis WORD")
  }

  /// Returns the line to print when no element matches.
  private static func emptyWords(_ filter: ElementFilter) -> String {
    if filter == ElementFilter() {
      return "no elements yet: castbook add character @mira mira-*.jpg"
    }
    return filter.hasWeakPictures ? "no matching element has weak pictures" : "no matching element"
  }
}
