internal import Castbook
internal import CommandLineKit
internal import Model

/// The options that decide how much of a list of elements is printed, and in which format.
///
/// Text and JSON print one page of 50 elements and say where the next begins; JSON Lines and CSV
/// print everything, because they have no place to say so.
///
/// ```swift
/// let count = try PageOptions(arguments).show("list/2", on: screen, whenEmpty: "no elements") {
///   start, limit in
///   try ListElements(filter, after: start, limit: limit).run(in: library)
/// }
/// ```
struct PageOptions {
  /// The maximum number of elements, or `nil` for all.
  private let limit: Int?
  /// Where to continue, from the `next` of the last page, or `nil` for the beginning.
  private let start: Int?
  private let form: OutputFormat

  private static let maximum = ValueOption(
    "limit", "N", in: 1...1_000_000, "The maximum number to show (50; all with --jsonl and --csv).")
  static let after = ValueOption(
    "after", "PLACE", in: 0...Int.max, "Continue where the last page ended (its `next`).")
  private static let all = Options.all.described(as: "Show all.")

  /// Returns the options as help shows them.
  static func group(withCSV: Bool = false) -> OptionGroup {
    let jsonLines = Options.jsonLines.described(as: "One JSON object per element, one per line.")
    return OptionGroup(
      "Output",
      [maximum, all, after, Options.json, jsonLines] + (withCSV ? [Options.csv] : [])
        + [Options.fields])
  }

  /// The number of elements on a page of text or JSON.
  private static let defaultLimit = 50

  /// Checks the options. Throws when both `--all` and `--limit` are given.
  init(_ arguments: Arguments) throws {
    if arguments[Self.all], arguments.has(Self.maximum) {
      throw UsageError(message: "--all and --limit can't be combined", fix: "choose one of them")
    }
    start = try arguments[Self.after]
    form = try OutputFormat(arguments)
    // JSON Lines and CSV have no place to say that more elements follow, so they are complete by
    // default.
    let isWhole = arguments[Self.all] || form == .jsonLines || form == .csv
    limit = try arguments[Self.maximum] ?? (isWhole ? nil : Self.defaultLimit)
  }

  /// Prints one page, or page after page until the end, and returns the number of elements.
  ///
  /// - Parameters:
  ///   - schema: The shape of the JSON, such as `list/2`.
  ///   - whenEmpty: What to print when there are no elements.
  ///   - members: More members of the JSON object.
  ///   - page: Returns the elements after a position, at most `limit` of them.
  func show(
    _ schema: String, on screen: Screen, whenEmpty: String, adding members: JSONValue = .object([]),
    page: (_ start: Int?, _ limit: Int) throws -> ElementPage
  ) throws -> Int {
    if form == .json, let limit {
      let found = try page(start, limit)
      try screen.print(json: ElementJSON.page(schema, found).adding(members))
      return found.elements.count
    }
    let list =
      form == .json
      ? try JSONList("elements", after: ["castbook": schema], on: screen) : nil
    if form == .csv { try screen.print(bytes: ElementCSV.head) }
    var next = start
    var shown = 0
    repeat {
      let found = try page(next, limit ?? 1000)
      try show(found, in: list, screen)
      shown += found.elements.count
      next = found.next
      // Output that ends early must not look complete: an interrupt ends the process by SIGINT.
      if limit == nil, next != nil { try Task.checkCancellation() }
      if limit != nil, let next, form == .text {
        let total = found.total.map { " of \(Quantity.grouped($0))" } ?? ""
        try screen.print(
          "\(Quantity.grouped(shown))\(total) shown; next: --after \(next), or --all")
      }
    } while limit == nil && next != nil
    try list?.end(members)
    if form == .text, shown == 0 {
      try screen.print(start == nil ? whenEmpty : "no more elements")
    }
    return shown
  }

  /// Prints the elements of one page in the format.
  private func show(_ found: ElementPage, in list: JSONList?, _ screen: Screen) throws {
    if form == .text {
      return try screen.print(lines: SummaryTable(found, style: screen.style).lines)
    }
    for (element, status) in zip(found.elements, found.statuses) {
      if form == .csv {
        try screen.print(bytes: ElementCSV.row(element, status))
      } else if let list {
        try list.append(ElementJSON.summary(element, status))
      } else {
        try screen.print(json: ElementJSON.summary(element, status))
      }
    }
  }
}
