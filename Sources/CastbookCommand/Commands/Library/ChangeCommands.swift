internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook edit`: changes an element's details, handle, and files.
enum EditCommand {
  static let command = Command(
    "edit", "Change an element's details, its name, and its files' roles and order.",
    details: [
      "Name a file by its number as `castbook show` prints it before the change, by a range such as "
        + "6-8, or by its file name, with or without the extension. Every change makes a "
        + "new revision; `castbook log` lists them, `castbook restore @mira:3` goes back to one.",
      "After a rename the old handle stays as an alias, so existing prompts still work.",
    ],
    examples: [
      Example("castbook edit @mira --role 3=front,7=back", "set the roles of two files"),
      Example("castbook edit @mira --order 2,1,4", "put these first; the others follow"),
      Example("castbook edit @mira --rename mira_o --tag hero", "rename it and add a tag"),
      Example("castbook edit @mira --unset person,rights", "clear two details"),
      Example("castbook edit @mira --repair", "fix what doctor reports"),
      Example("castbook edit @mira --merge", "merge two people's changes"),
    ],
    positionals: [Positional("@HANDLE", .one, "The element, by handle or alias.")],
    options: [
      OptionGroup(
        "Its files",
        [
          .value(
            "role", "FILE=ROLE[,…]", "The roles of files: 3=front, 5-9=detail, mug.jpg=back.",
            repeats: true,
            completion: .choices(Role.allCases.map(\.rawValue))),
          .value("note", "FILE=TEXT", "A note on a file.", repeats: true),
          .value("replace", "FILE=NEW", "Replace a file; its place and role stay.", repeats: true),
          .value("drop", "FILE[,…]", "Files to remove from the element: 6-8.", repeats: true),
          .value("order", "FILE[,…]", "Files to put first, in this order: 5-7,1.", repeats: true),
        ]),
      ElementOptions.texts,
      OptionGroup(
        "Other changes",
        [
          .value("rename", "HANDLE", "The new handle."),
          .value("untag", "TAG[,…]", "Tags to remove.", repeats: true),
          .value("unalias", "NAME[,…]", "Aliases to remove.", repeats: true),
          .value(
            "unset", "KEY[,…]",
            "Details to clear: \(ElementEdit.Key.allCases.map(\.rawValue).joined(separator: ", ")).",
            repeats: true, completion: .choices(ElementEdit.Key.allCases.map(\.rawValue))),
          .flag("repair", "Remove invalid details, such as those that doctor reports."),
        ]),
      OptionGroup(
        "Resolve a fork",
        [
          .flag(
            "merge",
            "Merge both versions; where they differ, the newer one wins, or the one named: @mira:sha256-…."
          ),
          .value("keep", "SIDE", "Keep one version unchanged: A, B (see `castbook show`)."),
        ]), ElementOptions.rights,
      OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Keep", run: run)

  /// Collects the options into one edit and applies it.
  ///
  /// The library is opened only after the options are checked. File names are resolved against the
  /// latest revision, and the edit then requires that it still is the latest.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    var edit = ElementEdit()
    edit.texts = try ElementOptions.texts(arguments)
    edit.rights = try ElementOptions.rights(arguments)
    edit.untag = arguments.list("untag").map(\.text)
    edit.unalias = arguments.list("unalias").map(\.text)
    edit.rename = try arguments.value("rename")?.handle
    edit.lookOf = try arguments.value("look-of")?.element
    edit.unset = try arguments.list("unset").map { try $0.word("key to unset") }
    edit.repair = arguments.has("repair")
    let reference = try arguments.positionals[0].element
    edit.forkEnd = try forkEnd(arguments, reference)
    let needsNames = FileNumbers.needNames(arguments)
    if !needsNames { try files(FileNumbers(of: "\(reference)"), arguments, of: &edit) }
    guard needsNames || !edit.isEmpty else {
      throw UsageError(
        message: "no change given", fix: "`castbook edit --help` lists the options.")
    }
    let library = try await Libraries.open(arguments)
    guard needsNames else {
      return try EditedText.print(try await library.edit(reference, edit), arguments)
    }
    // The names belong to this revision: another process's change would move the numbers.
    let found = try library.find(reference)
    let names = found.revision.revision.references.map(\.file)
    try files(FileNumbers(of: "\(found.handle)", names: names), arguments, of: &edit)
    return try EditedText.print(
      try await library.edit(
        reference, edit, ifParent: found.isLatest ? found.revision.digest : nil), arguments)
  }

  /// Adds the options that name files to the edit: roles, notes, replacements, removals and order.
  private static func files(
    _ files: FileNumbers, _ arguments: Arguments, of edit: inout ElementEdit
  ) throws {
    edit.roles = try files.roles(arguments)
    for word in arguments.values("note") {
      let (numbers, rest) = try files.pair("note", word)
      for number in numbers { edit.notes[number] = rest.text }
    }
    for word in arguments.values("replace") {
      let (numbers, rest) = try files.pair("replace", word)
      guard numbers.count == 1 else {
        throw UsageError(
          message: "--replace \(sanitized(word.text)): one file can't replace \(numbers.count)",
          fix: "Write --replace N=FILE once for each.")
      }
      edit.replacements[numbers[0]] = try rest.path("--replace")
    }
    edit.drop = try files.list("drop", arguments)
    edit.order = try files.list("order", arguments)
  }

  /// Returns how to end a fork: with `--merge` or `--keep`, or `nil` without either.
  private static func forkEnd(
    _ arguments: Arguments, _ reference: HandleReference
  ) throws -> ForkEnd? {
    guard let side = arguments.value("keep") else {
      guard arguments.has("merge") else { return nil }
      // Naming one side, as in `@mira:sha256-…`, keeps that side.
      return reference.revision == .latest ? .merge : .keepNamed
    }
    guard !arguments.has("merge") else {
      throw UsageError(
        message: "--merge merges both versions, but --keep keeps only one",
        fix: "leave out one of them")
    }
    return .keep(side.text)
  }
}

/// `castbook bind`: gives a character its voice.
enum BindCommand {
  static let command = Command(
    "bind", "Give a character its voice.",
    examples: [
      Example("castbook bind @mira @mira_voice", "she speaks with it"),
      Example("castbook edit @mira --unset voice", "unbind it"),
      Example("castbook bind @mira @narrator --json", "for a script"),
    ],
    positionals: [
      Positional("@HANDLE", .one, "The character."), Positional("@VOICE", .one, "The voice."),
    ],
    options: [OptionGroup("Output", [.flag("json", "One JSON object.")])],
    section: "Keep", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let words = arguments.positionals
    let (speaker, voice) = (try words[0].element, try words[1].element)
    let library = try await Libraries.open(arguments)
    return try EditedText.print(
      try await library.bind(speaker, to: voice), arguments,
      unchanged: { "\($0) already has the voice \(voice): no changes" })
  }
}

/// `castbook remove`: removes elements from lists, without deleting anything.
enum RemoveCommand {
  static let command = Command(
    "remove", "Remove elements from lists; no file is deleted, and restore brings them back.",
    details: [
      "Projects keep the revisions they have pinned. To delete everything about a person on request, "
        + "use `castbook erase`."
    ],
    examples: [
      Example("castbook remove @mira_old", "hide it from lists and searches"),
      Example("castbook list --retired", "the removed elements"),
      Example("castbook restore @mira_old", "bring it back"),
    ],
    positionals: [Positional("@HANDLE", .atLeastOne, "Elements, by handle or alias.")],
    options: [OptionGroup("Output", [DryRun.option, .flag("json", "One JSON object.")])],
    section: "Keep", run: run)

  /// Removes the elements and prints how to bring them back.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let references = try arguments.positionals.map { try $0.element }
    let library = try await Libraries.open(arguments, for: .freeingSpace)
    let isDry = arguments.has("dry-run")
    let outcomes = try library.remove(references, isPreview: isDry)
    let status = try EditedText.print(
      outcomes, arguments, isPreview: isDry,
      unchanged: { "\($0) is already removed: castbook restore \($0)" })
    let removed = outcomes.filter(\.isChanged).map(\.after.revision.handle)
    if !arguments.has("json"), !removed.isEmpty, !isDry {
      let screen = Screen(arguments)
      try screen.print(
        removed.count <= 8
          ? "To bring back: "
            + removed.map { "castbook restore \($0)" }.joined(separator: "; ")
          : "castbook list --retired lists removed elements, castbook restore @HANDLE brings one back"
      )
    }
    return status
  }
}

/// `castbook restore`: brings a removed element back, or makes an earlier revision the latest
/// again.
enum RestoreCommand {
  static let command = Command(
    "restore", "Bring a removed element back, or make an earlier revision the latest again.",
    examples: [
      Example("castbook restore @mira", "bring back a removed element"),
      Example("castbook restore @mira:3", "go back to the third revision"),
      Example("castbook log @mira", "list the revisions"),
    ],
    positionals: [Positional("@HANDLE", .one, "The element, with an optional revision.")],
    options: [OptionGroup("Output", [.flag("json", "One JSON object.")])],
    section: "Keep", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let reference = try arguments.positionals[0].element
    let library = try await Libraries.open(arguments)
    let outcome = try library.restore(reference)
    return try EditedText.print(
      outcome, arguments,
      unchanged: {
        reference.revision == .latest
          ? "\($0) is not removed: castbook log \($0) lists earlier revisions"
          : "\($0) is already the same as \(reference): no changes"
      })
  }
}

/// The outcome of a change to elements, printed.
enum EditedText {
  /// Returns the line to print for an element that did not change.
  typealias Unchanged = (Handle) -> String

  /// The line for an element that did not change, unless a command words it more precisely.
  private static func unchangedLine(_ handle: Handle) -> String {
    "\(handle): no changes"
  }

  /// Prints the outcome for one element and returns the exit status.
  static func print(
    _ outcome: EditOutcome, _ arguments: Arguments, unchanged: Unchanged = unchangedLine
  ) throws -> ExitStatus {
    let screen = Screen(arguments)
    if arguments.has("json") {
      try screen.print(ElementJSON.edited(outcome).compactText)
    } else {
      for line in lines(outcome, unchanged) { try screen.print(line) }
    }
    return .success
  }

  /// Prints the outcome for several elements and returns the exit status.
  static func print(
    _ outcomes: [EditOutcome], _ arguments: Arguments, isPreview: Bool, unchanged: Unchanged
  ) throws -> ExitStatus {
    let screen = Screen(arguments)
    if arguments.has("json") {
      try screen.print(ElementJSON.edited(outcomes, isPreview: isPreview).compactText)
    } else {
      let remark = isPreview ? [DryRun.remark] : []
      for line in outcomes.flatMap({ lines($0, unchanged) }) + remark { try screen.print(line) }
    }
    return .success
  }

  /// The lines of one element: its revision, its changes, how its fork ended, and what was merged.
  private static func lines(_ outcome: EditOutcome, _ unchanged: Unchanged) -> [String] {
    let revision = outcome.after.revision
    guard outcome.isChanged else { return [unchanged(revision.handle)] }
    let head = "\(revision.handle), revision \(revision.sequence)"
    let kept = outcome.fork?.kept
    let changes = outcome.fork == nil || kept != nil ? outcome.changes : []
    return [head + (kept.map { ", kept \($0)" } ?? "")]
      + changes.map { "  \(sanitized($0))" }
      + (outcome.fork.map { ForkText.ended($0, revision.handle) } ?? [])
      + (kept == nil ? [] : outcome.merged.flatMap { merged($0, revision.handle) })
      + outcome.notices.map { "  \(sanitized($0))" }
  }

  /// The lines about a merged revision: its digest, and the data of it that was left out.
  private static func merged(_ other: EditOutcome.Merged, _ handle: Handle) -> [String] {
    let digest = other.revision.digest.short
    guard !other.leftOut.isEmpty else {
      return ["  merged with \(digest), which has no further data"]
    }
    return ["  merged with \(digest), except for:"]
      + other.leftOut.map { "    \(sanitized($0))" }
      + [
        "  That version stays available: castbook show \(handle):\(digest), castbook files \(handle):\(digest) -o DIR"
      ]
  }
}
