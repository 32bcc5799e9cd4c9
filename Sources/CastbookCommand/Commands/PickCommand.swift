internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook pick`: chooses an element's best pictures, with a reason for each.
///
/// The pictures are measured and judged together. The number to pick defaults to four, or to the
/// maximum that the targets accept, which `--best` must not exceed.
///
/// Without `--save` nothing is changed. With it the chosen pictures are put first in their element,
/// which makes a new revision.
enum PickCommand {
  static let command = Command(
    "pick", "Choose an element's best pictures, with a reason for each.",
    details: [
      "The criteria, most important first: the target accepts the picture, as is or as a prepared copy; no "
        + "two show the same; there is a front view and the other views that the element needs; no picture "
        + "has a fault; the light matches. Pictures that `castbook prepare` can fix are candidates, with a "
        + "remark. The last line says which photo would help most."
    ],
    examples: [
      Example("castbook pick @mira", "the best four, for Kling's common rules"),
      Example("castbook pick @mira --for kling-o3 --save", "and put them first in the element"),
      Example("castbook pick shoot/ --best 3", "the best three in a folder"),
    ],
    positionals: [PictureOptions.pictures],
    options: [
      OptionGroup(
        "What to pick",
        [
          .value("best", "K", "How many (4, or as many as the target accepts)."),
          .value(
            "for", "TARGET[,…]", "Targets whose limits apply (kling).", repeats: true,
            completion: .choices(["all"] + Profiles.builtInNames)),
          PictureOptions.kind,
          Profiles.option,
        ]),
      OptionGroup(
        "Output",
        [
          .flag("save", "Put them first in the element, in this order; no file is removed."),
          .flag("json", "One JSON object."),
        ]),
    ],
    run: run)

  /// Measures all pictures, prints the choice, and with `--save` reorders the element.
  ///
  /// The status is `.findings` when no picture can be chosen.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let files = FileList(try await CheckRequest.sources(arguments))
    var scoring = Score(kind: try arguments.value("kind").map { try $0.word("kind") })
    scoring.targets = try Profiles.selection(arguments).targets
    let requestedCount = try arguments.value("best").map {
      try $0.number("--best", in: 1...ScoredSet.maximumCandidates)
    }
    if let requestedCount, let maximum = scoring.maximumPictures, requestedCount > maximum {
      throw UsageError(
        message: "--best \(requestedCount): the target accepts at most \(maximum)",
        fix: "--best \(maximum)")
    }
    let element = try saved(arguments)
    var scored: [ScoredFile] = []
    let (set, pick) = try await scoring.pick(
      best: requestedCount, of: files, isCancelled: { Signals.interrupted },
      each: { file in
        scored.append(file)
        screen.progress.update(
          "measured \(scored.count) of \(files.paths.count)  \(file.facts.path)")
      })
    if Signals.interrupted {
      try screen.finish()
      Signals.endByInterrupt()
    }
    guard let judged = set.judged, let pick else {
      try PickText.printNothingFound(scored, set, asJSON: arguments.has("json"), screen)
      return .findings
    }
    var saved: EditOutcome?
    if let element, !pick.chosen.isEmpty {
      saved = try await Libraries.open(arguments).save(pick, of: judged, in: element)
    }
    if arguments.has("json") {
      try PickText.printJSON(scored, set, pick, saved, screen)
    } else {
      var text = PickText(judged, pick, saved, screen.style)
      text.targets = arguments.list("for").map(\.text)
      for line in text.lines { try screen.print(line) }
    }
    return pick.chosen.isEmpty ? .findings : .success
  }

  /// Returns the element that `--save` reorders, or `nil` without that option. Throws when the
  /// command line names anything besides one element.
  private static func saved(_ arguments: Arguments) throws -> HandleReference? {
    guard arguments.has("save") else { return nil }
    guard arguments.positionals.count == 1, let word = arguments.positionals.first,
      word.bytes.first == UInt8(ascii: "@")
    else {
      throw UsageError(
        message: "--save is for the pictures of one element", fix: "castbook pick @HANDLE --save")
    }
    return try word.element
  }
}
