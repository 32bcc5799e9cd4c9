internal import Castbook

/// The requests that make something of an element's files: prepared copies, the views of a sheet,
/// the stills of a clip, the best part of a recording, a contact sheet.
enum MakingRoutes {
  /// Makes copies or new files and shows them, before anything is kept.
  ///
  /// - `copies`: what `prepare` would make, as `preparing/1`.
  /// - `views`, `stills`: new files, which wait like dropped ones, as `made/1`.
  static func make(_ change: ElementChange) async throws -> JSONValue {
    let reference = try change.seen()
    switch try change.fields.required("what") {
    case "copies":
      let preparation = try preparation(change)
      let outcome = try await preparation.preview(files(of: reference, change))
      return GalleryJSON.preparing(preparation, outcome, isKept: false) { bytes, copy in
        change.gallery.downloads.keep(
          .init(
            bytes: bytes,
            type: copy.facts.format?.displayableType ?? "application/octet-stream",
            name: nil))
      }
    case "views": return try await makeViews(reference, change)
    case "stills": return try await makeStills(reference, change)
    default: throw Refusal.badRequest("what is not one of copies, views, stills")
    }
  }

  /// Makes prepared copies and keeps them with their originals, as `castbook prepare @HANDLE` does.
  static func prepare(_ change: ElementChange) async throws -> JSONValue {
    let reference = try change.seenOfKnown()
    let preparation = try preparation(change)
    let outcome = try await preparation.run(files(of: reference, change), in: change.library)
    return GalleryJSON.preparing(preparation, outcome, isKept: true) { _, _ in "" }
  }

  /// Discards prepared copies.
  static func discardCopies(_ change: ElementChange) throws -> JSONValue {
    let reference = try change.seenOfKnown()
    let copies = try change.fields.texts("copies").map { try Digest(requested: $0) }
    let count = try DiscardCopies(copies, in: reference).run(in: change.library)
    return ["castbook": "discarded-copies/1", "copies": count]
  }

  /// Puts the best part of a recording first in a voice, as `castbook voice --cut --save` does.
  static func cut(_ change: ElementChange) async throws -> JSONValue {
    let latest = try change.latest()
    let file = try file(of: change.seen(), change)
    let analysis = VoiceAnalysis(targets: [], cutLength: VoiceAnalysis.defaultLength)
    let voice = try await analysis.listen(to: file)
    let index = try change.fields.number("cut") ?? 0
    guard voice.cuts.indices.contains(index) else {
      throw Refusal.badRequest("this recording has no such part")
    }
    let wav = try await analysis.wav(of: voice.cuts[index], in: voice)
    let saving = SaveVoiceCut(wav, cut: voice.cuts[index], of: voice, in: latest)
    return ElementJSON.edited(try await saving.run(in: change.library))
  }

  /// Draws a contact sheet and keeps its pages for download.
  static func sheet(_ change: ElementChange) async throws -> JSONValue {
    let (fields, reference) = (change.fields, try change.seen())
    var style = Score.SheetStyle()
    style.isLight = try fields.flag("light")
    style.best = try fields.number("best").map { min(max($0, 1), 20) }
    let files = try change.gallery.files(of: reference)
    let targets = try change.gallery.targets(fields.text("for"))
    let sheet = try await Score(in: change.library, targets: targets).sheet(of: files, style)
    let handle = try change.library.find(reference).handle
    return [
      "castbook": "sheet-pages/1", "pictures": sheet.pictureCount,
      "pages": (0..<sheet.pageCount).map { page in
        let number = sheet.pageCount > 1 ? "-\(page + 1)" : ""
        return change.gallery.downloads.keep(
          .init(bytes: sheet.png(page), type: "image/png", name: "\(handle.name)\(number).png"))
      },
    ]
  }

  // MARK: Files

