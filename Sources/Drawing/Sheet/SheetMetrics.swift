/// The lengths of a contact sheet, in pixels.
///
/// With three cells side by side a sheet is 1440 pixels wide. Shown 400 pixels wide, its
/// lowercase letters are 5 pixels high, which is what a phone at arm's length needs.
struct SheetMetrics: Hashable, Sendable {
  /// The size of ordinary text.
  let text = 36
  let title = 54

  /// The distance from one line to the next.
  let line = 48
  /// The distance from the upper edge of a line to its baseline.
  let baseline = 36
  var style: TextStyle { TextStyle(size: text, lineHeight: line, baseline: baseline) }
  /// The height of the title's line.
  let titleLine = 76
  /// The distance from the upper edge of the title to its baseline.
  let titleBaseline = 56

  /// The distance from the edges of the page.
  let margin = 48
  /// The distance between cells.
  let gutter = 48
  /// The distance between a picture and its caption. The bracket around the picture is in
  /// it.
  let captionGap = 28
  /// The distance between the parts of a caption.
  let partGap = 14
  /// The distance between rows.
  let rowGap = 60
  /// The distance between the head and the first row.
  let headGap = 36
  /// The width that is kept free for the page number.
  let pageNumberWidth = 220

  /// The distance from one bar to the next.
  let barLine = 46
  let barHeight = 18
  /// The distance between a bar, its name and its number.
  let barGap = 18
  /// The height of the middle of lowercase letters above the baseline.
  let barRise = 10

  let mark = 38
  /// The distance of a mark from the upper edge of its line.
  let markDrop = 4
  /// The height of the plate behind a number.
  let plate = 44
  /// The distance between a number and the edges of its plate.
  let platePadding = 12
  /// The thickness of frames and small brackets.
  let stroke = 4

  /// The distance of the bracket from the picture.
  let bracketGap = 6
  let bracketStroke = 8
  /// The length of the bracket's ends.
  let bracketEnd = 40
  /// The distance between the small bracket and the words in it, on either side.
  let distinctionMargin = 24
  /// The distance of the small bracket's ends from the edges of its lines.
  let distinctionGap = 2
  /// The length of the small bracket's ends.
  let distinctionEnd = 14

  /// The thickness of each of the two lines around evidence.
  let evidence = 3

  /// The width of a page with three cells.
  private let page = 1440

  static let pageHeight = 4096
  /// The smallest height of the area for a picture, so brackets and captions have
  /// room.
  let minimumBoxHeight = 96

  /// The width of a cell in a number of columns. A page with more than three columns
  /// becomes wider instead of its cells narrower.
  func cellWidth(columns: Int) -> Int {
    let narrowest = (page - 2 * margin - 2 * gutter) / 3
    return max(narrowest, (page - 2 * margin - (max(columns, 2) - 1) * gutter) / max(columns, 2))
  }
}
