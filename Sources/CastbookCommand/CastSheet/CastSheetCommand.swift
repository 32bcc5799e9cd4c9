internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook cast-sheet`: writes a cast sheet to give to others, as a PDF or as PNG pages.
///
/// The suffix of `-o` decides the format. PNG pages get numbers: cast.png, cast-2.png.
enum CastSheetCommand {
  private static let project = Projects.option.described(
    as: "The project whose pinned revisions are shown.")
  private static let kind = ValueOption<ElementKind>(
    "kind", "KIND", "Only elements of this kind.", oneOf: ElementKind.allCases)
  private static let tags = ListOption<String>(
    "tag", "TAG[,…]", "Only elements with all of these tags.")
  private static let paper = ValueOption<CastSheetPaper>(
    "paper", "SIZE", "The size of the pages: a4, unless letter is given.",
    oneOf: CastSheetPaper.allCases)
  private static let title = ValueOption<String>(
    "title", "TEXT", "The title at the top (the name of the library's or the project's folder).")

  static let command = Command(
    "cast-sheet", "Write a cast sheet to hand over: pictures, names, voices, rights and pins.",
    details: [
      "A PDF or PNG pages for print: each element with its cover, its other views and their roles, name, handle, "
        + "description, voice and rights as of today. Looks follow the element that they belong to. Without handles, "
        + "all elements of the library are on it. With --project, the sheet shows what the project pins, and "
        + "whether a pin is behind. Text in the PDF can be searched and copied."
    ],
    examples: [
      Example("castbook cast-sheet -o cast.pdf", "the whole library"),
      Example("castbook cast-sheet @mira @ben -o leads.pdf", "two elements"),
      Example("castbook cast-sheet --project films/lobby -o lobby.pdf", "what a project pins"),
      Example(
        "castbook cast-sheet --kind character --paper letter -o cast.png",
        "characters, as pictures in US Letter"),
    ],
    positionals: [
      Positional("@HANDLE", .any, "Elements, by handle or alias; none means all of them.")
    ],
    options: [
      OptionGroup("Which elements", [project, kind, tags]),
      OptionGroup("How it looks", [paper, title]),
      OptionGroup(
        "Output",
        [
          Options.file.described(
            as: "The file to write: .pdf, or .png for a picture of each page."),
          Options.replace.described(as: "Replace a file that exists and is different."),
          Options.json, Options.fields,
        ]),
    ],
    run: Command.printing(run))

  /// Lays out the sheet and writes it page by page. The output path is checked first.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let path = try arguments.outputFile("cast.pdf")
    guard path.suffix == "pdf" || path.suffix == "png" else {
      throw UsageError(
        message: "-o \(sanitized(path.text)): a cast sheet is written as PDF or PNG",
        fix: "end the file name in .pdf or .png")
    }
    try OutputFile.preflight(path)
    var request = DrawCastSheet()
    request.elements = try arguments.elements()
    request.kind = try arguments[kind]
    request.tags = try arguments[tags]
    request.paper = try arguments[paper] ?? .a4
    request.title = try arguments[title]
    if arguments.has(project) { request.project = try Project(at: Projects.location(arguments)) }
    let library = try await Libraries.open(arguments)
    return try await write(
      request.run(in: library), to: path, replacing: arguments[Options.replace], screen,
      advice: library.isShared ? "castbook fetch --all" : "castbook doctor")
  }

  /// Writes the pages one by one, so only one is in memory, and reports their files.
  ///
  /// - Parameter advice: The command that helps with files that can't be shown.
  private static func write(
    _ sheet: DrawnCastSheet, to path: FilePath, replacing: Bool, _ screen: Screen,
    advice: String
  ) async throws -> Report {
    func show(_ page: Int) { screen.progress.update("page \(page) of \(sheet.pageCount)") }
    var written: [FilePath] = []
    var unreadable = 0
    if path.suffix == "pdf" {
      unreadable = try await sheet.writePDF(to: path, replacing: replacing, each: show)
      written = [path]
    } else {
      let files = try PageFiles(at: path, count: sheet.pageCount)
      for (count, page) in files.writingOrder.enumerated() {
        show(count + 1)
        let drawn = try await sheet.png(page)
        _ = try OutputFile.write(drawn.bytes, to: files.paths[page], replacing: replacing)
        unreadable += drawn.unreadable
      }
      written = files.paths
    }
    let files = written
    let (made, missing) = (unreadable, sheet.missingCount + unreadable)
    var report = Report(
      missing == 0 ? .success : .findings,
      json: CastSheetJSON.written(sheet, files: files.map(\.text), unreadable: made)
    ) { _ in
      let names = files.map { sanitized($0.text) }.joined(separator: ", ")
      let pages = path.suffix == "pdf" ? ", \(Quantity.count(sheet.pageCount, "page"))" : ""
      return ["\(names): \(Quantity.count(sheet.elementCount, "element"))\(pages)"]
    }
    if missing > 0 {
      report.warnings = [
        "\(Quantity.count(missing, "file")) can't be shown; the sheet says where (\(advice))"
      ]
    }
    return report
  }
}
