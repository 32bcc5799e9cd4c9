internal import Library
internal import Media
internal import Synchronization

/// The sheets that were cut while files are taken in: their bytes wait to be kept beside their views.
final class SheetStaging: Sendable {
  private let store: LibraryStore
  private let kept = Mutex<(staged: [BlobFolder.Staged], facts: [FileFacts])>(([], []))

  init(store: LibraryStore) { self.store = store }

  var staged: [BlobFolder.Staged] { kept.withLock { $0.staged } }
  var facts: [FileFacts] { kept.withLock { $0.facts } }

  func stage(_ bytes: [UInt8], _ digest: Digest) -> Result<BlobFolder.Staged?, any Error> {
    do throws(LibraryError) {
      let staged = try store.stage(bytes, digest)
      kept.withLock { $0.staged.append(staged) }
      return .success(staged)
    } catch {
      return .failure(ElementLibraryError(error))
    }
  }

  func note(_ facts: FileFacts) { kept.withLock { $0.facts.append(facts) } }
}

extension Intake {
  /// The files that are to be kept, with the views of sheets in the place of these. What is no sheet stays.
  func split(
    _ items: [Item], _ drafts: [ElementDraft], _ grid: Splitting.Grid, _ sheets: SheetStaging,
    isCancelled: () -> Bool
  ) async throws -> [Item] {
    let inspector = library.inspector()
    var all: [Item] = []
    try await InOrder(workers: library.workers).run(items, isCancelled: isCancelled) {
      (item: Item) async -> Result<(Item, CutSheet?), any Error> in
      guard case .path(let path) = item.source, item.problem == nil else {
        return .success((item, nil))
      }
      let cutter = SheetCutter(
        inspector: inspector, grid: grid.panels, kind: drafts[item.draft].kind, targets: [],
        keep: sheets.stage)
      return await cutter.cut(
        path, at: path, isNamed: item.isNamed, isOrdinary: !item.isUnsure
      ).map { (item, $0) }
    } each: { result in
      let (item, sheet) = try result.get()
      guard let sheet, !sheet.views.isEmpty, let digest = sheet.sheet.facts.digest else {
        all.append(item)
        return
      }
      sheets.note(sheet.sheet.facts)
      all += sheet.views.map { view in
        Item(
          draft: item.draft, source: .bytes(view.bytes, name: view.name),
          role: item.role ?? (view.role == .unsorted ? nil : view.role), note: item.note,
          origin: Item.Origin(sheet: digest, steps: view.copy.steps))
      }
    }
    if isCancelled() { throw CancellationError() }
    return all
  }
}
