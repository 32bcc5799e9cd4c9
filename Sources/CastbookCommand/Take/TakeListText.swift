internal import Castbook
internal import CommandLineKit
internal import Model

/// Takes with decisions and comments, as lines for people.
///
/// ```text
///   41ab9f2c  approved  lobby.md  fal.kling-o3.r2v  0.84 USD  by Nia, 2026-11-21 09:30 UTC
///     7c95b6d0  at 3.2 s  Ben, 2026-11-21 09:12 UTC
///       the coat is too dark
/// 1 take, 1 approved
/// ```
struct TakeListText {
  let list: TakeList
  let style: TerminalStyle

  /// The takes with their comments, then the totals.
  var lines: [String] {
    guard !list.takes.isEmpty else {
      return ["no matching takes: castbook take add FILE records a clip that came back"]
    }
    let results = Columns.aligned(list.takes.map(\.take.result.rawValue))
    let shots = Columns.aligned(list.takes.map { sanitized($0.entry.export.shot.path) })
    let rows = list.takes.indices.flatMap { index in
      let listed = list.takes[index]
      return [
        Columns.trimmed(
          "  \(listed.take.blob?.hex.prefix(8) ?? "no file ")  \(results[index])  \(shots[index])  "
            + details(listed))
      ]
        + (listed.take.note.isEmpty
          ? [] : style.folded(sanitized(listed.take.note), by: 4, hanging: 4))
        + listed.comments.flatMap { noted in
          ["    \(style.styled(String(noted.record.hex.prefix(8)), .dim))  \(Self.head(noted))"]
            + Self.body(noted, style, by: 6)
        }
    }
    let totals = [
      TakeTally(list.takes.map(\.take)).phrase,
      list.isTruncated ? "takes of earlier exports are not shown" : nil,
    ]
    return rows + [totals.compactMap(\.self).joined(separator: " · ")]
  }

  /// Returns the target, the cost, and who decided when.
  private func details(_ listed: TakeList.Listed) -> String {
    let take = listed.take
    let parts = [
      sanitized(listed.entry.export.target), take.cost.map { sanitized($0.text) },
      take.by.isEmpty ? take.at.minute : "by \(sanitized(take.by)), \(take.at.minute)",
    ]
    return parts.compactMap(\.self).joined(separator: "  ")
  }

  /// Returns the moment of a comment, its author and when it was written.
  static func head(_ noted: NotedComment) -> String {
    let comment = noted.comment
    let moment = comment.milliseconds.map { "at \(Quantity.seconds(milliseconds: $0))  " } ?? ""
    let author = comment.by.isEmpty ? "" : "\(sanitized(comment.by)), "
    return moment + author + comment.at.minute
  }

  /// Returns the text of a comment, indented.
  static func body(_ noted: NotedComment, _ style: TerminalStyle, by indent: Int) -> [String] {
    noted.comment.text.split(separator: "\n", omittingEmptySubsequences: true).flatMap {
      style.folded(sanitized(String($0)), by: indent, hanging: indent)
    }
  }
}
