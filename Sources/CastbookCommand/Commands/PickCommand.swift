internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook pick`: chooses an element's best pictures, with a reason for each.
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
    var scoring = Scoring(kind: try arguments.value("kind").map { try $0.word("kind") })
    scoring.targets = try Profiles.selection(arguments).targets
    let requestedCount = try arguments.value("best").map {
      try $0.number("--best", in: 1...ScoredSet.mostMembers)
    }
    if let requestedCount, let maximum = scoring.mostPictures, requestedCount > maximum {
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
      try PickText.nothing(scored, set, asJSON: arguments.has("json"), screen)
      return .findings
    }
    var saved: EditOutcome?
    if let element, !pick.taken.isEmpty {
      saved = try await Libraries.open(arguments).save(pick, of: judged, in: element)
    }
    if arguments.has("json") {
      try PickText.json(scored, set, pick, saved, screen)
    } else {
      var text = PickText(judged, pick, saved, screen.style)
      text.targets = arguments.list("for").map(\.text)
      for line in text.lines { try screen.print(line) }
    }
    return pick.taken.isEmpty ? .findings : .success
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

/// The pictures that were chosen and left out, with the reason for each, as lines for people.
struct PickText {
  private let set: JudgedSet
  private let pick: Pick
  private let saved: EditOutcome?
  private let style: TerminalStyle
  /// The targets as named on the command line, repeated in the suggested `prepare` command.
  var targets: [String] = []

  init(_ set: JudgedSet, _ pick: Pick, _ saved: EditOutcome?, _ style: TerminalStyle) {
    self.set = set
    self.pick = pick
    self.saved = saved
    self.style = style
  }

  /// The chosen pictures, those left out, then remarks, the suggested command and the advice.
  var lines: [String] {
    let names = set.members.map(\.name)
    let roles = pick.taken.map { role($0.member) }
    let nameWidth = min(44, names.map(displayWidth).max() ?? 0)
    let roleWidth = roles.map(displayWidth).max() ?? 0
    var lines = pick.taken.enumerated().flatMap { index, taken in
      row(
        "  \(style.styled(String(index + 1), .good)) " + Columns.padded(roles[index], roleWidth)
          + (roleWidth > 0 ? "  " : "") + Columns.padded(names[taken.member], nameWidth),
        width: 4 + roleWidth + (roleWidth > 0 ? 2 : 0) + nameWidth,
        set.words(taken.reason) + (set.remark(taken.member).map { "; \($0)" } ?? ""))
    }
    lines += pick.left.flatMap { left in
      row(
        "  – " + Columns.padded(names[left.member], nameWidth), width: 4 + nameWidth,
        set.words(left.reason))
    }
    if let shortfall = set.shortfall(of: pick) { lines.append(shortfall) }
    // Without this finding the best pictures of two people would pass for a good set.
    for finding in set.findings where finding.rule == .setSeveralSubjects {
      lines += RemarkText.lines(finding, indent: 2, style: style)
    }
    lines += prepareCommand
    let last = [set.missing, set.advice].compactMap(\.self).joined(separator: " ")
    if !last.isEmpty { lines += folded(last, indent: 0) }
    if let saved {
      lines.append(
        saved.isChanged
          ? "saved this order for \(saved.after.revision.handle)"
          : "\(saved.after.revision.handle) already has this order")
    }
    return lines
  }

  /// The maximum number of file names that fit on the line of a suggested command.
  private static let maximumNamed = 4

  /// The command that prepares the chosen files, on a line of its own to be copied. Empty when none
  /// needs it, when they are in the library, or when they are too many.
  private var prepareCommand: [String] {
    let files = pick.taken.map { set.members[$0.member] }
      .filter { $0.needsPreparing != nil && $0.number == nil }
    let names = files.compactMap { FilePath($0.name)?.quoted }
    guard !files.isEmpty, names.count == files.count, names.count <= Self.maximumNamed else {
      return []
    }
    let target = targets.isEmpty ? "" : " --for \(targets.joined(separator: ","))"
    return ["first: castbook prepare \(names.joined(separator: " "))\(target) -o ready/"]
  }

  /// The role as it is printed: empty for an unsorted picture.
  private func role(_ member: Int) -> String {
    let role = set.members[member].role
    return role == .unsorted ? "" : role.rawValue
  }

  /// Returns the head and its reason on one line, or the reason on the lines below when fewer than
  /// 32 columns remain.
  private func row(_ head: String, width: Int, _ reason: String) -> [String] {
    if style.columns - width >= 32 {
      let lines = Folding.lines(reason, width: style.columns - width - 2)
      return lines.enumerated().map { index, line in
        index == 0 ? "\(head)  \(line)" : String(repeating: " ", count: width + 2) + line
      }
    }
    return [Columns.trimmed(head)] + folded(reason, indent: 6)
  }

  /// Returns the text wrapped to the terminal and indented.
  private func folded(_ text: String, indent: Int) -> [String] {
    Folding.indented(text, by: indent, columns: style.columns)
  }

  // MARK: Other ways

  /// Prints the scores, the chosen set and whether it was saved as one JSON object.
  static func json(
    _ files: [ScoredFile], _ set: ScoredSet, _ pick: Pick, _ saved: EditOutcome?, _ screen: Screen
  ) throws {
    let value: JSONValue = [
      "castbook": .string(ScoreJSON.schema), "metric": .string(PictureScores.metric),
      "files": .array(files.map(ScoreJSON.file)), "set": ScoreJSON.set(set, pick: pick),
      "saved": saved.map { .boolean($0.isChanged) },
    ]
    try screen.print(value.compactText)
  }

  /// Prints why no picture can be chosen.
  static func nothing(
    _ files: [ScoredFile], _ set: ScoredSet, asJSON: Bool, _ screen: Screen
  ) throws {
    if asJSON {
      let value: JSONValue = [
        "castbook": .string(ScoreJSON.schema), "metric": .string(PictureScores.metric),
        "files": .array(files.map(ScoreJSON.file)), "set": ScoreJSON.set(set),
      ]
      return try screen.print(value.compactText)
    }
    for finding in set.findings { try screen.print("  " + sanitized(finding.sentence)) }
    try screen.print("no pictures to pick from: name pictures, a folder of them, or one element")
  }
}
