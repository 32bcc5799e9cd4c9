internal import Castbook
internal import CommandLineKit
internal import Model

/// The outcome of an import, as lines for people.
///
/// A preview uses the same lines in the conditional: "would be imported".
///
/// ```text
///   @mira  character, new, revision 3
///   @mug   product, unchanged
/// 2 elements, 4 new files (8.2 MB)
/// ```
enum ImportText {
  /// A line per element, followed by its sides if it forked, then the totals and advice about
  /// forks.
  static func lines(_ outcome: ImportOutcome, _ style: TerminalStyle) -> [String] {
    let width = outcome.elements.map { $0.handle.description.count }.max() ?? 0
    return outcome.elements.flatMap { element in
      let handle = style.styled(Columns.padded("\(element.handle)", width), .bold)
      let gap = String(repeating: " ", count: width + 4)
      return ["  \(handle)  \(words(element, outcome.isPreview))"]
        + element.sides.map { gap + side($0) }
    } + [total(outcome)] + forks(outcome, style)
  }

  /// Returns what happened to an element, as a phrase.
  private static func words(_ element: ImportedElement, _ isPreview: Bool) -> String {
    let kind = element.kind.rawValue
    let packed = element.packedAs.map { ", @\(sanitized($0)) in the pack" } ?? ""
    return switch element.change {
    case .added: "\(kind), new, revision \(element.sequence)"
    case .advanced:
      "\(kind), \(isPreview ? "would be updated" : "updated") to revision \(element.sequence)"
    case .alreadyPresent: "\(kind), unchanged"
    case .older: "\(kind), newer here: revision \(element.sequence) stays"
    case .asNew: "\(kind), \(isPreview ? "would be imported" : "imported") as new\(packed)"
    case .forked: "\(kind), changed in both libraries: \(isPreview ? "would be " : "")forked"
    }
  }

  /// Returns one side of a fork: its letter, where it comes from, and its revision.
  private static func side(_ side: ImportedElement.Side) -> String {
    "\(side.letter)  \(side.isArriving ? "from the pack" : "yours"), "
      + ForkText.origin(side.revision)
  }

  /// Returns the number of elements and of new files.
  private static func total(_ outcome: ImportOutcome) -> String {
    let files =
      Quantity.count(outcome.newFileCount, "new file")
      + (outcome.newByteCount > 0 ? " (\(Quantity.bytes(outcome.newByteCount)))" : "")
    let elements = Quantity.count(outcome.elements.count, "element")
    return outcome.isPreview
      ? "\(elements), \(files) would be imported; no files were written" : "\(elements), \(files)"
  }

  /// Returns the commands that compare and merge forked elements; one line in all when there are
  /// many.
  private static func forks(_ outcome: ImportOutcome, _ style: TerminalStyle) -> [String] {
    guard !outcome.isPreview else { return [] }
    let forked = outcome.elements.filter { $0.change == .forked }.map(\.handle)
    let mark = style.sign(Status.warn)
    if forked.count > 8 {
      return [
        "\(mark) \(forked.count) elements are forked: castbook show @NAME compares both sides, castbook "
          + "edit @NAME --merge merges them"
      ]
    }
    return forked.map { handle in
      "\(mark) \(handle) is forked: castbook show \(handle) compares both sides, castbook edit "
        + "\(handle) --merge merges them"
    }
  }
}
