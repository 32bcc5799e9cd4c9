internal import Model

/// Draws one cell of a sheet: the picture in its place, and below or beside it what is said of it.
struct CellDrawing {
  let cell: ContactSheet.Cell
  let caption: Caption
  let theme: ContactSheet.Theme
  let measures = SheetMeasures()
  /// The place of the picture, and that of the words.
  let box: Rectangle
  let words: Rectangle
  let barNameWidth: Int

  func draw(on canvas: inout Canvas) {
    drawPicture(on: &canvas)
    if cell.odd != nil { drawBracket(around: picturePlace, on: &canvas) }
    drawHeader(on: &canvas)
    var y = words.y + measures.line
    drawVerdict(on: &canvas, y: &y)
    if let name = caption.name {
      canvas.draw(name, x: words.x, baseline: y + measures.baseline, theme.quietInk)
      y += measures.line
    }
    drawBars(on: &canvas, y: &y)
    drawWords(on: &canvas, y: y)
  }

  // MARK: - The picture

  /// At the left, on the line above the words; a low empty place where there is no picture.
  var picturePlace: Rectangle {
    guard let picture = cell.picture else {
      let height = min(box.height, 2 * measures.lowestBox)
      return Rectangle(x: box.x, y: box.bottom - height, width: box.width, height: height)
    }
    let size = Bitmap.size(
      of: picture.size, within: PixelSize(width: box.width, height: box.height))
    return Rectangle(
      x: box.x, y: box.bottom - size.height, width: size.width, height: size.height)
  }

  private func drawPicture(on canvas: inout Canvas) {
    let place = picturePlace
    guard let picture = cell.picture else {
      canvas.fill(place, theme.mount)
      let line = TextLine("no picture", size: measures.text)
      canvas.draw(
        line, x: place.x + (place.width - line.width) / 2,
        baseline: place.y + (place.height + measures.text) / 2, theme.ink)
      return
    }
    canvas.draw(
      picture.fitted(width: place.width, height: place.height), x: place.x, y: place.y)
    if let kept = cell.kept,
      let part = self.place(of: kept, in: place, of: cell.original ?? picture.size)
    {
      drawAdded(around: part, in: place, on: &canvas)
    }
    for evidence in cell.boxes {
      guard let part = self.place(of: evidence, in: place, of: cell.original ?? picture.size)
      else { continue }
      canvas.frame(part, thickness: measures.evidence, .black)
      canvas.frame(
        part.grown(by: -measures.evidence), thickness: measures.evidence, .white)
    }
  }

  /// A light veil and stripes over what was added around the original, and a thin double line where that ends.
  private func drawAdded(
    around kept: Rectangle, in picture: Rectangle, on canvas: inout Canvas
  ) {
    let strips = [
      Rectangle(x: picture.x, y: picture.y, width: picture.width, height: kept.y - picture.y),
      Rectangle(
        x: picture.x, y: kept.bottom, width: picture.width, height: picture.bottom - kept.bottom),
      Rectangle(x: picture.x, y: kept.y, width: kept.x - picture.x, height: kept.height),
      Rectangle(
        x: kept.right, y: kept.y, width: picture.right - kept.right, height: kept.height),
    ]
    for strip in strips where !strip.isEmpty {
      canvas.draw(.flat(strip, share: 120), .grey(238))
      canvas.draw(.stripes(strip, every: 24, thickness: 3, share: 200), .grey(96))
    }
    let line = kept.grown(by: 2 * measures.evidence / 3)
    let whole = canvas.clip
    canvas.clip = picture.common(with: whole)
    canvas.frame(line, thickness: 2, .black)
    canvas.frame(line.grown(by: -2), thickness: 2, .white)
    canvas.clip = whole
  }

  /// Where a box of the picture lies on the sheet: it holds every pixel that it touches, and is never so
  /// small that its lines meet.
  private func place(
    of evidence: PixelBox, in picture: Rectangle, of size: PixelSize
  ) -> Rectangle? {
    guard size.width > 0, size.height > 0 else { return nil }
    func span(_ start: Int, _ length: Int, _ side: Int, _ drawn: Int) -> (Int, Int) {
      let first = min(max(0, start), side)
      let last = min(side, max(first, first + min(length, side)))
      return (first * drawn / side, (last * drawn + side - 1) / side)
    }
    let (left, right) = span(evidence.x, evidence.width, size.width, picture.width)
    let (top, bottom) = span(evidence.y, evidence.height, size.height, picture.height)
    let least = 6 * measures.evidence
    func widened(_ first: Int, _ last: Int, _ drawn: Int) -> (Int, Int) {
      guard last - first < least else { return (first, last) }
      let start = max(0, min((first + last - least) / 2, drawn - least))
      return (start, min(drawn, start + least))
    }
    let (x, endX) = widened(left, right, picture.width)
    let (y, endY) = widened(top, bottom, picture.height)
    return Rectangle(x: picture.x + x, y: picture.y + y, width: endX - x, height: endY - y)
  }

