internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook files`: writes an element's files to a folder.
///
/// Files keep their original names; those that have the same name get numbers. An existing file
/// with the same content is left alone, and a different one is replaced only with `--replace`.
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
