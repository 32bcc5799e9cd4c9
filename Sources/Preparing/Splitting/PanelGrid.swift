/// How a sheet is laid out, as far as the user says: `auto`, or rows × columns as in `2x3`.
package enum PanelGrid: Hashable, Sendable {
  /// Looked for in the picture.
  case auto
  /// So many rows of so many columns.
  case fixed(rows: Int, columns: Int)

  /// What rows and columns may be.
  package static let bounds = 1...10

  /// Reads `auto`, `2x2`, `1X4` or `1×4`; nothing for other words, and for numbers out of bounds.
  package init?(_ text: String) {
    if text.lowercased() == "auto" {
      self = .auto
      return
    }
    let parts = text.split(omittingEmptySubsequences: false) { "xX×".contains($0) }
    guard parts.count == 2, let rows = Self.number(parts[0]), let columns = Self.number(parts[1])
    else { return nil }
    self = .fixed(rows: rows, columns: columns)
  }

  private static func number(_ text: Substring) -> Int? {
    guard text.utf8.count <= 2, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(text).flatMap { bounds.contains($0) ? $0 : nil }
  }
}

extension PanelGrid: CustomStringConvertible {
  package var description: String {
    switch self {
    case .auto: "auto"
    case .fixed(let rows, let columns): "\(rows)x\(columns)"
    }
  }
}
