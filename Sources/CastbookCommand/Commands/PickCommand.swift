internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook pick`.
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

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let files = FileList(try await CheckRequest.sources(arguments))
    var scoring = Scoring(kind: try arguments.value("kind").map { try $0.word("kind") })
    scoring.targets = try Profiles.selection(arguments).targets
    let wanted = try arguments.value("best").map {
      try $0.number("--best", in: 1...ScoredSet.mostMembers)
    }
    if let wanted, let most = scoring.mostPictures, wanted > most {
      throw UsageError(
        message: "--best \(wanted): the target accepts at most \(most)", fix: "--best \(most)")
    }
    let element = try saved(arguments)
    var scored: [ScoredFile] = []
    let (set, pick) = try await scoring.pick(
      best: wanted, of: files, isCancelled: { Signals.interrupted },
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

  /// The element that is to be put in order.
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

/// What was picked, as lines for people.
struct PickText {
  private let set: JudgedSet
  private let pick: Pick
  private let saved: EditOutcome?
  private let style: TerminalStyle
  /// As they were named on the command line.
  var targets: [String] = []

  init(_ set: JudgedSet, _ pick: Pick, _ saved: EditOutcome?, _ style: TerminalStyle) {
    self.set = set
    self.pick = pick
    self.saved = saved
    self.style = style
  }

  var lines: [String] {
    let names = set.members.map(\.name)
    let roles = pick.taken.map { role($0.member) }
    let nameWidth = min(44, names.map(displayWidth).max() ?? 0)
    let roleWidth = roles.map(displayWidth).max() ?? 0
    var lines = pick.taken.enumerated().flatMap { place, taken in
      laidOut(
        "  \(style.styled(String(place + 1), .good)) " + Columns.padded(roles[place], roleWidth)
          + (roleWidth > 0 ? "  " : "") + Columns.padded(names[taken.member], nameWidth),
        width: 4 + roleWidth + (roleWidth > 0 ? 2 : 0) + nameWidth,
        set.words(taken.reason) + (set.remark(taken.member).map { "; \($0)" } ?? ""))
    }
    lines += pick.left.flatMap { left in
      laidOut(
        "  – " + Columns.padded(names[left.member], nameWidth), width: 4 + nameWidth,
        set.words(left.reason))
    }
    if let shortfall = set.shortfall(of: pick) { lines.append(shortfall) }
    // Otherwise the best of two people would be taken for a good set.
    for finding in set.findings where finding.rule == .setSeveralSubjects {
      lines += RemarkText.lines(finding, indent: 2, style: style)
    }
    lines += preparing
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

  /// More names than these would not fit on a line.
  private static let maximumNamed = 4

  /// The command that prepares the chosen files outside of a library, on a line of its own to be copied.
  private var preparing: [String] {
    let files = pick.taken.map { set.members[$0.member] }
      .filter { $0.needsPreparing != nil && $0.number == nil }
    let names = files.compactMap { FilePath($0.name)?.quoted }
    guard !files.isEmpty, names.count == files.count, names.count <= Self.maximumNamed else {
      return []
    }
    let target = targets.isEmpty ? "" : " --for \(targets.joined(separator: ","))"
    return ["first: castbook prepare \(names.joined(separator: " "))\(target) -o ready/"]
  }

  private func role(_ member: Int) -> String {
    let role = set.members[member].role
    return role == .unsorted ? "" : role.rawValue
  }

  /// A name with its reason behind it, or below it where there is no room.
  private func laidOut(_ head: String, width: Int, _ reason: String) -> [String] {
    if style.columns - width >= 32 {
      let lines = Folding.lines(reason, width: style.columns - width - 2)
      return lines.enumerated().map { place, line in
        place == 0 ? "\(head)  \(line)" : String(repeating: " ", count: width + 2) + line
      }
    }
    return [Columns.trimmed(head)] + folded(reason, indent: 6)
  }

  private func folded(_ text: String, indent: Int) -> [String] {
    Folding.indented(text, by: indent, columns: style.columns)
  }

  // MARK: Other ways

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
