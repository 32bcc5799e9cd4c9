internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook sheet`: draws a contact sheet of pictures as PNG pages.
///
/// Pages are PNG files: the first has the name given with `-o`, later ones get a number before the
/// suffix. A missing file does not stop the others from being drawn.
enum SheetCommand {
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
    positionals: [PictureOptions.pictures],
    options: [
      OptionGroup(
        "How it looks",
        [
          .flag("light", "Use a light grey background, for print."),
          .value("columns", "N", "Pictures per row, 1–8."),
          .value("title", "TEXT", "The title at the top (the element's name)."),
          .value("best", "K", "Mark the best K pictures."),
        ]),
      OptionGroup(
        "Output",
        [
          .value("output", short: "o", "FILE", "The picture to write: .png.", completion: .files),
          .flag("replace", "Replace a file that exists and is different."),
          .flag("json", "One JSON object."),
        ]),
    ],
    run: run)

  /// Measures the pictures and draws them. The output path is checked first, before the long work.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    guard let word = arguments.value("output") else {
      throw MissingOutput.file("FILE.png")
    }
    let path = try word.path("-o")
    guard path.suffix == "png" else {
      throw UsageError(
        message: "-o \(sanitized(word.text)): the sheet is written as PNG",
        fix: "end the file name in .png")
    }
    try OutputFile.preflight(path)
    var style = Score.SheetStyle()
    style.isLight = arguments.has("light")
    style.columns = try arguments.value("columns").map { try $0.number("--columns", in: 1...8) }
    style.best = try arguments.value("best").map { try $0.number("--best", in: 1...100) }
    style.title = arguments.value("title")?.text
    let files = FileList(try await CheckRequest.sources(arguments))
    var count = 0
    let sheet = try await Score().sheet(
      of: files, style, isCancelled: { Signals.interrupted },
      each: { file in
        count += 1
        screen.progress.update("measured \(count) of \(files.paths.count)  \(file.facts.path)")
      })
    if Signals.interrupted {
      try screen.finish()
      Signals.endByInterrupt()
    }
    return try write(sheet, to: path, arguments, screen)
  }

  /// Draws and writes the pages one by one, so that only one is in memory, then prints their paths.
  ///
  /// Throws when there is no picture to draw.
  private static func write(
    _ sheet: DrawnSheet, to path: FilePath, _ arguments: Arguments, _ screen: Screen
  ) throws -> ExitStatus {
    guard sheet.pictureCount > 0 else {
      if let first = sheet.missing.first {
        for other in sheet.missing.dropFirst() { try Libraries.printRemark(sanitized(other)) }
        throw UsageError(message: sanitized(first), fix: "name pictures or a folder of them")
      }
      for finding in sheet.set.findings { try Libraries.printRemark(finding.sentence) }
      throw Failure(
        exit: .findings, rule: "set.empty",
        message: "no picture to draw" + (sheet.set.soundsAndClips.map { ", only \($0)" } ?? ""),
        fix: "name pictures or a folder of them")
    }
    var written: [FilePath] = []
    for page in 0..<sheet.pageCount {
      let pagePath = page == 0 ? path : path.numbered(page + 1)
      screen.progress.update("drawing page \(page + 1) of \(sheet.pageCount)")
      do {
        _ = try OutputFile.write(sheet.png(page), to: pagePath, replacing: arguments.has("replace"))
      } catch {
        throw Failure(error)
      }
      written.append(pagePath)
    }
    if arguments.has("json") {
      let value: JSONValue = [
        "castbook": "sheet/2", "pictureCount": .integer(sheet.pictureCount),
        "leftOutCount": .integer(sheet.omittedCount),
        "pages": .array(written.map { .string($0.text) }),
      ]
      try screen.print(value.compactText)
      return try status(sheet)
    }
    try screen.print(
      "\(written.map { sanitized($0.text) }.joined(separator: ", ")): "
        + Quantity.count(sheet.pictureCount, "picture"))
    if sheet.omittedCount > 0 {
      try screen.print("\(sheet.omittedCount) more are not on it: draw them in parts")
    }
    if let others = sheet.set.soundsAndClips { try screen.print("not drawn: \(others)") }
    return try status(sheet)
  }

  /// Reports the files that don't exist and returns the status. The other pictures have been drawn.
  private static func status(_ sheet: DrawnSheet) throws -> ExitStatus {
    for missing in sheet.missing { try Libraries.printRemark(sanitized(missing)) }
    return sheet.missing.isEmpty ? .success : .findings
  }
}

extension FilePath {
  /// Returns the path with a number before its suffix, as in `sheet-2.png`.
  func numbered(_ number: Int) -> FilePath {
    let name = self.name.text
    let suffixStart = name.lastIndex(of: ".") ?? name.endIndex
    let numbered = "\(name[..<suffixStart])-\(number)\(name[suffixStart...])"
    guard let path = FilePath(numbered) else { return folder.appending(numbered.utf8) }
    return self.text == name ? path : folder.appending(numbered.utf8)
  }
}
