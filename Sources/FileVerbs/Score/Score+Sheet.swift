internal import Checking
internal import Drawing

/// A contact sheet: pages of pictures, each with its number, role, size, scores and marks.
public struct DrawnSheet: Sendable {
  /// The maximum number of pictures that are drawn, since their small copies are all kept in
  /// memory.
  public static let maximumPictures = 400

  private let pages: SheetPages
  /// The number of pictures on the sheet.
  public let pictureCount: Int
  /// The number of pictures that were left out because there are too many.
  public let omittedCount: Int
  /// The problems of named files that don't exist, each with its path, and how to get those that
  /// only the team's store has.
  public let missing: [String]
  /// The scores that the sheet shows.
  public let set: ScoredSet

  /// The number of pages.
  public var pageCount: Int { pages.count }

  /// Returns a page as a PNG. The first page is 0.
  public func png(_ page: Int) -> [UInt8] { pages.png(page) }

  /// Returns a page as a JPEG that is reduced to a bound; `nil` if it can't be encoded. The first
  /// page is 0.
  package func preview(_ page: Int, within bound: Preview.Bound) -> Preview? {
    let canvas = pages.canvas(page)
    return Bitmap(size: canvas.size, rgb: canvas.rgb).flatMap { Preview($0, within: bound) }
  }

  init(_ sheet: ContactSheet, leftOut: Int, missing: [String], set: ScoredSet) {
    pages = sheet.pages()
    pictureCount = sheet.cells.count
    self.omittedCount = leftOut
    self.missing = missing
    self.set = set
  }
}

extension Score {
  /// Options for drawing a sheet.
  public struct SheetStyle: Sendable {
    /// Whether the background is light, for print, instead of dark, for screens.
    public var isLight = false
    /// The number of cells in a row; `nil` to derive it from the number of pictures.
    public var columns: Int?
    /// The title, such as a folder's name; `nil` for the names of the elements.
    public var title: String?
    /// The number of best pictures to mark; `nil` for none.
    public var best: Int?
    /// Whether pictures are numbered in the order of the sheet, even those that have a number in
    /// their element.
    public var isNumberedInOrder = false
    /// The paths of the pictures to mark as chosen, instead of the best ones; `nil` for none.
    var chosen: Set<FilePath>?
    /// Whether only the number, the role and the verdict are below each picture.
    var isBrief = false

    public init() {}
  }

  /// Scores files and draws a contact sheet of them.
  ///
  /// ```swift
  /// var style = Score.SheetStyle()
  /// style.best = 4
  /// let sheet = try await score.sheet(of: files, style)
  /// let pages = (0..<sheet.pageCount).map(sheet.png)
  /// ```
  public func sheet(
    of files: FileList, _ style: SheetStyle, each: (ScoredFile) throws -> Void = { _ in }
  ) async throws -> DrawnSheet {
    var scoring = self
    scoring.drawnSide = ContactSheet.Cell.pictureSide
    var shown: [SheetCells.Member] = []
    var missing: [String] = []
    var elsewhere: [String: Int] = [:]
    var (leftOut, members) = (0, 0)
    let set = try await scoring.run(files) { file in
      if let finding = file.findings.first(where: { $0.rule == .fileNotFound }) {
        missing.append("\(file.facts.path): \(finding.sentence)")
      } else if file.isPicture, shown.count < DrawnSheet.maximumPictures {
        shown.append((file, members))
      } else if file.isPicture {
        leftOut += 1
      }
      if file.isPicture { members += 1 }
      if let finding = file.absence { elsewhere[finding.sentence, default: 0] += 1 }
      try each(file)
    }
    let pick = style.best.flatMap { set.judged?.pick(best: $0) }
    missing += elsewhere.sorted { $0.key < $1.key }.map {
      "\(Quantity.count($0.value, "file")) \($0.key)"
    }
    let cells = SheetCells(shown, set.judged, pick, style).cells
    let sheet = ContactSheet(
      name: style.title ?? Self.title(files.elements.map(\.name)),
      handle: files.elements.count == 1 ? files.elements.first?.handle.description : nil,
      subtitle: Self.subtitle(shown.map(\.file), set), cells: cells,
      theme: style.isLight ? .light : .dark, columns: style.columns)
    return DrawnSheet(sheet, leftOut: leftOut, missing: missing, set: set)
  }

