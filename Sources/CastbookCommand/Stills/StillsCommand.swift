internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook stills`: saves the sharpest, most different frames of clips.
///
/// Frames are written as PNG files to the folder of `-o`, with a `stills.json` that records where
/// in the clip each was taken. A dry run decodes the clips and reports the frames without writing
/// them.
enum StillsCommand {
  private static let best = ValueOption(
    "best", "K", in: 1...Stills.maximumStills, "The maximum number of frames per clip (4).")

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
          best, Profiles.targets.described(as: "Targets to check the frames against (kling)."),
          Profiles.option,
        ]),
      OptionGroup(
        "Output",
        [
          Options.folder.described(as: "The folder for the frames."),
          Options.dryRun.described(as: "Report which frames would be saved; write no files."),
          Options.replace, Options.json, Options.fields,
        ]),
    ],
    run: Command.printing(run))

  /// Looks through all clips, then writes the frames, so an interrupt leaves no partial
  /// folder.
  ///
  /// The status is `.findings` when there is no clip, a clip is damaged, or one gives no frame.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let isDry = arguments[Options.dryRun]
    let path = try isDry ? arguments[Options.folder] : arguments.outputFolder(canBeDry: true)
    let stilling = Stills(
      targets: try Profiles.selection(arguments).targets, best: try arguments[best] ?? 4)
    let all = try await CheckRequest.files(arguments)
    let files = (path.map(all.without)?.list ?? all).clipCandidates
    let folder =
      try isDry
      ? nil : path.map { try PreparedFolder(at: $0, replacing: arguments[Options.replace]) }
    var clips: [ClipStills] = []
    for file in files.files {
      screen.progress.update("looking through \(file.path)")
      clips.append(try await stilling.extract(from: file))
    }
    let written = try folder.map { try stilling.write(clips, into: $0, among: files) } ?? []
    let isFine =
      (!clips.isEmpty || files.mayBeEmpty)
      && clips.allSatisfy { $0.clip.status != .fail && !$0.stills.isEmpty }
    return Report(
      isFine ? .success : .findings, json: StillsJSON.document(stilling, clips, written)
    ) { style in StillsText(clips: clips, written: written, style: style).lines }
  }
}
