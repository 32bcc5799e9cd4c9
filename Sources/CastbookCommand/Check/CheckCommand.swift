internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook check`: checks files against the limits of targets.
///
/// Each file is read once and checked against every target, several files concurrently. Results are
/// printed as a table, as one JSON object, or as JSON Lines.
///
/// With `--report` the same results are also written as a page, for which all checked files are
/// kept in memory. A failure to write it is reported after the results, as a late failure.
enum CheckCommand {
  static let command = Command(
    "check", "Check files against a provider's limits before you upload them.",
    details: [
      "Each file is read once. Its format is detected from its content, its size is measured upright, and "
        + "every encoded byte is verified. Folders are searched; hidden files, sidecars and the clips of Live "
        + "Photos are skipped. A path of - reads a list of paths from standard input, one per line or "
        + "each ended by a NUL. An element of the library means its files; for a file with such a name "
        + "write ./@mira.",
      "Files that you name, up to 20, are also searched for several views in one picture (image.collage); "
        + "for an element, the library knows. "
        + "How good a picture is otherwise: `castbook score`.",
      "Breaking a limit that a provider states is an error. Breaking one that is inferred or unverified "
        + "is a warning that says so. Finding no file at all is also a warning.",
      "--for accepts ids, short names and patterns: 'fal.*' means every target whose id begins with fal., "
        + "`all` means every target that has an endpoint, and your own. Patterns leave out targets that "
        + "have ended and those without a slot for files, and report how many; a target that you name is "
        + "always checked. With several targets, a table at the end shows where each file may go: "
        + "✓ passes, ! passes with a warning, ? passes as far as known (that target has no known limit for "
        + "such a file), ✗ not accepted, – no slot.",
      "The exit code is 0 when no problem is found, 1 when a file must be fixed (for at least one target), "
        + "2 when the command line is wrong, 3 when the work could not be done.",
    ],
    examples: [
      Example("castbook check refs/", "a folder, against Kling's common rules"),
      Example(
        "castbook check refs/mira-*.jpg --for kling-o3,kling-official --set",
        "these files as one element, for two providers"),
      Example("castbook check @mira --for kling-o3", "an element's files in the library"),
      Example("castbook check refs/ --for all", "which targets accept each file"),
      Example(
        "castbook check refs/ --report ticket.html",
        "also write a page with every rule and its source"),
    ],
    positionals: [
      Positional(
        "PATH", .atLeastOne,
        "A picture, clip or sound, a folder of them, an element (@mira), or -.",
        completion: .files, isExistingFile: true
      )
    ],
    options: [
      OptionGroup(
        "What to check against",
        [
          Profiles.targets.described(
            as:
              "Targets to check against (kling): ids, short names, 'fal.*', all. `castbook targets` lists "
              + "them.", completion: Profiles.withAll),
          Options.slot, CheckRequest.isSet, Profiles.option,
        ]),
      OptionGroup(
        "Output",
        [
          Options.all, Options.brief,
          Options.strict.described(as: "Exit with code 1 on warnings, too."),
          Options.json, Options.jsonLines.described(as: "One JSON object per file, one per line."),
          Options.fields,
          CheckRequest.report, Options.replace.described(as: "Replace a report that exists."),
          Options.jobs,
        ]),
    ],
    run: Command.printing(run))

  /// Checks every file, printing each result as soon as it is known.
  ///
  /// The report's path is checked first, so a long run doesn't fail at the end. On an
  /// interrupt the results so far are printed and the process ends by SIGINT; no report is written.
  /// The status is `.findings` when an error, or with `--strict` a warning, was found.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let request = try await CheckRequest(arguments)
    var forReport: [CheckedFile] = []
    let count = screen.counter("checked", of: request.files.files.count)
    if let report = request.report { try OutputFile.preflight(report.path) }
    let printer = try request.printer(on: screen)
    let summary: CheckSummary
    do {
      summary = try await request.check.run(request.files) { file in
        if request.report != nil { forReport.append(file) }
        try printer.show(file)
        count(file.facts.path)
      }
    } catch let error as CancellationError {
      try printer.printCollected()
      throw error
    }
    try printer.end(summary)
    for bundle in request.bundles {
      try printer.printRemark(
        "\(bundle) is a bundle, with files of its own: castbook bundle verify \(bundle.quoted)")
    }
    if let report = request.report {
      let thumbnails =
        report.kind == .html
        ? try await ReportThumbnails(
          of: forReport, in: request.files, workers: request.check.workers) : ReportThumbnails()
      let page = ReportPage(
        targets: request.check.targets, files: forReport, summary: summary, day: request.today,
        thumbnails: thumbnails)
      do {
        _ = try OutputFile.write(
          Array(page.text(as: report.kind).utf8), to: report.path, replacing: request.replaces)
      } catch {
        throw Failure(error).late
      }
      try printer.printRemark("report: \(report.path)")
    }
    return .printed(summary.isFine(strict: request.isStrict) ? .success : .findings)
  }
}
