internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook take share`: writes a page with takes for people without Castbook.
enum ShareCommand {
  private static let title = ValueOption<String>(
    "title", "TEXT", "The title of the page (the name of the project's folder).")
  private static let withReferences = Flag(
    "with-references", "Show small pictures of the cast beside each take.")
  private static let output = Options.folder.described(
    as: "A folder for the page and the clips, or one file: NAME.html.")

  /// The row of `castbook take share` in the table.
  static let command = Command(
    "share", "Write a page with takes, for people without Castbook to review.",
    details: [
      "They open it in a browser, also on a phone, decide and comment, and send back the file that the page saves; "
        + "`castbook take answers` adds it. The page requests nothing from anywhere.",
      "It contains the clips as they came back, the names of the shots, and what was decided and said. It adds no "
        + "prompts, prices or paths, and pictures of the cast only with --with-references.",
      "NAME.html is one file that can be sent like a letter. A folder is for a web server or a shared drive, and for "
        + "more than \(Quantity.bytes(ShareTakes.maximumFileBytes)).",
    ],
    examples: [
      Example("castbook take share --here -o review.html", "this project's takes, as one file"),
      Example("castbook take share --project film --result new -o review", "as a folder"),
      Example("castbook take share 41ab9f2c 9c01d2ee -o review.html", "two takes"),
    ],
    positionals: [
      Positional(
        "TAKE", .any, "The file, or digits of its SHA-256 (all that are not rejected).",
        completion: .files)
    ],
    options: [
      OptionGroup("Which", TakeListCommand.which),
      OptionGroup("What is shown", [title, withReferences]),
      OptionGroup("Output", [output, Options.replace, Options.json, Options.fields]),
    ],
    run: Command.printing(run))

  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    guard let path = try arguments[output] else {
      throw UsageError(message: "no output", fix: "Add -o review.html, or -o DIR.")
    }
    let words = try arguments.positionals.map { try $0.path("take") }
    var share = ShareTakes(to: path)
    let project = try TakeListCommand.project(arguments)
    share.list.exports.project = project?.id
    share.list.exports.since = try arguments[Options.since]
    let results = try arguments[TakeListCommand.result]
    if !results.isEmpty { share.list.results = Set(results) }
    if let title = try arguments[title] ?? project?.folder.name.text { share.title = title }
    share.withReferences = arguments[withReferences]
    share.replaces = arguments[Options.replace]
    let library = try await Libraries.open(arguments)
    if !words.isEmpty {
      var files: Set<Digest> = []
      for word in words {
        if let file = try await library.take(named: word).blob { files.insert(file) }
      }
      share.files = files
      // A take that is named is shown, however it was decided.
      if results.isEmpty { share.list.results = Set(Take.Result.allCases) }
    }
    let review = try await share.run(in: library)
    return Report(json: ReviewJSON.shared(review)) { style in lines(review, style) }
  }

  private static func lines(_ review: SharedReview, _ style: TerminalStyle) -> [String] {
    let page = review.path.suffix == "html" ? review.path : review.path.appending("index.html".utf8)
    let missing = review.missing.flatMap { listed in
      style.remark(
        "left out: \(sanitized(listed.entry.export.shot.path)), whose file is missing here",
        .warning, indent: 2)
    }
    let workflows = review.withWorkflow.flatMap { listed in
      style.remark(
        "\(sanitized(listed.entry.export.shot.path)): the clip contains ComfyUI's workflow, with its "
          + "prompts and names of files", .warning, indent: 2)
    }
    return missing + workflows + [
      "→ \(sanitized(page.text))  \(Quantity.count(review.takes.count, "take")), "
        + "\(Quantity.bytes(review.byteCount))\(review.alreadyExisted ? ", already there" : "")",
      "  " + style.styled("answers come back as a file: castbook take answers FILE", .dim),
    ]
  }
}
