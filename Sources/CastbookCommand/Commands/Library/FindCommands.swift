internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook list`: lists elements.
enum ListCommand {
  static let command = Command(
    "list", "List elements, last changed first.",
    details: [
      "--weak lists elements that have pictures with weak scores: how many pictures, and the worst finding. "
        + "Dismissed findings (`castbook dismiss`) don't count. "
        + "`castbook show` lists the pictures and what to do."
    ],
    examples: [
      Example("castbook list", "all elements"),
      Example("castbook list --kind voice --tag lead", "voices tagged lead"),
      Example("castbook list --expiring 30d", "whose rights end within 30 days, or have ended"),
      Example("castbook list --weak", "elements that need better pictures"),
      Example("castbook list --retired", "removed elements"),
      Example("castbook list --all --csv > cast.csv", "all elements, for a spreadsheet"),
    ],
    options: [
      FilterOptions.group, PageOptions.group(withCSV: true),
    ],
    section: "Find", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let filter = try FilterOptions.filter(arguments)
    let library = try await Libraries.open(arguments)
    let pages = try PageOptions(arguments)
    _ = try pages.show("list/2", on: Screen(arguments), whenEmpty: emptyWords(filter)) {
      start, limit in
      try library.list(filter, after: start, limit: limit)
    }
    return .success
  }

  /// Returns the line to print when no element matches.
  private static func emptyWords(_ filter: ElementLibrary.ListFilter) -> String {
    if filter == ElementLibrary.ListFilter() {
      return "no elements yet: castbook add character @mira mira-*.jpg"
    }
    return filter.isWeak ? "no matching element has weak pictures" : "no matching element"
  }
}

/// The options that filter elements, shared by `list` and `search`.
enum FilterOptions {
  /// The group of options as help shows it.
  static let group = OptionGroup(
    "Which elements",
    [
      .value(
        "kind", "KIND", "Only elements of this kind.",
        oneOf: ElementKind.allCases.map(\.rawValue)),
      .value("tag", "TAG[,…]", "Only elements with all of these tags.", repeats: true),
      .value("expiring", "DAYS", "Only elements whose rights end within this many days: 30d."),
      .flag("weak", "Only elements with weak pictures."),
      .flag("retired", "List removed elements instead."),
    ])

  /// Returns the filter that the options describe.
  static func filter(_ arguments: Arguments) throws -> ElementLibrary.ListFilter {
    var filter = ElementLibrary.ListFilter()
    filter.kind = arguments.value("kind").flatMap { ElementKind(rawValue: $0.text) }
    filter.tags = arguments.list("tag").map(\.text)
    filter.isRetired = arguments.has("retired")
    filter.expiringDays = try arguments.value("expiring").map(days)
    filter.isWeak = arguments.has("weak")
    return filter
  }

  /// Returns a number of days such as `30d` or `30`, at most a hundred years.
  private static func days(_ word: Argument) throws -> Int {
    let digits = word.text.hasSuffix("d") ? String(word.text.dropLast()) : word.text
    guard let days = Int(digits), (0...36_500).contains(days) else {
      throw UsageError(
        message: "--expiring \(sanitized(word.text)): not a number of days",
        fix: "Write it like 30d.")
    }
    return days
  }
}

/// `castbook search`: finds elements by words in their names, tags and texts.
enum SearchCommand {
  static let command = Command(
    "search", "Find elements by words in their names, tags and texts.",
    details: [
      "All words must match, in any case and with or without accents: jose finds José. A word that "
        + "ends in * matches longer words. Results are sorted by last change. The exit "
        + "code is 1 if no element matches."
    ],
    examples: [
      Example("castbook search courier", "one word"),
      Example("castbook search 'red coat*'", "two words; * matches any ending"),
      Example("castbook search 米拉", "any script"),
      Example("castbook search red --kind product --tag lead", "only products tagged lead"),
    ],
    positionals: [Positional("WORD", .atLeastOne, "Words to find.")],
    options: [FilterOptions.group, PageOptions.group()], section: "Find", run: run)

  /// Prints the matching elements. The status is `.findings` when none matches.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let filter = try FilterOptions.filter(arguments)
    let words = arguments.positionals.map(\.text).joined(separator: " ")
    guard words.contains(where: { !$0.isWhitespace }) else {
      throw UsageError(
        message: "no word to search for", fix: "Write a word; castbook list shows all elements.")
    }
    let library = try await Libraries.open(arguments)
    let pages = try PageOptions(arguments)
    let count = try pages.show(
      "search/2", on: Screen(arguments),
      whenEmpty: filter == .init()
        ? "no element has all of these words" : "no matching element has all of these words"
    ) { start, limit in
      try library.search(words, in: filter, after: start, limit: limit)
    }
    // An empty page after the last one says nothing about the pages before it.
    return count == 0 && !arguments.has("after") ? .findings : .success
  }
}

/// `castbook show`: shows an element with its files and their findings.
enum ShowCommand {
  static let command = Command(
    "show", "Show an element with its numbered files and their findings.",
    details: [
      "A revision follows a colon: @mira:3 is the third, @mira:sha256-9f2c41ab the one whose "
        + "digest begins with 9f2c41ab. Findings follow Kling's common rules; `castbook check @mira --for …` "
        + "checks against other targets.",
      "Below each picture are the findings from its scores or, if it has none, its weakest measures; "
        + "`castbook score @mira` shows all measures. If a finding is intended: `castbook dismiss`.",
    ],
    examples: [
      Example("castbook show @mira", "the latest revision"),
      Example("castbook show @mira:1", "the first revision"),
      Example("castbook show @mira --json", "for a script"),
    ],
    positionals: [Positional("@HANDLE", .one, "The element, by handle or alias.")],
    options: [OptionGroup("Output", [ShowsAll.option, .flag("json", "One JSON object.")])],
    section: "Find", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let reference = try arguments.positionals[0].element
    let details = try await Libraries.open(arguments).show(reference)
    if arguments.has("json") {
      try screen.print(ElementJSON.details(details).compactText)
    } else {
      for line in ElementText(details, showsAll: arguments.has("all"), style: screen.style).lines {
        try screen.print(line)
      }
    }
    return .success
  }
}

/// `castbook log`: shows an element's changes and dismissals.
enum LogCommand {
  static let command = Command(
    "log", "Show an element's changes and dismissed findings, newest first.",
    examples: [
      Example("castbook log @mira", "all revisions"),
      Example("castbook restore @mira:3", "then go back to the third"),
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

/// `castbook files`: writes an element's files to a folder.
enum FilesCommand {
  static let command = Command(
    "files", "Write an element's files to a folder, under their original names.",
    details: [
      "Files that exist and are the same are skipped; a different file is only replaced with --replace. "
        + "Files with the same name get numbers."
    ],
    examples: [
      Example("castbook files @mira -o out/", "all files"),
      Example("castbook files @mira:1 -o out/", "the files of the first revision"),
      Example("castbook files @mira -o out/ --replace", "replace existing files"),
      Example("castbook files @mira --document -o out/", "the document of her rights"),
    ],
    positionals: [Positional("@HANDLE", .one, "The element, by handle or alias.")],
    options: [
      OptionGroup(
        "What", [.flag("document", "Write the rights document instead of the files.")]),
      OptionGroup(
        "Where",
        [
          .value("output", short: "o", "DIR", "The folder to write to.", completion: .folders),
          .flag("replace", "Replace files that exist and are different."),
        ]), OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Find", run: run)

  /// Writes the files, or with `--document` the rights document, and prints their paths.
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
      try screen.print(sanitized(file.path.text) + (file.wasThere ? "  (already there)" : ""))
    }
    if written.isEmpty { try screen.print("\(reference) has no files") }
    return .success
  }
}
