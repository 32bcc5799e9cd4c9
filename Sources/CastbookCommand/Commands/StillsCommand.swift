internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook stills`: saves the sharpest, most different frames of clips.
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
      try arguments.value("best")?.number("--best", in: 1...Stilling.mostStills) ?? 4
    let stilling = Stilling(targets: try Profiles.selection(arguments).targets, best: best)
    let all = FileList(try await CheckRequest.sources(arguments))
    let files = (path.map(all.without)?.list ?? all).ofClips
    let folder =
      try isDry
      ? nil
      : path.map {
        try PreparedFolder(at: $0, replacing: arguments.has("replace"))
      }
    var taken: [TakenStills] = []
    do {
      for file in files.paths {
        screen.progress.update("looking through \(file)")
        taken.append(
          try await stilling.take(
            from: file, at: files.place(of: file), isCancelled: { Signals.interrupted }))
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

/// The frames that were taken from each clip, as lines for people.
struct StillsText {
  private let taken: [TakenStills]
  private let written: [[PreparedFolder.Written]]
  private let style: TerminalStyle

  init(_ taken: [TakenStills], _ written: [[PreparedFolder.Written]], style: TerminalStyle) {
    self.taken = taken
    self.written = written
    self.style = style
  }

  /// The lines of all clips, or a single line when no clip was found.
  var lines: [String] {
    guard !taken.isEmpty else { return ["no clip found"] }
    return taken.enumerated().flatMap { index, clip in
      lines(clip, written.indices.contains(index) ? written[index] : [])
    }
  }

  /// A clip with its facts, its findings, a row per frame, and the shots that gave none.
  private func lines(_ clip: TakenStills, _ written: [PreparedFolder.Written]) -> [String] {
    let head = "  \(Marks.sign(clip.clip.status, style)) \(sanitized(clip.clip.facts.path.text))"
    let findings = clip.clip.allFindings.flatMap { RemarkText.lines($0, indent: 4, style: style) }
    guard let film = clip.film else {
      let hasFailed = clip.clip.status == .fail
      return [head] + (hasFailed ? findings : ["    it contains no video"])
    }
    let rate = film.framesPerSecond.map { " · \(VoiceWords.number($0, digits: 2)) fps" } ?? ""
    let cuts = film.seen?.cuts.isEmpty == true ? " · no hard cut found" : ""
    let fades = film.seen?.fades ?? []
    let faded = fades.isEmpty ? "" : " · \(Quantity.count(fades.count, "fade"))"
    let facts =
      "\(film.size)  \(Quantity.seconds(milliseconds: film.milliseconds))\(rate)\(cuts)\(faded)"
    let names = clip.stills.enumerated().map { index, still in
      sanitized(written.indices.contains(index) ? written[index].path.text : still.name.text)
    }
    let width = names.map(displayWidth).max() ?? 0
    let rows = zip(clip.stills, names).flatMap { still, name in
      let line =
        "    \(Marks.sign(still.file.status, style)) \(Columns.padded(name, width))  "
        + "\(Stilling.time(still.still.moment))  \(Self.words(still.still))"
      return [Columns.trimmed(line)]
        + still.file.allFindings.filter { $0.severity > .note }.flatMap {
          RemarkText.lines($0, indent: 7, style: style)
        }
    }
    return ["\(head)  \(facts)"] + findings + rows
      + (clip.stills.isEmpty ? ["    no frame is sharp enough"] : Self.leftOut(clip))
  }

  /// The shots that gave no frame, with the reasons, in at most five lines; and how many more
  /// frames a larger `--best` would save.
  private static func leftOut(_ clip: TakenStills) -> [String] {
    let shots = clip.film?.seen?.leftOut ?? []
    let named = shots.filter { $0.reason != .number }
    let rows = named.prefix(4).map { shot in
      let from = Quantity.seconds(milliseconds: shot.span.start)
      let to = Quantity.seconds(milliseconds: shot.span.end)
      return "    no frame of the shot from \(from) to \(to): \(words(shot.reason))"
    }
    let more =
      named.count > 4 ? ["    and no frame of \(Quantity.count(named.count - 4, "more shot"))"] : []
    let taken = Set(clip.stills.map(\.still.shot))
    let others = Set((clip.film?.seen?.stills ?? []).map(\.shot)).subtracting(taken).count
    let missing = others + shots.count - named.count
    guard missing > 0 else { return rows + more }
    let best = min(Stilling.mostStills, taken.count + missing)
    return rows + more + [
      "    \(Quantity.count(missing, "more shot")): --best \(best) saves a frame of "
        + (best == taken.count + missing ? "each" : "more of them")
    ]
  }

  /// Returns why a shot gave no frame, as a phrase.
  private static func words(_ reason: LeftOutShot.Reason) -> String {
    switch reason {
    case .blank: "blank or too short"
    case .blurred: "blurred"
    case .alike: "looks like another shot"
    case .number: "others are sharper"
    }
  }

  /// Returns the sharpness of a frame relative to the clip's sharpest, as a phrase.
  private static func words(_ still: FilmStill) -> String {
    let share = Int((still.sharpness * 100).rounded())
    return share >= 99 ? "the sharpest" : "\(share) % as sharp as the sharpest"
  }
}
