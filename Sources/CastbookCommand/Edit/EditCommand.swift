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
  private static let roles = ListOption<Argument>(
    "role", "FILE=ROLE[,…]", "The roles of files: 3=front, 5-9=detail, mug.jpg=back.",
    completion: .choices(Role.allCases.map(\.rawValue)))
  private static let confirmsRoles = Flag(
    "confirm-roles", "The roles that split assumed are right, all of them.")
  private static let notes = ListOption<Argument>("note", "FILE=TEXT", "A note on a file.")
  private static let replacements = ListOption<Argument>(
    "replace", "FILE=NEW", "Replace a file; its place and role stay.")
  private static let drop = ListOption<Argument>(
    "drop", "FILE[,…]", "Files to remove from the element: 6-8.")
  private static let order = ListOption<Argument>(
    "order", "FILE[,…]", "Files to put first, in this order: 5-7,1.")
  private static let rename = ValueOption<Handle>("rename", "HANDLE", "The new handle.") {
    try $0.handle
  }
  private static let untag = ListOption<String>("untag", "TAG[,…]", "Tags to remove.")
  private static let unalias = ListOption<String>("unalias", "NAME[,…]", "Aliases to remove.")
  private static let unset = ListOption<ElementEdit.Key>(
    "unset", "KEY[,…]",
    "Details to clear: \(ElementEdit.Key.allCases.map(\.rawValue).joined(separator: ", ")).",
    completion: .choices(ElementEdit.Key.allCases.map(\.rawValue))
  ) { try $0.word("key to unset") }
  private static let repairs = Flag(
    "repair", "Remove invalid details, such as those that doctor reports.")
  private static let merges = Flag(
    "merge",
    "Merge both versions; where they differ, the newer one wins, or the one named: @mira:sha256-….")
  private static let keep = ValueOption<String>(
    "keep", "SIDE", "Keep one version unchanged: A, B (see `castbook show`).")

  static let command = Command(
    "edit", "Change an element's details, its name, and its files' roles and order.",
    details: [
      "Name a file by its number as `castbook show` prints it before the change, by a range such as "
        + "6-8, or by its file name, with or without the extension. Every change makes a "
        + "new revision; `castbook log` lists them, `castbook restore @mira:3` goes back to one.",
      "Roles that follow from the order of views on a sheet are marked as assumed until --role names the "
        + "file or --confirm-roles confirms all of them.",
      "After a rename the old handle stays as an alias, so existing prompts still work.",
    ],
    examples: [
      Example("castbook edit @mira --role 3=front,7=back", "set the roles of two files"),
      Example("castbook edit @mira --confirm-roles", "the assumed roles are right"),
      Example("castbook edit @mira --order 2,1,4", "put these first; the others follow"),
      Example("castbook edit @mira --rename mira_o --tag hero", "rename it and add a tag"),
      Example("castbook edit @mira --unset person,rights", "clear two details"),
      Example("castbook edit @mira --repair", "fix what doctor reports"),
      Example("castbook edit @mira --merge", "merge two people's changes"),
    ],
    positionals: [Positional("@HANDLE", .one, "The element, by handle or alias.")],
    options: [
      OptionGroup("Its files", [roles, confirmsRoles, notes, replacements, drop, order]),
      ElementOptions.texts,
      OptionGroup("Other changes", [rename, untag, unalias, unset, repairs]),
      OptionGroup("Resolve a fork", [merges, keep]), ElementOptions.rights, Options.output,
    ],
    section: "Keep", run: Command.printing(run))

  /// Collects the options into one edit and applies it.
  ///
  /// The library is opened only after the options are checked. File names are resolved against the
  /// latest revision, and the edit then requires that it still is the latest.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    var edit = ElementEdit()
    edit.texts = try ElementOptions.texts(arguments)
    edit.rights = try ElementOptions.rights(arguments)
    edit.untag = try arguments[untag]
    edit.unalias = try arguments[unalias]
    edit.rename = try arguments[rename]
    edit.lookOf = try arguments[ElementOptions.lookOf]
    edit.unset = try arguments[unset]
    edit.repair = arguments[repairs]
    edit.confirmsRoles = arguments[confirmsRoles]
    let reference = try arguments.positionals[0].element
    edit.forkEnd = try forkEnd(arguments, reference)
    let needsNames = try [roles, notes, replacements, drop, order].flatMap { try arguments[$0] }
      .contains(where: FileNumbers.requiresNames)
    if !needsNames { try files(FileNumbers(of: "\(reference)"), arguments, of: &edit) }
    guard needsNames || !edit.isEmpty else {
      throw UsageError(
        message: "no change given", fix: "`castbook edit --help` lists the options.")
    }
    let library = try await Libraries.open(arguments)
    guard needsNames else {
      return EditedText.report(try await Edit(reference, edit).run(in: library))
    }
    // The names belong to this revision: another process's change would move the numbers.
    let found = try library.find(reference)
    let names = found.revision.revision.references.map(\.file)
    try files(FileNumbers(of: "\(found.handle)", names: names), arguments, of: &edit)
    return EditedText.report(
      try await Edit(reference, edit, ifParent: found.isLatest ? found.revision.digest : nil).run(
        in: library))
  }

  /// Adds the options that name files to the edit: roles, notes, replacements, removals and order.
  private static func files(
    _ files: FileNumbers, _ arguments: Arguments, of edit: inout ElementEdit
  ) throws {
    edit.roles = try files.roles(arguments[roles])
    for word in try arguments[notes] {
      let (numbers, rest) = try files.pair("note", word)
      for number in numbers { edit.notes[number] = rest.text }
    }
    for word in try arguments[replacements] {
      let (numbers, rest) = try files.pair("replace", word)
      guard numbers.count == 1 else {
        throw UsageError(
          message: "--replace \(sanitized(word.text)): one file can't replace \(numbers.count)",
          fix: "Write --replace N=FILE once for each.")
      }
      edit.replacements[numbers[0]] = try rest.path("--replace")
    }
    edit.drop = try files.list(drop, arguments)
    edit.order = try files.list(order, arguments)
  }

  /// Returns how to end a fork: with `--merge` or `--keep`, or `nil` without either.
  private static func forkEnd(
    _ arguments: Arguments, _ reference: HandleReference
  ) throws -> ForkResolution? {
    guard let side = try arguments[keep] else {
      guard arguments[merges] else { return nil }
      // Naming one side, as in `@mira:sha256-…`, keeps that side.
      return reference.revision == .latest ? .merge : .keepNamed
    }
    guard !arguments[merges] else {
      throw UsageError(
        message: "--merge merges both versions, but --keep keeps only one",
        fix: "leave out one of them")
    }
    return .keep(side)
  }
}
