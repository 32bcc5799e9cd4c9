internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook erase`: erases an element for good.
enum EraseCommand {
  static let command = Command(
    "erase", "Erase an element for good: its texts, its history, its files.",
    details: [
      "For a person who asks to be erased. The library keeps no part of the element: no text, no file "
        + "unless another element has it, and no entry of the index. What its use cost stays, without its "
        + "name. Later imports leave it out. To only remove an element from lists, use "
        + "`castbook remove`.",
      "Notes on clips with it are erased, and so are notes and reasons anywhere that mention its handle, name "
        + "or alias. The clips themselves are listed; --with-takes erases them, too.",
      "Data elsewhere is out of reach: exported bundles, backups, other people's copies, and "
        + "what providers have. The command lists what it knows of these. For backups made from "
        + "this library it prints the command that erases the element there, too. The "
        + "reason stays in the library, so write it without a name.",
    ],
    examples: [
      Example("castbook erase @mira --reason \"asked by letter of 3 May\"", "asks, then erases"),
      Example("castbook erase @mira --dry-run", "what would be erased, and who else has it"),
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

/// `castbook forget`: erases an element's earlier revisions for good.
enum ForgetCommand {
  static let command = Command(
    "forget", "Erase an element's earlier revisions for good.",
    details: [
      "Revisions before the named one are erased, with the files that only they had. The named revision and "
        + "all later ones stay."
    ],
    examples: [
      Example("castbook log @mira", "list the revisions"),
      Example(
        "castbook forget @mira --before 4 --reason \"a picture that was not ours\"",
        "asks, then forgets revisions 1 to 3"),
      Example("castbook forget @mira --before 4 --dry-run", "what would be erased"),
    ],
    positionals: [Positional("@HANDLE", .one, "The element, by handle or alias.")],
    options: [
      OptionGroup(
        "What to erase",
        [.value("before", "REV", "The first revision to keep: its number, or sha256-….")]),
      ErasingOptions.group, OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Keep safe", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let reference = try arguments.positionals[0].element
    guard let before = arguments.value("before") else {
      throw UsageError(
        message: "no revision to keep given",
        fix:
          "Add --before and the number of the first one to keep; `castbook log \(reference)` lists them."
      )
    }
    try ErasingOptions.check(arguments)
    let library = try await Libraries.open(arguments, for: .freeingSpace)
    return try ErasingOptions.perform(
      try library.planForgetting(
        reference, before: before.text, withTakes: arguments.has("with-takes")), "forget", library,
      arguments)
  }
}

/// The options of `erase` and `forget`, and the steps they share: report what will be erased,
/// confirm, erase.
enum ErasingOptions {
  /// The group of options as help shows it.
  static let group = OptionGroup(
    "Confirmation",
    [
      .value("reason", "TEXT", "The reason; it stays in the library."),
      .flag("with-takes", "Also erase the clips that came back from its exports."),
      .flag("yes", "Don't ask for confirmation."),
      .flag("dry-run", "Only report what would be erased, and who else has it."),
    ])

  /// Throws before anything is read if the command could not proceed: without a reason, or when it
  /// can't ask for confirmation.
  static func check(_ arguments: Arguments) throws {
    if arguments.has("dry-run") { return }
    guard arguments.value("reason") != nil else {
      throw UsageError(message: "no reason given", fix: "Add --reason and a few words.")
    }
    guard arguments.has("yes") || isAsking(arguments) else {
      throw UsageError(
        message: "can't ask for confirmation here, and this can't be undone",
        fix: "Add --yes if you are sure; --dry-run shows what would be erased.")
    }
  }

  /// Whether the command can ask for confirmation: standard input is a terminal and output is not
  /// JSON.
  private static func isAsking(_ arguments: Arguments) -> Bool {
    TerminalFacts.of(descriptor: 0).isTerminal && !arguments.has("json")
  }

  /// Prints the plan and, unless it is a dry run, erases after confirmation.
  ///
  /// Another process that is reading the library can delay the deletion of files; the next command
  /// that opens the library then completes it.
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
      if !arguments.has("yes"), try !isConfirmed(plan, verb, screen) {
        try screen.print("no changes")
        return .success
      }
      if try !library.erase(plan, reason: reason.text) {
        try Libraries.say(
          "another program is reading the library; the rest is erased when the next command opens it"
        )
      }
    }
    if isJSON {
      try screen.print(CareJSON.erased(plan, isDry: isDry).compactText)
    } else if !isDry {
      try screen.print(
        plan.before == nil
          ? "erased \(plan.handle)" : "erased the earlier revisions of \(plan.handle)")
    }
    return .success
  }

  /// Asks the user to type the element's name. Returns whether they did.
  private static func isConfirmed(
    _ plan: Erasing, _ verb: String, _ screen: Screen
  ) throws -> Bool {
    try screen.finish()
    try OutputPipe.standardError.write(
      "This can't be undone. Type \(plan.handle.name) to \(verb): ")
    try OutputPipe.standardError.flush()
    return readLine()?.lowercased() == plan.handle.name
  }
}

/// What an erasure removes and who else has the data, as lines for people.
struct ErasingText {
  private let plan: Erasing
  private let style: TerminalStyle

  init(_ plan: Erasing, style: TerminalStyle) {
    self.plan = plan
    self.style = style
  }

  /// The element, what is erased, what stays, and the copies elsewhere.
  var lines: [String] {
    let head = "\(style.styled("\(plan.handle)", .bold))  \(sanitized(plan.name))"
    let all = [head] + erasedLines + keptLines + copiesElsewhere
    return all.flatMap { fold($0) }
  }

  /// What is erased, and what of the element is kept.
  private var erasedLines: [String] {
    var lines = [
      "  to erase: \(revisions), \(Quantity.count(plan.fileCount, "file"))"
        + (plan.fileCount == 0 ? "" : " (\(Quantity.bytes(plan.byteCount)))")
    ]
    if plan.sharedCount > 0 {
      lines.append(
        "  kept: \(Quantity.count(plan.sharedCount, "file")) that other elements also have")
    }
    if let first = plan.before?.revision {
      lines.append(
        "  kept: revision \(first.sequence) of \(first.at.day.words) and later")
    }
    return lines
  }

  /// The number of revisions to erase and, when others stay, which ones.
  private var revisions: String {
    let count = Quantity.count(plan.revisionCount, "revision")
    guard plan.before != nil, let first = plan.revisions.first, let last = plan.revisions.last
    else { return count }
    let (from, to) = (first.at.day.words, last.at.day.words)
    return plan.revisionCount == 1
      ? "revision \(first.number) of \(from)"
      : "revisions \(first.number) to \(last.number) of \(from)" + (from == to ? "" : " to \(to)")
  }

  /// What remains of the element elsewhere in the library: looks, speakers, projects and exports.
  private var keptLines: [String] {
    var lines: [String] = []
    func append(_ handles: [Handle], _ what: String) {
      guard !handles.isEmpty else { return }
      lines.append("  \(what): \(handles.map { "\($0)" }.joined(separator: ", "))")
    }
    append(plan.looks, "no longer a look of it")
    append(plan.speakers, "left without a voice")
    lines += plan.uses.map { "  pinned by a project: \(sanitized($0.path))/castbook.lock" }
    if !plan.exports.isEmpty {
      lines.append(
        "  in \(Quantity.count(plan.exports.count, "export")), which "
          + (plan.exports.count == 1 ? "stays" : "stay") + " without it; bundles still contain it")
      for export in plan.exports.prefix(10) {
        lines.append(
          "    \(MomentText.minute(export.at))  \(sanitized(export.target))  \(sanitized(export.shot.path))"
        )
      }
    }
    return lines + clips
  }

  /// The clips that came back from a provider, and the notes about them.
  private var clips: [String] {
    var lines: [String] = []
    if plan.remarkCount > 0 {
      lines.append(
        "  to erase: \(Quantity.count(plan.remarkCount, "note")) about it or its clips")
    }
    guard !plan.clips.isEmpty else { return lines }
    let count = Quantity.count(plan.clips.count, "clip")
    lines.append(
      plan.isErasingClips
        ? "  to erase: \(count) that came back from these exports, unless the file is used elsewhere"
        : "  kept: \(count) that came back from these exports; --with-takes also erases clips")
    for clip in plan.clips.prefix(10) {
      let name = clip.blob.map { "sha256-\($0.hex.prefix(8))" } ?? ""
      lines.append("    \(MomentText.minute(clip.at))  \(clip.result.rawValue)  \(name)")
    }
    if plan.clips.count > 10 { lines.append("    and \(plan.clips.count - 10) more") }
    return lines
  }

  /// The copies that Castbook can't erase: at providers, in backups and in bundles.
  private var copiesElsewhere: [String] {
    var lines = plan.registrations.map { registration in
      "  held by a provider: \(registration.target), \(registration.kind.rawValue) "
        + sanitized(registration.remoteId)
        + (registration.account.isEmpty ? "" : " (account \(sanitized(registration.account)))")
        + ": delete it there"
    }
    for backup in plan.backups {
      lines.append(
        "  in a backup of \(backup.at.day.words): \(sanitized(backup.place.text))"
          + (backup.isThere ? "" : ", not available now"))
      let isLater = backup.form == .folder && !backup.isThere
      lines.append(
        "    afterwards\(isLater ? ", when it is available" : ""): \(sanitized(backup.fix))")
    }
    lines.append(
      plan.backups.isEmpty
        ? "  Backups, bundles and copies elsewhere still contain it."
        : "  Bundles, and backups and copies made elsewhere, still contain it.")
    return lines
  }

  /// Returns the line wrapped to the terminal, keeping its indent.
  private func fold(_ line: String) -> [String] {
    guard displayWidth(line) > style.columns else { return [line] }
    let indent = line.prefix { $0 == " " }.count
    return Folding.indented(
      String(line.dropFirst(indent)), by: indent, hanging: indent + 2, columns: style.columns)
  }
}
