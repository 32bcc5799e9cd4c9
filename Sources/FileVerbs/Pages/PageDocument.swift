/// The contents of a page, independent of the markup.
struct PageDocument {
  /// A part of the page.
  enum Block {
    /// A heading.
    case heading(String)
    /// A heading that is a file name, never read as markup.
    case file(String)
    /// A heading that is a rule, with its severity.
    case rule(Severity, String)
    /// A paragraph of text.
    case paragraph(String)
    /// A list with a line for each item.
    case list([String])
    /// A table of texts; each row has as many cells as the header.
    case table(header: [String], rows: [[String]])
    /// A table with a row for each file.
    case files([FileRow])
    /// A table with files as rows and targets as columns.
    case matrix(header: [String], rows: [(file: String, cells: [CheckMatrix.Cell])])
    /// Blocks that start collapsed, where the markup supports it.
    case details(String, [Block])
  }

  /// A row of the table of files.
  struct FileRow {
    /// The path of the file as the user gave it.
    let name: String
    let status: Status
    /// The size, format and weight of the file: "1536 × 2048 · JPEG · 1.2 MB".
    let facts: String
    /// The worst finding, and the number of further ones; empty if there is none.
    let finding: String
    /// A small JPEG; `nil` if the page shows none for this file.
    let thumbnail: [UInt8]?
  }

  let title: String
  let blocks: [Block]
}

extension Status {
  /// The word for the status on a page.
  var pageWord: String {
    switch self {
    case .pass: "ready"
    case .warn: "warning"
    case .fail: "to fix"
    }
  }

  /// The sign for the status, so that it doesn't depend on colour.
  var pageSign: String {
    switch self {
    case .pass: "✓"
    case .warn: "!"
    case .fail: "✗"
    }
  }
}

extension Severity {
  /// The sign for the severity, so that it doesn't depend on colour.
  var pageSign: String {
    switch self {
    case .error: "✗"
    case .warning: "!"
    case .note: "·"
    }
  }
}
