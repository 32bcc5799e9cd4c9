package import Media
internal import Preparing
internal import Quality

/// Cuts sheets into their views.
package struct SheetCutter: Sendable {
  let inspector: Inspector
  /// The layout of the sheets.
  let grid: PanelGrid
  /// What the sheets show; `nil` if it is unknown.
  let kind: ElementKind?
  /// The targets that each view is checked against.
  let targets: [CheckTarget]
  /// Keeps the bytes of a sheet that was cut; `nil` if they are not kept.
  var keepSheet: (@Sendable ([UInt8], Digest) throws -> Void)?

  package init(
    inspector: Inspector, grid: PanelGrid, kind: ElementKind?, targets: [CheckTarget],
    keepSheet: (@Sendable ([UInt8], Digest) throws -> Void)? = nil
  ) {
    self.inspector = inspector
    self.grid = grid
    self.kind = kind
    self.targets = targets
    self.keepSheet = keepSheet
  }

  /// Cuts one file.
  ///
  /// - Returns: A sheet without views but with refusals if the file can't be cut.
  /// - Throws: An error if its bytes can't be kept.
  package func cut(_ listed: ListedFile) async throws -> CutSheet {
    do {
      return try await inspector.withFile(listed) { try await cut(listed, $0) }
    } catch let problem as FileProblem {
      let facts = FileFacts(path: listed.path, problems: [problem])
      var checked = CheckedFile(facts, targets)
      checked.suggestNearestFile()
      return uncut(checked, checked.findings.errors)
    }
  }

  /// Returns a sheet that was not cut, with the reasons.
  private func uncut(
    _ sheet: CheckedFile, _ refusals: [Finding], _ detection: PanelDetection? = nil
  ) -> CutSheet {
    CutSheet(
      sheet: sheet, views: [], cues: detection?.cues.map(\.rawValue) ?? [],
      confidence: detection?.confidence ?? 0, refusals: refusals)
  }

  /// Looks for the views in a file's picture, and makes a copy of each.
  private func cut(
    _ listed: ListedFile, _ file: Inspector.LoadedFile
  ) async throws -> CutSheet {
    let inspection = try await inspector.inspect(
      .bytes(file.bytes, name: listed.path, memory: file.memory), depth: .appearance)
    let sheet = CheckedFile(inspection.facts, targets, isNamed: listed.isNamed)
    let planner = Planner(targets, PreparationOptions())
    guard let picture = inspection.picture, inspection.facts.isProven else {
      let refusals =
        sheet.isNonMedia
        ? [] : planner.obstacles(for: inspection.facts) + Self.noPicture(inspection.facts)
      return uncut(sheet, Array(refusals.prefix(1)))
    }
    let detection = PanelSearch.panels(in: picture, grid: grid)
    guard detection.panels.count > 1, grid != .auto || detection.isSure else {
      return uncut(sheet, [Self.noViews(detection, listed.path)], detection)
    }
    let roles = PanelRoles.proposed(for: detection, kind: kind)
    let decoding = inspector.pixelMemory(of: file.bytes, inspection.facts)
    var views: [CutView] = []
    for (index, (panel, role)) in zip(detection.panels, roles).enumerated() {
      guard let plan = planner.planForView(panel.box, of: inspection) else { continue }
      let maker = PictureMaker(plan, by: planner, file.bytes, inspection)
      switch await inspector.makeCopy(maker, of: file, inspection, decoding: decoding) {
      case .failure(let failure): return uncut(sheet, [failure.finding], detection)
      case .success(let made):
        views.append(try await view(made, file, inspection, number: index + 1, role, panel.box))
      }
    }
    guard let digest = inspection.facts.digest else { return uncut(sheet, [], detection) }
    try keepSheet?(file.bytes, digest)
    return CutSheet(
      sheet: sheet, views: views, cues: detection.cues.map(\.rawValue),
      confidence: detection.confidence, refusals: [])
  }

  /// Inspects a view that was just cut, and checks it against the targets.
  private func view(
    _ made: PreparedPicture, _ file: Inspector.LoadedFile, _ sheet: Inspection, number: Int,
    _ role: Role, _ box: PixelBox
  ) async throws -> CutView {
    let name = sheet.facts.path.view(number, role).withSuffix(for: made.format)
    let inspection = try await inspector.inspectCopy(
      made, of: sheet, besides: file, as: name, .scored)
    let copy = PreparedCopy(
      steps: made.steps, after: CheckedFile(inspection.facts, targets),
      scores: inspection.picture.map(PictureMeasurement.scores), remarks: [], kept: nil, drawn: nil)
    return CutView(
      number: number, role: role, box: box, name: name, copy: copy, bytes: made.bytes)
  }

  // MARK: Refusals

  /// Returns the finding for a file that is not a picture.
  private static func noPicture(_ facts: FileFacts) -> [Finding] {
    [
      Finding(
        .fileNotMedia, .error, message: "is not a picture that can be split",
        fix: "name a sheet of views: JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP")
    ]
  }

  /// Returns the finding for a picture in which no views were found, or not with enough confidence.
  private static func noViews(_ detection: PanelDetection, _ path: FilePath) -> Finding {
    let count = detection.panels.count
    return Finding(
      .imageNoViews, .error,
      message: count > 1
        ? "it is not certain that these are \(count) views" : "no separate views found",
      fix: "give the layout, rows × columns: castbook split \(path.quoted) --grid 1x4 -o views/")
  }
}

extension FilePath {
  /// Returns the name of a view of this sheet: `turnaround-2-side.jpg`.
  fileprivate func view(_ number: Int, _ role: Role) -> FilePath {
    let name = self.name.bytes
    let end = stem.endIndex
    let roleWord = role == .unsorted ? "" : "-\(role.rawValue)"
    let view = Array(name[..<end]) + Array("-\(number)\(roleWord)".utf8) + Array(name[end...])
    return bytes.contains(UInt8(ascii: "/"))
      ? folder.appending(view) : FilePath(bytes: view) ?? self
  }
}
