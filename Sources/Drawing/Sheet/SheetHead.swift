internal import Model

/// The lines above the pictures.
struct SheetHead: Sendable {
  let name: TextLine?
  let handle: TextLine?
  let subtitle: [TextLine]

  private let measures: SheetMeasures

  init(_ sheet: ContactSheet, width: Int) {
    let measures = SheetMeasures()
    self.measures = measures
    let size = measures.title
    let room = width - measures.pageRoom
    handle = sheet.handle.map { TextLine(shortening: $0, size: size, to: room / 2) }
    let beside = handle.map { room - $0.width - measures.barGap } ?? room
    name = Self.drawnName(sheet).map { TextLine(shortening: $0, size: size, to: beside) }
    subtitle = TextLine.wrapped(
      sheet.subtitle, size: measures.text, to: width, lines: 4)
  }

  /// A name that can't be drawn is left to the handle, where there is one.
  private static func drawnName(_ sheet: ContactSheet) -> String? {
    guard let name = sheet.name, !name.isEmpty else { return nil }
    if sheet.handle != nil, !Typeface.shows(sanitized(name)) { return nil }
    return name
  }

  private var hasTitle: Bool { name != nil || handle != nil }

  var height: Int {
    (hasTitle ? measures.titleLine : 0) + subtitle.count * measures.line
  }

  /// Draws it with its upper left corner at the margin; `page` stands at the right.
  func draw(on canvas: inout Canvas, page: TextLine?, theme: ContactSheet.Theme) {
    var (x, y) = (measures.margin, measures.margin)
    let baseline = y + (hasTitle ? measures.titleBaseline : measures.baseline)
    if let page {
      let right = canvas.size.width - measures.margin
      canvas.draw(page, x: right - page.width, baseline: baseline, theme.quietInk)
    }
    if let name {
      canvas.draw(name, x: x, baseline: baseline, theme.ink)
      x += name.width + measures.barGap
    }
    if let handle {
      canvas.draw(handle, x: x, baseline: baseline, name == nil ? theme.ink : theme.quietInk)
    }
    if hasTitle { y += measures.titleLine }
    for line in subtitle {
      canvas.draw(
        line, x: measures.margin, baseline: y + measures.baseline, theme.quietInk)
      y += measures.line
    }
  }
}
