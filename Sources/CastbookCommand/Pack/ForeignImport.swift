internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook import --from-eagle DIR`: imports the library of another program as elements.
enum ForeignImport {
  private static let eagle = ValueOption<FilePath>(
    "from-eagle", "DIR", "A library of Eagle, NAME.library: each folder becomes an element.",
    completion: .folders)
  private static let characters = ValueOption<FilePath>(
    "from-characters", "DIR",
    "A folder for each character with character.json and refs/, as skills keep them.",
    completion: .folders)
  private static let pixlstash = ValueOption<FilePath>(
    "from-pixlstash", "DIR", "A vault of PixlStash: each character becomes an element.",
    completion: .folders)
  private static let characterFile = ValueOption<FilePath>(
    "from-char", "FILE",
    "A .char file, a character card (.png, .json, .charx), or a folder of them.",
    completion: .files)
  private static let photos = ValueOption<FilePath>(
    "from-photos", "DIR", "Photos whose people are tagged: each person becomes an element.",
    completion: .folders)
  private static let kind = ValueOption<ElementKind>(
    "kind", "KIND", "What the elements are (character).", oneOf: ElementKind.allCases)
  private static let map = ValueOption<FilePath>(
    "map", "FILE", "Import the groups in this mapping, as it says.", completion: .files)
  private static let writesMap = ValueOption<FilePath>(
    "write-map", "FILE", "Write what would become what, to edit it, and import nothing.",
    completion: .files)
  private static let skipsBad = Flag("skip-bad", "Leave out files that can't be kept.")

  /// The options that name a library, each with its program.
  private static let sources: [(option: ValueOption<FilePath>, program: ForeignLibrary.Program)] = [
    (eagle, .eagle), (characters, .characters), (pixlstash, .pixlstash),
    (characterFile, .characterFiles), (photos, .photos),
  ]

  static let options = OptionGroup(
    "Libraries of other programs",
    [eagle, pixlstash, characterFile, photos, characters, kind, map, writesMap, skipsBad])

  /// Returns the library that the command line names, or `nil` if it names none.
  static func source(
    _ arguments: Arguments
  ) throws -> (folder: FilePath, program: ForeignLibrary.Program)? {
    let given = try sources.compactMap { source in
      try arguments[source.option].map { (folder: $0, program: source.program) }
    }
    guard given.count < 2 else {
      throw UsageError(message: "several libraries are named", fix: "Import them one by one.")
    }
    if given.isEmpty, let stray = arguments.firstName(of: [map, writesMap]) {
      throw UsageError(
        message: "--\(stray) goes with an option such as --from-eagle",
        fix: "Name the library.")
    }
    return given.first
  }

  /// Imports the library, writes its mapping, or only reports what would become what.
  ///
  /// - Parameter others: The options of `import` that apply to packs alone.
  static func run(
    _ source: (folder: FilePath, program: ForeignLibrary.Program), _ arguments: Arguments,
    without others: [any TypedOption], on screen: Screen
  ) async throws -> Report {
    if let other = arguments.firstName(of: others) {
      throw UsageError(
        message: "--\(other) applies to packs", fix: "Leave it out.")
    }
    guard arguments.positionals.isEmpty else {
      throw UsageError(
        message: "a library and a pack are named", fix: "Import them one by one.")
    }
    let foreign = try await ImportForeign.library(of: source.program, at: source.folder) { count in
      screen.progress.update("read \(Quantity.grouped(count)) items of \(source.folder)")
    }
    var mapping = ImportMapping(foreign, kind: try arguments[kind] ?? .character)
    if let path = try arguments[map] { try mapping.apply(path) }
    let table = ForeignTable(foreign: foreign, mapping: mapping)
    if let path = try arguments[writesMap] {
      _ = try OutputFile.write(Array(mapping.text.utf8), to: path, replacing: false)
      return Report(json: table.json(nil)) { style in
        table.lines(style) + ["→ \(sanitized(path.text)): edit it, and import with --map"]
      }
    }
    if arguments[Options.dryRun] {
      return Report(json: table.json(nil)) { table.lines($0) + [table.advice] }
    }
    let add = Add(
      try ImportForeign.drafts(of: foreign, mapping), skipsBad: arguments[skipsBad])
    let outcome = try await Libraries.withLibrary(arguments) { library in
      try await add.run(in: library) { count, path in
        screen.progress.update("read \(Quantity.grouped(count)) files  \(path)")
      }
    }
    return Report(json: table.json(outcome)) { style in
      table.lines(style) + AddedText(outcome, showsAll: false, style: style).lines
    }
  }
}

/// What the groups of another program's library become, as lines for people and as JSON.
///
/// ```text
/// Cast/Mira    12 files  → @mira  character
/// Props/Mug     5 files  → @mug   product
/// left out: 4 in no folder, such as IMG_2041
/// ```
private struct ForeignTable {
  let foreign: ForeignLibrary
  let mapping: ImportMapping

