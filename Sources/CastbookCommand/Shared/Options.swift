internal import Castbook
internal import CommandLineKit
internal import Model

/// The options that several commands have, each declared once.
///
/// A command in which one means something narrower lists it with another description:
///
/// ```swift
/// OptionGroup("Output", [Options.dryRun.described(as: "Only report what would be deleted.")])
/// ```
enum Options {
  static let json = Flag("json", "One JSON object.")
  static let jsonLines = Flag("jsonl", "One JSON object per bundle, one per line.")
  static let csv = Flag("csv", "A table for spreadsheets, one row per element.")
  /// The members of the JSON that are printed. Every command with `--json` has it.
  static let fields = ListOption<String>(
    "fields", "NAME[,…]", "JSON with only these members, such as files.path (implies --json).")

  /// What is wrong, for readers that pay for every word. Lines are not wrapped or aligned.
  static let brief = Flag("brief", "One line for each error and warning, and the totals.")

  /// The group of a command whose only options for output are those for JSON.
  static let output = OptionGroup("Output", [json, fields])

  static let color = ValueOption<ColorChoice>(
    "color", "WHEN", "When to use colour.", oneOf: ColorChoice.allCases)
  static let quiet = Flag(
    "quiet",
    "Print only failures, and JSON or CSV if requested; the exit code gives the result.")

  static let strict = Flag("strict", "Count warnings as errors in the exit code.")
  /// Whether every file shows its own messages, even those that many files share.
  static let all = Flag("all", "Show every message at its file, not once with a count.")
  /// Whether a change is made as usual and then taken back, so a dry run fails where the real
  /// command would.
  static let dryRun = Flag("dry-run", "Show what would change, and change nothing.")
  /// The last line that a dry run prints.
  static let dryRunRemark = "dry run: nothing was changed"
  static let replace = Flag("replace", "Replace files that exist and are different.")

  /// The first day of what is listed.
  static let since = ValueOption<Day>(
    "since", "Only from this day on: 2026-11-01.", fix: "Write a date such as 2026-11-01.")

  static let jobs = ValueOption<Int>(
    "jobs", "N", "How many files to work on concurrently (one per core)."
  ) { word in
    guard let count = Int(word.text), (1...Check.maximumWorkers).contains(count) else {
      throw UsageError(
        message: "--jobs \(sanitized(word.text)): not a number from 1 to \(Check.maximumWorkers)",
        fix: "leave it out to use one per core")
    }
    return count
  }

  /// The slot that files are checked or prepared for.
  static let slot = ValueOption<Slot>(
    "as", "SLOT", "The slot of the request that the files are for.", oneOf: Slot.allCases)

  /// Where the commands that make calls to providers write them.
  static let record = ValueOption<FilePath>(
    "record", "DIR", "A folder for a copy of every call and its answer, without keys.",
    completion: .folders)

  /// The `-o` option, for a folder.
  static let folder = ValueOption<FilePath>(
    "output", short: "o", "DIR", "The folder to write to.", completion: .folders)
  /// The `-o` option, for a file.
  static let file = folder.described(
    as: "The file to write.", placeholder: "FILE", completion: .files)

  /// The pictures to work on: paths, folders, elements, or `-` for a list on standard input.
  static let pictures = Positional(
    "PATH|@HANDLE", .atLeastOne, "Pictures, folders or elements; - reads a list of paths.",
    completion: .files, isExistingFile: true)

  /// The kind of subject, for pictures outside the library. It decides which views and roles are
  /// expected. Voices have no pictures.
  static let kind = ValueOption<ElementKind>(
    "kind", "KIND", "What the pictures show, if they don't belong to an element.",
    oneOf: ElementKind.allCases.filter { $0 != .voice })
}

extension ValueOption<Int> {
  /// Creates an option whose value is a number within the range.
  init(_ name: String, _ placeholder: String, in range: ClosedRange<Int>, _ summary: String) {
    self.init(name, placeholder, summary) { try $0.number("--\(name)", in: range) }
  }
}

extension ValueOption<FilePath> {
  /// Creates an option whose value is a path, which must not be empty.
  init(
    _ name: String, short: Character? = nil, _ placeholder: String, _ summary: String,
    completion: Completion = .files
  ) {
    let spelling = short.map { "-\($0)" } ?? "--\(name)"
    self.init(name, short: short, placeholder, summary, completion: completion) { word in
      try word.path(spelling)
    }
  }
}

extension ValueOption<Day> {
  /// Creates an option whose value is a date; `fix` tells how to write one.
  init(_ name: String, _ summary: String, fix: String) {
    self.init(name, "DAY", summary) { word in
      guard let day = Day(word.text) else {
        throw UsageError(message: "--\(name) \(sanitized(word.text)) is not a date", fix: fix)
      }
      return day
    }
  }
}

extension Arguments {
  /// Returns the path of `-o` for a folder. Throws when it is not given; `canBeDry` is whether the
  /// command has `--dry-run`, which the fix then offers.
  func outputFolder(canBeDry: Bool = false) throws -> FilePath {
    guard let path = try self[Options.folder] else {
      throw UsageError(
        message: "no output folder",
        fix: "Add -o DIR" + (canBeDry ? ", or --dry-run to write no files." : "."))
    }
    return path
  }

  /// Returns the path of `-o` for a file. Throws when it is not given; `example` is a file name to
  /// show in the fix.
  func outputFile(_ example: String) throws -> FilePath {
    guard let path = try self[Options.file] else {
      throw UsageError(message: "no output file", fix: "Add -o \(example).")
    }
    return path
  }

  /// Returns the only positional as an element, or `nil` without the flag. Throws a `UsageError`
  /// with these words when the command line names anything else.
  func only(when flag: Flag, _ message: String, fix: String) throws -> HandleReference? {
    guard self[flag] else { return nil }
    guard positionals.count == 1, positionals[0].namesElement else {
      throw UsageError(message: message, fix: fix)
    }
    return try positionals[0].element
  }

  func elements() throws -> [HandleReference] { try positionals.map { try $0.element } }

  /// Returns whether `--brief` is given. Throws if JSON or a table is requested, too.
  func wantsBrief(_ form: OutputFormat) throws -> Bool {
    guard self[Options.brief] else { return false }
    guard form == .text else {
      throw UsageError(
        message: "--brief shortens text, not JSON", fix: "Leave it out; --fields shortens JSON.")
    }
    return true
  }

  /// Whether the result is one JSON object. `--fields` alone asks for that, too.
  var wantsJSON: Bool {
    hasAny(of: [Options.json]) || hasAny(of: [Options.fields]) && !hasAny(of: [Options.jsonLines])
  }
}

extension ExitStatus {
  /// Creates the exit status for a result: errors are findings, and with `--strict` warnings are
  /// too.
  init(_ status: Status, _ arguments: Arguments) {
    let maximum: Status = arguments[Options.strict] ? .pass : .warn
    self = status > maximum ? .findings : .success
  }
}
