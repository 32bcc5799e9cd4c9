internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook add`: adds an element, or adds files to one.
///
/// With `--from` it adds a folder of elements. A library in the default folder is created on first
/// use.
///
/// The kind may be omitted for an element that exists. With `--dry-run` nothing is kept, and with
/// `--prepare` copies that pass the targets are made afterwards.
enum AddCommand {
  private static let roles = ListOption<Argument>(
    "role", "[N=]ROLE[,…]",
    "What the files show: one role for all, one for each, or 1=front,3=back.",
    completion: .choices(Role.allCases.map(\.rawValue)))
  private static let from = ValueOption<FilePath>(
    "from", "DIR", "A folder that contains a folder for each element.", completion: .folders)
  private static let kind = ValueOption<ElementKind>(
    "kind", "KIND", "With --from: the kind of elements that don't name one (character).",
    oneOf: ElementKind.allCases)
  private static let skipsBad = Flag(
    "skip-bad", "Leave out files that can't be kept; add the others.")
  private static let mayBeEmpty = Flag("empty", "Create it without files, to fill later.")
  private static let splits = Flag(
    "split", "Cut turnaround sheets into their views, and keep the views beside the sheet.")
  private static let prepares = Flag(
    "prepare", "Also keep copies that pass, like `castbook prepare @HANDLE`.")

  static let command = Command(
    "add", "Add a character, product, place or voice, or add files to one.",
    details: [
      "Files are copied into the library and never altered; you may delete the originals. Every intact file "
        + "is kept. Files that a provider would reject are reported, by Kling's common rules, but "
        + "kept as well. A file that is damaged, or not a picture, clip or sound, stops the command: "
        + "then no file is added, unless --skip-bad leaves the file out.",
      "Roles come from --role (one for all files, one for each in order, or 1=front,3=back), or else from "
        + "file names such as mira-front.jpg; otherwise files are unsorted. A sound given to a "
        + "character becomes a separate voice, @mira_voice, bound to the character.",
      "--from DIR reads a folder of folders: each is an element named after its folder. A text file with the name "
        + "of a picture is its caption, as in datasets for training, and becomes its note. An element.json in "
        + "it can add details (`castbook help element-json`).",
    ],
    examples: [
      Example(
        "castbook add character @mira mira-*.jpg --name \"Mira Okafor\" --tag lead",
        "a character with her pictures"),
      Example("castbook add voice @mira_voice take3.wav", "a voice of its own"),
      Example(
        "castbook add character @mira_coat coat/ --look-of @mira", "another look of a character"),
      Example("castbook add --from cast/", "one folder per element"),
    ],
    positionals: [
      Positional(
        "KIND", .optional, "character, product, place or voice.",
        completion: .choices(ElementKind.allCases.map(\.rawValue))),
      Positional("@HANDLE", .optional, "Its name in prompts: a–z, 0–9 and _, up to 20 characters."),
      Positional("FILE", .any, "Pictures, clips, sounds, or folders of them.", completion: .files),
    ],
    options: [
      OptionGroup("Files", [roles, from, kind, skipsBad, mayBeEmpty]),
      OptionGroup(
        "Sheets of views",
        [
          splits,
          SplitCommand.grid.described(
            as: "With --split: how the views are arranged, such as 1x4 (auto)."),
        ]),
      OptionGroup(
        "Copies for providers",
        [
          prepares,
          Profiles.targets.described(
            as: "With --prepare: targets that the copies must pass (kling)."),
          Profiles.option,
        ]),
      ElementOptions.texts, ElementOptions.rights,
      OptionGroup("Output", [Options.dryRun, Options.all, Options.json, Options.fields]),
    ],
    knownWords: KnownWords.addOptions, section: "Keep", run: Command.printing(run))

  /// Adds the files, then makes the copies that `--prepare` asks for.
  ///
  /// The files of an existing library are added before the copies are made, so an interrupt during
  /// the second step leaves the files without copies. The status is `.findings` when a requested
  /// copy can't be made; the added files are kept nevertheless.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let opened = try await openedForKind(arguments)
    let folder = try arguments[from]
    var drafts = try folder.map { try folders(in: $0, arguments) } ?? [draft(arguments, in: opened)]
    if arguments.positionals.contains("-"),
      drafts.allSatisfy({ $0.files.isEmpty && !$0.mayBeEmpty })
    {
      try screen.printEmptyListNotice()
      drafts = []
    }
    let preparation = try preparation(arguments)
    let splitting = try splitting(arguments)
    let isDry = arguments[Options.dryRun]
    var outcome = try await Libraries.withLibrary(arguments, opened, isPreview: isDry) {
      [drafts] library in
      var add = Add(drafts, skipsBad: arguments[skipsBad], splitting: splitting)
      add.isPreview = isDry
      var outcome = try await add.run(in: library) {
        count, path in
        screen.progress.update("read \(Quantity.grouped(count)) files  \(path)")
      }
      guard let preparation else { return outcome }
      let each = { (file: PreparedFile) in screen.progress.update("prepared \(file.path)") }
      outcome.prepared =
        isDry
        ? try await preparation.plan(outcome, in: library, each: each)
        : try await preparation.run(outcome, in: library, each: each)
      return try outcome.judged(for: preparation.targets, in: library)
    }
    if let folder {
      outcome.strays = ElementFolders.strays(in: folder)
      outcome.unsorted = ElementFolders.unsorted(in: folder)
    }
    // The files are kept; a requested copy that can't be made is a finding.
    let isFine = (outcome.prepared?.summary.refused ?? 0) == 0
    return Report(isFine ? .success : .findings, json: ElementJSON.added(outcome)) {
      [outcome] style in
      AddedText(outcome, showsAll: arguments[Options.all], style: style).lines
    }
  }

  /// Returns how to cut sheets, or `nil` without `--split`. Throws when `--grid` is given alone.
  private static func splitting(_ arguments: Arguments) throws -> PanelGrid? {
    let grid = try arguments[SplitCommand.grid]
    if arguments[splits] { return grid ?? .auto }
    guard grid == nil else {
      throw UsageError(message: "--grid goes with --split", fix: "Add --split.")
    }
    return nil
  }

  /// Returns how to make copies, or `nil` without `--prepare`. Throws when `--for` is given alone.
  private static func preparation(_ arguments: Arguments) throws -> Preparation? {
    guard arguments[prepares] else {
      if arguments.has(Profiles.targets) {
        throw UsageError(
          message: "--for goes with --prepare", fix: "Add --prepare, or leave out --for.")
      }
      return nil
    }
    return Preparation(
      targets: try Profiles.selection(arguments).targets, today: ProcessEnvironment.today)
  }

  /// Returns the library that knows the kind of an existing element, for `castbook add @mira FILE`.
  ///
  /// Returns `nil` when the command line names the kind, or when there is no library yet.
  private static func openedForKind(_ arguments: Arguments) async throws -> ElementLibrary? {
    guard !arguments.has(from), arguments.positionals.first?.namesElement == true,
      ElementLibrary.exists(at: try Libraries.location(arguments))
    else { return nil }
    return try await Libraries.open(arguments)
  }

  /// Returns the element that the command line describes. Throws when its kind or handle is
  /// missing.
  private static func draft(
    _ arguments: Arguments, in library: ElementLibrary?
  ) throws -> ElementDraft {
    if arguments.has(kind) {
      throw UsageError(
        message: "--kind goes with --from", fix: "Write the kind first: add KIND @HANDLE FILE….")
    }
    let (kind, words) = try kind(of: arguments.positionals, in: library)
    guard let handle = words.first else {
      throw UsageError(
        message: "no handle",
        fix: "Write castbook add \(kind.rawValue) @HANDLE FILE….")
    }
    if !handle.namesElement, handle.text.contains(where: { "/.".contains($0) }) {
      throw UsageError(
        message: "no handle before \(sanitized(handle.text))",
        fix: "castbook add \(kind.rawValue) @NAME \(sanitized(try handle.path("FILE").quoted))")
    }
    var draft = ElementDraft(kind, try handle.handle)
    draft.texts = try ElementOptions.texts(arguments)
    draft.rights = try ElementOptions.rights(arguments)
    draft.lookOf = try arguments[ElementOptions.lookOf]
    draft.files = try files(Array(words.dropFirst()), arguments)
    draft.mayBeEmpty = arguments[mayBeEmpty]
    return draft
  }

  /// Returns the kind and the remaining words, which begin with the handle. The kind may be
  /// omitted for an existing element, as in `castbook add @mira FILE`, because the library knows
  /// it.
  private static func kind(
    of words: [Argument], in library: ElementLibrary?
  ) throws -> (ElementKind, rest: [Argument]) {
    guard let first = words.first else {
      throw UsageError(
        message: "no files to add",
        fix: "Write castbook add KIND @HANDLE FILE…, such as castbook add character @mira *.jpg.")
    }
    guard first.namesElement else {
      if let kind = ElementKind(rawValue: first.text.lowercased()) {
        return (kind, Array(words.dropFirst()))
      }
      throw unknownKind(first, words)
    }
    if words.count > 1, let kind = ElementKind(rawValue: words[1].text) {
      throw UsageError(
        message: "the kind must come before the handle",
        fix: "Write castbook add \(kind) \(sanitized(first.text)) FILE….")
    }
    let handle = try first.handle
    guard let kind = try library?.kind(of: handle) else {
      throw UsageError(
        message: "\(handle) is new: its kind is missing",
        fix: "Write castbook add character \(handle) FILE…, or product, place or voice.")
    }
    return (kind, words)
  }

  /// Returns the error for an unknown kind, with the kind that the word most likely means.
  private static func unknownKind(_ word: Argument, _ words: [Argument]) -> UsageError {
    let names = ElementKind.allCases.map(\.rawValue)
    let text = word.text.lowercased()
    let nearest = KnownWords.kinds[text] ?? nearestName(to: text, among: names)
    let handle =
      words.dropFirst().first { $0.namesElement }.map { sanitized($0.text) } ?? "@HANDLE"
    return UsageError(
      message: "unknown kind \"\(sanitized(word.text))\""
        + (nearest.map { " (did you mean \($0)?)" } ?? ""),
      fix: nearest.map { "Write castbook add \($0) \(handle) FILE…." }
        ?? "The kinds are \(names.joined(separator: ", ")): castbook add KIND @HANDLE FILE….")
  }

  /// Returns the files with the roles that `--role` gives them: one for all, or one for each.
  private static func files(
    _ words: [Argument], _ arguments: Arguments
  ) throws -> [ElementDraft.File] {
    let paths = try words.flatMap { word in
      word == "-" ? try PathList.fromStandardInput() : [try word.path("FILE")]
    }
    let words = try arguments[roles]
    if words.contains(where: { $0.bytes.contains(UInt8(ascii: "=")) }) {
      return try numbered(paths, words)
    }
    let roles = try words.map { try $0.role }
    // A sound becomes a voice, whose role is clear; roles may be given for the others alone.
    let isSound = paths.map { path in
      path.suffix.flatMap(MediaFormat.init(suffix:))?.medium == .sound
    }
    let others = isSound.count { !$0 }
    guard roles.count <= 1 || roles.count == paths.count || roles.count == others else {
      let sounds = paths.count - others
      let beside = sounds == 0 ? "" : " (\(Quantity.count(others, "file")) without the sounds)"
      throw UsageError(
        message: "\(roles.count) roles for \(Quantity.count(paths.count, "file"))\(beside)",
        fix: "Give one role for all, or one for each.")
    }
    guard roles.count > 1 else { return paths.map { ElementDraft.File($0, role: roles.first) } }
    var rest = (roles.count == paths.count ? roles.map(Optional.some) : [])[...]
    if rest.isEmpty {
      var named = roles[...]
      rest = isSound.map { $0 ? nil : named.popFirst() }[...]
    }
    return zip(paths, rest).map { ElementDraft.File($0, role: $1) }
  }

  /// Returns the files with the roles of `--role 1=front,3-4=back`. Files are numbered from 1 in
  /// the order they are named.
  private static func numbered(
    _ paths: [FilePath], _ words: [Argument]
  ) throws -> [ElementDraft.File] {
    let roles = try FileNumbers(ofPaths: paths).roles(words)
    if let last = roles.keys.max(), last > paths.count {
      throw UsageError(
        message: "--role \(last)=…: only \(Quantity.count(paths.count, "path")) given",
        fix: "For files in a folder, set roles after adding: castbook edit @HANDLE --role N=ROLE.")
    }
    return paths.enumerated().map { index, path in
      ElementDraft.File(path, role: roles[index + 1])
    }
  }

  /// Returns the elements of the folder that `--from` names, each with the rights, and characters
  /// with the person, given here unless its own `element.json` states them.
  private static func folders(
    in folder: FilePath, _ arguments: Arguments
  ) throws -> [ElementDraft] {
    guard arguments.positionals.isEmpty else {
      throw UsageError(
        message: "--from reads kinds, handles and files from its folder",
        fix: "Leave out \(sanitized(arguments.positionals[0].text)).")
    }
    // These options describe one element and can't apply to all.
    let single: [any TypedOption] = [roles] + ElementOptions.single
    if let option = arguments.firstName(of: single) {
      throw UsageError(
        message: "--\(option) applies to one element, but --from adds several",
        fix: "Write it into the element.json of each folder, or edit the elements afterwards.")
    }
    let kind = try arguments[kind] ?? .character
    let rights = try ElementOptions.rights(arguments)
    let person = try ElementOptions.texts(arguments).person
    return try ElementFolders.drafts(in: folder, kind: kind).map { draft in
      var draft = draft
      if draft.rights.isEmpty { draft.rights = rights }
      if draft.kind == .character { draft.texts.person = draft.texts.person ?? person }
      draft.mayBeEmpty = arguments[mayBeEmpty]
      return draft
    }
  }
}
