internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook sort`: groups the pictures of a shoot by subject.
///
/// Sorting compares file names, views, what pictures show and times, never faces. Without `-o` only
/// the plan is printed; with it files are copied, never moved, into a new folder that
/// `castbook add --from` can read after the user has corrected it.
enum SortCommand {
  private static let groups = ValueOption(
    "groups", "N", in: 1...Sort.maximumGroups, "How many subjects there are (detected).")

  private static let like = ListOption<KnownSubject>(
    "like", "@HANDLE|NAME=FILE",
    "A subject that you know: an element, or a name with a picture of it.", completion: .files,
    parse: KnownSubject.init)
  private static let known = Flag(
    "known", "Also recognise the elements of the library.")

  static let command = Command(
    "sort", "Group the pictures of a shoot by subject, as folders for add --from.",
    details: [
      "Pictures that probably show one subject form a group: by file names, by copies and pictures of the "
        + "same view, and by what they show. That needs the model that `castbook models add subjects` "
        + "installs; without it, colours are compared: of the subject on a plain backdrop, or else of the "
        + "whole picture. A picture taken within seconds of two of a group joins it if it is not too "
        + "different.",
      "Faces are not compared: two people in similar clothes may share a group, and one person in two "
        + "outfits may get two. Things that differ only in a label or a colour may share one, too: groups that "
        + "are not certain say so. Pictures that fit no group are listed, with the two that are closest.",
      "--like names subjects that you know, each with pictures: pictures that show the same become its group. "
        + "--known does so with every element of the library. add --from then adds their files to the "
        + "elements that you have.",
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
      Example(
        "castbook sort shoot/ --like @mira --like mug=mug.jpg", "look for subjects that you know"),
      Example("castbook sort shoot/ --known", "look for all elements of the library"),
      Example("castbook add --from cast/ --prepare", "add the folders after checking them"),
    ],
    positionals: [
      Positional(
        "PATH", .atLeastOne, "Folders or pictures; - reads a list of paths.",
        completion: .files, isExistingFile: true)
    ],
    options: [
      OptionGroup("How to group", [groups, like, known, Options.jobs]),
      OptionGroup(
        "Output",
        [
          Options.folder.described(as: "The new folder for the groups."),
          Options.dryRun.described(as: "Print the plan; write no files, even with -o."),
          Options.json, Options.fields,
        ]),
    ],
    run: Command.printing(run))

  /// Plans the groups and, with `-o`, copies the files into their folders.
  ///
  /// Files that are already in the output folder are left out. The status is `.findings` when there
  /// is no group or a file is damaged.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    if let word = arguments.positionals.first(where: { $0.namesElement }) {
      throw UsageError(
        message:
          "\(sanitized(word.text)) is an element; sort groups files outside the library",
        fix: "Name a folder, or write ./\(sanitized(word.text)) for a file with that name.")
    }
    let output = try arguments[Options.folder]
    let folder = arguments[Options.dryRun] ? nil : output
    if let folder { try SortPlan.preflight(folder) }
    let sorting = try await sorting(arguments, on: screen)
    let all = try await CheckRequest.files(arguments)
    let files = output.map { all.without($0).list } ?? all
    let plan = try await sorting.plan(
      files, each: screen.counter("measured", of: files.files.count))
    let written = try folder.flatMap { folder in
      plan.groups.isEmpty
        ? nil
        : try plan.write(to: folder, each: { screen.progress.update("copied \($0)") })
    }
    return Report(
      plan.groups.isEmpty && !files.mayBeEmpty || !plan.damaged.isEmpty ? .findings : .success,
      json: SortJSON.document(plan, written)
    ) { style in
      SortText(
        plan: plan, written: written, requested: sorting.count, typedPaths: typedPaths(arguments),
        style: style
      ).lines
        + (folder != nil && written == nil ? ["no files written"] : [])
    }
  }

  /// The sort with the subjects that are known.
  private static func sorting(_ arguments: Arguments, on screen: Screen) async throws -> Sort {
    var sorting = Sort(groups: try arguments[groups], workers: try arguments[Options.jobs])
    let named = try arguments[like]
    sorting.guides = KnownSubject.guides(named)
    let elements = named.compactMap(\.element)
    guard !elements.isEmpty || arguments[known] else { return sorting }
    let library = try await Libraries.open(arguments)
    try sorting.addGuides(elements, in: library)
    guard arguments[known] else { return sorting }
    try await sorting.recognizeElements(of: library) { progress in
      guard case .describing(let done, let all) = progress else { return }
      screen.progress.update(
        "describing the library's pictures: \(Quantity.grouped(done)) of \(Quantity.grouped(all))")
    }
    return sorting
  }

  /// Returns the positionals quoted for a shell, for the commands that the output suggests.
  private static func typedPaths(_ arguments: Arguments) -> String {
    arguments.positionals.compactMap { FilePath(bytes: $0.bytes)?.quoted }.joined(separator: " ")
  }
}

/// A word of `--like`: an element, or a name with a picture.
private enum KnownSubject {
  case known(HandleReference)
  case pictured(Handle, FilePath)

  init(_ word: Argument) throws {
    if word.namesElement {
      self = .known(try word.element)
      return
    }
    guard let sign = word.bytes.firstIndex(of: UInt8(ascii: "=")),
      let path = FilePath(bytes: Array(word.bytes[(sign + 1)...])), sign > 0
    else {
      throw UsageError(
        message: "--like \(sanitized(word.text)): no element, and no name with a picture",
        fix: "Write --like @HANDLE, or --like NAME=FILE.")
    }
    do throws(HandleError) {
      self = .pictured(try Handle(String(decoding: word.bytes[..<sign], as: UTF8.self)), path)
    } catch {
      throw UsageError(message: "--like: \(error.message)", fix: error.fix)
    }
  }

  /// The element that is named; `nil` for a name with a picture.
  var element: HandleReference? { if case .known(let reference) = self { reference } else { nil } }

  /// The names with all of their pictures, in the order in which they were first named.
  static func guides(_ all: [KnownSubject]) -> [Sort.Guide] {
    var files: [(handle: Handle, paths: [FilePath])] = []
    for case .pictured(let handle, let path) in all {
      if let index = files.firstIndex(where: { $0.handle == handle }) {
        files[index].paths.append(path)
      } else {
        files.append((handle, [path]))
      }
    }
    return files.map { Sort.Guide($0.handle, files: $0.paths) }
  }
}
