/// The contents of a page before it is written down in one markup or another.
struct PageDocument {
  enum Block {
    case heading(String)
    /// A heading that is a file's name: shown as it is, never read as markup.
    case file(String)
    case paragraph(String)
    case list([String])
    case table(header: [String], rows: [[String]])
    /// Files down, targets across.
    case matrix(header: [String], rows: [(file: String, cells: [CheckMatrix.Cell])])
  }

  let title: String
  let blocks: [Block]
}

/// Writes a page as Markdown that GitHub and ticket systems show as meant.
enum MarkdownPage {
  static func text(of page: PageDocument) -> String {
    (["# \(escaped(page.title))"] + page.blocks.map(block)).joined(separator: "\n\n") + "\n"
  }

  private static func block(_ block: PageDocument.Block) -> String {
    switch block {
    case .heading(let text): return "## \(escaped(text))"
    case .file(let name): return "## \(code(name))"
    case .paragraph(let text): return escaped(text)
    case .list(let lines): return lines.map { "- \(escaped($0))" }.joined(separator: "\n")
    case .table(let header, let rows):
      let lines = [header, header.map { _ in "---" }] + rows.map { $0.map(escaped) }
      return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    case .matrix(let header, let rows):
      return Self.block(
        .table(header: ["File"] + header, rows: rows.map { [$0.file] + $0.cells.map(\.words) }))
    }
  }

  /// A span of code, fenced by more backticks than stand in a row inside.
  private static func code(_ text: String) -> String {
    let text = sanitized(text)
    let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    return longest == 0 ? "\(fence)\(text)\(fence)" : "\(fence) \(text) \(fence)"
  }

  /// A name must not become markup: what has a meaning is escaped, line ends are shown.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in sanitized(text).unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "#", "~", "&":
        escaped += "\\\(scalar)"
      // A mention or a bare address would become a link where tickets are shown.
      case "@": escaped += "&#64;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped.replacing("www.", with: "www&#46;").replacing("://", with: "&#58;//")
  }
}

/// Writes a page as one HTML file that needs nothing else: no script, no address, no picture.
enum HTMLPage {
  static func text(of page: PageDocument) -> String {
    let title = escaped(page.title)
    let body = page.blocks.map(block).joined(separator: "\n")
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
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

  private static let style = """

    :root { color-scheme: light dark; --page: #eee; --ink: #1a1a1a; --quiet: #595959; --line: #c4c4c4 }
    @media (prefers-color-scheme: dark) {
      :root { --page: #2e2e2e; --ink: #eee; --quiet: #b8b8b8; --line: #5a5a5a }
    }
    body { margin: 0; background: var(--page); color: var(--ink);
      font: 16px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums }
    main { max-width: 76rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
    h1 { font-size: 1.5rem; margin: 0 0 1rem }
    h2 { font-size: 1.1rem; margin: 2.5rem 0 .5rem; overflow-wrap: anywhere }
    ul { list-style: none; margin: .5rem 0 1rem; padding: 0; color: var(--quiet); overflow-wrap: anywhere }
    .scroll { overflow-x: auto }
    table { border-collapse: collapse; width: 100%; font-size: .875rem; margin: .5rem 0 1rem }
    th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0;
      border-top: 1px solid var(--line); overflow-wrap: anywhere; min-width: 4rem }
    th { border-top: 0; color: var(--quiet); font-weight: 600 }
    td:first-child, td:nth-child(2) { white-space: nowrap; overflow-wrap: normal }
    .error, .warning { font-weight: 700 }
    .held, .note { color: var(--quiet) }
    .matrix { width: auto } .matrix td { white-space: nowrap; padding-right: 1.25rem }
    .matrix tbody th { color: var(--ink); font-weight: 400; border-top: 1px solid var(--line) }
    .matrix .held::before { content: none } .matrix .told { font-weight: 700 }
    .error::before { content: "✗ " } .warning::before { content: "! " } .held::before { content: "✓ " }

    """

  private static func block(_ block: PageDocument.Block) -> String {
    switch block {
    case .heading(let text), .file(let text): return "<h2>\(escaped(text))</h2>"
    case .paragraph(let text): return "<p>\(escaped(text))</p>"
    case .list(let lines):
      return "<ul>\n" + lines.map { "<li>\(escaped($0))</li>\n" }.joined() + "</ul>"
    case .table(let header, let rows):
      let head = header.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
      let body = rows.map { "<tr>" + cells($0) + "</tr>\n" }.joined()
      return
        "<div class=\"scroll\"><table>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)</tbody>\n</table></div>"
    case .matrix(let header, let rows):
      let head = (["File"] + header).map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
      let body = rows.map { row in
        "<tr><th scope=\"row\">\(escaped(row.file))</th>" + row.cells.map(cell).joined()
          + "</tr>\n"
      }.joined()
      return
        "<div class=\"scroll\"><table class=\"matrix\">\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)</tbody>\n</table></div>"
    }
  }

  /// A cell's sign says how the file came out; its weight says it again.
  private static func cell(_ cell: CheckMatrix.Cell) -> String {
    let mark =
      switch cell {
      case .passes: "held"
      case .passesWithWarning, .fails: "told"
      case .notKnown, .noSlot, .notAsked: "note"
      }
    return "<td class=\"\(mark)\">\(escaped(cell.words))</td>"
  }

  /// The first cell of a row says how a rule came out, and is marked as that.
  private static func cells(_ row: [String]) -> String {
    row.enumerated().map { index, cell in
      let marks = ["error", "warning", "note", "held"]
      let mark = index == 0 && marks.contains(cell) ? " class=\"\(cell)\"" : ""
      return "<td\(mark)>\(escaped(cell))</td>"
    }.joined()
  }

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
