internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook targets diff`: compares two profiles rule by rule.
///
/// It compares facts, not text, and accepts ids, short names and files. A single file is compared
/// with the profile in use that has its id.
enum TargetsDiffCommand {
  static let command = Command(
    "diff", "Compare two profiles: which rules changed, their old and new values, and the sources.",
    details: [
      "OLD and NEW are an id, a short name, or a profile's file: a word that contains a slash or ends in "
        + ".json. A single file is compared with the profile in use that has the same id or, if it is the one "
        + "in use, with the built-in one. The output of `castbook targets ID --json` is also accepted.",
      "The comparison is of facts, not text: the order of keys does not matter. A change of only a date, "
        + "a source, a confidence or a note is shown separately. Rules of slots that another target makes "
        + "are shown with that target.",
      "The exit code is 0 whether they differ or not; see \"same\" in the JSON.",
    ],
    examples: [
      Example("castbook targets diff target.json", "changes since that file"),
      Example(
        "castbook targets diff kling-v3 kling.v3.i2v", "where two providers of one model differ"),
      Example("castbook targets diff old.json new.json --json", "two files, for a script"),
    ],
    positionals: [
      Positional(
        "OLD", .one, "An id, a short name, or a profile's file.",
        completion: .choices(Profiles.builtInNames)),
      Positional(
        "NEW", .optional,
        "An id, a short name, or a profile's file (after a file: the profile in use).",
        completion: .choices(Profiles.builtInNames)),
    ],
    run: Command.printing(run))

  /// Prints the differences. The status is `.success` whether or not there are any.
  private static func run(_ arguments: Arguments, on screen: Screen) throws -> Report {
    let names = try arguments.positionals.map { word in
      guard let name = TargetDiff.Name(word.bytes) else {
        throw UsageError(message: "a target's name is empty", fix: "name an id or a file")
      }
      return name
    }
    let diff = try diff(names, in: Profiles.catalogue(arguments))
    return Report(json: DiffJSON.value(of: diff)) { style in
      [Folding.page(sanitizedLines(DiffPage.text(of: diff)), columns: style.columns)]
    }
  }

  /// Returns the difference between two profiles, or between one file and the profile in use with
  /// its id.
  ///
  /// Throws when a single name is given that is not a file.
  private static func diff(
    _ names: [TargetDiff.Name], in catalogue: TargetCatalogue
  ) throws -> TargetDiff {
    if names.count > 1 { return try TargetDiff(from: names[0], to: names[1], in: catalogue) }
    switch names[0] {
    case .file(let path): return try TargetDiff(of: path, in: catalogue)
    case .target(let name):
      let id = try TargetDiff.target(name, in: catalogue).id
      throw UsageError(
        message: "castbook targets diff needs a second profile to compare \(id) with",
        fix: "name another target or a file, as in `castbook targets diff old.json \(id)`")
    }
  }

  /// Returns the text with every line sanitized. A profile may come from a stranger, and its texts
  /// must not move the cursor.
  private static func sanitizedLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { sanitized(String($0)) }
      .joined(separator: "\n")
  }
}
