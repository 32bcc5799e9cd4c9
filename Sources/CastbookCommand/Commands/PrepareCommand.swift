internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook prepare`: makes copies that a provider accepts.
///
/// The originals are never changed. Copies go to the folder of `-o` or, for elements, to the
/// library beside the originals; a dry run does all the work but writes nothing.
///
/// Every copy is checked again against the targets before it is kept, so a copy that exists is one
/// that passes.
enum PrepareCommand {
  static let command = Command(
    "prepare", "Make copies that a provider accepts: changed as little as possible, and verified.",
    details: [
      "Each picture that a target would reject or show differently gets a copy that passes all targets "
        + "named: upright, JPEG or PNG, in sRGB, within the size limits, without transparency, and "
        + "without private metadata (places, names, serial numbers, prompts, thumbnails). Pictures that need "
        + "no change are copied unchanged. The originals are never altered.",
      "Where possible, no pixel changes: a JPEG is rotated and cropped in its encoded blocks, and metadata "
        + "is left out of the file. Otherwise the copy is encoded at the best quality that fits. Bars beside "
        + "a picture are removed. A picture that is too wide or too narrow loses plain border, then gets a "
        + "border in the colour of its edges (--fit crop keeps its middle instead). A picture that is too "
        + "small can't be prepared, since enlarging adds no detail.",
      "Every copy is checked again, as by `castbook check`. prepare.json beside the copies records what was "
        + "done to each, with digests, findings and scores before and after. For an element (@mira) "
        + "the copies are kept in the library, beside the originals; -o also writes them to a folder.",
    ],
    examples: [
      Example(
        "castbook prepare refs/ --for kling-o3 -o ready/", "a folder, for one provider"),
      Example(
        "castbook prepare refs/ --for kling-o3,kling-official --dry-run",
        "what would be done; no file is written"),
      Example("castbook prepare @mira --for kling-o3", "the copies stay in the library"),
      Example(
        "castbook prepare pano.jpg --for kling --fit crop -o ready/ --picture pano.png",
        "with a picture of before and after"),
    ],
    positionals: [PictureOptions.pictures],
    options: [
      OptionGroup(
        "What to prepare for",
        [
          .value(
            "for", "TARGET[,…]", "Targets that every copy must pass (kling).",
            repeats: true, completion: .choices(Profiles.builtInNames)),
          .value(
            "as", "SLOT", "The slot of the request that the files are for.",
            oneOf: Slot.allCases.map(\.rawValue)),
          Profiles.option,
        ]),
      PrepareOptions.group,
      OptionGroup(
        "Output",
        [
          .value(
            "output", short: "o", "DIR", "The folder for the copies and prepare.json.",
            completion: .folders),
          .flag("dry-run", "Do the work and report the result; write no file."),
          .value(
            "picture", "FILE", "Also draw before and after, side by side, as .png.",
            completion: .files),
          .flag("replace", "Replace files that exist and are different, never an original."),
          .flag(
            "no-scores", "Don't measure pictures: quicker, but bars and borders are not detected."),
          ShowAll.option,
          .flag("json", "One JSON object."),
          .value("jobs", "N", "How many files to work on concurrently (one per core)."),
        ]),
    ],
    run: run)

  /// Prepares all files, writes the optional picture of before and after, and prints the outcome.
  ///
  /// The status is `.findings` when a file could not be prepared.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let request = try await PrepareRequest(arguments)
    let total = Quantity.grouped(request.files.paths.count)
    let table = PrepareTable(request, showsAll: arguments.has("all"), screen: screen)
    var count = 0
    let each = { (file: PreparedFile) in
      count += 1
      screen.progress.update("prepared \(Quantity.grouped(count)) of \(total)  \(file.path)")
    }
    let outcome: Preparation.Outcome
    do {
      outcome = try await request.run(isCancelled: { Signals.interrupted }, each: each)
    } catch is CancellationError {
      try screen.finish()
      Signals.endByInterrupt()
    }
    screen.progress.erase()
    if let picture = request.picture {
      for (index, page) in outcome.pages.enumerated() {
        let path = index == 0 ? picture : picture.numbered(index + 1)
        do {
          _ = try OutputFile.write(page, to: path, replacing: request.isReplacing)
        } catch {
          throw Failure(error)
        }
      }
    }
    if request.isJSON {
      try screen.print(PrepareJSON.document(request.preparation, outcome).compactText)
    } else {
      try table.show(outcome)
    }
    return outcome.summary.isFine ? .success : .findings
  }
}
