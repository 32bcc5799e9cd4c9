internal import Castbook
internal import Model

/// The tool `choose`: pictures for the user to choose from by eye.
///
/// Clients that show pages get the picker. For others the answer has a contact sheet with numbers.
struct ChooseTool {
  /// The maximum number of pictures to choose from.
  static let maximumCandidates = 24
  /// The maximum length of a thumbnail's longer side in pixels, and its maximum size in bytes. All
  /// of them and their texts are less than 1 MB in Base64.
  private static let thumbnailSide = 256
  private static let thumbnailBytes = 24_000
  /// The number of pictures that the user chooses, if none is given.
  private static let usualCount = 4
  /// The maximum number of characters of the list of names.
  private static let maximumNames = 1200

  private static let count = ToolParameter<Int>.number(
    "count", "How many to choose, at most (4).", in: 1...maximumCandidates)

  let workspace: Workspace

  var tool: AgentTool {
    AgentTool(
      "choose", title: "Let the user choose pictures",
      description:
        "Shows up to 24 pictures to the user, who chooses some by eye: in a picker, or on a contact "
        + "sheet with numbers. The choice comes as the user's next message. Changes nothing. Use it "
        + "when taste decides; use pick when measures do.",
      parameters: [FileParameters.files.required, Self.count, PictureKind.parameter],
      shape: "agent-choose/1",
      dataSchema: Schema.object(
        required: ["count", "candidates"],
        [
          "count": Schema.integer,
          "candidates": Schema.list(
            of: Schema.object(
              required: ["number", "status"],
              [
                "number": Schema.integer, "path": Schema.text, "role": Schema.text,
                "width": Schema.integer, "height": Schema.integer, "status": Schema.text,
                "weakest": Schema.text,
              ])),
        ]), page: AppPages.choose.address
    ) { arguments, context in try await answer(arguments, context) }
  }

  /// A picture with the number by which the user chooses it.
  private struct Candidate {
    let number: Int
    let file: ScoredFile
  }

  private func answer(
    _ arguments: ToolArguments, _ context: CallContext
  ) async throws -> ToolAnswer {
    let named = try await workspace.files(arguments[FileParameters.files] ?? [])
    let list = try pictures(of: named)
    var style = Score.SheetStyle()
    style.isNumberedInOrder = named.onlyElement == nil
    style.columns = Self.columns(for: list.files.count)
    var candidates: [Candidate] = []
    var scored: [ScoredFile] = []
    let scoring = Score(kind: try arguments[PictureKind.parameter]?.element)
    let sheet = try await scoring.sheet(of: list, style) { file in
      scored.append(file)
      context.report(scored.count, of: list.files.count, "measured")
      // As on the sheet, where a missing file has no place.
      guard file.isPicture, !file.findings.contains(where: { $0.rule == .fileNotFound }) else {
        return
      }
      let number = (style.isNumberedInOrder ? nil : file.number) ?? candidates.count + 1
      candidates.append(Candidate(number: number, file: file))
    }
    guard !candidates.isEmpty else {
      throw ArgumentError(
        JSONPointer().member(FileParameters.files.name), "no pictures among the files",
        fix: "name pictures, a folder of them, or an element")
    }
    let shown = ShownSet(sheet.set, scored, in: workspace.roots)
    let wanted = min(try arguments[Self.count] ?? Self.usualCount, candidates.count)
    var answer = ToolAnswer(
      lines(candidates, wanted, shown, sheet, named, showsPage: context.showsPages)
        .joined(separator: "\n"))
    answer.data = [
      "count": wanted,
      "candidates": candidates.objects { data(of: $0, isNumbered: named.onlyElement != nil) },
    ]
    if context.showsPages {
      answer.pageData = pageData(candidates, wanted, shown, named)
    } else {
      answer.image = SheetImage.image(of: sheet)
    }
    return answer
  }

  /// Returns the list without sounds and clips.
  ///
  /// - Throws: `ArgumentError` if too many files are left, before any is measured.
  private func pictures(of named: NamedFiles) throws -> FileList {
    let list = named.list.filter { file in
      let medium = file.path.suffix.flatMap(MediaFormat.init(suffix:))?.medium
      return medium == .picture || file.isNamed && medium != .sound && medium != .clip
    }
    guard list.files.count <= Self.maximumCandidates else {
      throw ArgumentError(
        JSONPointer().member(FileParameters.files.name),
        "\(list.files.count) pictures are too many to choose from by eye",
        fix: "name at most \(Self.maximumCandidates), such as the best that pick finds")
    }
    return list
  }

