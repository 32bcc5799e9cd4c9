internal import Model

/// Looks at the pixels of a picture with alpha for the colour that it is to be laid over.
final class BorderSurvey: ConvertedRows.Taker {
  private var size = PixelSize(width: 0, height: 0)
  private var channels = 0
  /// Pixels of the border, and those of them that hide what is behind; how often each value is met.
  private var border = 0
  private var hiding = 0
  private var counts = [[Int]](repeating: [Int](repeating: 0, count: 256), count: 3)
  /// Of all pixels that hide what is behind: the sum of their brightness, in 1000ths, and their number.
  private var brightness = 0
  private var visible = 0

  func begin(_ size: PixelSize, channels: Int) -> Bool {
    self.size = size
    self.channels = channels
    return true
  }

  func take(_ rows: UnsafeRawBufferPointer, first: Int, count: Int) {
    guard channels == 4 else { return }
    for row in 0..<count {
      let isEdge = first + row < edge || first + row >= size.height - edge
      let start = row * size.width * 4
      for column in 0..<size.width {
        let place = start + 4 * column
        let isBorder = isEdge || column < edge || column >= size.width - edge
        unsafe look(at: rows, place, isBorder: isBorder)
      }
    }
  }

  /// How wide the border is that counts.
  private var edge: Int { max(1, size.shorterSide / 50) }

  private func look(at values: UnsafeRawBufferPointer, _ place: Int, isBorder: Bool) {
    if isBorder { border += 1 }
    guard unsafe values[place + 3] >= 250 else { return }
    let (red, green, blue) = unsafe (values[place], values[place + 1], values[place + 2])
    brightness += 299 * Int(red) + 587 * Int(green) + 114 * Int(blue)
    visible += 1
    guard isBorder else { return }
    hiding += 1
    counts[0][Int(red)] += 1
    counts[1][Int(green)] += 1
    counts[2][Int(blue)] += 1
  }

  /// Subjects that are as bright as this are lost before white.
  private static let nearlyWhite = 215

  /// What to lay the picture over.
  var backdrop: (color: PixelColor, because: PreparationStep.Backdrop) {
    // A quarter of the border is enough to say what stands behind the subject.
    if 4 * hiding >= border, hiding > 0 {
      let values = counts.map { median(of: $0) }
      return (PixelColor(red: values[0], green: values[1], blue: values[2]), .border)
    }
    let isBright = visible > 0 && brightness / visible > 1000 * Self.nearlyWhite
    return (isBright ? .grey : .white, .plain)
  }

  private func median(of counts: [Int]) -> UInt8 {
    var passed = 0
    for (value, number) in counts.enumerated() {
      passed += number
      if 2 * passed >= hiding { return UInt8(value) }
    }
    return 255
  }
}
