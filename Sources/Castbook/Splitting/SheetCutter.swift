internal import Library
internal import Media
internal import Preparing
internal import Quality

/// Cuts sheets into their views.
struct SheetCutter: Sendable {
  let inspector: Inspector
  let grid: PanelGrid
  let kind: ElementKind?
  let targets: [CheckTarget]
  /// Keeps the bytes of a sheet, where they are to be kept.
  var keep: @Sendable ([UInt8], Digest) -> Result<BlobFolder.Staged?, any Error> = { _, _ in
    .success(nil)
  }

  /// Cuts one file, told under another name than that of its place.
  func cut(
    _ path: FilePath, at place: FilePath, isNamed: Bool, isOrdinary: Bool
  ) async -> Result<CutSheet, any Error> {
    let held = await inspector.holding(place, isOrdinary: isOrdinary) { file in
      await cut(file, path, isNamed: isNamed)
    }
    switch held {
    case .success(let result): return result
    case .failure(let failure):
      var checked = check(FileFacts(path: path, problems: [failure.problem]), isNamed: true)
      checked.guess()
      return .success(uncut(checked, checked.findings.filter { $0.severity == .error }))
    }
  }

  private func check(_ facts: FileFacts, isNamed: Bool) -> CheckedFile {
    CheckedFile(facts, targets, isNamed: isNamed, keepsHeld: false)
  }

  private func uncut(
    _ sheet: CheckedFile, _ refusals: [Finding], _ finding: PanelFinding? = nil
  ) -> CutSheet {
    CutSheet(
      sheet: sheet, views: [], means: finding?.means.map(\.rawValue) ?? [],
      sureness: finding?.sureness ?? 0, refusals: refusals, kept: nil)
  }

  private func cut(
    _ file: Inspector.HeldFile, _ path: FilePath, isNamed: Bool
  ) async -> Result<CutSheet, any Error> {
    var found = await inspector.see(file, as: path)
    found.facts = found.facts.named(path)
    let sheet = check(found.facts, isNamed: isNamed)
    let planner = Planner(targets, PreparationOptions())
    guard let picture = found.picture, found.facts.isProven else {
      let refusals =
        sheet.isBystander ? [] : planner.hindrances(found.facts) + Self.noPicture(found.facts)
      return .success(uncut(sheet, Array(refusals.prefix(1))))
    }
    let finding = PanelSearch.panels(in: picture, grid: grid)
    guard finding.panels.count > 1, grid != .auto || finding.isSure else {
      return .success(uncut(sheet, [Self.noViews(finding, path)], finding))
    }
    let roles = PanelRoles.proposed(for: finding, kind: kind)
    let decoding = inspector.pixelMemory(of: file.bytes, found.facts)
    var views: [CutView] = []
    for (place, (panel, role)) in zip(finding.panels, roles).enumerated() {
      guard let plan = planner.view(panel.box, of: found) else { continue }
      let maker = PictureMaker(plan, by: planner, file.bytes, found)
      switch await inspector.made(maker, of: file, found, decoding: decoding) {
      case .failure(let failure): return .success(uncut(sheet, [failure.finding], finding))
      case .success(let made):
        views.append(await view(made, file, found, number: place + 1, role, panel.box))
      }
    }
    guard let digest = found.facts.digest else { return .success(uncut(sheet, [], finding)) }
    return keep(file.bytes, digest).map { kept in
      CutSheet(
        sheet: sheet, views: views, means: finding.means.map(\.rawValue),
        sureness: finding.sureness, refusals: [], kept: kept)
    }
  }

  private func view(
    _ made: MadePicture, _ file: Inspector.HeldFile, _ sheet: Inspection, number: Int,
    _ role: Role, _ box: PixelBox
  ) async -> CutView {
    let name = sheet.facts.path.view(number, role).suffixed(made.format)
    let found = await inspector.see(made, of: sheet, besides: file, as: name, .scored)
    let copy = PreparedCopy(
      steps: made.steps, after: check(found.facts, isNamed: true),
      scores: found.picture.map(PictureMeasuring.scores), remarks: [], kept: nil, drawn: nil)
    return CutView(
      number: number, role: role, box: box, name: name, copy: copy, bytes: made.bytes)
  }

  // MARK: Why not

  private static func noPicture(_ facts: FileFacts) -> [Finding] {
    [
      Finding(
        .fileNotMedia, .error, message: "is not a picture that can be split",
        fix: "name a sheet of views: JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP")
    ]
  }

  private static func noViews(_ finding: PanelFinding, _ path: FilePath) -> Finding {
    let count = finding.panels.count
    return Finding(
      .imageNoViews, .error,
      message: count > 1
        ? "it is not certain that these are \(count) views" : "no separate views found",
      fix: "give the layout, rows × columns: castbook split \(path.quoted) --grid 1x4 -o views/")
  }
}

extension FilePath {
  /// The name of a view of this sheet: `turnaround-2-side.jpg`.
  fileprivate func view(_ number: Int, _ role: Role) -> FilePath {
    let name = self.name.bytes
    let end = stem.endIndex
    let roleWord = role == .unsorted ? "" : "-\(role.rawValue)"
    let view = Array(name[..<end]) + Array("-\(number)\(roleWord)".utf8) + Array(name[end...])
    return bytes.contains(UInt8(ascii: "/"))
      ? folder.appending(view) : FilePath(bytes: view) ?? self
  }
}
