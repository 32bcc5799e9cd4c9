/// The contents of a page, independent of the markup.
struct PageDocument {
  enum Block {
    case heading(String)
    /// A heading that is a file name, never read as markup.
    case file(String)
    /// A heading that is a rule, with its severity.
    case rule(Severity, String)
    case paragraph(String)
    case list([String])
    case table(header: [String], rows: [[String]])
    /// A table with a row for each file.
    case files([FileRow])
    /// Files down, targets across.
    case matrix(header: [String], rows: [(file: String, cells: [CheckMatrix.Cell])])
    /// Blocks that start collapsed, where the markup supports it.
    case details(String, [Block])
  }

  /// A row of the table of files.
  struct FileRow {
    let name: String
    let status: Status
    /// "1536 × 2048 · JPEG · 1.2 MB".
    let facts: String
    /// The worst finding, and how many more there are.
    let finding: String
    /// A small JPEG.
    let thumbnail: [UInt8]?
  }

  let title: String
  let blocks: [Block]
}

extension Status {
  /// The word for it on a page.
  var pageWord: String {
    switch self {
    case .pass: "ready"
    case .warn: "warning"
    case .fail: "to fix"
    }
  }

  var pageSign: String {
    switch self {
    case .pass: "✓"
    case .warn: "!"
    case .fail: "✗"
    }
  }
}

extension Severity {
  var pageSign: String {
    switch self {
    case .error: "✗"
    case .warning: "!"
    case .note: "·"
    }
  }
}
