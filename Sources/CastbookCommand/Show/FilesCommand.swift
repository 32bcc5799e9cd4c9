internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook files`: writes an element's files to a folder.
///
/// Files keep their original names; those that have the same name get numbers. An existing file
/// with the same content is left alone, and a different one is replaced only with `--replace`.
enum FilesCommand {
  private static let isDocument = Flag(
    "document", "Write the rights document instead of the files.")

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
      OptionGroup("What", [isDocument]),
      OptionGroup("Where", [Options.folder, Options.replace]), Options.output,
    ],
    section: "Find", run: Command.printing(run))

  /// Writes the files, or with `--document` the rights document, and prints their paths.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let folder = try arguments.outputFolder()
    let reference = try arguments.positionals[0].element
    let library = try await Libraries.open(arguments)
    let replaces = arguments[Options.replace]
    let written = try WriteFiles(
      of: reference, to: folder, replacing: replaces, document: arguments[isDocument]
    ).run(in: library)
    return try Report(json: ElementJSON.written(library.find(reference).handle, written)) { _ in
      written.isEmpty
        ? ["\(reference) has no files"]
        : written.map { sanitized($0.path.text) + ($0.wasThere ? "  (already there)" : "") }
    }
  }
}
