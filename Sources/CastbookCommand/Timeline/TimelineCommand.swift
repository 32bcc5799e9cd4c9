internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook timeline`: puts the kept takes of shot files in order, for an editing program.
///
/// The timeline is planned completely before anything is written. A shot without a kept take is a
/// gap, which is a note and no failure.
enum TimelineCommand {
  private static let rate = ValueOption<TimecodeRate>(
    "rate", "RATE",
    "Frames per second: \(TimecodeRate.names.joined(separator: ", ")) (those of the first kept take)."
  ) { word in
    guard let rate = TimecodeRate(word.text.lowercased()) else {
      throw UsageError(
        message: "--rate \(sanitized(word.text)) is not a frame rate",
        fix: "Write one of \(TimecodeRate.names.joined(separator: ", ")).")
    }
    return rate
  }
  private static let start = ValueOption<String>(
    "start", "TIMECODE", "The timecode of the first frame (01:00:00:00).")
  private static let media = ValueOption<FilePath>(
    "media", "DIR", "The folder for the takes' files (FILE-media, beside the timeline).",
    completion: .folders)
  private static let isOnlyKept = Flag("only-kept", "Leave out the takes that are not shown.")

  static let command = Command(
    "timeline", "Put the kept takes of shot files in order, for an editing program.",
    details: [
      "Each shot file is one shot, in the order given; a folder's files come in the order of their "
        + "numbers. The take that was kept last is shown, the other takes are alternatives, and a shot without "
        + "a kept take is a gap of its length. A marker names the elements with their revisions, the target, the "
        + "cost and the seed.",
      "The suffix of the output chooses the format: .otio (OpenTimelineIO), .edl (CMX 3600) or .fcpxml "
        + "(Final Cut Pro XML 1.11). The takes are copied into a folder beside it, since editing "
        + "programs need files with names. `castbook help timelines` says what each format carries over.",
    ],
    examples: [
      Example("castbook timeline shots/ -o film.otio", "all shots of a folder"),
      Example(
        "castbook timeline lobby.md street.md -o film.edl --rate 25", "two shots, at 25 frames"),
      Example(
        "castbook timeline shots/ -o film.fcpxml --rate 29.97df --start 00:59:50:00",
        "for Final Cut Pro, with drop-frame timecode"),
      Example("castbook timeline shots/ --dry-run", "which take each shot would show"),
    ],
    positionals: [
      Positional(
        "SHOT|DIR", .atLeastOne, "Shot files, or folders of shot files.", completion: .files,
        isExistingFile: true)
    ],
    options: [
      OptionGroup("Timeline", [rate, start, isOnlyKept, Projects.option]),
      OptionGroup(
        "Output",
        [
          Options.file.described(
            as: "The timeline to write.", placeholder: "FILE", completion: .files), media,
          Options.replace,
          Options.dryRun.described(as: "Report what would be in it; write no files."), Options.json,
          Options.fields,
        ]),
    ],
    section: "Use", run: Command.printing(run))

  /// Plans the timeline and, unless it is a dry run, writes it with its media.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let isDry = arguments[Options.dryRun]
    var timeline = MakeTimeline(try arguments.positionals.map { try $0.path("timeline") })
    timeline.output =
      try isDry ? arguments[Options.file] : arguments.outputFile("film.otio, .edl or .fcpxml")
    timeline.mediaFolder = try arguments[media]
    timeline.timecode = try arguments[rate]
    if let start = try arguments[start] { timeline.start = start }
    timeline.isOnlyKept = arguments[isOnlyKept]
    timeline.isReplacing = arguments[Options.replace]
    timeline.home = ProcessEnvironment.environment("HOME").flatMap { FilePath(bytes: $0) }
    if try arguments[Projects.option] != nil {
      timeline.project = try Project(at: Projects.location(arguments))
    }
    let library = try await Libraries.open(arguments)
    let plan = try timeline.plan(in: library)
    var outcome: MakeTimeline.Outcome?
    if !isDry {
      let onFile = screen.counter("copied", of: plan.files.count)
      outcome = try await timeline.write(plan, in: library, onFile: onFile)
    }
    let text = TimelineText(plan: plan, outcome: outcome, style: screen.style)
    var report = Report(json: TimelineJSON.value(of: plan, outcome)) { _ in text.lines }
    report.notices = text.notices
    return report
  }
}
