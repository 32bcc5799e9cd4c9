internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook stills`: saves the sharpest, most different frames of clips.
///
/// Frames are written as PNG files to the folder of `-o`, with a `stills.json` that records where
/// in the clip each was taken. A dry run decodes the clips and reports the frames without writing
/// them.
enum StillsCommand {
  static let command = Command(
    "stills", "Save the sharpest, most different frames of a clip as references.",
    details: [
      "Sharpness is measured relative to other frames of the same clip, and similar frames are taken only "
        + "once. Two frames that look different may still show the same view: look at them. A picture change "
        + "that looks like a hard cut is reported; a clip without such a report may still contain one.",
      "Each shot gives one frame before any shot gives a second. No frame is taken inside a fade, where two "
        + "shots overlap. A shot that gives no frame is listed with the reason.",
      "Each frame is written as an upright PNG at the clip's display size, named after the clip and the "
        + "time; stills.json beside them records the details. A frame of a clip is softer than a photo: "
        + "use photos where you have them.",
    ],
    examples: [
      Example("castbook stills walk.mp4 -o refs/", "the best four frames"),
      Example("castbook stills turn.mov --best 8 -o refs/", "eight frames"),
      Example("castbook stills @mira -o refs/", "frames of an element's clip"),
    ],
    positionals: [
      Positional(
        "CLIP|@HANDLE", .atLeastOne, "Clips, folders or elements; - reads a list of paths.",
        completion: .files, isExistingFile: true)
    ],
    options: [
      OptionGroup(
        "What to save",
        [
          .value("best", "K", "The maximum number of frames per clip (4)."),
          .value(
            "for", "TARGET[,…]", "Targets to check the frames against (kling).", repeats: true,
            completion: .choices(Profiles.builtInNames)), Profiles.option,
        ]),
      OptionGroup(
        "Output",
        [
          .value("output", short: "o", "DIR", "The folder for the frames.", completion: .folders),
          .flag("dry-run", "Report which frames would be saved; write no files."),
          .flag("replace", "Replace files that exist and are different."),
          .flag("json", "One JSON object."),
        ]),
    ],
    run: run)

  /// Looks through all clips, then writes the frames, so that an interrupt leaves no partial
  /// folder.
  ///
  /// The status is `.findings` when there is no clip, a clip is damaged, or one gives no frame.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let isDry = arguments.has("dry-run")
    let path = try arguments.value("output")?.path("-o")
    guard path != nil || isDry else {
      throw MissingOutput.folder(canBeDry: true)
    }
    let best =
      try arguments.value("best")?.number("--best", in: 1...Stills.maximumStills) ?? 4
    let stilling = Stills(targets: try Profiles.selection(arguments).targets, best: best)
    let all = FileList(try await CheckRequest.sources(arguments))
    let files = (path.map(all.without)?.list ?? all).clipCandidates
    let folder =
      try isDry
      ? nil
      : path.map {
        try PreparedFolder(at: $0, replacing: arguments.has("replace"))
      }
    var taken: [ClipStills] = []
    do {
      for file in files.paths {
        screen.progress.update("looking through \(file)")
        taken.append(
          try await stilling.extract(
            from: file, at: files.location(of: file), isCancelled: { Signals.interrupted }))
      }
    } catch is CancellationError {
      try screen.finish()
      Signals.endByInterrupt()
    }
    let written = try folder.map { try stilling.write(taken, into: $0, among: files) } ?? []
    screen.progress.erase()
    if arguments.has("json") {
      try screen.print(StillsJSON.document(stilling, taken, written).compactText)
    } else {
      for line in StillsText(taken, written, style: screen.style).lines { try screen.print(line) }
    }
    let isFine =
      !taken.isEmpty && taken.allSatisfy { $0.clip.status != .fail && !$0.stills.isEmpty }
    return isFine ? .success : .findings
  }
}
