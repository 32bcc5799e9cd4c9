internal import CommandLineKit

/// The format in which a command prints its results.
///
/// A command offers the formats whose options it declares; `--json`, `--jsonl` and `--csv` exclude
/// each other. `--fields` alone means `--json`.
///
/// ```swift
/// switch try OutputFormat(arguments) {
/// case .json: try screen.print(json: document)
/// default: try table.show()
/// }
/// ```
enum OutputFormat {
  case text
  case json
  case jsonLines
  case csv

  /// Creates the format that the options request, `.text` without any. Throws when they request
  /// several.
  init(_ arguments: Arguments) throws {
    let formats = [(Options.json, Self.json), (Options.jsonLines, .jsonLines), (Options.csv, .csv)]
    let requested = formats.filter { arguments.hasAny(of: [$0.0]) }
    guard requested.count <= 1 else {
      let names = requested.map { "--\($0.0.option.name)" }.joined(separator: " and ")
      throw UsageError(message: "\(names) can't be combined", fix: "choose one of them")
    }
    let hasFields = arguments.hasAny(of: [Options.fields])
    guard !hasFields || !arguments.hasAny(of: [Options.csv]) else {
      throw UsageError(
        message: "--fields and --csv can't be combined",
        fix: "Leave out --csv for JSON, or --fields for a table.")
    }
    self = requested.first?.1 ?? (hasFields ? .json : .text)
  }
}