  /// Returns the names of up to three elements, and the number of the others; `nil` without
  /// elements.
  private static func title(_ names: [String]) -> String? {
    names.isEmpty ? nil : Quantity.list(names, atMost: 3)
  }

  /// Returns a summary such as `8 pictures · 2 with warnings · lighting 0.71 · 1 sound is not
  /// shown`.
  private static func subtitle(_ files: [ScoredFile], _ set: ScoredSet) -> String {
    var words = [Quantity.count(files.count, "picture")]
    let here = files.filter { $0.absence == nil }
    for (count, title) in [
      (here.count { $0.status == .fail }, "to replace"),
      (here.count { $0.status == .warn }, "with warnings"), (files.count - here.count, "not here"),
    ] where count > 0 { words.append("\(count) \(title)") }
    if let light = set.judged?.scores.lighting?.score {
      words.append("lighting \(Decimal.text(scaled: Int((light * 100).rounded()), digits: 2))")
    }
    if let others = set.soundsAndClips {
      words.append("\(others) \(set.sounds + set.clips == 1 ? "is" : "are") not shown")
    }
    return words.joined(separator: " · ")
  }
}

/// Scored files as the cells of a sheet.
private struct SheetCells {
  /// A picture, and its index among those that are judged together.
  typealias Member = (file: ScoredFile, index: Int)

  private let files: [Member]
  private let judged: JudgedSet?
  private let pick: Pick?
  private let style: Score.SheetStyle
  private let odd: [Int: String]

  /// The number of measures that are drawn for each picture: its weakest ones.
  private static let maximumBars = 4

  init(
    _ files: [Member], _ judged: JudgedSet?, _ pick: Pick?, _ style: Score.SheetStyle
  ) {
    self.files = files
    self.judged = judged
    self.pick = pick
    self.style = style
    odd = judged?.lightingOutliers ?? [:]
  }

  var cells: [ContactSheet.Cell] {
    files.enumerated().map { index, member in
      let file = member.file
      var cell = ContactSheet.Cell(
        picture: file.drawn, number: (style.isNumberedInOrder ? nil : file.number) ?? index + 1,
        file: style.isBrief ? "" : sanitized(String(file.facts.path.name.text)))
      cell.role = file.role == .unsorted ? nil : file.role.words
      cell.status = Mark(file.status)
      cell.statusWord =
        file.absence != nil ? "not here" : file.status == .fail ? "to replace" : nil
      if let chosen = style.chosen {
        cell.choice = chosen.contains(file.facts.path) ? .chosen : .notChosen
      } else if let pick {
        cell.choice = pick.chosen.contains { $0.member == member.index } ? .chosen : .notChosen
      }
      if !style.isBrief { addDetails(of: member, to: &cell) }
      return cell
    }
  }

  /// Adds the size, the measures and what was found.
  private func addDetails(of member: Member, to cell: inout ContactSheet.Cell) {
    let file = member.file
    cell.original = file.facts.image?.size
    cell.bars = bars(file)
    let shown = file.findings.filter { $0.severity > .note }
    cell.findings = file.absence?.fix.map { [$0] } ?? shown.map(\.message)
    cell.boxes = shown.compactMap(\.box)
    cell.distinction = odd[member.index]
  }

  /// Returns a bar for each of the weakest measures.
  private func bars(_ file: ScoredFile) -> [ContactSheet.Bar] {
    guard let scores = file.scores else { return [] }
    return scores.weakest(Self.maximumBars).map { measure, score in
      ContactSheet.Bar(name: measure.rawValue, score: score.score)
    }
  }
}

extension ScoredFile {
  /// Whether the file is only in the team's store.
  public var isElsewhere: Bool { absence != nil }

  /// Whether there is no such file.
  var isMissing: Bool { findings.contains { $0.rule == .fileNotFound } }

  /// The finding that the file is only in the team's store; `nil` if it is here.
  var absence: Finding? { findings.first { $0.rule == .libraryFileElsewhere } }
}

extension PictureScores {
  /// Returns the `count` lowest scores among the measures that can cause a warning, the lowest
  /// first.
  public func weakest(_ count: Int) -> [(measure: Measure, score: MeasuredScore)] {
    let judging = Measure.allCases.compactMap { measure in
      self[measure].flatMap { $0.warn == nil ? nil : (measure: measure, score: $0) }
    }
    return judging.enumerated()
      .sorted { ($0.element.score.score, $0.offset) < ($1.element.score.score, $1.offset) }
      .prefix(count).map(\.element)
  }
}
