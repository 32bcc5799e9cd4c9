internal import Checking
internal import Drawing

/// A contact sheet: pages of pictures, each with its number, role, size, scores and marks.
public struct DrawnSheet: Sendable {
  /// Pictures beyond this are not drawn: their copies are held in memory together.
  public static let mostPictures = 400

  private let pages: SheetPages
  /// How many pictures are on it.
  public let pictureCount: Int
  /// How many were left out because there are too many.
  public let leftOut: Int
  public let set: ScoredSet

  public var pageCount: Int { pages.count }

  /// A page as the bytes of a PNG, the first one being 0.
  public func png(_ page: Int) -> [UInt8] { pages.png(page) }

  init(_ sheet: ContactSheet, leftOut: Int, set: ScoredSet) {
    pages = sheet.pages()
    pictureCount = sheet.cells.count
    self.leftOut = leftOut
    self.set = set
  }
}

extension Scoring {
  /// How a sheet is drawn.
  public struct SheetStyle: Sendable {
    /// For print instead of for screens.
    public var isLight = false
    /// Cells beside one another; nothing lets their number decide.
    public var columns: Int?
    /// What stands on top: the element's name, or the folder's.
    public var title: String?
    /// Marks the best so many.
    public var best: Int?

    public init() {}
  }

  /// Measures files and draws a contact sheet of them.
  public func sheet(
    of files: FileList, _ style: SheetStyle, isCancelled: () -> Bool = { false },
    each: (ScoredFile) throws -> Void = { _ in }
  ) async throws -> DrawnSheet {
    var scoring = self
    scoring.drawnSide = ContactSheet.Cell.pictureSide
    var shown: [ScoredFile] = []
    var leftOut = 0
    let set = try await scoring.run(files, isCancelled: isCancelled) { file in
      if !file.isBystander {
        if shown.count < DrawnSheet.mostPictures { shown.append(file) } else { leftOut += 1 }
      }
      try each(file)
    }
    let pick = style.best.flatMap { set.judged?.pick(best: $0) }
    let cells = SheetCells(shown, set.judged, pick).cells
    let sheet = ContactSheet(
      name: style.title ?? files.elements.first?.name,
      handle: files.elements.count == 1 ? files.elements.first?.handle.description : nil,
      subtitle: Self.subtitle(shown.count, set), cells: cells,
      theme: style.isLight ? .light : .dark, columns: style.columns)
    return DrawnSheet(sheet, leftOut: leftOut, set: set)
  }

  /// `8 pictures · 2 to watch · light 0.71`.
  private static func subtitle(_ count: Int, _ set: ScoredSet) -> String {
    var words = [Quantity.count(count, "picture")]
    if set.counts.fail > 0 { words.append("\(set.counts.fail) to replace") }
    if set.counts.warn > 0 { words.append("\(set.counts.warn) to watch") }
    if let light = set.judged?.scores.lighting?.score {
      words.append("same light \(Decimal.text(scaled: Int((light * 100).rounded()), digits: 2))")
    }
    return words.joined(separator: " · ")
  }
}

/// Scored files as the cells of a sheet.
private struct SheetCells {
  private let files: [ScoredFile]
  private let judged: JudgedSet?
  private let pick: Pick?
  private let odd: [Int: String]

  /// The weakest so many measures of each are drawn.
  private static let mostBars = 4

  init(_ files: [ScoredFile], _ judged: JudgedSet?, _ pick: Pick?) {
    self.files = files
    self.judged = judged
    self.pick = pick
    odd = judged?.oddOnes ?? [:]
  }

  var cells: [ContactSheet.Cell] {
    files.enumerated().map { place, file in
      var cell = ContactSheet.Cell(
        picture: file.drawn, number: file.number ?? place + 1,
        file: sanitized(String(file.facts.path.name.text)))
      cell.role = file.role == .unsorted ? nil : file.role.rawValue
      cell.original = file.facts.image?.size
      cell.status =
        switch file.status {
        case .pass: .pass
        case .warn: .warn
        case .fail: .fail
        }
      cell.bars = bars(file)
      let telling = file.findings.filter { $0.severity > .note }
      cell.findings = telling.map(\.message)
      cell.boxes = telling.compactMap(\.box)
      cell.odd = odd[place]
      if let pick {
        cell.choice = pick.taken.contains { $0.member == place } ? .taken : .left
      }
      return cell
    }
  }

  private func bars(_ file: ScoredFile) -> [ContactSheet.Bar] {
    guard let scores = file.scores else { return [] }
    return scores.weakest(Self.mostBars).map { measure, score in
      ContactSheet.Bar(name: measure.rawValue, score: score.score)
    }
  }
}

extension PictureScores {
  /// The weakest of the measures that judge, the weakest first.
  public func weakest(_ count: Int) -> [(measure: Measure, score: MeasuredScore)] {
    let judging = Measure.allCases.compactMap { measure in
      self[measure].flatMap { $0.warn == nil ? nil : (measure: measure, score: $0) }
    }
    return judging.enumerated()
      .sorted { ($0.element.score.score, $0.offset) < ($1.element.score.score, $1.offset) }
      .prefix(count).map(\.element)
  }
}
