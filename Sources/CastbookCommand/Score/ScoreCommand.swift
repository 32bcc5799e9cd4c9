internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook score`: measures how good pictures are as references.
///
/// Scores describe pictures; they are not limits of a provider. Sounds and clips are listed but not
/// measured. An interrupted table prints the pictures measured so far.
enum ScoreCommand {
  static let command = Command(
    "score", "Measure how good pictures are as references, one by one and together.",
    details: [
      "Every picture is decoded once, scaled down and measured: is the subject large and complete, and is "
        + "the picture sharp, well lit and clean? Each score runs from 0 to 1 (1 is good), with the raw value, "
        + "the place in the picture and what to do. No single number calls a picture good or bad."
    ],
    examples: [
      Example("castbook score mira.jpg", "every measure of one picture"),
      Example("castbook score refs/", "the weakest measures of each, and how they fit together"),
      Example("castbook score @mira --json", "an element's pictures, for a script"),
    ],
    positionals: [Options.pictures],
    options: [
      OptionGroup("How to measure", [Options.kind, Options.jobs]),
      OptionGroup(
        "Output",
        [
          Options.all.described(
            as: "Show every measure of each picture, not just the weakest three."),
          Options.brief, Options.strict.described(as: "Exit with code 1 on warnings, too."),
          Options.json,
          Options.jsonLines.described(as: "One JSON object per picture, one per line."),
          Options.fields,
        ]),
    ],
    run: Command.printing(run))

  /// Measures every file and prints the scores, then how the pictures fit together.
  ///
  /// JSON Lines are printed as files are measured; the table needs all files first. The status is
  /// `.findings` when errors were found, or when the files are only sounds and clips.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let files = try await CheckRequest.files(arguments)
    var scoring = Score(
      kind: try arguments[Options.kind], workers: try arguments[Options.jobs])
    scoring.usesModel = true
    let table = ScoreTable(files: files, showsAll: arguments[Options.all], style: screen.style)
    let form = try OutputFormat(arguments)
    let isBrief = try arguments.wantsBrief(form)
    let list = form == .json ? try JSONList("files", after: ScoreJSON.head, on: screen) : nil
    let count = screen.counter("measured", of: files.files.count)
    let set: ScoredSet
    do {
      set = try await scoring.run(files) { file in
        if let list {
          try list.append(ScoreJSON.file(file))
        } else if form == .jsonLines {
          try screen.print(json: ScoreJSON.file(file))
        } else if isBrief {
          for finding in file.findings {
            try screen.print(brief: FileRemark(finding), about: file.facts.path)
          }
        } else {
          table.show(file)
        }
        count(file.facts.path)
      }
    } catch let error as CancellationError {
      if form == .text, !isBrief { try screen.print(lines: table.lines) }
      throw error
    }
    if let list {
      try list.end(["set": ScoreJSON.set(set)])
    } else if isBrief {
      for finding in set.findings { try screen.print(brief: FileRemark(finding)) }
      let counts = set.pictureCounts
      try screen.print(
        "\(Quantity.count(counts.pass + counts.warn + counts.fail, "picture")): "
          + "\(counts.pass) pass, \(counts.warn) warn, \(counts.fail) fail")
    } else if form == .text {
      try screen.print(lines: table.lines(with: set))
    }
    let hasNoPictures =
      set.soundsAndClips != nil
      && set.pictureCounts.pass + set.pictureCounts.warn + set.pictureCounts.fail == 0
    let isFine = !hasNoPictures && set.isFine(strict: arguments[Options.strict])
    var report = Report.printed(isFine ? .success : .findings)
    if let failure = set.describingFailure { report.notices.append(failure.sentence) }
    return report
  }
}
