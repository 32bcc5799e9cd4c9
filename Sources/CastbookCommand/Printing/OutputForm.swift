internal import CommandLineKit

/// The form in which a command prints its results.
enum OutputForm: String {
  case text
  case json
  case jsonLines = "jsonl"
  case csv

  /// The form that the options ask for; text where they don't. Only one can be had.
  init(_ arguments: Arguments) throws {
    let asked = [Self.json, .jsonLines, .csv].filter { arguments.hasAny(of: [$0.rawValue]) }
    guard asked.count <= 1 else {
      let names = asked.map { "--\($0.rawValue)" }.joined(separator: " and ")
      throw UsageError(message: "\(names) can't be combined", fix: "choose one of them")
    }
    self = asked.first ?? .text
  }
}
