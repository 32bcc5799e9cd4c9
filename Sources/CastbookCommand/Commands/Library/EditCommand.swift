internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook edit`: changes an element's details, handle, and files.
///
/// All changes of one command line make one new revision. With `--merge` or `--keep` it also
/// resolves a fork.
///
/// Files are named by number, by range or by name. Only names require opening the library before
/// the edit is complete; see `FileNumbers`.
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
    let needsNames = FileNumbers.requiresNames(arguments)
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
  ) throws -> ForkResolution? {
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
