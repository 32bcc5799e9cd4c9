internal import Library
internal import Media

extension Intake {
  /// Returns the items with each sheet replaced by its views. Items that are not sheets stay as
  /// they are. The bytes of sheets are staged, so that the library keeps them too.
  func split(
    _ items: [Item], _ drafts: [ElementDraft], _ grid: PanelGrid, _ sheets: BlobStaging,
    isCancelled: () -> Bool
  ) async throws -> [Item] {
    let inspector = library.inspector()
    var splitItems: [Item] = []
    try await InOrder(workers: library.workers).run(items, isCancelled: isCancelled) {
      (item: Item) async throws -> (Item, CutSheet?) in
      guard case .path(let path) = item.source, item.problem == nil else { return (item, nil) }
      let cutter = SheetCutter(
        inspector: inspector, grid: grid, kind: drafts[item.draft].kind, targets: [],
        staging: sheets)
      var file = ListedFile(path)
      file.isNamed = item.isNamed
      file.mayNotBeRegular = item.mayNotBeRegular
      return (item, try await cutter.cut(file))
    } each: { (item, sheet) in
      guard let sheet, !sheet.views.isEmpty, let digest = sheet.sheet.facts.digest else {
        splitItems.append(item)
        return
      }
      sheets.add(sheet.sheet.facts)
      splitItems += sheet.views.map { view in
        Item(
          draft: item.draft, source: .bytes(view.bytes, name: view.name),
          role: item.role ?? (view.role == .unsorted ? nil : view.role), note: item.note,
          origin: Item.Origin(sheet: digest, steps: view.copy.steps))
      }
    }
    if isCancelled() { throw CancellationError() }
    return splitItems
  }
}
