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
    positionals: [Options.pictures],
    options: [
      OptionGroup(
        "What to prepare for",
        [
          Profiles.targets.described(as: "Targets that every copy must pass (kling)."),
          Options.slot, Profiles.option,
        ]),
      PrepareOptions.group,
      OptionGroup(
        "Output",
        [
          Options.folder.described(as: "The folder for the copies and prepare.json."),
          Options.dryRun.described(as: "Do the work and report the result; write no file."),
          PrepareRequest.picture,
          Options.replace.described(
            as: "Replace files that exist and are different, never an original."),
          PrepareRequest.skipsScores, Options.all, Options.json, Options.fields, Options.jobs,
        ]),
    ],
    run: Command.printing(run))

  /// Prepares all files, writes the optional picture of before and after, and prints the outcome.
  ///
  /// The status is `.findings` when a file could not be prepared.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let request = try await PrepareRequest(arguments)
    let count = screen.counter("prepared", of: request.files.files.count)
    let outcome = try await request.run(each: { count($0.path) })
    if let picture = request.picture {
      let pages = outcome.pages
      let files = try PageFiles(at: picture, count: pages.count)
      for page in files.writingOrder {
        _ = try OutputFile.write(
          pages[page], to: files.paths[page], replacing: request.isReplacing)
      }
    }
    return Report(
      outcome.summary.isFine ? .success : .findings,
      json: PrepareJSON.document(request.preparation, outcome)
    ) { style in
      PrepareTable(
        request: request, outcome: outcome, showsAll: arguments[Options.all], style: style
      ).lines
    }
  }
}
