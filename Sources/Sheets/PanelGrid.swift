/// The layout of a sheet as the user requests it: `auto`, or rows × columns such as `2x3`.
public enum PanelGrid: Hashable, Sendable {
  /// The layout is detected in the picture.
  case auto
  /// The given number of rows, each with the given number of columns.
  case fixed(rows: Int, columns: Int)

  /// The permitted numbers of rows and columns.
  static let bounds = 1...10

  /// Creates a grid from `auto`, `2x2`, `1X4` or `1×4`; returns `nil` for other texts and for
  /// numbers that are out of bounds.
  public init?(_ text: String) {
    if text.lowercased() == "auto" {
      self = .auto
      return
    }
    let parts = text.split(omittingEmptySubsequences: false) { "xX×".contains($0) }
    guard parts.count == 2, let rows = Self.number(parts[0]), let columns = Self.number(parts[1])
    else { return nil }
    self = .fixed(rows: rows, columns: columns)
  }

  /// Returns a number of one or two ASCII digits within bounds.
  private static func number(_ text: Substring) -> Int? {
    guard text.utf8.count <= 2, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(text).flatMap { bounds.contains($0) ? $0 : nil }
  }
}

extension PanelGrid: CustomStringConvertible {
  public var description: String {
    switch self {
    case .auto: "auto"
    case .fixed(let rows, let columns): "\(rows)x\(columns)"
    }
  }
}
