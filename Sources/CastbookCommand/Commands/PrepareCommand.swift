internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook prepare`.
enum PrepareCommand {
  static let command = Command(
    "prepare", "Make copies that a provider takes: repaired by the least change, and proven.",
    details: [
      "Each picture that would be refused, or look different, gets a copy that passes all targets named: "
        + "upright, as JPEG or PNG, in sRGB, no larger or heavier than is taken, nothing see-through, "
        + "without private metadata (places, names, serial numbers, prompts, thumbnails). What needs no change is copied as it is. "
        + "The originals are never altered.",
      "Where it can be done, no pixel changes: a JPEG is turned and cut in its coded blocks, metadata are "
        + "left out of the file. Else the best quality that fits is looked for. Bars beside a picture go; "
        + "one that is too wide or too narrow loses plain border, then gets a border in the color of its "
        + "edges (--fit crop keeps its middle instead). What is too small is refused, since enlarging adds "
        + "no detail.",
      "Every copy is checked again as `castbook check` does it. prepare.json beside the copies tells of "
        + "each what was done, with digests, findings and scores before and after. For an element (@mira) "
        + "the copies are kept in the library, beside the originals; -o writes them out, too.",
    ],
    examples: [
      Example(
        "castbook prepare refs/ --for kling-o3 -o ready/", "a folder, for one provider"),
      Example(
        "castbook prepare refs/ --for kling-o3,kling-official --dry-run",
        "what would be done, nothing written"),
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
            "for", "TARGET[,…]", "Whose rules the copies must keep, all at once (kling).",
            repeats: true, completion: .choices(Profiles.builtInNames)),
          .value(
            "as", "SLOT", "The place in the request that they are for.",
            oneOf: Slot.allCases.map(\.rawValue)),
          Profiles.option,
        ]),
      PrepareOptions.how,
      OptionGroup(
        "What comes out",
        [
          .value(
            "output", short: "o", "DIR", "The folder for the copies and their proof.",
            completion: .folders),
          .flag("dry-run", "Do the work and tell what comes of it; write nothing."),
          .value(
            "picture", "FILE", "Also draw before and after, side by side: .png.",
            completion: .files),
          .flag("replace", "Replace files that exist and are different, never an original."),
          .flag("no-scores", "Leave out measuring: quicker, and bars and borders are not seen."),
          ShowsAll.option,
          .flag("json", "One JSON object."),
          .value("jobs", "N", "How many files to work on at a time (one a core)."),
        ]),
    ],
    run: run)

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
      for (place, page) in outcome.pages.enumerated() {
        let path = place == 0 ? picture : picture.numbered(place + 1)
        do {
          _ = try NewFile.write(page, to: path, replacing: request.isReplacing)
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

/// What decides how pictures are prepared.
enum PrepareOptions {
  static let how = OptionGroup(
    "How to prepare",
    [
      .value(
        "fit", "WAY", "What is too wide or narrow: pad (a border) or crop (its middle).",
        oneOf: PreparationOptions.Fit.allCases.map(\.rawValue)),
      .value(
        "background", "COLOR",
        "What see-through parts are laid over, and borders are made of: white, black, grey or #rrggbb "
          + "(what matches the picture)."),
      .flag("allow-upscale", "Enlarge what is too small; it is still said that it was."),
      KeepOptions.option,
      .flag(
        "inferred-limits",
        "Also cut, scale or code clips for limits that no source states; else these are only warned of."
      ),
      .flag("keep-interlaced", "Leave interlaced clips as they are."),
    ])

  static func options(_ arguments: Arguments) throws -> PreparationOptions {
    var options = PreparationOptions()
    if let word = arguments.value("fit"), let fit = PreparationOptions.Fit(rawValue: word.text) {
      options.fit = fit
    }
    options.background = try arguments.value("background").map { word in
      guard let color = PixelColor(word.text.lowercased()) else {
        throw UsageError(
          message: "--background \(sanitized(word.text)): that is no color",
          fix: "write white, black, grey, or #rrggbb such as #d8d4cf")
      }
      return color
    }
    options.allowsEnlarging = arguments.has("allow-upscale")
    options.keeps = try KeepOptions.keeps(arguments)
    options.followsInferredLimits = arguments.has("inferred-limits")
    options.keepsInterlaced = arguments.has("keep-interlaced")
    return options
  }
}
