/// Writes a page as Markdown for GitHub and ticket systems.
enum MarkdownPage {
  /// Returns the complete Markdown text.
  static func text(of page: PageDocument) -> String {
    (["# \(escaped(page.title))"] + page.blocks.map(block)).joined(separator: "\n\n") + "\n"
  }

  /// Returns the Markdown of one block. A collapsible block becomes a section of its own.
  private static func block(_ block: PageDocument.Block) -> String {
    switch block {
    case .heading(let text): return "## \(escaped(text))"
    case .file(let name): return "## \(code(name))"
    case .rule(let severity, let rule): return "## \(severity.pageSign) \(code(rule))"
    case .paragraph(let text): return escaped(text)
    case .list(let lines): return lines.map { "- \(escaped($0))" }.joined(separator: "\n")
    case .table(let header, let rows):
      let lines = [header, header.map { _ in "---" }] + rows.map { $0.map(escaped) }
      return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    case .files(let rows):
      return Self.block(
        .table(
          header: ["File", "Status", "Details", "Worst finding"],
          rows: rows.map {
            [$0.name, "\($0.status.pageSign) \($0.status.pageWord)", $0.facts, $0.finding]
          }))
    case .details(let title, let blocks):
      return (["## \(escaped(title))"] + blocks.map(Self.block)).joined(separator: "\n\n")
    case .matrix(let header, let rows):
      return Self.block(
        .table(header: ["File"] + header, rows: rows.map { [$0.file] + $0.cells.map(\.words) }))
    }
  }

  /// Returns a code span, fenced by more backticks than the longest run inside it.
  private static func code(_ text: String) -> String {
    let text = sanitized(text)
    let maximumRun = text.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: maximumRun + 1)
    return maximumRun == 0 ? "\(fence)\(text)\(fence)" : "\(fence) \(text) \(fence)"
  }

  /// Returns text in which every character that Markdown interprets is escaped, so that a file name
  /// can't become markup. Line ends become visible.
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
