internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook check`.
enum CheckCommand {
  static let command = Command(
    "check", "Check files against what a provider takes, before you upload them.",
    details: [
      "Each file is read once: its format is told by content, its size is taken upright, every "
        + "coded byte is proven. A folder is walked; hidden files, sidecars and the films of Live "
        + "Photos are passed over. A path of - reads a list of paths from standard input, one a "
        + "line or each closed by a zero. An element of the library stands for its files; a file that is "
        + "so named is ./@mira.",
      "Where a provider states a limit, breaking it is an error; where the limit is inferred or "
        + "unverified, it is a warning that says so. No file at all is a warning, too.",
      "--for takes ids, short names and patterns: 'fal.*' is every target whose id begins so, `all` "
        + "is every one that has an endpoint to send to, and your own. Patterns leave out targets "
        + "that have ended and those without a slot for files, and say how many; a target that is "
        + "named is always asked. With several targets a table at the end says "
        + "where each file may go: ✓ passes, ! passes with something to watch, ? passes as far as "
        + "known (no limit of that target for such a file is known), ✗ is refused, – has "
        + "no slot there.",
      "The exit code is 0 when nothing is wrong, 1 when a file must be fixed (for one of the targets "
        + "at least), 2 when the command "
        + "line is wrong, 3 when the work could not be done.",
    ],
    examples: [
      Example("castbook check refs/", "a folder, against the common rule of Kling"),
      Example(
        "castbook check refs/mira-*.jpg --for kling-o3,kling-official --set",
        "these files as one element, for two providers"),
      Example("castbook check @mira --for kling-o3", "what the library keeps of an element"),
      Example("castbook check refs/ --for all", "where each file may go, of all that take files"),
      Example(
        "castbook check refs/ --report ticket.html", "a page with every rule and its source"),
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
          .value(
            "for", "TARGET[,…]",
            "Whose rules to take (kling): ids, short names, 'fal.*', all. `castbook targets` lists "
              + "them.", repeats: true, completion: .choices(["all"] + Profiles.builtInNames)),
          .value(
            "as", "SLOT",
            "The place in the request that they are for.",
            oneOf: Slot.allCases.map(\.rawValue)),
          .flag("set", "These files are one element: too few or too many are errors."),
          Profiles.option,
        ]),
      OptionGroup(
        "What comes out",
        [
          ShowsAll.option,
          .flag("strict", "Warnings, too, make the exit code 1."),
          .flag("json", "One JSON object."),
          .flag("jsonl", "One JSON object a file, a line each."),
          .value(
            "report", "FILE", "Also write a page with every rule, for a ticket: .md or .html.",
            completion: .files),
          .flag("replace", "Replace a report that exists."),
          .value("jobs", "N", "How many files to work on at a time (one a core)."),
        ]),
    ],
    run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let request = try await CheckRequest(arguments)
    let screen = Screen(arguments)
    let printer = request.printer(on: screen)
    var forReport: [CheckedFile] = []
    var count = 0
    let total = Quantity.grouped(request.files.paths.count)
    if let report = request.report { try NewFile.preflight(report.path) }
    try printer.begin()
    let summary = try await request.check.run(
      request.files, isCancelled: { Signals.interrupted },
      each: { file in
        count += 1
        if request.report != nil { forReport.append(file) }
        try printer.show(file)
        screen.progress.update("checked \(Quantity.grouped(count)) of \(total)  \(file.facts.path)")
      })
    if Signals.interrupted {
      try printer.stop()
      try screen.finish()
      Signals.endByInterrupt()
    }
    try printer.end(summary)
    if let report = request.report {
      let thumbnails =
        report.kind == .html
        ? try await ReportThumbnails(
          of: forReport, in: request.files, workers: request.check.workers) : ReportThumbnails()
      let page = ReportPage(
        targets: request.check.targets, files: forReport, summary: summary, day: request.today,
        thumbnails: thumbnails)
      do {
        _ = try NewFile.write(
          Array(page.text(as: report.kind).utf8), to: report.path, replacing: request.replaces)
      } catch {
        throw Failure(error).late
      }
      try printer.said("report: \(report.path)")
    }
    return summary.isFine(strict: request.isStrict) ? .success : .findings
  }
}
