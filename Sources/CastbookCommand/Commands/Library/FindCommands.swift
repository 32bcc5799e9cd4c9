internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook list`.
enum ListCommand {
  static let command = Command(
    "list", "List elements, those that changed last first.",
    details: [
      "--weak lists elements with pictures whose scores come to something that is to be watched: how many "
        + "they are, and the worst of it. What was dismissed (`castbook dismiss`) does not count; "
        + "`castbook show` tells which pictures it is, and what to do."
    ],
    examples: [
      Example("castbook list", "what there is"),
      Example("castbook list --kind voice --tag lead", "voices with a tag"),
      Example("castbook list --expiring 30d", "whose rights end within 30 days, or have ended"),
      Example("castbook list --weak", "which of them need better pictures"),
      Example("castbook list --retired", "what was removed"),
      Example("castbook list --all --csv > cast.csv", "all of them, for a spreadsheet"),
    ],
    options: [
      FilterOptions.group, PageOptions.group(withCSV: true),
    ],
    section: "Find", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let filter = try FilterOptions.filter(arguments)
    let library = try await Libraries.open(arguments)
    let pages = try PageOptions(arguments)
    _ = try pages.show("list/1", on: Screen(arguments), whenEmpty: emptyWords(filter)) {
      place, limit in
      try library.list(filter, after: place, limit: limit)
    }
    return .success
  }

  private static func emptyWords(_ filter: ElementLibrary.ListFilter) -> String {
    if filter == ElementLibrary.ListFilter() {
      return "nothing yet: castbook add character @mira mira-*.jpg"
    }
    return filter.isWeak ? "no such element has weak pictures" : "no such element"
  }
}

/// Which elements a list or a search is of.
enum FilterOptions {
  static let group = OptionGroup(
    "Which",
    [
      .value(
        "kind", "KIND", "Only elements of this kind.",
        oneOf: ElementKind.allCases.map(\.rawValue)),
      .value("tag", "TAG[,…]", "Only elements with all of these tags.", repeats: true),
      .value("expiring", "DAYS", "Only elements whose rights end within so many days: 30d."),
      .flag("weak", "Only elements with weak pictures."),
      .flag("retired", "Those that were removed, instead."),
    ])

  static func filter(_ arguments: Arguments) throws -> ElementLibrary.ListFilter {
    var filter = ElementLibrary.ListFilter()
    filter.kind = arguments.value("kind").flatMap { ElementKind(rawValue: $0.text) }
    filter.tags = arguments.list("tag").map(\.text)
    filter.isRetired = arguments.has("retired")
    filter.expiringDays = try arguments.value("expiring").map(days)
    filter.isWeak = arguments.has("weak")
    return filter
  }

  private static func days(_ word: Argument) throws -> Int {
    let digits = word.text.hasSuffix("d") ? String(word.text.dropLast()) : word.text
    guard let days = Int(digits), (0...36_500).contains(days) else {
      throw UsageError(
        message: "--expiring \(sanitized(word.text)): a number of days is needed",
        fix: "Write it like 30d.")
    }
    return days
  }
}

/// `castbook search`.
enum SearchCommand {
  static let command = Command(
    "search", "Find elements by words in their names, tags and texts.",
    details: [
      "All words must be there, in any case and with or without accents: jose finds José. A word that "
        + "ends in * may go on. Those that changed last come first. The exit code is 1 if there is none."
    ],
    examples: [
      Example("castbook search courier", "one word"),
      Example("castbook search 'red coat*'", "two, the second may go on"),
      Example("castbook search 米拉", "any script"),
      Example("castbook search red --kind product --tag lead", "among some of them"),
    ],
    positionals: [Positional("WORD", .atLeastOne, "Words to find.")],
    options: [FilterOptions.group, PageOptions.group()], section: "Find", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let filter = try FilterOptions.filter(arguments)
    let words = arguments.positionals.map(\.text).joined(separator: " ")
    guard words.contains(where: { !$0.isWhitespace }) else {
      throw UsageError(
        message: "nothing to search for", fix: "Write a word; castbook list shows all there is.")
    }
    let library = try await Libraries.open(arguments)
    let pages = try PageOptions(arguments)
    let count = try pages.show(
      "search/1", on: Screen(arguments),
      whenEmpty: filter == .init()
        ? "no element has all of these words" : "no such element has all of these words"
    ) { place, limit in
      try library.search(words, in: filter, after: place, limit: limit)
    }
    // A page behind the last one says nothing about those before it.
    return count == 0 && !arguments.has("after") ? .findings : .success
  }
}

/// `castbook show`.
enum ShowCommand {
  static let command = Command(
    "show", "Show an element with its files, numbered, and what is found of them.",
    details: [
      "Behind a colon stands a revision: @mira:3 is the third, @mira:sha256-9f2c41ab the one whose "
        + "digest begins so. Findings are for the common rule of Kling; `castbook check @mira --for …` "
        + "asks other targets.",
      "Of each picture stands below it what its scores come to, or else its weakest measures; `castbook "
        + "score @mira` shows all of them. What is meant so can be dismissed: `castbook dismiss`.",
    ],
    examples: [
      Example("castbook show @mira", "as it is now"),
      Example("castbook show @mira:1", "as it was at first"),
      Example("castbook show @mira --json", "for a script"),
    ],
    positionals: [Positional("@HANDLE", .one, "The element, by handle or alias.")],
    options: [OptionGroup("Output", [.flag("json", "One JSON object.")])],
    section: "Find", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let reference = try arguments.positionals[0].element
    let details = try await Libraries.open(arguments).show(reference)
    if arguments.has("json") {
      try screen.print(ElementJSON.details(details).compactText)
    } else {
      for line in ElementText(details, style: screen.style).lines { try screen.print(line) }
    }
    return .success
  }
}