  /// The files of an element that the request names by their numbers; all files if it names none.
  private static func files(of reference: HandleReference, _ change: ElementChange) throws
    -> FileList
  {
    let numbers = try change.fields.numbers("numbers")
    let all = try change.gallery.files(of: reference)
    return numbers.isEmpty ? all : all.filter { $0.number.map(numbers.contains) ?? false }
  }

  /// The one file that the request names by its number.
  private static func file(of reference: HandleReference, _ change: ElementChange) throws
    -> ListedFile
  {
    guard let number = try change.fields.number("number") else {
      throw Refusal.badRequest("number is missing")
    }
    let all = try change.gallery.files(of: reference)
    guard let file = all.files.first(where: { $0.number == number }) else { throw Refusal.notFound }
    return file
  }

  /// The options of a preparation.
  private static func preparation(_ change: ElementChange) throws -> Preparation {
    let fields = change.fields
    var preparation = Preparation(
      targets: try change.gallery.targets(fields.text("for")), today: ProcessEnvironment.today)
    preparation.options.fit = try fields.word("fit") ?? preparation.options.fit
    preparation.options.background = try fields.text("background").map { text in
      guard let color = PixelColor(text) else {
        throw Refusal.badRequest(
          "background is not a colour", fix: "write white, black, grey or #rrggbb")
      }
      return color
    }
    preparation.options.allowsEnlarging = try fields.flag("enlarge")
    return preparation
  }

  // MARK: New files

  /// Cuts a sheet into its views.
  private static func makeViews(
    _ reference: HandleReference, _ change: ElementChange
  ) async throws -> JSONValue {
    let file = try file(of: reference, change)
    var split = Split(targets: try change.gallery.targets())
    split.kind = try change.library.find(reference).revision.revision.kind
    if let text = try change.fields.text("grid") {
      guard let grid = PanelGrid(text) else {
        throw Refusal.badRequest("grid is not rows × columns", fix: "write it as 2x2")
      }
      split.grid = grid
    }
    let sheet = try await split.plan(
      change.gallery.files(of: reference).filter { $0.number == file.number }
    ).sheets.first
    guard let sheet else { throw Refusal.notFound }
    var made: [JSONValue] = []
    for view in sheet.views {
      let origin = sheet.sheet.facts.digest.map { FileOrigin(of: $0, view.copy.steps) }
      made.append(
        try await candidate(
          view.bytes, named: view.name, view.role, origin, split.kind ?? .character,
          in: change.gallery))
    }
    return ["castbook": "made/1", "files": made, "reasons": sheet.refusals.nonEmpty]
  }

  /// Extracts the best stills of a clip.
  private static func makeStills(
    _ reference: HandleReference, _ change: ElementChange
  ) async throws -> JSONValue {
    let file = try file(of: reference, change)
    let best = min(max(try change.fields.number("best") ?? 4, 1), Stills.maximumStills)
    let clip = try await Stills(targets: change.gallery.targets(), best: best).extract(from: file)
    let kind = try change.library.find(reference).revision.revision.kind
    var made: [JSONValue] = []
    for still in clip.stills {
      made.append(
        try await candidate(still.bytes, named: still.name, nil, nil, kind, in: change.gallery))
    }
    return ["castbook": "made/1", "files": made]
  }

  /// Stores a made file beside the dropped ones and examines it like them.
  private static func candidate(
    _ bytes: [UInt8], named name: FilePath, _ role: Role?, _ origin: FileOrigin?,
    _ kind: ElementKind, in gallery: OpenGallery
  ) async throws -> JSONValue {
    let (drop, path) = try gallery.drops.add(bytes, named: Drops.fileName(name.text), from: origin)
    let tried = try await Evaluate(path, as: kind, for: gallery.targets())
      .run(in: gallery.library)
    let answer = GalleryJSON.candidate(tried, as: drop, name: path.name.text)
    guard let role else { return answer }
    return answer.replacing(["role": role])
      .adding(["roleAssumed": (role != .unsorted).orNil])
  }
}
