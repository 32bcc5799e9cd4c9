/// The contents of a page before it is written down in one markup or another.
struct PageDocument {
  enum Block {
    case heading(String)
    /// A heading that is a file's name: shown as it is, never read as markup.
    case file(String)
    /// A heading that is a rule, with how bad it is.
    case rule(Severity, String)
    case paragraph(String)
    case list([String])
    case table(header: [String], rows: [[String]])
    /// Every file in a row.
    case files([FileRow])
    /// Files down, targets across.
    case matrix(header: [String], rows: [(file: String, cells: [CheckMatrix.Cell])])
    /// What is folded away until somebody asks for it, where the markup can do that.
    case details(String, [Block])
  }

  /// A file in the table on top.
  struct FileRow {
    let name: String
    let status: Status
    /// "1536 × 2048 · JPEG · 1.2 MB".
    let facts: String
    /// The worst that was found, and how much more.
    let finding: String
    /// A small JPEG.
    let thumbnail: [UInt8]?
  }

  let title: String
  let blocks: [Block]
}

extension Status {
  /// As a page names it.
  var pageWord: String {
    switch self {
    case .pass: "ready"
    case .warn: "to watch"
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
