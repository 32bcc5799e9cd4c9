internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook similar`.
enum SimilarCommand {
  static let command = Command(
    "similar", "Find pictures of the library that are copies of these, or nearly so.",
    details: [
      "Copies are found although they were resized, saved again, cropped a little or made brighter, "
        + "and mirror images are told apart. What hashes suggest is confirmed by comparing the pictures."
    ],
    examples: [
      Example("castbook similar photo.jpg", "who has this picture, or nearly"),
      Example("castbook similar @mira", "all pictures of an element"),
      Example("castbook similar photo.jpg --json", "for a script"),
    ],
    positionals: [
      Positional(
        "@HANDLE|FILE", .atLeastOne, "Elements, or pictures; - reads a list of paths.",
        completion: .files)
    ],
    options: [OptionGroup("What comes out", [.flag("json", "One JSON object.")])],
    section: "Find", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let library = try await Libraries.open(arguments)
    var all: [SimilarPictures] = []
    for word in arguments.positionals {
      if word.bytes.first == UInt8(ascii: "@") {
        all += try await library.similar(to: try word.element) { done, total in
          screen.progress.update("compared \(done) of \(Quantity.grouped(total))  \(word.text)")
        }
        continue
      }
      let paths = word == "-" ? try PathList.fromStandardInput() : [try word.path("FILE")]
      for path in paths {
        screen.progress.update("compared \(Quantity.grouped(all.count))  \(path)")
        all.append(try await library.similar(to: path))
      }
    }
    screen.progress.erase()
    if arguments.has("json") {
      try screen.print(ElementJSON.similar(all).compactText)
    } else {
      for line in SimilarText(all, style: screen.style).lines { try screen.print(line) }
    }
    return .success
  }
}

/// Pictures, and below each what is like it.
struct SimilarText {
  private let all: [SimilarPictures]
  private let style: TerminalStyle

  init(_ all: [SimilarPictures], style: TerminalStyle) {
    self.all = all
    self.style = style
  }

  var lines: [String] {
    let like = all.filter { !$0.pictures.isEmpty }
    guard !like.isEmpty else { return ["nothing like that in the library"] }
    let lines = like.flatMap(lines)
    return all.count == 1
      ? lines : lines + ["\(like.count) of \(Quantity.count(all.count, "picture")) found again"]
  }

  private func lines(_ one: SimilarPictures) -> [String] {
    let head = sanitized(one.number.map { "\($0)  " } ?? "") + sanitized(one.path.text)
    return [style.styled(head, .bold)]
      + one.pictures.flatMap { picture in
        let line = SimilarWords.line(picture)
        guard let columns = style.columns else { return ["  \(line)"] }
        return Folding.lines(line, width: max(24, columns - 4)).enumerated().map { place, text in
          (place == 0 ? "  " : "    ") + text
        }
      }
  }
}
