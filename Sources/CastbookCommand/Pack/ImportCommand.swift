internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook import`: imports the elements of a pack, or the library of another program.
///
/// Either all elements of the pack are imported or none. A pack may come from anyone, so every file
/// and record is checked before any is kept; an element that changed on both sides is forked.
enum ImportCommand {
  private static let renames = ListOption<ImportPack.Rename>(
    "as", "[NAME=]@NEW", "Import an element as a new one with this handle."
  ) { word in
    let parts = word.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let from = parts.count == 2 ? String(parts[0]) : nil
    guard from != "" else {
      throw UsageError(
        message: "--as \(sanitized(word.text)): the name in the pack is missing",
        fix: "write --as NAME=@NEW, or --as @NEW for the only element of a pack")
    }
    do throws(HandleError) {
      return .init(from: from, to: try Handle(String(parts.last ?? "")))
    } catch {
      throw UsageError(message: "--as: \(error.message)", fix: error.fix)
    }
  }

  static let command = Command(
    "import", "Import the elements of a pack, or the library of another program.",
    details: [
      "An element is recognised by its identity, not by its name. A new one is added. A known one gets its "
        + "later revisions. One that changed both here and in the pack is forked: both versions are kept, and "
        + "`castbook show @NAME` compares them (`castbook help working-together`).",
      "If another element has the handle, the import stops: --as imports the packed one as a new element. "
        + "A pack may come from anyone: every file and record is checked before any is kept. All of its elements "
        + "are imported, or none.",
      "--from-eagle, --from-pixlstash, --from-char, --from-photos and --from-characters read what another program "
        + "keeps and never change it: its folders, characters or people become elements, its best-rated pictures come "
        + "first, captions become notes. --dry-run shows what would become what, --write-map writes it to a file to "
        + "edit. Importing again adds only what is new (`castbook help other-libraries`).",
    ],
    examples: [
      Example("castbook import cast.zip --dry-run", "what would be imported"),
      Example("castbook import cast.zip", "import everything"),
      Example("castbook import mira.zip --as @mira_b", "beside the one that is here"),
      Example("castbook import cast.zip --as mira=@mira_b", "one of several under another name"),
      Example("castbook import --from-eagle Cast.library --dry-run", "what would become what"),
      Example(
        "castbook import --from-photos shoot/", "an element for each person tagged in photos"),
    ],
    positionals: [
      Positional(
        "PACK", .optional, "A pack: its zip, or its folder.", completion: .files,
        isExistingFile: true)
    ],
    options: [
      OptionGroup(
        "How",
        [
          renames,
          PackCommand.withRegistrations.described(
            as: "Also import provider ids, if the pack has them."),
          Options.dryRun.described(as: "Report what would be imported; write no files."),
        ]), ForeignImport.options, Options.output,
    ],
    section: "Use", run: Command.printing(run))

  /// Imports the pack, or only reports the result in a dry run. Provider ids that stayed in the
  /// pack are mentioned on standard error.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    if let source = try ForeignImport.source(arguments) {
      return try await ForeignImport.run(
        source, arguments, without: [renames, PackCommand.withRegistrations], on: screen)
    }
    guard let pack = arguments.positionals.first else {
      throw UsageError(message: "no pack", fix: "Write castbook import PACK.")
    }
    var importing = ImportPack(try pack.path("import"))
    importing.withRegistrations = arguments[PackCommand.withRegistrations]
    importing.renames = try arguments[renames]
    let outcome = try await outcome(of: importing, arguments, screen)
    var report = Report(json: PackJSON.imported(outcome)) { style in
      ImportText.lines(outcome, style)
    }
    if outcome.skippedRegistrationCount > 0, !screen.wantsJSON {
      report.warnings = [
        "\(Quantity.count(outcome.skippedRegistrationCount, "provider id")) "
          + (outcome.isPreview ? "would stay" : "stayed")
          + " in the pack: --with-registrations imports them, for the same accounts"
      ]
    }
    return report
  }

  /// Imports the pack, or previews the import in a dry run. A dry run needs no library.
  private static func outcome(
    of importing: ImportPack, _ arguments: Arguments, _ screen: Screen
  ) async throws -> ImportOutcome {
    if arguments[Options.dryRun] {
      let location = try Libraries.location(arguments)
      let isThere = ElementLibrary.exists(at: location)
      let library = isThere ? try await Libraries.open(arguments) : nil
      let preview = try await importing.preview(in: library)
      if !isThere { try screen.printNotice("no library in \(location.folder) yet") }
      return preview
    }
    return try await Libraries.withLibrary(arguments) { library in
      try await importing.run(in: library) { count in
        screen.progress.update("checked \(Quantity.grouped(count)) files")
      }
    }
  }
}