/// `castbook log`.
enum LogCommand {
  static let command = Command(
    "log", "Show what changed in an element, newest first, and what was dismissed of its pictures.",
    examples: [
      Example("castbook log @mira", "all of its revisions"),
      Example("castbook restore @mira:3", "then: as it was in the third"),
      Example("castbook log @mira --json", "for a script"),
    ],
    positionals: [Positional("@HANDLE", .one, "The element, by handle or alias.")],
    options: [OptionGroup("Output", [.flag("json", "One JSON object.")])],
    section: "Find", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let library = try await Libraries.open(arguments)
    let log = try library.log(of: try arguments.positionals[0].element)
    if arguments.has("json") {
      try screen.print(ElementJSON.log(log).compactText)
      return .success
    }
    for line in LogText(log, style: screen.style).lines { try screen.print(line) }
    return .success
  }
}

/// `castbook files`.
enum FilesCommand {
  static let command = Command(
    "files", "Write an element's files into a folder, under the names they came with.",
    details: [
      "What is there and equal is left alone; what differs is refused unless --replace. Files of one "
        + "name get numbers."
    ],
    examples: [
      Example("castbook files @mira -o out/", "all of them"),
      Example("castbook files @mira:1 -o out/", "those of the first revision"),
      Example("castbook files @mira -o out/ --replace", "over what is there"),
      Example("castbook files @mira --document -o out/", "the paper that her rights rest on"),
    ],
    positionals: [Positional("@HANDLE", .one, "The element, by handle or alias.")],
    options: [
      OptionGroup(
        "What", [.flag("document", "The document of its rights, instead of its files.")]),
      OptionGroup(
        "Where",
        [
          .value("output", short: "o", "DIR", "The folder to write to.", completion: .folders),
          .flag("replace", "Replace files that are there and differ."),
        ]), OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Find", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    guard let output = arguments.value("output") else {
      throw MissingOutput.folder()
    }
    let screen = Screen(arguments)
    let reference = try arguments.positionals[0].element
    let library = try await Libraries.open(arguments)
    let folder = try output.path("-o")
    let replaces = arguments.has("replace")
    let written =
      try arguments.has("document")
      ? [library.write(documentOf: reference, to: folder, replacing: replaces)]
      : library.write(filesOf: reference, to: folder, replacing: replaces)
    if arguments.has("json") {
      let handle = try library.find(reference).handle
      try screen.print(ElementJSON.written(handle, written).compactText)
      return .success
    }
    for file in written {
      try screen.print(sanitized(file.path.text) + (file.wasThere ? "  (there already)" : ""))
    }
    if written.isEmpty { try screen.print("\(reference) has no files") }
    return .success
  }
}
