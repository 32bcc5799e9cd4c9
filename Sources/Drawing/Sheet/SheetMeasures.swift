/// The lengths of a contact sheet, in pixels. At three cells across, 1440 pixels, a sheet shown 400 pixels
/// wide has small letters of five, which a phone at arm's length needs.
enum SheetMeasures {
  /// The two sizes of text.
  static let text = 36
  static let title = 54

  /// From one line to the next, and from a line's top to where its letters stand.
  static let line = 48
  static let baseline = 36
  static let titleLine = 76
  static let titleBaseline = 56

  static let margin = 48
  static let gutter = 48
  /// Between a picture and what is said of it; the bracket lies in it.
  static let captionGap = 28
  /// Between the parts of a caption.
  static let partGap = 14
  static let rowGap = 60
  static let headGap = 36

  /// The width of a cell where so many stand side by side.
  static func cellWidth(columns: Int) -> Int {
    let page = 1440
    let narrowest = (page - 2 * margin - 2 * gutter) / 3
    return max(narrowest, (page - 2 * margin - (max(columns, 2) - 1) * gutter) / max(columns, 2))
  }

  static let barLine = 46
  static let barHeight = 18
  /// Between a bar, its name and its number.
  static let barGap = 18

  static let mark = 38
  /// The plate that a number stands on, and the thickness of lines that are to be seen.
  static let plate = 44
  static let platePadding = 12
  static let stroke = 4

  /// The bracket: how far from the picture, how thick, and how long its ends are.
  static let bracketGap = 6
  static let bracketStroke = 8
  static let bracketEnd = 40

  /// Each of the two lines of an evidence box.
  static let evidence = 3
}
