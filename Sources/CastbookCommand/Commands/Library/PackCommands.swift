internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook pack`.
enum PackCommand {
  static let command = Command(
    "pack", "Put elements with all of their history into a zip, for another library.",
    details: [
      "In it go the originals, their prepared copies, every revision, what was dismissed; and the "
        + "voices that they speak with, and the elements that they are looks of. What projects used and "
        + "exported stays at home. The same elements make the same bytes; `sha256sum -c SHA256SUMS` "
        + "checks them without Castbook (docs/bundle-format.md)."
    ],
    examples: [
      Example("castbook pack @mira @mug -o cast.zip", "two, with what they need"),
      Example("castbook pack @mira --with-rights -o mira.zip", "with the document of her rights"),
    ],
    positionals: [Positional("@HANDLE", .atLeastOne, "Elements.")],
    options: [
      OptionGroup(
        "What goes along",
        [
          .flag("with-rights", "The documents that rights rest on."),
          .flag("with-registrations", "The ids that providers gave: for the same accounts."),
        ]),
      OptionGroup(
        "What comes out",
        [
          .value("output", short: "o", "FILE.zip", "The pack.", completion: .files),
          .flag("replace", "Replace a file that exists and is different."),
          .flag("json", "One JSON object."),
        ]),
    ],
    section: "Use", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let references = try arguments.positionals.map { try $0.element }
    guard let output = arguments.value("output") else {
      throw UsageError(message: "where the pack goes is not said", fix: "add -o FILE.zip")
    }
    var options = PackOptions()
    options.withRights = arguments.has("with-rights")
    options.withRegistrations = arguments.has("with-registrations")
    let path = try output.path("-o")
    let outcome = try await Libraries.open(arguments).pack(
      references, to: path, options, replacing: arguments.has("replace"))
    let screen = Screen(arguments)
    if arguments.has("json") {
      try screen.print(PackJSON.packed(outcome).compactText)
    } else {
      for element in outcome.elements {
        try screen.print(
          "  @\(element.handle)  \(element.kind)" + (element.isNeed ? ", needed" : ""))
      }
      let there = outcome.wasThere ? ", there already" : ""
      try screen.print(
        "→ \(sanitized(path.text))  \(Quantity.count(outcome.fileCount, "file")), "
          + "\(Quantity.bytes(outcome.byteCount))\(there)")
    }
    return .success
  }
}

/// `castbook import`.
enum ImportCommand {
  static let command = Command(
    "import", "Take in the elements of a pack: all of them, or nothing.",
    details: [
      "An element is known by its identity, not by its name. One that is not here is added; of one that "
        + "is, later revisions come on top. Where it was changed here and there, or another element "
        + "has the handle, nothing comes in, and both are named: --as brings the one that was packed in as "
        + "another, new element.",
      "A pack may come from anybody: every file and every record is checked before anything is kept.",
    ],
    examples: [
      Example("castbook import cast.zip", "everything in it"),
      Example("castbook import mira.zip --as @mira_b", "beside the one that is here"),
    ],
    positionals: [
      Positional(
        "PACK", .one, "A pack: its zip, or its folder.", completion: .files, isExistingFile: true)
    ],
    options: [
      OptionGroup(
        "How",
        [
          .value("as", "@NEW", "Bring the one element in as a new one with this handle."),
          .flag("with-registrations", "With the ids that providers gave, if they are in it."),
        ]),
      OptionGroup("What comes out", [.flag("json", "One JSON object.")]),
    ],
    section: "Use", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let path = try arguments.positionals[0].path("import")
    var options = ElementLibrary.ImportOptions()
    options.withRegistrations = arguments.has("with-registrations")
    options.asNew = try arguments.value("as").map { word in
      do throws(HandleError) {
        return try Handle(word.text)
      } catch {
        throw UsageError(message: "--as: \(error.message)", fix: error.fix)
      }
    }
    let wishes = options
    let screen = Screen(arguments)
    let outcome = try await Libraries.filling(arguments) { library in
      try await library.importPack(at: path, wishes) { count in
        screen.progress.update("looked at \(Quantity.grouped(count)) files")
      }
    }
    screen.progress.erase()
    if arguments.has("json") {
      try screen.print(PackJSON.imported(outcome).compactText)
      return .success
    }
    for line in ImportText.lines(outcome, screen.style) { try screen.print(line) }
    try screen.print(
      "\(Quantity.count(outcome.elements.count, "element")), "
        + "\(Quantity.count(outcome.newFiles, "new file"))")
    if outcome.leftRegistrations > 0 {
      try screen.finish()
      try Libraries.say(
        "\(Quantity.count(outcome.leftRegistrations, "id")) that providers gave stayed in the pack: "
          + "--with-registrations takes them, for the same accounts")
    }
    return .success
  }
}

/// What came of a pack, a line for each element.
enum ImportText {
  static func lines(_ outcome: ImportOutcome, _ style: TerminalStyle) -> [String] {
    let width = outcome.elements.map { $0.handle.description.count }.max() ?? 0
    return outcome.elements.map { element in
      let handle = style.styled(Columns.padded("\(element.handle)", width), .bold)
      return "  \(handle)  \(words(element))"
    }
  }

  private static func words(_ element: ImportedElement) -> String {
    let kind = element.kind.rawValue
    return switch element.change {
    case .added: "\(kind), new, revision \(element.sequence)"
    case .forward: "\(kind), brought forward to revision \(element.sequence)"
    case .here: "\(kind), already here"
    case .older: "\(kind), later here: revision \(element.sequence) stays"
    case .asNew: "\(kind), brought in as new"
    }
  }
}
