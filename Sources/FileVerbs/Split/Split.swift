internal import Files
internal import Media
internal import Preparing

/// The verb `split`: cuts turnaround sheets into their views.
///
/// ```swift
/// let folder = try PreparedFolder(at: views, replacing: false)
/// let outcome = try await Split(targets: targets).run(FileList([sheet]), into: folder)
/// print(outcome.sheets.flatMap(\.views).map(\.role))
/// ```
public struct Split: Sendable {
  /// The layout of all sheets.
  public var grid = PanelGrid.auto
  /// What the sheets show, since the views of characters and products come in different orders;
  /// `nil` if it is unknown.
  public var kind: ElementKind?
  /// The targets that each view is checked against.
  public let targets: [CheckTarget]
  /// The number of sheets that are worked on concurrently.
  public let workers: Int
  /// The path of `castbook-media`; `nil` if it is next to the running program.
  public var decoder: FilePath?

  /// Creates a splitter with at most 16 workers; `nil` for one per processor.
  public init(targets: [CheckTarget], workers: Int? = nil) {
    self.targets = targets
    self.workers = Check.workers(workers)
  }

  /// The result of splitting.
  public struct Outcome: Sendable {
    /// The sheets, in list order.
    public let sheets: [CutSheet]
    /// The written files: for each sheet, one for each view. It is empty for each sheet if nothing
    /// was to be written.
    public let written: [[PreparedFolder.Written]]

    /// Whether no sheet was refused, and at least one has views.
    public var isFine: Bool {
      sheets.allSatisfy(\.refusals.isEmpty) && sheets.contains { !$0.views.isEmpty }
    }
  }

  /// Cuts sheets without writing anything.
  ///
  /// - Throws: `CancellationError` if the task is cancelled, and whatever `each` throws.
  public func plan(
    _ files: FileList, each: (CutSheet) throws -> Void = { _ in }
  ) async throws -> Outcome {
    var sheets: [CutSheet] = []
    let cutter = SheetCutter(
      inspector: Inspector(decoder: decoder), grid: grid, kind: kind, targets: targets)
    try await InOrder(workers: workers).run(files.files) { file in
      try await cutter.cut(file)
    } each: { (sheet: CutSheet) in
      sheets.append(sheet)
      try each(sheet)
    }
    return Outcome(sheets: sheets, written: sheets.map { _ in [] })
  }

  /// Cuts sheets and writes the views into a folder, with a record of how they were cut. If
  /// something else is in the way of a view, nothing is written.
  public func run(
    _ files: FileList, into folder: PreparedFolder, each: (CutSheet) throws -> Void = { _ in }
  ) async throws -> Outcome {
    do {
      let sheets = try await plan(files, each: each).sheets
      let written = try folder.write(
        sheets.map { sheet in
          let inner = files.relativePath(of: sheet.path).folder
          return sheet.views.map { (inner.appending($0.name.name.bytes), $0.bytes) }
        }, among: files)
      let outcome = Outcome(sheets: sheets, written: written)
      if written.allSatisfy(\.isEmpty) {
        folder.discard()
      } else {
        try folder.write(SplitJSON.document(self, outcome), under: SplitJSON.proofName)
      }
      return outcome
    } catch {
      folder.discard()
      throw error
    }
  }
}
