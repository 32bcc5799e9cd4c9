internal import Castbook
internal import CommandLineKit
internal import Model

/// What the results of comparing pictures by copies and by subject have in common.
extension TerminalStyle {
  /// Returns the reason why a picture could not be compared, with what to do.
  func problem(_ error: ElementLibraryError) -> [String] {
    let text = sanitized("\(error)\(error.fix.map { ": \($0)" } ?? "")")
    let lines = Folding.lines(text, width: max(24, columns - 6))
    return hanging("  \(sign(.fail)) ", lines, indent: 4)
  }

  /// Returns the name of a compared picture, after its number in its element.
  func compared(_ path: FilePath, number: Int?) -> String {
    styled((number.map { "\($0)  " } ?? "") + sanitized(path.text), .bold)
  }
}
