internal import Model

/// Draws one cell of a sheet: the picture, and the caption below or beside it.
struct CellDrawing {
  let cell: ContactSheet.Cell
  /// The laid-out texts.
  let caption: Caption
  let theme: ContactSheet.Theme
  let measures = SheetMetrics()
  /// The area for the picture.
  let box: Rectangle
  /// The area for the caption.
  let captionArea: Rectangle
  let barNameWidth: Int

  func draw(on canvas: inout Canvas) {
    drawPicture(on: &canvas)
    if cell.distinction != nil { drawBracket(around: pictureFrame, on: &canvas) }
    drawHeader(on: &canvas)
    var y = captionArea.y + measures.line
    drawVerdict(on: &canvas, y: &y)
    let name = [caption.name].compactMap(\.self)
    canvas.draw(name, x: captionArea.x, y: &y, measures.style, theme.secondaryInk)
    drawBars(on: &canvas, y: &y)
    drawWords(on: &canvas, y: y)
  }

  // MARK: - The picture

  /// The area that the picture fills, at the lower left of its box; a low empty frame when
  /// there is no picture.
  var pictureFrame: Rectangle {
    guard let picture = cell.picture else {
      let height = min(box.height, 2 * measures.minimumBoxHeight)
      return Rectangle(x: box.x, y: box.bottom - height, width: box.width, height: height)
    }
    let size = Bitmap.size(
      of: picture.size, within: PixelSize(width: box.width, height: box.height))
    return Rectangle(
      x: box.x, y: box.bottom - size.height, width: size.width, height: size.height)
  }

  /// Draws the picture, the border that was added to it, and the boxes of evidence.
  private func drawPicture(on canvas: inout Canvas) {
    let frame = pictureFrame
    guard let picture = cell.picture else {
      canvas.fill(frame, theme.pictureBackground)
      let line = TextLine("no picture", size: measures.text)
      canvas.draw(
        line, x: frame.x + (frame.width - line.width) / 2,
        baseline: frame.y + (frame.height + measures.text) / 2, theme.ink)
      return
    }
    canvas.draw(
      picture.fitted(width: frame.width, height: frame.height), x: frame.x, y: frame.y)
    if let kept = cell.originalArea,
      let part = self.area(of: kept, in: frame, of: cell.original ?? picture.size)
    {
      drawAdded(around: part, in: frame, on: &canvas)
    }
    for evidence in cell.boxes {
      guard let part = self.area(of: evidence, in: frame, of: cell.original ?? picture.size)
      else { continue }
      canvas.frame(part, thickness: measures.evidence, .black)
      canvas.frame(
        part.expanded(by: -measures.evidence), thickness: measures.evidence, .white)
    }
  }

