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
    let problems = all.compactMap(\.problem).flatMap(style.problem)
    let compared = all.filter { $0.problem == nil }
    guard compared.contains(where: { !$0.matches.isEmpty }) else {
      return problems
        + (compared.isEmpty ? [] : ["no element shows the same subject (faces are not compared)"])
    }
    let isPrinted = compared.contains { $0.notCompared == .print && !$0.matches.isEmpty }
    return compared.flatMap(lines) + problems
      + [isPrinted ? "faces and the print on packages are not compared" : "faces are not compared"]
  }

  /// A picture and its elements.
  private func lines(_ compared: SubjectMatches) -> [String] {
    let head = style.compared(compared.path, number: compared.number)
    guard !compared.matches.isEmpty else {
      return [head + "  no similar element"]
    }
    return [head]
      + compared.matches.flatMap { match in
        let likeness = Quantity.hundredths(match.likeness)
        return style.folded(
          "\(match.isProbable ? "probably" : "perhaps") \(match.handle)  likeness \(likeness) to "
            + "\(match.file.number) \(shownName(match.file.name))",
          by: 2, hanging: 4)
      }
  }
}
