internal import Model

/// The lines above the pictures.
struct SheetHead: Sendable {
  let name: TextLine?
  let handle: TextLine?
  let subtitle: [TextLine]

  /// Room for the number of the page, at the right.
  static let pageRoom = 220

  init(_ sheet: ContactSheet, width: Int) {
    let size = SheetMeasures.title
    let room = width - Self.pageRoom
    handle = sheet.handle.map { TextLine(shortening: $0, size: size, to: room / 2) }
    let beside = handle.map { room - $0.width - SheetMeasures.barGap } ?? room
    name = Self.drawnName(sheet).map { TextLine(shortening: $0, size: size, to: beside) }
    subtitle = TextLine.wrapped(
      sheet.subtitle, size: SheetMeasures.text, to: width, lines: 2)
  }

  /// A name that can't be drawn is left to the handle, where there is one.
  private static func drawnName(_ sheet: ContactSheet) -> String? {
    guard let name = sheet.name, !name.isEmpty else { return nil }
    if sheet.handle != nil, !Typeface.shows(sanitized(name)) { return nil }
    return name
  }

  private var hasTitle: Bool { name != nil || handle != nil }

  var height: Int {
    (hasTitle ? SheetMeasures.titleLine : 0) + subtitle.count * SheetMeasures.line
  }

  /// Draws it with its upper left corner at the margin; `page` stands at the right.
  func draw(on canvas: inout Canvas, page: TextLine?, theme: ContactSheet.Theme) {
    var (x, y) = (SheetMeasures.margin, SheetMeasures.margin)
    let baseline = y + (hasTitle ? SheetMeasures.titleBaseline : SheetMeasures.baseline)
    if let page {
      let right = canvas.size.width - SheetMeasures.margin
      canvas.draw(page, x: right - page.width, baseline: baseline, theme.quietInk)
    }
    if let name {
      canvas.draw(name, x: x, baseline: baseline, theme.ink)
      x += name.width + SheetMeasures.barGap
    }
    if let handle {
      canvas.draw(handle, x: x, baseline: baseline, name == nil ? theme.ink : theme.quietInk)
    }
    if hasTitle { y += SheetMeasures.titleLine }
    for line in subtitle {
      canvas.draw(
        line, x: SheetMeasures.margin, baseline: y + SheetMeasures.baseline, theme.quietInk)
      y += SheetMeasures.line
    }
  }
}
