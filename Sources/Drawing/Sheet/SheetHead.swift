internal import Model

/// The lines above the pictures.
struct SheetHead: Sendable {
  /// The name of the element or folder.
  let name: TextLine?
  /// The handle, beside or instead of the name.
  let handle: TextLine?
  let subtitle: [TextLine]

  private let measures: SheetMetrics

  /// Wraps the texts to the width of the content.
  init(_ sheet: ContactSheet, width: Int) {
    let measures = SheetMetrics()
    self.measures = measures
    let size = measures.title
    let titleWidth = width - measures.pageNumberWidth
    handle = sheet.handle.map { TextLine(shortening: $0, size: size, to: titleWidth / 2) }
    let nameWidth = handle.map { titleWidth - $0.width - measures.barGap } ?? titleWidth
    name = Self.drawnName(sheet).map { TextLine(shortening: $0, size: size, to: nameWidth) }
    subtitle = TextLine.wrapped(sheet.subtitle, size: measures.text, to: width, lines: 4)
  }

  /// The name that is drawn; `nil` when only the handle can be drawn.
  private static func drawnName(_ sheet: ContactSheet) -> String? {
    guard let name = sheet.name, !name.isEmpty else { return nil }
    if sheet.handle != nil, !Typeface.canDraw(sanitized(name)) { return nil }
    return name
  }

  /// Whether there is a line with the name or the handle.
  private var hasTitle: Bool { name != nil || handle != nil }

  /// The height in pixels.
  var height: Int { (hasTitle ? measures.titleLine : 0) + subtitle.count * measures.line }

  /// Draws the lines with their upper left corner at the margin, and the page number at
  /// the right.
  func draw(on canvas: inout Canvas, page: TextLine?, theme: ContactSheet.Theme) {
    var (x, y) = (measures.margin, measures.margin)
    let baseline = y + (hasTitle ? measures.titleBaseline : measures.baseline)
    if let page {
      let right = canvas.size.width - measures.margin
      canvas.draw(page, x: right - page.width, baseline: baseline, theme.secondaryInk)
    }
    if let name {
      canvas.draw(name, x: x, baseline: baseline, theme.ink)
      x += name.width + measures.barGap
    }
    if let handle {
      canvas.draw(handle, x: x, baseline: baseline, name == nil ? theme.ink : theme.secondaryInk)
    }
    if hasTitle { y += measures.titleLine }
    canvas.draw(subtitle, x: measures.margin, y: &y, measures.style, theme.secondaryInk)
  }
}
