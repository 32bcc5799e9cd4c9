internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook similar`: finds copies of pictures in the library, and pictures of the same view.
enum SimilarCommand {
  private static let bySubject = Flag(
    "subject", "Find elements that show the same subject, in any place, view or light.")

  static let command = Command(
    "similar", "Find copies of these pictures in the library, and the same views.",
    details: [
      "Copies are found even if they were resized, saved again, slightly cropped or brightened. "
        + "Mirror images are reported as such. Matches found by hash are confirmed by comparing the pictures.",
      "Larger crops, copies turned by up to about 8 degrees, and pictures taken a moment later are reported "
        + "as the same view, as by `castbook score`: in a library with up to 1,000 pictures, since each is "
        + "compared.",
      "--subject finds the elements that probably show the same thing, place or drawn character, whatever "
        + "is behind it. It needs the model that `castbook models add subjects` installs. Faces are not "
        + "compared: a person in other clothes may be missed, and two people in one uniform mistaken.",
    ],
    examples: [
      Example("castbook similar photo.jpg", "elements that have this picture or a similar one"),
      Example("castbook similar @mira", "all pictures of an element"),
      Example("castbook similar IMG_4231.jpg --subject", "the elements that it probably shows"),
      Example("castbook similar photo.jpg --json", "for a script"),
    ],
    positionals: [
      Positional(
        "@HANDLE|FILE", .atLeastOne,
        "Elements, pictures or folders; - reads a list of paths.",
        completion: .files, isExistingFile: true)
    ],
    options: [OptionGroup("What to compare", [bySubject]), Options.output],
    section: "Find", run: Command.printing(run))

  /// Compares every picture with the library. The status is `.findings` when one could not be
  /// compared.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let library = try await Libraries.open(arguments)
    if arguments[bySubject] { return try await findSubjects(arguments, in: library, on: screen) }
    var all: [SimilarPictures] = []
    for word in arguments.positionals {
      if word.namesElement {
        all += try await FindSimilar(to: .element(try word.element)).run(in: library) {
          done, total, _ in
          screen.progress.update("compared \(done) of \(Quantity.grouped(total))  \(word.text)")
        }
        continue
      }
      let paths = word == "-" ? try PathList.fromStandardInput() : [try word.path("FILE")]
      if paths.isEmpty { try screen.printEmptyListNotice() }
      all += try await FindSimilar(to: .files(FileList(paths))).run(in: library) { done, _, path in
        screen.progress.update("compared \(Quantity.grouped(done))  \(path)")
      }
    }
    // A single file that can't be compared is the command's failure, not one row among others.
    if arguments.positionals.count == 1, all.count == 1, let problem = all[0].problem {
      throw problem
    }
    var found = Report(
      all.contains { $0.problem != nil } ? .findings : .success, json: ElementJSON.similar(all)
    ) { [all] style in
      SimilarText(all: all, style: style).lines
    }
    if all.contains(where: { !$0.areViewsCompared }) {
      let maximum = Quantity.grouped(FindSimilar.maximumViewedPictures)
      found.notices.append(
        "crops and turned copies were not looked for: the library has more than \(maximum) pictures"
      )
    }
    return found
  }

  /// Finds the elements with the subject of every picture.
  private static func findSubjects(
    _ arguments: Arguments, in library: ElementLibrary, on screen: Screen
  ) async throws -> Report {
    let report = { (progress: FindSubject.Progress) in
      switch progress {
      case .describing(let done, let all):
        screen.progress.update(
          "describing the library's pictures: \(Quantity.grouped(done)) of \(Quantity.grouped(all))"
        )
      case .comparing(let path): screen.progress.update("comparing \(path)")
      }
    }
    var all: [SubjectMatches] = []
    var uncomparedCount = 0
    func find(_ subject: FindSimilar.Subject) async throws {
      let found = try await FindSubject(of: subject).run(in: library, progress: report)
      all += found.pictures
      uncomparedCount = found.uncomparedCount
    }
    // Files in a row are one list, so the model starts once for all of them.
    var paths: [FilePath] = []
    for word in arguments.positionals {
      if word.namesElement {
        if !paths.isEmpty { try await find(.files(FileList(paths))) }
        paths = []
        try await find(.element(try word.element))
      } else if word == "-" {
        let listed = try PathList.fromStandardInput()
        if listed.isEmpty { try screen.printEmptyListNotice() }
        paths += listed
      } else {
        paths.append(try word.path("FILE"))
      }
    }
    if !paths.isEmpty { try await find(.files(FileList(paths))) }
    if arguments.positionals.count == 1, all.count == 1, let problem = all[0].problem {
      throw problem
    }
    var found = Report(
      all.contains { $0.problem != nil } ? .findings : .success,
      json: ElementJSON.subjects(all, uncomparedCount: uncomparedCount)
    ) { [all] style in
      SubjectText(all: all, style: style).lines
    }
    if uncomparedCount > 0 {
      found.notices.append(
        "\(Quantity.count(uncomparedCount, "picture")) of the library could not be compared")
    }
    return found
  }
}
