internal import Castbook
internal import CommandLineKit
internal import Model

/// Suggests how to set the roles of unsorted files, and how to confirm roles that were assumed.
///
/// The command has a placeholder for the file, because Castbook does not guess what a picture
/// shows, and a command that can be run as printed is run.
///
/// ```text
/// 1 file has no role yet. Look at it, then: castbook edit @mira --role N=front
/// Or in a browser: castbook serve --open
/// ```
struct RoleHint {
  private let style: TerminalStyle
  /// The number of files without a role, and the elements that have them.
  private let unsorted: (files: Int, handles: [Handle])
  /// The number of files with an assumed role, and the elements that have them.
  private let assumed: (files: Int, handles: [Handle])

  init(_ revision: ElementRevision, _ style: TerminalStyle) { self.init([revision], style) }

  init(_ revisions: [ElementRevision], _ style: TerminalStyle) {
    self.style = style
    func sum(_ count: (ElementRevision) -> Int) -> (Int, [Handle]) {
      let found = revisions.filter { $0.kind != .voice && count($0) > 0 }
      return (found.reduce(0) { $0 + count($1) }, found.map(\.handle))
    }
    unsorted = sum(\.unsortedNumbers.count)
    assumed = sum { $0.references.count(where: \.isRoleAssumed) }
  }

  /// The hints, or an empty array if every file has a role that is certain.
  var lines: [String] {
    let hints =
      hint(
        unsorted, "has no role yet", "have no role yet", "--role N=front",
        then: "Look at \(them(unsorted.files)), then:")
      + hint(
        assumed, "has an assumed role", "have assumed roles", "--confirm-roles",
        then: "If \(assumed.files == 1 ? "it is" : "they are") right:")
    return hints.isEmpty ? [] : hints + ["Or in a browser: castbook serve --open"]
  }

  private func them(_ count: Int) -> String { count == 1 ? "it" : "them" }

  /// Returns how many files there are and the command for them, on one line or two; empty without
  /// files.
  private func hint(
    _ found: (files: Int, handles: [Handle]), _ one: String, _ many: String, _ option: String,
    then: String
  ) -> [String] {
    guard let first = found.handles.first else { return [] }
    let elements = found.handles.count == 1 ? "" : " in \(found.handles.count) elements"
    let lead =
      "\(Quantity.count(found.files, "file"))\(elements) \(found.files == 1 ? one : many). \(then)"
    let command =
      "castbook edit \(found.handles.count == 1 ? "\(first)" : "@HANDLE") \(option)"
    return displayWidth("\(lead) \(command)") < style.columns
      ? ["\(lead) \(command)"] : [lead, "  \(command)"]
  }
}
