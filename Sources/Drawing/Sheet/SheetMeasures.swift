/// The lengths of a contact sheet, in pixels.
///
/// At three cells across, 1440 pixels, a sheet shown 400 pixels wide has small letters of five, which a phone at
/// arm's length needs.
struct SheetMeasures: Hashable, Sendable {
  /// The two sizes of text.
  let text = 36
  let title = 54

  /// From one line to the next, and from a line's top to where its letters stand.
  let line = 48
  let baseline = 36
  let titleLine = 76
  let titleBaseline = 56

  let margin = 48
  let gutter = 48
  /// Between a picture and what is said of it; the bracket lies in it.
  let captionGap = 28
  /// Between the parts of a caption.
  let partGap = 14
  let rowGap = 60
  let headGap = 36
  /// Room for the number of the page, at the right.
  let pageRoom = 220

  let barLine = 46
  let barHeight = 18
  /// Between a bar, its name and its number.
  let barGap = 18
  /// How far above the baseline the middle of the small letters lies.
  let barRise = 10

  let mark = 38
  let markDrop = 4
  /// The plate that a number stands on, and the thickness of lines that are to be seen.
  let plate = 44
  let platePadding = 12
  let stroke = 4

  /// The bracket: how far from the picture, how thick, and how long its ends are.
  let bracketGap = 6
  let bracketStroke = 8
  let bracketEnd = 40
  /// The bracket around words: room on either side, how far it keeps from their lines, and its ends.
  let oddMargin = 24
  let oddGap = 2
  let oddEnd = 14

  /// Each of the two lines of an evidence box.
  let evidence = 3

  /// As wide as three cells, their gutters and the margins.
  private let page = 1440

  /// A page is no higher than this.
  static let pageHeight = 4096
  /// A place of a picture is at least as high as this, so that its brackets and words are seen.
  let lowestBox = 96

  /// The width of a cell where so many stand side by side.
  func cellWidth(columns: Int) -> Int {
    let narrowest = (page - 2 * margin - 2 * gutter) / 3
    return max(narrowest, (page - 2 * margin - (max(columns, 2) - 1) * gutter) / max(columns, 2))
  }
}
