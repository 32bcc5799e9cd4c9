internal import CommandLineKit

/// The lines of a result that report failures, which is what `--quiet` prints.
///
/// A line that begins with ✗ reports one, and so do the unmarked lines that are indented below it:
///
/// ```text
///   ✗ mira-side.png   256 × 900   PNG   310 kB
///       shorter side is below the 300 px minimum: use a larger original   image.too-small
/// ```
final class FailureLines {
  /// The marks of lines that report a failure.
  private let failures: Set<Character>
  /// The indent of the last line with a mark, which the lines of its text exceed.
  private var indent = 0
  /// Whether the last line with a mark reports a failure.
  private var isFailing = false

  /// All marks that a line of a result can begin with.
  private static let marks: Set<Character> = ["✓", "!", "✗", "·", "–", "?", "="]

  /// Creates a filter. With `isStrict` warnings count as failures, as they do in the exit code.
  init(isStrict: Bool) { failures = isStrict ? ["✗", "!"] : ["✗"] }

  /// Returns those of the next lines that report failures.
  func failures(in lines: [String]) -> [String] {
    lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
      .map(String.init).filter(reportsFailure)
  }

  /// Whether the next line of the result reports a failure.
  private func reportsFailure(_ line: String) -> Bool {
    let plain = Self.withoutColor(line)
    let depth = plain.prefix { $0 == " " }.count
    var text = plain.dropFirst(depth)
    if text.hasPrefix("→ ") { text = text.dropFirst(2) }
    if let mark = text.first, Self.marks.contains(mark), text.dropFirst().first == " " {
      (indent, isFailing) = (depth, failures.contains(mark))
    } else if depth <= indent || text.isEmpty {
      isFailing = false
    }
    return isFailing
  }

  /// Returns the line without the escapes that colour it.
  private static func withoutColor(_ line: String) -> String {
    guard line.contains("\u{1b}") else { return line }
    let parts = line.split(separator: "\u{1b}", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      index == 0 ? String(part) : String(part.drop { $0 != "m" }.dropFirst())
    }.joined()
  }
}
