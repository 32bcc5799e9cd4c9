internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook sort`: groups the pictures of a shoot by subject.
///
/// Sorting compares file names, views, colours and times, never faces. Without `-o` only the plan
/// is printed; with it files are copied, never moved, into a new folder that `castbook add --from`
/// can read after the user has corrected it.
enum SortCommand {
  static let command = Command(
    "sort", "Group the pictures of a shoot by subject, as folders for add --from.",
    details: [
      "Pictures that probably show one subject form a group: by file names, by copies and pictures of the "
        + "same view, and by the colours of the subject on a plain backdrop, or else of the whole picture. "
        + "A picture taken within seconds of two of a group joins it if it is not too different. Faces are not compared: two people in similar clothes against one wall may share a group, and one "
        + "person in two outfits may get two. Pictures that fit no group are listed.",
      "Without -o it prints the plan and writes no files. With -o it copies the files into a folder for each "
        + "group; files without a group go to _unsorted, which `castbook add --from` skips. Rename the "
        + "folders, move files between them, then add them. Originals are unchanged.",
      "Kinds are not guessed. Roles come from file names. A clip or a recording joins a group only if its "
        + "name matches.",
    ],
    examples: [
      Example("castbook sort shoot/", "the plan"),
      Example("castbook sort shoot/ -o cast/", "write the folders"),
      Example("castbook sort shoot/ --groups 3", "when you know there are three subjects"),
      Example("castbook add --from cast/ --prepare", "add the folders after checking them"),
    ],
    positionals: [
      Positional(
        "PATH", .atLeastOne, "Folders or pictures; - reads a list of paths.",
        completion: .files, isExistingFile: true)
    ],
    options: [
      OptionGroup(
        "How to group",
        [
          .value("groups", "N", "How many subjects there are (detected)."),
          .value("jobs", "N", "How many files to work on concurrently (one per core)."),
        ]),
      OptionGroup(
        "Output",
        [
          .value(
            "output", short: "o", "DIR", "The new folder for the groups.", completion: .folders),
          .flag("dry-run", "Print the plan; write no files, even with -o."),
          .flag("json", "One JSON object."),
        ]),
    ],
    run: run)

  /// Plans the groups and, with `-o`, copies the files into their folders.
  ///
  /// Files that are already in the output folder are left out. The status is `.findings` when there
  /// is no group or a file is damaged.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    if let word = arguments.positionals.first(where: { $0.bytes.first == UInt8(ascii: "@") }) {
      throw UsageError(
        message:
          "\(sanitized(word.text)) is an element; sort groups files outside the library",
        fix: "Name a folder, or write ./\(sanitized(word.text)) for a file with that name.")
    }
    let output = try arguments.value("output")?.path("-o")
    let folder = arguments.has("dry-run") ? nil : output
    if let folder { try SortPlan.preflight(folder) }
    let sorting = Sort(
      groups: try arguments.value("groups").map {
        try $0.number("--groups", in: 1...Sort.maximumGroups)
      },
      workers: try arguments.value("jobs").map(CheckRequest.workers))
    let all = FileList(try await CheckRequest.sources(arguments))
    let files = output.map { all.without($0).list } ?? all
    do {
      let plan = try await plan(files, sorting, screen)
      let written = try folder.flatMap { folder in
        plan.groups.isEmpty
          ? nil
          : try plan.write(
            to: folder, isCancelled: { Signals.interrupted },
            each: { screen.progress.update("copied \($0)") })
      }
      screen.progress.erase()
      if arguments.has("json") {
        try screen.print(SortJSON.document(plan, written).compactText)
      } else {
        let text = SortText(
          plan, written, requested: sorting.count, words: words(arguments), style: screen.style)
        for line in text.lines { try screen.print(line) }
        if folder != nil, written == nil { try screen.print("no files written") }
      }
      return plan.groups.isEmpty || !plan.damaged.isEmpty ? .findings : .success
    } catch is CancellationError {
      try screen.finish()
      Signals.endByInterrupt()
    }
  }

  /// Measures the files and returns the plan, showing progress.
  private static func plan(
    _ files: FileList, _ sorting: Sort, _ screen: Screen
  ) async throws -> SortPlan {
    let total = Quantity.grouped(files.paths.count)
    var count = 0
    return try await sorting.plan(
      files, isCancelled: { Signals.interrupted },
      each: { path in
        count += 1
        screen.progress.update("measured \(Quantity.grouped(count)) of \(total)  \(path)")
      })
  }

  /// Returns the positionals quoted for a shell, for the commands that the output suggests.
  private static func words(_ arguments: Arguments) -> String {
    arguments.positionals.compactMap { FilePath(bytes: $0.bytes)?.quoted }.joined(separator: " ")
  }
}
