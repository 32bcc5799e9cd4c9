internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook erase`.
enum EraseCommand {
  static let command = Command(
    "erase", "Erase an element for good: its texts, its history, its files.",
    details: [
      "For a person who asks for it. Nothing of the element stays in the library: no text, no file that "
        + "others don't have, too, no entry of the index. What it cost to use it stays, without its "
        + "name. A copy that is imported later stays out. To take an element out of lists only, use "
        + "`castbook remove`.",
      "Notes on clips with it go, and notes and reasons anywhere that name it by handle, name or alias. The "
        + "clips themselves are listed; --with-takes erases them, too.",
      "What lies elsewhere can't be reached from here: exported bundles, backups, copies that others "
        + "have, and what providers hold. The command lists what it knows of those; of backups, the ones "
        + "that were made of this library here, with the command that takes the element out of each. The "
        + "reason stays in the library, so write it without a name.",
    ],
    examples: [
      Example("castbook erase @mira --reason \"asked by letter of 3 May\"", "asks, then erases"),
      Example("castbook erase @mira --dry-run", "what would go, and who else holds it"),
      Example("castbook erase @mira --reason \"contract ended\" --yes", "in a script"),
    ],
    positionals: [Positional("@HANDLE", .one, "The element, by handle or alias.")],
    options: [
      ErasingOptions.group, OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Keep safe", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let reference = try arguments.positionals[0].element
    try ErasingOptions.check(arguments)
    let library = try await Libraries.open(arguments, for: .freeingSpace)
    return try ErasingOptions.perform(
      try library.planErasing(reference, withTakes: arguments.has("with-takes")), "erase", library,
      arguments)
  }
}

/// `castbook forget`.
enum ForgetCommand {
  static let command = Command(
    "forget", "Forget what an element was before a revision, for good.",
    details: [
      "Earlier revisions go, and the files that only they had. The revision that is named stays, and all "
        + "that came after it."
    ],
    examples: [
      Example("castbook log @mira", "which revisions there are"),
      Example(
        "castbook forget @mira --before 4 --reason \"a picture that was not ours\"",
        "asks, then forgets revisions 1 to 3"),
      Example("castbook forget @mira --before 4 --dry-run", "what would go"),
    ],
    positionals: [Positional("@HANDLE", .one, "The element, by handle or alias.")],
    options: [
      OptionGroup(
        "What goes",
        [.value("before", "REV", "The first revision that stays: its number, or sha256-….")]),
      ErasingOptions.group, OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Keep safe", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let reference = try arguments.positionals[0].element
    guard let before = arguments.value("before") else {
      throw UsageError(
        message: "which revision is the first to stay is not said",
        fix: "Write --before and its number; `castbook log \(reference)` shows them.")
    }
    try ErasingOptions.check(arguments)
    let library = try await Libraries.open(arguments, for: .freeingSpace)
    return try ErasingOptions.perform(
      try library.planForgetting(
        reference, before: before.text, withTakes: arguments.has("with-takes")), "forget", library,
      arguments)
  }
}

/// What both have in common: they say what goes, and ask.
enum ErasingOptions {
  static let group = OptionGroup(
    "Before it is done",
    [
      .value("reason", "TEXT", "Why; it stays in the library."),
      .flag("with-takes", "Erase the clips that came back from exports of it, too."),
      .flag("yes", "Don't ask."),
      .flag("dry-run", "Only say what would go, and who else holds it."),
    ])

  /// Fails before anything is read when the answer would be no.
  static func check(_ arguments: Arguments) throws {
    if arguments.has("dry-run") { return }
    guard arguments.value("reason") != nil else {
      throw UsageError(message: "a reason is needed", fix: "Write --reason and a few words.")
    }
    guard arguments.has("yes") || isAsking(arguments) else {
      throw UsageError(
        message: "nobody can be asked here, and this can't be undone",
        fix: "Write --yes when you are sure; --dry-run says what would go.")
    }
  }

  private static func isAsking(_ arguments: Arguments) -> Bool {
    TerminalFacts.of(descriptor: 0).isTerminal && !arguments.has("json")
  }

  static func perform(
    _ plan: Erasing, _ verb: String, _ library: ElementLibrary, _ arguments: Arguments
  ) throws -> ExitStatus {
    let screen = Screen(arguments)
    let isDry = arguments.has("dry-run")
    let isJSON = arguments.has("json")
    if !isJSON {
      for line in ErasingText(plan, style: screen.style).lines { try screen.print(line) }
    }
    if !isDry, let reason = arguments.value("reason") {
      if !arguments.has("yes"), try !isSure(plan, verb, screen) {
        try screen.print("nothing was changed")
        return .success
      }
      if try !library.erase(plan, reason: reason.text) {
        try Libraries.say(
          "another program reads the library; the last of it goes when the next command opens it")
      }
    }
    if isJSON {
      try screen.print(CareJSON.erased(plan, isDry: isDry).compactText)
    } else if !isDry {
      try screen.print(plan.before == nil ? "erased \(plan.handle)" : "forgotten")
    }
    return .success
  }

  private static func isSure(_ plan: Erasing, _ verb: String, _ screen: Screen) throws -> Bool {
    try screen.finish()
    try OutputPipe.standardError.write(
      "This can't be undone. Type \(plan.handle.name) to \(verb): ")
    try OutputPipe.standardError.flush()
    return readLine()?.lowercased() == plan.handle.name
  }
}

/// What goes and who else holds it, printed.
struct ErasingText {
  private let plan: Erasing
  private let style: TerminalStyle

  init(_ plan: Erasing, style: TerminalStyle) {
    self.plan = plan
    self.style = style
  }

  var lines: [String] {
    let head = "\(style.styled("\(plan.handle)", .bold))  \(sanitized(plan.name))"
    let all = [head] + goes + stays + elsewhere
    return all.flatMap { fold($0) }
  }

  private var goes: [String] {
    var lines = [
      "  goes: \(revisions), \(Quantity.count(plan.fileCount, "file"))"
        + (plan.fileCount == 0 ? "" : " (\(Quantity.bytes(plan.byteCount)))")
    ]
    if plan.sharedCount > 0 {
      lines.append("  stays: \(Quantity.count(plan.sharedCount, "file")) that others have, too")
    }
    if let first = plan.before?.revision {
      lines.append(
        "  stays: revision \(first.sequence) of \(first.at.day.words) and what came after it")
    }
    return lines
  }

  /// How many go; which ones, where others stay.
  private var revisions: String {
    let count = Quantity.count(plan.revisionCount, "revision")
    guard plan.before != nil, let first = plan.revisions.first, let last = plan.revisions.last
    else { return count }
    let (from, to) = (first.at.day.words, last.at.day.words)
    return plan.revisionCount == 1
      ? "revision \(first.number) of \(from)"
      : "revisions \(first.number) to \(last.number) of \(from)" + (from == to ? "" : " to \(to)")
  }

  private var stays: [String] {
    var lines: [String] = []
    func say(_ handles: [Handle], _ what: String) {
      guard !handles.isEmpty else { return }
      lines.append("  \(what): \(handles.map { "\($0)" }.joined(separator: ", "))")
    }
    say(plan.looks, "no look of it any more")
    say(plan.speakers, "without a voice then")
    lines += plan.uses.map { "  pinned by a project: \(sanitized($0.path))/castbook.lock" }
    if !plan.exports.isEmpty {
      lines.append(
        "  in \(Quantity.count(plan.exports.count, "export")), which "
          + (plan.exports.count == 1 ? "goes" : "go") + " on without it; their bundles hold it")
      for export in plan.exports.prefix(10) {
        lines.append(
          "    \(MomentText.minute(export.at))  \(sanitized(export.target))  \(sanitized(export.shot.path))"
        )
      }
    }
    return lines + clips
  }

  /// What came back from a provider, and what was written about it.
  private var clips: [String] {
    var lines: [String] = []
    if plan.remarkCount > 0 {
      lines.append(
        "  goes: \(Quantity.count(plan.remarkCount, "note")) that name it or are about its clips")
    }
    guard !plan.clips.isEmpty else { return lines }
    let count = Quantity.count(plan.clips.count, "clip")
    lines.append(
      plan.isErasingClips
        ? "  goes: \(count) that came back from those, unless something else needs the file"
        : "  stays: \(count) that came back from those; --with-takes erases them, too")
    for clip in plan.clips.prefix(10) {
      let name = clip.blob.map { "sha256-\($0.hex.prefix(8))" } ?? ""
      lines.append("    \(MomentText.minute(clip.at))  \(clip.result.rawValue)  \(name)")
    }
    if plan.clips.count > 10 { lines.append("    and \(plan.clips.count - 10) more") }
    return lines
  }

  private var elsewhere: [String] {
    var lines = plan.registrations.map { held in
      "  held by a provider: \(held.target), \(held.kind.rawValue) \(sanitized(held.remoteId))"
        + (held.account.isEmpty ? "" : " (account \(sanitized(held.account)))")
        + ": delete it there"
    }
    for backup in plan.backups {
      lines.append(
        "  in a backup of \(backup.at.day.words): \(sanitized(backup.place.text))"
          + (backup.isThere ? "" : ", not there now"))
      let isLater = backup.form == .folder && !backup.isThere
      lines.append(
        "    afterwards\(isLater ? ", when it is there" : ""): \(sanitized(backup.fix))")
    }
    lines.append(
      plan.backups.isEmpty
        ? "  Backups, bundles and copies that others have still hold it."
        : "  Bundles, and backups and copies that were made elsewhere, still hold it.")
    return lines
  }

  private func fold(_ line: String) -> [String] {
    guard let columns = style.columns, displayWidth(line) > columns else { return [line] }
    let indent = line.prefix { $0 == " " }.count
    return Folding.lines(line, width: max(24, columns - indent - 2)).enumerated().map {
      place, text in
      String(repeating: " ", count: place == 0 ? indent : indent + 2) + text
    }
  }
}
