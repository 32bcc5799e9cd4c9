internal import Files
internal import Media
internal import Preparing

/// The verb `split`: cuts turnaround sheets into their views.
public struct Splitting: Sendable {
  /// How the sheets are laid out.
  public enum Grid: Hashable, Sendable {
    /// That is looked for.
    case auto
    case fixed(rows: Int, columns: Int)

    /// Reads `auto` or rows × columns, such as `2x2`.
    public init?(_ text: String) {
      switch PanelGrid(text) {
      case .auto?: self = .auto
      case .fixed(let rows, let columns)?: self = .fixed(rows: rows, columns: columns)
      case nil: return nil
      }
    }

    /// `auto`, `2x2`.
    public var text: String { "\(panels)" }

    var panels: PanelGrid {
      switch self {
      case .auto: .auto
      case .fixed(let rows, let columns): .fixed(rows: rows, columns: columns)
      }
    }
  }

  public var grid = Grid.auto
  /// What the sheets show: characters and products are turned in different orders.
  public var kind: ElementKind?
  /// The targets whose limits each view is held to.
  public let targets: [CheckTarget]
  public let workers: Int
  /// Where `castbook-media` lies, when it is not beside the program that runs.
  public var decoder: FilePath?

  public init(targets: [CheckTarget], workers: Int? = nil) {
    self.targets = targets
    self.workers = min(max(1, workers ?? Processors.count), Check.mostWorkers)
  }

  /// What splitting came to.
  public struct Outcome: Sendable {
    public let sheets: [CutSheet]
    /// Where the views lie that were written: for each sheet, for each view.
    public let written: [[PreparedFolder.Written]]

    /// Whether every sheet was cut.
    public var isFine: Bool {
      sheets.allSatisfy(\.refusals.isEmpty) && sheets.contains { !$0.views.isEmpty }
    }
  }

  /// Cuts sheets; nothing is written.
  public func plan(
    _ files: FileList, isCancelled: () -> Bool = { false },
    each: (CutSheet) throws -> Void = { _ in }
  ) async throws -> Outcome {
    var sheets: [CutSheet] = []
    let cutter = cutter(
      Inspector(budget: MemoryBudget(workers: Check.mostWorkers), decoder: decoder))
    try await InOrder(workers: workers).run(files.paths, isCancelled: isCancelled) { path in
      await cutter.cut(
        path, at: files.places[path] ?? path, isNamed: files.named.contains(path),
        isOrdinary: !files.unsure.contains(path))
    } each: { (result: Result<CutSheet, any Error>) in
      let sheet = try result.get()
      sheets.append(sheet)
      try each(sheet)
    }
    if isCancelled() { throw CancellationError() }
    return Outcome(sheets: sheets, written: sheets.map { _ in [] })
  }

  /// Cuts sheets and writes the views into a folder. Where something else is in the way of one, nothing is
  /// written.
  public func run(
    _ files: FileList, into folder: PreparedFolder, isCancelled: () -> Bool = { false },
    each: (CutSheet) throws -> Void = { _ in }
  ) async throws -> Outcome {
    let outcome: Outcome
    do {
      outcome = try await plan(files, isCancelled: isCancelled, each: each)
    } catch {
      folder.discard()
      throw error
    }
    let views = outcome.sheets.flatMap { sheet in
      sheet.views.map { view in
        (name: files.nameWithin(sheet.path).folder.appending(view.name.name.bytes), view: view)
      }
    }
    guard !views.isEmpty else {
      folder.discard()
      return outcome
    }
    var written = try folder.write(views.map { ($0.name, $0.view.bytes) }, among: files)[...]
    let named = outcome.sheets.map { sheet in
      defer { written = written.dropFirst(sheet.views.count) }
      return Array(written.prefix(sheet.views.count))
    }
    let whole = Outcome(sheets: outcome.sheets, written: named)
    try folder.write(SplitJSON.document(self, whole), under: SplitJSON.proofName)
    return whole
  }

  func cutter(_ inspector: Inspector) -> SheetCutter {
    SheetCutter(inspector: inspector, grid: grid.panels, kind: kind, targets: targets)
  }
}
