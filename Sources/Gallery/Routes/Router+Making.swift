internal import Castbook

/// Files made from an element's files for the page: prepared copies, the views of a sheet, the
/// stills of a clip, the best part of a recording.
extension Router {
  /// Makes copies or new files and shows them, before anything is kept.
  ///
  /// - `copies`: what `prepare` would make, as `preparing/1`.
  /// - `views`, `stills`: new files, which wait like dropped ones, as `made/1`.
  func make(_ reference: HandleReference, _ fields: WebObject) async throws -> JSONValue {
    switch try fields.required("what") {
    case "copies":
      let preparation = try preparation(fields)
      let outcome = try await preparation.preview(files(of: reference, fields))
      return GalleryJSON.preparing(preparation, outcome, isKept: false) { bytes, copy in
        downloads.keep(
          .init(
            bytes: bytes,
            type: copy.facts.format.flatMap(Self.displayableType) ?? "application/octet-stream",
            name: nil))
      }
    case "views": return try await makeViews(reference, fields)
    case "stills": return try await makeStills(reference, fields)
    default: throw Refusal.badRequest("what is not one of copies, views, stills")
    }
  }

  /// Makes prepared copies and keeps them with their originals, as `castbook prepare @HANDLE` does.
  func keepCopies(_ reference: HandleReference, _ fields: WebObject) async throws -> JSONValue {
    let preparation = try preparation(fields)
    let outcome = try await preparation.run(files(of: reference, fields), in: library)
    return GalleryJSON.preparing(preparation, outcome, isKept: true) { _, _ in "" }
  }

  /// Discards prepared copies.
  func discardCopies(_ reference: HandleReference, _ fields: WebObject) throws -> JSONValue {
    let copies = try fields.texts("copies").map(digest)
    let count = try DiscardCopies(copies, in: reference).run(in: library)
    return ["castbook": "discarded-copies/1", "copies": count]
  }

  /// Puts the best part of a recording first in a voice, as `castbook voice --cut --save` does.
  func saveCut(
    _ reference: HandleReference, _ seen: HandleReference, _ fields: WebObject
  ) async throws -> JSONValue {
    let file = try file(of: seen, fields)
    let analysis = VoiceAnalysis(targets: [], cutLength: VoiceAnalysis.defaultLength)
    let voice = try await analysis.listen(to: file)
    let index = try fields.number("cut") ?? 0
    guard voice.cuts.indices.contains(index) else {
      throw Refusal.badRequest("this recording has no such part")
    }
    let wav = try await analysis.wav(of: voice.cuts[index], in: voice)
    return ElementJSON.edited(
      try await SaveVoiceCut(wav, cut: voice.cuts[index], of: voice, in: reference).run(in: library)
    )
  }

  // MARK: Files

  /// The files of an element that the request names by their numbers; all files if it names none.
  private func files(of reference: HandleReference, _ fields: WebObject) throws -> FileList {
    let numbers = try fields.numbers("numbers")
    let all = FileList([.element(try library.files(of: reference))])
    return numbers.isEmpty ? all : all.filter { $0.number.map(numbers.contains) ?? false }
  }

  /// The one file that the request names by its number.
  private func file(of reference: HandleReference, _ fields: WebObject) throws -> ListedFile {
    guard let number = try fields.number("number") else {
      throw Refusal.badRequest("number is missing")
    }
    let all = FileList([.element(try library.files(of: reference))])
    guard let file = all.files.first(where: { $0.number == number }) else { throw Refusal.notFound }
    return file
  }

  /// The options of a preparation.
  private func preparation(_ fields: WebObject) throws -> Preparation {
    var preparation = Preparation(
      targets: try targets(fields.text("for")), today: ProcessEnvironment.today)
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
  private func makeViews(_ reference: HandleReference, _ fields: WebObject) async throws
    -> JSONValue
  {
    let file = try file(of: reference, fields)
    var split = Split(targets: try targets(nil))
    split.kind = try library.find(reference).revision.revision.kind
    if let text = try fields.text("grid") {
      guard let grid = PanelGrid(text) else {
        throw Refusal.badRequest("grid is not rows × columns", fix: "write it as 2x2")
      }
      split.grid = grid
    }
    let sheet = try await split.plan(
      FileList([.element(library.files(of: reference))]).filter { $0.number == file.number }
    ).sheets.first
    guard let sheet else { throw Refusal.notFound }
    var made: [JSONValue] = []
    for view in sheet.views {
      let origin = sheet.sheet.facts.digest.map { FileOrigin(of: $0, view.copy.steps) }
      made.append(
        try await candidate(
          view.bytes, named: view.name, view.role, origin, split.kind ?? .character))
    }
    return ["castbook": "made/1", "files": made, "reasons": sheet.refusals.nonEmpty]
  }

  /// Extracts the best stills of a clip.
  private func makeStills(_ reference: HandleReference, _ fields: WebObject) async throws
    -> JSONValue
  {
    let file = try file(of: reference, fields)
    let best = min(max(try fields.number("best") ?? 4, 1), Stills.maximumStills)
    let clip = try await Stills(targets: targets(nil), best: best).extract(from: file)
    let kind = try library.find(reference).revision.revision.kind
    var made: [JSONValue] = []
    for still in clip.stills {
      made.append(try await candidate(still.bytes, named: still.name, nil, nil, kind))
    }
    return ["castbook": "made/1", "files": made]
  }

  /// Stores a made file beside the dropped ones and examines it like them.
  private func candidate(
    _ bytes: [UInt8], named name: FilePath, _ role: Role?, _ origin: FileOrigin?,
    _ kind: ElementKind
  ) async throws -> JSONValue {
    let (drop, path) = try drops.add(bytes, named: Drops.fileName(name.text), from: origin)
    let tried = try await Evaluate(path, as: kind, for: targets(nil)).run(in: library)
    let answer = GalleryJSON.candidate(tried, as: drop, name: path.name.text)
    guard let role else { return answer }
    return answer.replacing(["role": role])
      .adding(["roleAssumed": (role != .unsorted).orNil])
  }
}