  /// Square brackets on the left and on the right.
  private func drawBracket(around part: Rectangle, on canvas: inout Canvas) {
    let (stroke, end) = (measures.bracketStroke, measures.bracketEnd)
    let outer = part.grown(by: measures.bracketGap + stroke)
    for x in [outer.x, outer.right - stroke] {
      canvas.fill(
        Rectangle(x: x, y: outer.y, width: stroke, height: outer.height), theme.ink)
    }
    for x in [outer.x, outer.right - end] {
      for y in [outer.y, outer.bottom - stroke] {
        canvas.fill(Rectangle(x: x, y: y, width: end, height: stroke), theme.ink)
      }
    }
  }

  // MARK: - The words

  private func drawHeader(on canvas: inout Canvas) {
    let baseline = words.y + measures.baseline
    let plate = Rectangle(
      x: words.x, y: words.y + 1, width: measures.plateWidth(caption.number),
      height: measures.plate)
    let centered = plate.x + (plate.width - caption.number.width) / 2
    switch cell.choice {
    case .taken:
      canvas.fill(plate, theme.ink)
      canvas.draw(caption.number, x: centered, baseline: baseline, theme.ground)
    case .left:
      canvas.frame(plate, thickness: measures.stroke, theme.ink)
      canvas.draw(caption.number, x: centered, baseline: baseline, theme.ink)
    case nil:
      canvas.draw(caption.number, x: words.x, baseline: baseline, theme.ink)
    }
    if let role = caption.role {
      canvas.draw(
        role, x: words.x + measures.roleStart(caption.number, cell), baseline: baseline, theme.ink)
    }
  }

  private func drawVerdict(on canvas: inout Canvas, y: inout Int) {
    let side = measures.mark
    if let status = cell.status,
      let mark = status.mask(x: words.x, y: y + measures.markDrop, side: side)
    {
      canvas.draw(mark, theme.color(of: status))
    }
    for line in caption.verdict {
      canvas.draw(
        line, x: words.x + measures.verdictStart(cell), baseline: y + measures.baseline, theme.ink)
      y += measures.line
    }
  }

  private func drawBars(on canvas: inout Canvas, y: inout Int) {
    guard !caption.bars.isEmpty else { return }
    y += measures.partGap
    let figures = TextLine("0.00", size: measures.text).width
    for bar in caption.bars {
      let baseline = y + measures.baseline
      let name = TextLine(shortening: bar.name, size: measures.text, to: barNameWidth)
      canvas.draw(name, x: words.x, baseline: baseline, theme.quietInk)
      let start = words.x + barNameWidth + measures.barGap
      let number = TextLine(bar.figures, size: measures.text)
      canvas.draw(number, x: words.right - figures, baseline: baseline, theme.quietInk)
      // In the middle of the small letters.
      var track = Rectangle(
        x: start, y: baseline - measures.barRise - measures.barHeight / 2,
        width: words.right - figures - measures.barGap - start,
        height: measures.barHeight)
      canvas.fill(track, theme.track)
      track.width = Int((Double(track.width) * bar.share).rounded())
      canvas.fill(track, theme.ink)
      y += measures.barLine
    }
  }

  private func drawWords(on canvas: inout Canvas, y start: Int) {
    var y = start
    let odd = caption.odd
    if let widest = odd.map(\.width).max() {
      y += measures.partGap
      let margin = measures.oddMargin
      let height = odd.count * measures.line
      drawSmallBracket(
        Rectangle(
          x: words.x, y: y + measures.oddGap, width: widest + 2 * margin,
          height: height - 2 * measures.oddGap),
        on: &canvas)
      for line in odd {
        canvas.draw(line, x: words.x + margin, baseline: y + measures.baseline, theme.ink)
        y += measures.line
      }
    }
    for finding in caption.findings where !finding.isEmpty {
      y += measures.partGap
      for line in finding {
        canvas.draw(line, x: words.x, baseline: y + measures.baseline, theme.ink)
        y += measures.line
      }
    }
  }

  /// The same bracket around the words that belong to it.
  private func drawSmallBracket(_ part: Rectangle, on canvas: inout Canvas) {
    let (stroke, end) = (measures.stroke, measures.oddEnd)
    for (x, endX) in [(part.x, part.x), (part.right - stroke, part.right - end)] {
      canvas.fill(Rectangle(x: x, y: part.y, width: stroke, height: part.height), theme.ink)
      for y in [part.y, part.bottom - stroke] {
        canvas.fill(Rectangle(x: endX, y: y, width: end, height: stroke), theme.ink)
      }
    }
  }
}
