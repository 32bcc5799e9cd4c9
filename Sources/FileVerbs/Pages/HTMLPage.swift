internal import Bundles

/// Writes a page as one self-contained HTML file: no scripts, no links, embedded pictures.
enum HTMLPage {
  /// Returns the complete HTML file. Its content security policy forbids everything but inline
  /// styles and embedded pictures.
  static func text(of page: PageDocument) -> String {
    let title = escaped(page.title)
    let body = page.blocks.map(block).joined(separator: "\n")
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
      <title>\(title)</title>
      <style>\(style)</style>
      </head>
      <body>
      <main>
      <h1>\(title)</h1>
      \(body)
      </main>
      </body>
      </html>

      """
  }

  /// The style sheet: two sizes of text, and a contrast of at least 7 to 1 in both colour schemes.
  private static let style = """

    :root { color-scheme: light dark; --page: #eee; --ink: #141414; --quiet: #444; --line: #c4c4c4;
      --fail: #8c0010; --warn: #6a4200; --pass: #005418 }
    @media (prefers-color-scheme: dark) {
      :root { --page: #2e2e2e; --ink: #f0f0f0; --quiet: #c8c8c8; --line: #5a5a5a;
        --fail: #ffaea0; --warn: #ffc857; --pass: #96de96 }
    }
    body { margin: 0; background: var(--page); color: var(--ink);
      font: 16px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums }
    main { max-width: 76rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
    h1, h2 { font-size: 1.375rem; line-height: 1.3; overflow-wrap: anywhere }
    h1 { margin: 0 0 1rem } h2 { margin: 2.5rem 0 .5rem }
    details h2 { font-size: 1rem; margin: 1.5rem 0 .25rem }
    summary { font-size: 1.375rem; font-weight: 700; margin: 2.5rem 0 .5rem; cursor: pointer }
    ul { list-style: none; margin: .5rem 0 1rem; padding: 0; color: var(--quiet); overflow-wrap: anywhere }
    p { margin: .5rem 0; overflow-wrap: anywhere; max-width: 60rem }
    .scroll { overflow-x: auto }
    table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem }
    th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0;
      border-top: 1px solid var(--line); overflow-wrap: break-word; min-width: 5rem }
    thead th { border-top: 0; color: var(--quiet); font-weight: 600 }
    tbody th { font-weight: 400 } .scroll td:first-child { min-width: 9rem }
    .fail, .error { color: var(--fail); font-weight: 700 } .warn, .warning { color: var(--warn); font-weight: 700 }
    .pass { color: var(--pass) } .note, .quiet { color: var(--quiet) }
    .files .sign { white-space: nowrap }
    .files .picture { width: 6rem; min-width: 6rem } .files img { display: block; max-width: 6rem; max-height: 6rem }
    .matrix { width: auto } .matrix td { white-space: nowrap; padding-right: 1.25rem }
    .matrix .passed { color: var(--quiet) } .matrix .reported { font-weight: 700 }
    @media (max-width: 40rem) {
      .scroll:not(:has(.matrix)) table, .scroll:not(:has(.matrix)) :is(tbody, tr, td) { display: block }
      .scroll:not(:has(.matrix)) thead { display: none }
      .scroll:not(:has(.matrix)) tr { border-top: 1px solid var(--line); padding: .5rem 0 }
      .scroll:not(:has(.matrix)) td { border: 0; padding: 0 }
      .scroll:not(:has(.matrix)) td:empty { display: none }
      .scroll td[data-column]::before { content: attr(data-column) ": "; color: var(--quiet) }
      .files thead { display: none }
      .files tr { display: block; border-top: 1px solid var(--line); padding: .5rem 0; overflow: hidden }
      .files th, .files td { display: block; border: 0; padding: 0; min-width: 0 }
      .files .picture { float: left; margin: .25rem .75rem 0 0 }
      .files .picture:empty { display: none } .files .picture:not(:empty) ~ * { margin-left: 6.75rem }
    }
    @media print {
      :root { --page: #fff; --ink: #000; --quiet: #333; --fail: #8c0010; --warn: #6a4200; --pass: #005418 }
      main { max-width: none; padding: 0 } tr, h2 { break-inside: avoid } h2 { break-after: avoid }
      .scroll { overflow: visible }
    }

    """

  /// Returns the markup of one block.
  private static func block(_ block: PageDocument.Block) -> String {
    switch block {
    case .heading(let text), .file(let text): return "<h2>\(escaped(text))</h2>"
    case .rule(let severity, let rule):
      return
        "<h2><span class=\"\(severity.rawValue)\">\(severity.pageSign)</span> \(escaped(rule))</h2>"
    case .files(let rows): return files(rows)
    case .details(let title, let blocks):
      return "<details>\n<summary>\(escaped(title))</summary>\n"
        + blocks.map(Self.block).joined(separator: "\n") + "\n</details>"
    case .paragraph(let text): return "<p>\(escaped(text))</p>"
    case .list(let lines):
      return "<ul>\n" + lines.map { "<li>\(escaped($0))</li>\n" }.joined() + "</ul>"
    case .table(let header, let rows):
      // On a narrow screen each cell names its column.
      let rows = rows.map { row in
        zip(header, row).map { column, text in
          let name = column.isEmpty ? "" : " data-column=\"\(escaped(column))\""
          return "<td\(name)>\(breakable(text))</td>"
        }.joined()
      }
      return "<div class=\"scroll\">\(table(header, rows))</div>"
    case .matrix(let header, let rows):
      let rows = rows.map { row in
        "<th scope=\"row\">\(breakable(row.file))</th>" + row.cells.map(cell).joined()
      }
      return "<div class=\"scroll\">\(table(["File"] + header, rows, " class=\"matrix\""))</div>"
    }
  }

  /// Returns a cell of the matrix. Its text shows the outcome, and its font weight repeats it.
  private static func cell(_ cell: CheckMatrix.Cell) -> String {
    let mark =
      switch cell {
      case .passes: "passed"
      case .passesWithWarning, .fails: "reported"
      case .unknown, .noSlot, .notChecked: "note"
      }
    return "<td class=\"\(mark)\">\(escaped(cell.words))</td>"
  }

  /// Returns a table from its header and the markup of each row's cells.
  private static func table(
    _ header: [String], _ rows: [String], _ attributes: String = ""
  ) -> String {
    let head = header.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
    let body = rows.map { "<tr>\($0)</tr>\n" }.joined()
    return
      "<table\(attributes)>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)</tbody>\n</table>"
  }

  /// Returns the table of files; the column of pictures is left out if there are none.
  private static func files(_ rows: [PageDocument.FileRow]) -> String {
    let hasPictures = rows.contains { $0.thumbnail != nil }
    let header = (hasPictures ? [""] : []) + ["File", "Status", "Details", "Worst finding"]
    let rows = rows.map { row in
      let picture = row.thumbnail.map { bytes in
        "<img alt=\"\" src=\"data:image/jpeg;base64,\(Base64.text(of: bytes))\">"
      }
      return (hasPictures ? "<td class=\"picture\">\(picture ?? "")</td>" : "")
        + "<th scope=\"row\">\(breakable(row.name))</th>"
        + "<td class=\"sign \(row.status.rawValue)\">\(row.status.pageSign) \(row.status.pageWord)</td>"
        + "<td class=\"quiet\">\(escaped(row.facts))</td><td>\(escaped(row.finding))</td>"
    }
    return table(header, rows, " class=\"files\"")
  }

  /// Returns escaped text in which a long path breaks after its signs, and not within its words.
  private static func breakable(_ text: String) -> String {
    escaped(text).split(separator: " ", omittingEmptySubsequences: false).map { word -> String in
      let isPath = word.contains("/") || word.contains("_")
      guard isPath, !word.contains("&") else { return String(word) }
      return String(word).replacing(/[\/_.-](?=.)/) { "\($0.output)<wbr>" }
    }.joined(separator: " ")
  }

  /// Returns text with the characters escaped that have a meaning in HTML, and control characters
  /// made visible.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in sanitized(text).unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