  /// Draws a light veil and stripes over what was added around the original, and a thin
  /// double line where the original begins.
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
      canvas.draw(.uniform(strip, coverage: 120), .grey(238))
      canvas.draw(.stripes(strip, spacing: 24, thickness: 3, coverage: 200), .grey(96))
    }
    let line = kept.expanded(by: 2 * measures.evidence / 3)
    let clip = canvas.clip
    canvas.clip = picture.intersection(with: clip)
    canvas.frame(line, thickness: 2, .black)
    canvas.frame(line.expanded(by: -2), thickness: 2, .white)
    canvas.clip = clip
  }

  /// Returns the area of the sheet that shows a box of the original picture.
  ///
  /// The area contains every pixel that the box touches and is never so small that its
  /// lines meet. It is `nil` when the size is empty.
  private func area(
    of evidence: PixelBox, in picture: Rectangle, of size: PixelSize
  ) -> Rectangle? {
    guard size.width > 0, size.height > 0 else { return nil }
    func span(_ start: Int, _ length: Int, _ side: Int, _ drawnSide: Int) -> (Int, Int) {
      let first = min(max(0, start), side)
      let last = min(side, max(first, first + min(length, side)))
      return (first * drawnSide / side, (last * drawnSide + side - 1) / side)
    }
    let (left, right) = span(evidence.x, evidence.width, size.width, picture.width)
    let (top, bottom) = span(evidence.y, evidence.height, size.height, picture.height)
    let minimum = 6 * measures.evidence
    func widened(_ first: Int, _ last: Int, _ drawnSide: Int) -> (Int, Int) {
      guard last - first < minimum else { return (first, last) }
      let start = max(0, min((first + last - minimum) / 2, drawnSide - minimum))
      return (start, min(drawnSide, start + minimum))
    }
    let (x, endX) = widened(left, right, picture.width)
    let (y, endY) = widened(top, bottom, picture.height)
    return Rectangle(x: picture.x + x, y: picture.y + y, width: endX - x, height: endY - y)
  }

  /// Draws square brackets to the left and the right of an area.
  private func drawBracket(around part: Rectangle, on canvas: inout Canvas) {
    let (stroke, end) = (measures.bracketStroke, measures.bracketEnd)
    let outer = part.expanded(by: measures.bracketGap + stroke)
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

  /// Draws the number and the role. The number is on a filled plate when the picture was
  /// chosen, and in a frame when it was not.
  private func drawHeader(on canvas: inout Canvas) {
    let baseline = captionArea.y + measures.baseline
    let plate = Rectangle(
      x: captionArea.x, y: captionArea.y + 1, width: measures.plateWidth(caption.number),
      height: measures.plate)
    let centered = plate.x + (plate.width - caption.number.width) / 2
    switch cell.choice {
    case .chosen:
      canvas.fill(plate, theme.ink)
      canvas.draw(caption.number, x: centered, baseline: baseline, theme.background)
    case .notChosen:
      canvas.frame(plate, thickness: measures.stroke, theme.ink)
      canvas.draw(caption.number, x: centered, baseline: baseline, theme.ink)
    case nil:
      canvas.draw(caption.number, x: captionArea.x, baseline: baseline, theme.ink)
    }
    if let role = caption.role {
      canvas.draw(
        role, x: captionArea.x + measures.roleStart(caption.number, cell), baseline: baseline,
        theme.ink)
    }
  }

  /// Draws the mark and the verdict, and moves `y` below them.
  private func drawVerdict(on canvas: inout Canvas, y: inout Int) {
    let side = measures.mark
    if let status = cell.status,
      let mark = status.mask(x: captionArea.x, y: y + measures.markDrop, side: side)
    {
      canvas.draw(mark, theme.color(of: status))
    }
    canvas.draw(
      caption.verdict, x: captionArea.x + measures.verdictStart(cell), y: &y, measures.style,
      theme.ink)
  }

  /// Draws the bars with their names and numbers, and moves `y` below them.
  private func drawBars(on canvas: inout Canvas, y: inout Int) {
    guard !caption.bars.isEmpty else { return }
    y += measures.partGap
    let figures = TextLine("0.00", size: measures.text).width
    for bar in caption.bars {
      let baseline = y + measures.baseline
      let name = TextLine(shortening: bar.name, size: measures.text, to: barNameWidth)
      canvas.draw(name, x: captionArea.x, baseline: baseline, theme.secondaryInk)
      let start = captionArea.x + barNameWidth + measures.barGap
      let number = TextLine(bar.figures, size: measures.text)
      canvas.draw(number, x: captionArea.right - figures, baseline: baseline, theme.secondaryInk)
      // The bar is centered on the lowercase letters.
      var track = Rectangle(
        x: start, y: baseline - measures.barRise - measures.barHeight / 2,
        width: captionArea.right - figures - measures.barGap - start,
        height: measures.barHeight)
      canvas.fill(track, theme.track)
      track.width = Int((Double(track.width) * bar.share).rounded())
      canvas.fill(track, theme.ink)
      y += measures.barLine
    }
  }

  /// Draws the distinction in its bracket, and the findings.
  private func drawWords(on canvas: inout Canvas, y start: Int) {
    var y = start
    let odd = caption.distinction
    if let widest = odd.map(\.width).max() {
      y += measures.partGap
      let margin = measures.distinctionMargin
      let height = odd.count * measures.line
      drawSmallBracket(
        Rectangle(
          x: captionArea.x, y: y + measures.distinctionGap, width: widest + 2 * margin,
          height: height - 2 * measures.distinctionGap),
        on: &canvas)
      canvas.draw(odd, x: captionArea.x + margin, y: &y, measures.style, theme.ink)
    }
    for finding in caption.findings where !finding.isEmpty {
      y += measures.partGap
      canvas.draw(finding, x: captionArea.x, y: &y, measures.style, theme.ink)
    }
  }

  /// Draws the bracket around the words that describe a distinction.
  private func drawSmallBracket(_ part: Rectangle, on canvas: inout Canvas) {
    let (stroke, end) = (measures.stroke, measures.distinctionEnd)
    for (x, endX) in [(part.x, part.x), (part.right - stroke, part.right - end)] {
      canvas.fill(Rectangle(x: x, y: part.y, width: stroke, height: part.height), theme.ink)
      for y in [part.y, part.bottom - stroke] {
        canvas.fill(Rectangle(x: endX, y: y, width: end, height: stroke), theme.ink)
      }
    }
  }
}
