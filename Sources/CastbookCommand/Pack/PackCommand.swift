internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook pack`: packs elements into a zip for another library.
///
/// Besides the named elements the pack contains the voices they are bound to and the elements they
/// are looks of, with their full history. Rights documents and provider ids are included only on
/// request.
enum PackCommand {
  private static let project = Projects.option.described(
    as: "The elements that the project's castbook.lock pins.")
  private static let withRights = Flag("with-rights", "Include the rights documents.")
  /// Whether provider ids go along.
  static let withRegistrations = Flag(
    "with-registrations", "Include the provider ids, for the same accounts.")

  static let command = Command(
    "pack", "Pack elements with their full history into a zip for another library.",
    details: [
      "The pack contains the originals, their prepared copies, every revision and dismissal, the "
        + "elements' voices, and the elements they are looks of. Project uses and exports "
        + "are not included. The same elements make the same bytes; `sha256sum -c SHA256SUMS` "
        + "checks them without Castbook (`castbook help bundle-format`)."
    ],
    examples: [
      Example("castbook pack @mira @mug -o cast.zip", "two elements, with what they need"),
      Example("castbook pack --project . -o film.zip", "what castbook.lock pins"),
      Example("castbook pack @mira --with-rights -o mira.zip", "with the document of her rights"),
    ],
    positionals: [Positional("@HANDLE", .any, "Elements.")],
    options: [
      OptionGroup("Which elements", [project]),
      OptionGroup("What else to include", [withRights, withRegistrations]),
      OptionGroup(
        "Output",
        [
          Options.file.described(as: "The file for the pack.", placeholder: "FILE.zip"),
          Options.replace.described(as: "Replace a file that exists and is different."),
          Options.json, Options.fields,
        ]),
    ],
    section: "Use", run: Command.printing(run))

  /// Writes the pack and prints the elements in it, including those that the named ones need.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let references = try arguments.elements()
    let project =
      arguments.has(project) ? try Project(at: Projects.location(arguments)) : nil
    guard !references.isEmpty || project != nil else {
      throw UsageError(
        message: "no elements to pack",
        fix: "name some: castbook pack @NAME -o FILE.zip; --project DIR packs what a project pins")
    }
    let path = try arguments.outputFile("FILE.zip")
    var pack = Pack(references, of: project, to: path)
    pack.withRights = arguments[withRights]
    pack.withRegistrations = arguments[withRegistrations]
    pack.replaces = arguments[Options.replace]
    let outcome = try await pack.run(in: Libraries.open(arguments))
    var report = Report(json: PackJSON.packed(outcome)) { _ in
      let there = outcome.alreadyExisted ? ", already there" : ""
      let handles = Columns.aligned(outcome.elements.map { "\($0.handle)" })
      return zip(outcome.elements, handles).map { element, handle in
        "  @\(handle)  \(element.kind)" + (element.isDependency ? ", needed" : "")
      } + [
        "→ \(sanitized(path.text))  \(Quantity.count(outcome.fileCount, "file")), "
          + "\(Quantity.bytes(outcome.byteCount))\(there)"
      ]
    }
    if !screen.wantsJSON { report.notices = outcome.notices }
    return report
  }
}
