internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook take watch`: records clips as they arrive in a folder.
enum WatchCommand {
  private static let result = ValueOption<Take.Result>(
    "result", "WORD", "What was decided about all of them (new).", oneOf: Take.Result.allCases)
  private static let existing = Flag("existing", "Also record files that are there already.")
  private static let once = Flag("once", "Record what is there, then end.")

  /// The row of `castbook take watch` in the table.
  static let command = Command(
    "watch", "Record clips as they arrive in a folder, such as ComfyUI's output.",
    details: [
      "A new file becomes a take if its workflow or its name says which bundle it comes from, if one bundle alone "
        + "sent what its workflow loads, or if it is a clip that is named after a shot file that was exported once: lobby-2.mp4 "
        + "after lobby.md. If several bundles are possible, you are asked; without a terminal the file is listed with "
        + "the command that records it. A file that was recorded before is left alone.",
      "Files are read when they have stopped changing. They are copied into the library and stay where they are. "
        + "Folders inside are watched, too. Ctrl-C ends it.",
    ],
    examples: [
      Example("castbook take watch ComfyUI/output", "until Ctrl-C"),
      Example("castbook take watch ~/Downloads --once --json", "what is there now"),
    ],
    positionals: [
      Positional(
        "DIR", .one, "The folder that clips are saved in.", completion: .folders,
        isExistingFile: true)
    ],
    options: [OptionGroup("What is recorded", [result, existing, once]), Options.output],
    run: Command.printing(watch))

  /// The time between two looks at the folder.
  private static let interval = Duration.milliseconds(700)

  private static func watch(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let folder = try arguments.positionals[0].path("take watch")
    guard arguments[once] || !arguments.wantsJSON else {
      throw UsageError(message: "--json goes with --once", fix: "Add --once.")
    }
    let library = try await Libraries.open(arguments)
    var session = WatchSession(
      library: library, result: try arguments[result] ?? .new, screen: screen,
      asks: Confirmation.canAsk(arguments))
    var watch = FolderWatch(folder, includesExisting: arguments[existing] || arguments[once])
    if !arguments[once] {
      try screen.printNotice("watching \(sanitized(folder.shown)); Ctrl-C ends it")
    }
    while true {
      for path in try watch.arrivals() {
        try Task.checkCancellation()
        try await session.record(path)
      }
      if arguments[once], !watch.isWaiting { break }
      try await Task.sleep(for: interval)
    }
    return session.report
  }
}

/// The takes that a watch has recorded so far.
private struct WatchSession {
  let library: ElementLibrary
  let result: Take.Result
  let screen: Screen
  /// Whether the user can be asked about files that may come from several bundles.
  let asks: Bool
  private var takes: [(path: FilePath, take: JSONValue)] = []
  private var unsure: [(path: FilePath, origin: TakeOrigin)] = []
  private var failed: [(path: FilePath, message: String)] = []
  private var knownCount = 0

  init(library: ElementLibrary, result: Take.Result, screen: Screen, asks: Bool) {
    (self.library, self.result) = (library, result)
    (self.screen, self.asks) = (screen, asks)
  }

  /// Records a file, or says why not.
  mutating func record(_ path: FilePath) async throws {
    screen.progress.update("reading \(path)")
    do {
      let file = try await ReturnedFile(path, in: library)
      switch try await ArrivedTake(file, result: result, in: library) {
      case .recorded(let take, let origin): try await note(path, take, origin)
      case .known: knownCount += 1
      case .unsure(let origin):
        guard let bundle = asks ? try ask(path, origin) : nil else {
          unsure.append((path, origin))
          if !screen.wantsJSON { try screen.print(lines: lines(path, origin)) }
          return
        }
        let take = try await AddTake(file, of: bundle, result).run(in: library).take
        try await note(path, take, origin)
      }
    } catch let error as ElementLibraryError {
      failed.append((path, error.message))
      if !screen.wantsJSON {
        try screen.print(lines: screen.style.problem(error.message, fix: error.fix, .fail))
      }
    }
  }

  private mutating func note(_ path: FilePath, _ take: Take, _ origin: TakeOrigin) async throws {
    let comparison = await TakeComparison(take, in: library)
    takes.append((path, TakeOriginJSON.noted(take, isNew: true, comparison, origin)))
    guard !screen.wantsJSON else { return }
    let text = OriginText(origin: origin, bundle: take.export)
    try screen.print(
      lines: [
        "\(sanitized(path.shown)): \(take.result.rawValue), of bundle "
          + "\(take.export.hex.prefix(8))\(text.evidence)"
      ] + text.lines(screen.style) + TakeText(style: screen.style).lines(comparison))
    if let notice = comparison.notice { try screen.printNotice(notice) }
  }

  // MARK: Unsure files

  /// Asks which bundle a file comes from; `nil` if the user leaves it out.
  private func ask(_ path: FilePath, _ origin: TakeOrigin) throws -> Digest? {
    let choices = Array(origin.candidates.prefix(9))
    guard !choices.isEmpty else { return nil }
    try screen.print(
      lines: ["\(sanitized(path.shown)): from which bundle?"]
        + choices.enumerated().map { "  \($0.offset + 1)  \(Self.words($0.element))" })
    let answer = try Confirmation.answer(
      to: "1–\(choices.count), or Enter to leave it out: ", on: screen)
    guard let number = answer.flatMap({ Int($0) }), choices.indices.contains(number - 1) else {
      return nil
    }
    return choices[number - 1].bundle
  }

  private static func words(_ export: ExportRecord) -> String {
    "\(export.bundle.hex.prefix(8))  \(sanitized(export.target))  "
      + "\(export.at.day.formatted)  \(sanitized(export.shot.path))"
  }

  /// The lines about a file whose bundle is not certain.
  private func lines(_ path: FilePath, _ origin: TakeOrigin) -> [String] {
    let bundles = origin.candidates.prefix(4).map { String($0.bundle.hex.prefix(8)) }
    let message =
      switch bundles.count {
      case 0: "nothing says which bundle it comes from"
      case 1: "it may come from bundle \(bundles[0])"
      default: "it may come from bundle \(bundles.joined(separator: ", "))"
      }
    return screen.style.problem(
      "\(sanitized(path.shown)): \(message)",
      fix: "castbook take add \(path.quoted) --bundle \(bundles.first ?? "BUNDLE")\(result.option)",
      .warn)
  }

  /// The report at the end of a watch.
  var report: Report {
    let parts = [
      Quantity.count(takes.count, "take"),
      knownCount == 0 ? "" : "\(knownCount) recorded before",
      unsure.isEmpty ? "" : "\(unsure.count) not certain",
      failed.isEmpty ? "" : "\(failed.count) not readable",
    ].filter { !$0.isEmpty }
    return Report(
      unsure.isEmpty && failed.isEmpty ? .success : .findings,
      json: TakeOriginJSON.watched(takes, unsure: unsure, failed: failed, knownCount: knownCount)
    ) { _ in [parts.joined(separator: ", ")] }
  }
}