  func lines(_ style: TerminalStyle) -> [String] {
    let rows = zip(mapping.entries, foreign.groups).filter { !isFolded($0, $1) }.map { entry, _ in
      let becomes =
        entry.isLeftOut
        ? "not imported"
        : entry.handle.map { "→ \($0)  \(entry.kind.rawValue)" } ?? "needs a handle"
      return (
        name: shownName(entry.group), count: Quantity.count(entry.fileCount, "file"),
        becomes: becomes
      )
    }
    let width = min(48, rows.map { displayWidth($0.name) }.max() ?? 0)
    let countWidth = rows.map(\.count.count).max() ?? 0
    return rows.map { row in
      Columns.padded(row.name, width) + "  " + Columns.leftPadded(row.count, countWidth)
        + "  \(row.becomes)"
    } + foldedLines(style)
      + foreign.leftOut.flatMap { one in
        style.folded(
          sanitized("left out: \(one.count) \(one.reason), such as \(shownName(one.example))"),
          by: 0, hanging: 2)
      }
  }

  /// Whether a group is one of many that are left out unless a mapping names them.
  private func isFolded(_ entry: ImportMapping.Entry, _ group: ForeignLibrary.Group) -> Bool {
    entry.isLeftOut && group.aside != nil
  }

  /// The groups that are left out unless a mapping names them, a line for each reason.
  private func foldedLines(_ style: TerminalStyle) -> [String] {
    var order: [String] = []
    var counts: [String: (groups: Int, files: Int)] = [:]
    for (entry, group) in zip(mapping.entries, foreign.groups) where isFolded(entry, group) {
      let reason = group.aside ?? ""
      if counts[reason] == nil { order.append(reason) }
      let known = counts[reason] ?? (0, 0)
      counts[reason] = (known.groups + 1, known.files + entry.fileCount)
    }
    return order.flatMap { reason -> [String] in
      let (groups, files) = counts[reason] ?? (0, 0)
      return style.folded(
        "not imported: \(Quantity.count(groups, "group")) of \(reason)"
          + " (\(Quantity.count(files, "file"))), unless a mapping says so", by: 0, hanging: 2)
    }
  }

  /// What to do when something should become something else.
  var advice: String {
    "nothing imported; to change what becomes what: --write-map FILE, then --map FILE"
  }

  /// Returns `import-library/1`.
  func json(_ added: AddOutcome?) -> JSONValue {
    [
      "castbook": "import-library/1", "program": foreign.program,
      "groups": Array(zip(mapping.entries, foreign.groups)).objects { entry, group in
        [
          "group": entry.group, "fileCount": entry.fileCount, "handle": entry.handle,
          "kind": entry.kind, "skipped": entry.isLeftOut.orNil, "aside": group.aside,
        ]
      },
      "leftOut": foreign.leftOut.objects { one in
        ["reason": one.reason, "count": one.count, "example": one.example]
      },
      "added": added.map(ElementJSON.added),
    ]
  }
}
