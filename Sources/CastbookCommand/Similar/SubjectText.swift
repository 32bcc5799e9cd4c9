internal import Castbook
internal import CommandLineKit
internal import Model

/// Pictures, each with the elements that show its subject below it, as lines for people.
///
/// ```text
/// IMG_4231.jpg
///   probably @mira  likeness 0.71 to 2 mira-left.jpg
///   perhaps @ben  likeness 0.42 to 1 ben.jpg
/// faces are not compared
/// ```
struct SubjectText {
  let all: [SubjectMatches]
  let style: TerminalStyle

  var lines: [String] {
    let problems = all.compactMap(\.problem).flatMap { problem in
      let text = sanitized("\(problem)\(problem.fix.map { ": \($0)" } ?? "")")
      let lines = Folding.lines(text, width: max(24, style.columns - 6))
      return style.hanging("  \(style.sign(.fail)) ", lines, indent: 4)
    }
    let compared = all.filter { $0.problem == nil }
    guard compared.contains(where: { !$0.matches.isEmpty }) else {
      return problems
        + (compared.isEmpty ? [] : ["no element shows the same subject (faces are not compared)"])
    }
    return compared.flatMap(lines) + problems + ["faces are not compared"]
  }

  /// A picture and its elements.
  private func lines(_ compared: SubjectMatches) -> [String] {
    let head = (compared.number.map { "\($0)  " } ?? "") + sanitized(compared.path.text)
    guard !compared.matches.isEmpty else {
      return [style.styled(head, .bold) + "  no similar element"]
    }
    return [style.styled(head, .bold)]
      + compared.matches.flatMap { match in
        let likeness = Quantity.hundredths(match.likeness)
        return style.folded(
          "\(match.isProbable ? "probably" : "perhaps") \(match.handle)  likeness \(likeness) to "
            + "\(match.file.number) \(shownName(match.file.name))",
          by: 2, hanging: 4)
      }
  }
}
