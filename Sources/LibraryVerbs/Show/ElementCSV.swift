/// Elements as a table for spreadsheets (RFC 4180): a row for each, quoted where necessary, with
/// lines that end in CR LF.
public enum ElementCSV {
  /// The names of the columns.
  private static let columns = [
    "handle", "kind", "name", "revision", "changed", "files", "person", "rights", "expires",
    "retired", "findings",
  ]

  /// The first line, with the names of the columns.
  public static let head = bytes(columns)

  /// Returns the line of an element.
  public static func row(_ element: ElementSummary, _ status: ElementStatus) -> [UInt8] {
    let weak = status.weakPictures.map { ["\($0.pictures) weak: \($0.rule)"] } ?? []
    return bytes([
      element.handle.name, element.kind.rawValue, element.name, "\(element.sequence)",
      "\(element.at)", "\(element.fileCount)", element.person?.rawValue ?? "",
      status.basis?.rawValue ?? "", status.expires.map { "\($0)" } ?? "",
      element.isRetired ? "yes" : "no",
      (status.findings.map(\.message) + weak).joined(separator: "; "),
    ])
  }

  /// Returns a line in UTF-8.
  private static func bytes(_ fields: [String]) -> [UInt8] {
    Array((fields.map(quoted).joined(separator: ",") + "\r\n").utf8)
  }

  /// Returns a field as spreadsheets read it back. A text that they would take for a formula gets
  /// an apostrophe in front, since a formula could run commands on the reader's machine.
  private static func quoted(_ text: String) -> String {
    let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) }
    let safe = isFormula == true ? "'\(text)" : text
    guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return safe
    }
    return "\"\(safe.replacing("\"", with: "\"\""))\""
  }
}
