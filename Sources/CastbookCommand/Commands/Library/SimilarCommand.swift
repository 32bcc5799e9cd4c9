internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook similar`.
enum SimilarCommand {
  static let command = Command(
    "similar", "Find exact and near copies of these pictures in the library.",
    details: [
      "Copies are found even if they were resized, saved again, slightly cropped or brightened. "
        + "Mirror images are reported as such. Matches found by hash are confirmed by comparing the pictures."
    ],
    examples: [
      Example("castbook similar photo.jpg", "elements that have this picture or a similar one"),
      Example("castbook similar @mira", "all pictures of an element"),
      Example("castbook similar photo.jpg --json", "for a script"),
    ],
    positionals: [
      Positional(
        "@HANDLE|FILE", .atLeastOne,
        "Elements, pictures or folders; - reads a list of paths.",
        completion: .files, isExistingFile: true)
    ],
    options: [OptionGroup("Output", [.flag("json", "One JSON object.")])],
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
      all += try await library.similar(to: FileList(paths)) { done, path in
        screen.progress.update("compared \(Quantity.grouped(done))  \(path)")
      }
    }
    screen.progress.erase()
    // Of one file there is nothing to tell but why.
    if arguments.positionals.count == 1, all.count == 1, let problem = all[0].problem {
      throw problem
    }
    if arguments.has("json") {
      try screen.print(ElementJSON.similar(all).compactText)
    } else {
      for line in SimilarText(all, style: screen.style).lines { try screen.print(line) }
    }
    return all.contains { $0.problem != nil } ? .findings : .success
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
    let problems = all.compactMap(\.problem).flatMap { problem in
      let lines = folded("\(problem)\(problem.fix.map { ": \($0)" } ?? "")", by: 6)
      return ["  \(Marks.sign(.fail, style)) \(lines[0])"] + lines.dropFirst().map { "    \($0)" }
    }
    let compared = all.filter { $0.problem == nil }
    let like = compared.filter { !$0.pictures.isEmpty }
    guard !like.isEmpty else { return problems + ["no similar pictures in the library"] }
    let lines = like.flatMap(lines) + problems
    return compared.count == 1
      ? lines
      : lines + [
        "\(like.count) of \(Quantity.count(compared.count, "picture")) found in the library"
      ]
  }

  private func lines(_ one: SimilarPictures) -> [String] {
    let head = (one.number.map { "\($0)  " } ?? "") + sanitized(one.path.text)
    return [style.styled(head, .bold)]
      + one.pictures.flatMap { picture in
        Folding.indented(
          sanitized(SimilarWords.line(picture)), by: 2, hanging: 4, columns: style.columns)
      }
  }

  /// A text in lines that leave so many columns free; never none.
  private func folded(_ text: String, by indent: Int) -> [String] {
    let text = sanitized(text)
    let lines = Folding.lines(text, width: max(24, style.columns - indent))
    return lines.isEmpty ? [text] : lines
  }
}
