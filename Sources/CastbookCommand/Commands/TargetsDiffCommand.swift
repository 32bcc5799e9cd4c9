internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook targets diff`.
enum TargetsDiffCommand {
  static let command = Command(
    "diff", "Say what changed between two profiles: which rules, from what to what, who says so.",
    details: [
      "OLD and NEW are an id, a short name, or a profile's file: a word with a slash in it or with "
        + "the ending .json. A file alone is compared with the profile of its id that is in use, or, "
        + "when it is the one in use, with the built-in one. What `castbook targets ID --json` "
        + "printed is taken, too.",
      "Facts are compared, not texts: another order of keys is no difference. Where only a date, a "
        + "source, a confidence or a note changed, that is told apart. Rules of slots that another "
        + "target makes stand with that target.",
      "The exit code is 0 whether the two differ or not; \"same\" in the JSON tells which.",
    ],
    examples: [
      Example("castbook targets diff target.json", "what changed since that file"),
      Example(
        "castbook targets diff kling-v3 kling.v3.i2v", "where two providers of one model differ"),
      Example("castbook targets diff old.json new.json --json", "two files, for a script"),
    ],
    positionals: [
      Positional(
        "OLD", .one, "An id, a short name, or a profile's file.",
        completion: .choices(Profiles.builtInNames)),
      Positional(
        "NEW", .optional, "The same; left out after a file, the profile that is in use.",
        completion: .choices(Profiles.builtInNames)),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    let names = try arguments.positionals.map { word in
      guard let name = TargetDiff.Name(word.bytes) else {
        throw UsageError(message: "an empty word names no target", fix: "name an id or a file")
      }
      return name
    }
    let diff = try diff(names, in: Profiles.catalogue(arguments))
    let screen = Screen(arguments)
    try screen.print(
      arguments.has("json")
        ? DiffJSON.text(of: diff)
        : Folding.page(sanitizedLines(DiffPage.text(of: diff)), columns: screen.style.columns))
    return .success
  }

  private static func diff(
    _ names: [TargetDiff.Name], in catalogue: TargetCatalogue
  ) throws -> TargetDiff {
    if names.count > 1 { return try TargetDiff(from: names[0], to: names[1], in: catalogue) }
    switch names[0] {
    case .file(let path): return try TargetDiff(of: path, in: catalogue)
    case .target(let name):
      let id = try TargetDiff.target(name, in: catalogue).id
      throw UsageError(
        message: "castbook targets diff needs something to compare \(id) with",
        fix: "name another target or a file, as in `castbook targets diff old.json \(id)`")
    }
  }

  /// A profile comes from a stranger: its texts may not move the cursor.
  private static func sanitizedLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { sanitized(String($0)) }
      .joined(separator: "\n")
  }
}
