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
  private static let best = ValueOption(
    "best", "K", in: 1...ScoredSet.maximumCandidates,
    "How many (4, or as many as the target accepts).")
  private static let save = Flag(
    "save", "Put them first in the element, in this order; no file is removed.")

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
    positionals: [Options.pictures],
    options: [
      OptionGroup(
        "What to pick",
        [
          best,
          Profiles.targets.described(
            as: "Targets whose limits apply (kling).", completion: Profiles.withAll),
          Options.kind, Profiles.option,
        ]),
      OptionGroup("Output", [save, Options.json, Options.fields]),
    ],
    run: Command.printing(run))

  /// Measures all pictures, prints the choice, and with `--save` reorders the element.
  ///
  /// The status is `.findings` when no picture can be chosen.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let files = try await CheckRequest.files(arguments)
    var scoring = Score(kind: try arguments[Options.kind])
    scoring.usesModel = true
    scoring.targets = try Profiles.selection(arguments).targets
    let requestedCount = try arguments[best]
    if let requestedCount, let maximum = scoring.maximumPictures, requestedCount > maximum {
      throw UsageError(
        message: "--best \(requestedCount): the target accepts at most \(maximum)",
        fix: "use --best \(maximum)")
    }
    let element = try arguments.only(
      when: save, "--save is for the pictures of one element", fix: "castbook pick @HANDLE --save")
    var scored: [ScoredFile] = []
    let count = screen.counter("measured", of: files.files.count)
    let (set, pick) = try await scoring.pick(
      best: requestedCount, of: files,
      each: { file in
        scored.append(file)
        count(file.facts.path)
      })
    var saved: EditOutcome?
    if let element, let judged = set.judged, let pick, !pick.chosen.isEmpty {
      saved = try await SavePick(pick, of: judged, in: element).run(in: Libraries.open(arguments))
    }
    var report = Report(
      files.mayBeEmpty || pick?.chosen.isEmpty == false && set.judged != nil
        ? .success : .findings,
      json: ScoreJSON.document(scored, set, pick: pick, isSaved: saved?.isChanged)
    ) { [saved] style in
      guard let judged = set.judged, let pick else {
        if set.elsewhereCount > 0 {
          let absent = scored.flatMap(\.findings).first { $0.rule == .libraryFileElsewhere }
          return [
            "\(Quantity.count(set.elsewhereCount, "file")) "
              + sanitized(absent?.sentence ?? "not on this machine yet")
          ]
        }
        if files.mayBeEmpty { return [] }
        return set.findings.map { "  " + sanitized($0.sentence) } + [
          "no pictures to pick from: name pictures, a folder of them, or one element"
        ]
      }
      let targets = try arguments[Profiles.targets]
      return PickText(set: judged, pick: pick, saved: saved, targets: targets, style: style).lines
    }
    if let failure = set.describingFailure { report.notices.append(failure.sentence) }
    return report
  }
}
