internal import Library
internal import Media

extension Intake {
  /// Returns the files with each sheet replaced by its views. Files that are not sheets stay as
  /// they are. The bytes of sheets are staged, so that the library keeps them too.
  func split(
    _ files: [IntakeFile], _ drafts: [ElementDraft], _ grid: PanelGrid, _ sheets: BlobStaging
  ) async throws -> [IntakeFile] {
    let inspector = library.inspector()
    var splitFiles: [IntakeFile] = []
    try await InOrder(workers: library.workers).run(files) {
      (file: IntakeFile) async throws -> (IntakeFile, CutSheet?) in
      guard case .path(let path) = file.named.source, file.facts.problems.isEmpty else {
        return (file, nil)
      }
      let cutter = SheetCutter(
        inspector: inspector, grid: grid, kind: drafts[file.draft].kind, targets: [],
        keepSheet: { _ = try sheets.stage($0, $1) })
      var listed = ListedFile(path)
      listed.isNamed = !file.named.isFromFolder
      listed.mayNotBeRegular = file.mayNotBeRegular
      return (file, try await cutter.cut(listed))
    } each: { (file, sheet) in
      guard let sheet, !sheet.views.isEmpty, let digest = sheet.sheet.facts.digest else {
        splitFiles.append(file)
        return
      }
      sheets.add(sheet.sheet.facts)
      splitFiles += sheet.views.map { view in
        var named = ElementDraft.File(
          view.bytes, name: view.name,
          role: file.named.role ?? (view.role == .unsorted ? nil : view.role),
          note: file.named.note)
        named.isRoleAssumed = file.named.role == nil && named.role != nil
        return IntakeFile(
          named, draft: file.draft, origin: FileOrigin(of: digest, view.copy.steps))
      }
    }
    return splitFiles
  }
}