  /// Returns the columns of a sheet that has all its pictures on one page, if captions allow it.
  private static func columns(for count: Int) -> Int? {
    switch count {
    case ...4: nil
    case ...9: 3
    case ...12: 4
    default: 6
    }
  }

  // MARK: Lines

  private func lines(
    _ candidates: [Candidate], _ wanted: Int, _ shown: ShownSet, _ sheet: DrawnSheet,
    _ named: NamedFiles, showsPage: Bool
  ) -> [String] {
    let count = Quantity.count(candidates.count, "picture")
    let choice = wanted == 1 ? "one" : "up to \(wanted)"
    let head =
      showsPage
      ? "The user sees \(count)\(shown.place) in a picker and chooses \(choice). Wait for the message "
        + "with the numbers; don't choose for the user."
      : "\(count)\(shown.place) on a contact sheet with numbers. Show it, and ask the user for numbers: "
        + "\(choice). Don't choose for the user."
    let pages =
      !showsPage && sheet.pageCount > 1
      ? [
        "The sheet has \(sheet.pageCount) pages; this is the first. Name fewer pictures to see all."
      ]
      : []
    let command =
      named.onlyElement.map { element in
        showsPage ? [] : ["On a terminal: castbook sheet @\(sanitized(element.name)) -o sheet.png"]
      } ?? []
    return [head] + pages + command + ["Numbers: \(names(of: candidates, shown))"]
      + sheet.missing.prefix(3).map { "Missing: \(ShownNames.quoted($0))" }
      + FileParameters.remarks(on: named)
  }

  /// Returns the numbers with the names, as many as fit.
  private func names(of candidates: [Candidate], _ shown: ShownSet) -> String {
    var text = ""
    for candidate in candidates {
      let part = "\(candidate.number) \(shown.names.name(candidate.file.facts.path))"
      guard text.count + part.count <= Self.maximumNames else { return text + ", …" }
      text += (text.isEmpty ? "" : ", ") + part
    }
    return text
  }

  // MARK: Data

  /// Returns the facts of a candidate.
  ///
  /// - Parameter isNumbered: Whether the number is that of the file in its element, which needs no
  ///   name then.
  private func data(of candidate: Candidate, isNumbered: Bool) -> JSONValue {
    let (file, size) = (candidate.file, candidate.file.facts.image?.size)
    return [
      "number": candidate.number,
      "path": isNumbered
        ? nil : workspace.roots.shown(file.facts.path) ?? file.facts.path.shown,
      "role": file.role == .unsorted ? nil : file.role.rawValue, "width": size?.width,
      "height": size?.height, "status": file.status, "weakest": file.weakest(3),
    ]
  }

  /// Returns what only the page gets: texts to show, and thumbnails.
  private func pageData(
    _ candidates: [Candidate], _ wanted: Int, _ shown: ShownSet, _ named: NamedFiles
  ) -> JSONValue {
    let tiles = candidates.objects { candidate -> JSONValue in
      let file = candidate.file
      let thumbnail = file.thumbnail(
        side: Self.thumbnailSide, maximumBytes: Self.thumbnailBytes)
      let finding = file.findings.first { $0.severity > .note }
      return [
        "number": candidate.number, "name": Self.shortened(file.facts.path.name.text),
        "role": file.role == .unsorted ? nil : file.role.rawValue,
        "size": file.facts.image.map { "\($0.size)" },
        "weakest": file.weakest(2).map { "weakest: \($0)" },
        "remark": finding.map { Self.shortened($0.message) },
        "thumbnail": thumbnail.map { Base64.text(of: $0) },
      ]
    }
    let handle = named.onlyElement.map { "@\($0.name)" }
    let page: JSONValue = ["wanted": wanted, "handle": handle, "candidates": tiles]
    return ["castbook/choose": page]
  }

  /// Returns a text for a tile, without control characters.
  private static func shortened(_ text: String) -> String {
    let clean = sanitized(text)
    return clean.count <= 120 ? clean : clean.prefix(119) + "…"
  }
}
