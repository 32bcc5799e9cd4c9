internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook sheet`: draws a contact sheet of pictures as PNG pages.
///
/// Pages are PNG files: the first has the name given with `-o`, later ones get a number before the
/// suffix. A missing file does not stop the others from being drawn.
enum SheetCommand {
  private static let light = Flag("light", "Use a light grey background, for print.")
  private static let columns = ValueOption("columns", "N", in: 1...8, "Pictures per row, 1–8.")
  private static let title = ValueOption<String>(
    "title", "TEXT", "The title at the top (the element's name).")
  private static let best = ValueOption("best", "K", in: 1...100, "Mark the best K pictures.")

  static let command = Command(
    "sheet", "Draw a contact sheet: pictures with numbers, roles, sizes, scores and marks.",
    details: [
      "One PNG to look at on a phone, to print, or to send to the photographer. Findings are framed where "
        + "they appear in the picture, and the odd one out is marked with the reason. Very many "
        + "pictures make several pages: sheet.png, sheet-2.png, …"
    ],
    examples: [
      Example("castbook sheet @mira -o mira.png", "an element"),
      Example("castbook sheet shoot/ -o shoot.png --light", "a folder, for print"),
      Example("castbook sheet @mira --best 4 -o mira.png", "with the best four marked"),
    ],
    positionals: [Options.pictures],
    options: [
      OptionGroup("How it looks", [light, columns, title, best]),
      OptionGroup(
        "Output",
        [
          Options.file.described(as: "The picture to write: .png."),
          Options.replace.described(as: "Replace a file that exists and is different."),
          Options.json, Options.fields,
        ]),
    ],
    run: Command.printing(run))

  /// Measures the pictures and draws them. The output path is checked first, before the long work.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let path = try arguments.outputFile("FILE.png")
    guard path.suffix == "png" else {
      throw UsageError(
        message: "-o \(sanitized(path.text)): the sheet is written as PNG",
        fix: "end the file name in .png")
    }
    try OutputFile.preflight(path)
    var style = Score.SheetStyle()
    style.isLight = arguments[light]
    style.columns = try arguments[columns]
    style.best = try arguments[best]
    style.title = try arguments[title]
    let files = try await CheckRequest.files(arguments)
    let count = screen.counter("measured", of: files.files.count)
    let sheet = try await Score().sheet(of: files, style, each: { count($0.facts.path) })
    if files.mayBeEmpty { return Report(json: json(sheet, [])) { _ in [] } }
    return try write(sheet, to: path, replacing: arguments[Options.replace], screen)
  }

  /// Draws and writes the pages one by one, so only one is in memory, then prints their paths.
  ///
  /// Throws when there is no picture to draw.
  private static func write(
    _ sheet: DrawnSheet, to path: FilePath, replacing: Bool, _ screen: Screen
  ) throws -> Report {
    guard sheet.pictureCount > 0 else {
      if let first = sheet.missing.first {
        for other in sheet.missing.dropFirst() { try Screen.printWarning(other) }
        throw UsageError(message: sanitized(first), fix: "name pictures or a folder of them")
      }
      for finding in sheet.set.findings { try Screen.printWarning(finding.sentence) }
      throw Failure(
        exit: .findings, rule: "set.empty",
        message: "no picture to draw" + (sheet.set.soundsAndClips.map { ", only \($0)" } ?? ""),
        fix: "name pictures or a folder of them")
    }
    let files = try PageFiles(at: path, count: sheet.pageCount)
    for (count, page) in files.writingOrder.enumerated() {
      screen.progress.update("drawing page \(count + 1) of \(sheet.pageCount)")
      _ = try OutputFile.write(sheet.png(page), to: files.paths[page], replacing: replacing)
    }
    var report = Report(
      sheet.missing.isEmpty ? .success : .findings, json: json(sheet, files.paths)
    ) {
      _ in
      let names = files.paths.map { sanitized($0.text) }.joined(separator: ", ")
      return ["\(names): \(Quantity.count(sheet.pictureCount, "picture"))"]
        + (sheet.omittedCount > 0
          ? ["\(sheet.omittedCount) more are not on it: draw them in parts"] : [])
        + (sheet.set.soundsAndClips.map { ["not drawn: \($0)"] } ?? [])
    }
    // The other pictures have been drawn.
    report.warnings = sheet.missing
    return report
  }

  /// Returns the sheet for scripts.
  private static func json(_ sheet: DrawnSheet, _ written: [FilePath]) -> JSONValue {
    [
      "castbook": "sheet/2", "pictureCount": sheet.pictureCount, "leftOutCount": sheet.omittedCount,
      "pages": written.map(\.text),
    ]
  }
}
