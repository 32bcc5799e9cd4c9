internal import Model

/// Finds a background colour for a picture with alpha by surveying its opaque pixels.
final class BorderSurvey: ConvertedRows.RowSink {
  private var size = PixelSize(width: 0, height: 0)
  private var channels = 0
  private var borderCount = 0
  /// The number of border pixels that are opaque.
  private var opaqueBorder = 0
  /// Histograms of the opaque border pixels, one per channel.
  private var counts = [[Int]](repeating: [Int](repeating: 0, count: 256), count: 3)
  /// The sum of the brightness of all opaque pixels, in 1000ths.
  private var brightness = 0
  /// The number of opaque pixels in the whole picture.
  private var opaqueCount = 0

  func begin(_ size: PixelSize, channels: Int) -> Bool {
    self.size = size
    self.channels = channels
    return true
  }

  func add(_ rows: UnsafeRawBufferPointer, first: Int, count: Int) {
    guard channels == 4 else { return }
    for row in 0..<count {
      let isEdge = first + row < edge || first + row >= size.height - edge
      let start = row * size.width * 4
      for column in 0..<size.width {
        let offset = start + 4 * column
        let isBorder = isEdge || column < edge || column >= size.width - edge
        unsafe survey(at: rows, offset, isBorder: isBorder)
      }
    }
  }

  /// The width of the surveyed border, in pixels.
  private var edge: Int { max(1, size.shorterSide / 50) }

  /// Counts one pixel.
  private func survey(at values: UnsafeRawBufferPointer, _ offset: Int, isBorder: Bool) {
    if isBorder { borderCount += 1 }
    guard unsafe values[offset + 3] >= 250 else { return }
    let (red, green, blue) = unsafe (values[offset], values[offset + 1], values[offset + 2])
    brightness += 299 * Int(red) + 587 * Int(green) + 114 * Int(blue)
    opaqueCount += 1
    guard isBorder else { return }
    opaqueBorder += 1
    counts[0][Int(red)] += 1
    counts[1][Int(green)] += 1
    counts[2][Int(blue)] += 1
  }

  /// The mean brightness from which on a subject would be lost on white.
  private static let nearlyWhite = 215

  /// The suggested background and the reason for it.
  var backdrop: (color: PixelColor, because: PreparationStep.BackdropReason) {
    // An opaque quarter of the border is enough to tell what is behind the subject.
    if 4 * opaqueBorder >= borderCount, opaqueBorder > 0 {
      let values = counts.map { median(of: $0) }
      return (PixelColor(red: values[0], green: values[1], blue: values[2]), .border)
    }
    let isBright = opaqueCount > 0 && brightness / opaqueCount > 1000 * Self.nearlyWhite
    return (isBright ? .grey : .white, .plain)
  }

  /// Returns the median of a histogram of the opaque border pixels.
  private func median(of counts: [Int]) -> UInt8 {
    var seen = 0
    for (value, number) in counts.enumerated() {
      seen += number
      if 2 * seen >= opaqueBorder { return UInt8(value) }
    }
    return 255
  }
}
