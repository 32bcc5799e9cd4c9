/// The lengths of a contact sheet, in pixels.
struct SheetMeasures: Hashable, Sendable {
  /// At three cells across, 1440 pixels, a sheet shown 400 pixels wide has small letters of five, which a phone
  /// at arm's length needs.
  static let full = SheetMeasures(thirds: 3)
  /// The same in two thirds of the pixels a side: as wide as a laptop's screen at four cells across.
  static let small = SheetMeasures(thirds: 2)

  /// The two sizes of text.
  let text: Int
  let title: Int

  /// From one line to the next, and from a line's top to where its letters stand.
  let line: Int
  let baseline: Int
  let titleLine: Int
  let titleBaseline: Int

  let margin: Int
  let gutter: Int
  /// Between a picture and what is said of it; the bracket lies in it.
  let captionGap: Int
  /// Between the parts of a caption.
  let partGap: Int
  let rowGap: Int
  let headGap: Int
  /// Room for the number of the page, at the right.
  let pageRoom: Int

  let barLine: Int
  let barHeight: Int
  /// Between a bar, its name and its number.
  let barGap: Int
  /// How far above the baseline the middle of the small letters lies.
  let barRise: Int

  let mark: Int
  let markDrop: Int
  /// The plate that a number stands on, and the thickness of lines that are to be seen.
  let plate: Int
  let platePadding: Int
  let stroke: Int

  /// The bracket: how far from the picture, how thick, and how long its ends are.
  let bracketGap: Int
  let bracketStroke: Int
  let bracketEnd: Int
  /// The bracket around words: room on either side, how far it keeps from their lines, and its ends.
  let oddMargin: Int
  let oddGap: Int
  let oddEnd: Int

  /// Each of the two lines of an evidence box.
  let evidence: Int

  /// As wide as three cells, their gutters and the margins.
  private let page: Int

  private init(thirds: Int) {
    func length(_ full: Int) -> Int { max(1, (full * thirds + 1) / 3) }
    text = length(36)
    title = length(54)
    line = length(48)
    baseline = length(36)
    titleLine = length(76)
    titleBaseline = length(56)
    margin = length(48)
    gutter = length(48)
    captionGap = length(28)
    partGap = length(14)
    rowGap = length(60)
    headGap = length(36)
    pageRoom = length(220)
    barLine = length(46)
    barHeight = length(18)
    barGap = length(18)
    barRise = length(10)
    mark = length(38)
    markDrop = length(4)
    plate = length(44)
    platePadding = length(12)
    stroke = length(4)
    bracketGap = length(6)
    bracketStroke = length(8)
    bracketEnd = length(40)
    oddMargin = length(24)
    oddGap = length(2)
    oddEnd = length(14)
    evidence = length(3)
    page = length(1440)
  }

  /// The width of a cell where so many stand side by side.
  func cellWidth(columns: Int) -> Int {
    let narrowest = (page - 2 * margin - 2 * gutter) / 3
    return max(narrowest, (page - 2 * margin - (max(columns, 2) - 1) * gutter) / max(columns, 2))
  }
}
