internal import Castbook
internal import CommandLineKit
internal import Model

/// Pictures, each with the similar ones in the library below it, as lines for people.
///
/// ```text
/// photo.jpg
///   nearly the same picture: @mira 2 IMG_4202.HEIC
/// ```
struct SimilarText {
  let all: [SimilarPictures]
  let style: TerminalStyle

  /// The pictures with matches, then the problems, then how many pictures have matches.
  var lines: [String] {
    let problems = all.compactMap(\.problem).flatMap(style.problem)
    let compared = all.filter { $0.problem == nil }
    let matched = compared.filter { !$0.pictures.isEmpty }
    guard !matched.isEmpty else {
      return problems + (compared.isEmpty ? [] : ["no similar pictures in the library"])
    }
    let lines = matched.flatMap(lines) + problems
    return compared.count == 1
      ? lines
      : lines + [
        "\(matched.count) of \(Quantity.count(compared.count, "picture")) found in the library"
      ]
  }

  /// A picture and its matches.
  private func lines(_ compared: SimilarPictures) -> [String] {
    let head = style.compared(compared.path, number: compared.number)
    return [head]
      + compared.pictures.flatMap { picture in
        style.folded(sanitized(SimilarWords.line(picture)), by: 2, hanging: 4)
      }
  }
}
