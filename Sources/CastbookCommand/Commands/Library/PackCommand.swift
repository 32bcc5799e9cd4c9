internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook pack`: packs elements into a zip for another library.
///
/// Besides the named elements the pack contains the voices they are bound to and the elements they
/// are looks of, with their full history. Rights documents and provider ids are included only on
/// request.
enum PackCommand {
  static let command = Command(
    "pack", "Pack elements with their full history into a zip for another library.",
    details: [
      "The pack contains the originals, their prepared copies, every revision and dismissal, the "
        + "elements' voices, and the elements they are looks of. Project uses and exports "
        + "are not included. The same elements make the same bytes; `sha256sum -c SHA256SUMS` "
        + "checks them without Castbook (docs/bundle-format.md)."
    ],
    examples: [
      Example("castbook pack @mira @mug -o cast.zip", "two elements, with what they need"),
      Example("castbook pack --project . -o film.zip", "what castbook.lock pins"),
      Example("castbook pack @mira --with-rights -o mira.zip", "with the document of her rights"),
    ],
    positionals: [Positional("@HANDLE", .any, "Elements.")],
    options: [
      OptionGroup(
        "Which elements",
        [
          .value(
            "project", "DIR", "The elements that the project's castbook.lock pins.",
            completion: .folders)
        ]),
      OptionGroup(
        "What else to include",
        [
          .flag("with-rights", "Include the rights documents."),
          .flag("with-registrations", "Include the provider ids, for the same accounts."),
        ]),
      OptionGroup(
        "Output",
        [
          .value("output", short: "o", "FILE.zip", "The file for the pack.", completion: .files),
          .flag("replace", "Replace a file that exists and is different."),
          .flag("json", "One JSON object."),
        ]),
    ],
    section: "Use", run: run)

  /// Writes the pack and prints the elements in it, including those that the named ones need.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let references = try arguments.positionals.map { try $0.element }
    let project = try project(arguments)
    guard !references.isEmpty || project != nil else {
      throw UsageError(
        message: "no elements to pack",
        fix: "name some: castbook pack @NAME -o FILE.zip; --project DIR packs what a project pins")
    }
    guard let output = arguments.value("output") else {
      throw MissingOutput.file("FILE.zip")
    }
    var options = PackOptions()
    options.withRights = arguments.has("with-rights")
    options.withRegistrations = arguments.has("with-registrations")
    let path = try output.path("-o")
    let outcome = try await Libraries.open(arguments).pack(
      references, of: project, to: path, options, replacing: arguments.has("replace"))
    let screen = Screen(arguments)
    if arguments.has("json") {
      try screen.print(PackJSON.packed(outcome).compactText)
    } else {
      for element in outcome.elements {
        try screen.print(
          "  @\(element.handle)  \(element.kind)" + (element.isDependency ? ", needed" : ""))
      }
      let there = outcome.alreadyExisted ? ", already there" : ""
      try screen.print(
        "→ \(sanitized(path.text))  \(Quantity.count(outcome.fileCount, "file")), "
          + "\(Quantity.bytes(outcome.byteCount))\(there)")
      try screen.finish()
      for notice in outcome.notices { try Libraries.printRemark(notice, arguments) }
    }
    return .success
  }

  /// Returns the project of `--project`, or `nil` without that option.
  private static func project(_ arguments: Arguments) throws -> Project? {
    guard arguments.value("project") != nil else { return nil }
    return try Project(at: Projects.location(arguments))
  }
}
