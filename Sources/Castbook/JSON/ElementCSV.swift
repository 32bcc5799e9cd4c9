/// Elements as a table for spreadsheets (RFC 4180): a row each, texts in quotes, lines that end in CR LF.
public enum ElementCSV {
  private static let columns = [
    "handle", "kind", "name", "revision", "changed", "files", "person", "rights", "expires",
    "retired", "findings",
  ]

  public static let head = bytes(columns)

  public static func row(_ element: ElementSummary, _ standing: ElementStanding) -> [UInt8] {
    let weak = standing.weak.map { ["\($0.pictures) weak: \($0.rule)"] } ?? []
    return bytes([
      element.handle.name, element.kind.rawValue, element.name, "\(element.sequence)",
      "\(element.at)", "\(element.fileCount)", element.person?.rawValue ?? "",
      standing.basis?.rawValue ?? "", standing.expires.map { "\($0)" } ?? "",
      element.isRetired ? "yes" : "no",
      (standing.findings.map(\.message) + weak).joined(separator: "; "),
    ])
  }

  private static func bytes(_ fields: [String]) -> [UInt8] {
    Array((fields.map(quoted).joined(separator: ",") + "\r\n").utf8)
  }

  /// A field as spreadsheets read it back. One that they would take for a formula gets an apostrophe in front.
  private static func quoted(_ text: String) -> String {
    let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) }
    let safe = isFormula == true ? "'\(text)" : text
    guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return safe
    }
    return "\"\(safe.replacing("\"", with: "\"\""))\""
  }
}
