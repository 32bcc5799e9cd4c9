/// Measures how much fine detail frames have: the variance of the Laplacian of their
/// brightness.
///
/// The brightness is first smoothed by 1 2 1 in both directions, or the noise of a camera and
/// the edges of a codec's blocks would count as detail. The number says little by itself,
/// because a wall has less of it than a tree however sharp; frames of one clip can be
/// compared by it.
struct SharpnessMeter: Sendable {
  /// The smoothed brightness, kept from frame to frame so that its memory is allocated once.
  private var smooth: [Int32] = []

  /// Returns the variance, in 256ths of a level squared, or 0 when a side is under 5 pixels.
  mutating func variance(of frame: SmallFrame) -> Int {
    let (width, height) = (frame.lumaWidth, frame.lumaHeight)
    // Two rings of pixels at the edge have no neighbours on all sides.
    guard width > 4, height > 4 else { return 0 }
    if smooth.count < width * height { smooth = [Int32](repeating: 0, count: width * height) }
    return unsafe frame.luma.withUnsafeBufferPointer { luma in
      unsafe smooth.withUnsafeMutableBufferPointer { smooth in
        for y in 1..<height - 1 { unsafe Self.blur(luma, into: smooth, row: y * width, width) }
        var sum = 0
        var squares = 0
        for y in 2..<height - 2 {
          let (one, two) = unsafe Self.laplacian(smooth, row: y * width, width)
          sum += one
          squares += two
        }
        let count = (width - 4) * (height - 4)
        return max(0, squares / count - (sum / count) * (sum / count))
      }
    }
  }

  /// Smooths one row of pixels, whose values become 16 times as large. `row` is the index of
  /// its first pixel.
  private static func blur(
    _ luma: UnsafeBufferPointer<UInt8>, into smooth: UnsafeMutableBufferPointer<Int32>, row: Int,
    _ width: Int
  ) {
    for x in row &+ 1..<row &+ width &- 1 {
      let (above, below) = (x &- width, x &+ width)
      let top =
        unsafe Int32(luma[above &- 1]) &+ 2 &* Int32(luma[above]) &+ Int32(luma[above &+ 1])
      let middle = unsafe Int32(luma[x &- 1]) &+ 2 &* Int32(luma[x]) &+ Int32(luma[x &+ 1])
      let bottom =
        unsafe Int32(luma[below &- 1]) &+ 2 &* Int32(luma[below]) &+ Int32(luma[below &+ 1])
      unsafe smooth[x] = top &+ 2 &* middle &+ bottom
    }
  }

  /// Returns the sum of the Laplacians of a row and the sum of their squares.
  private static func laplacian(
    _ smooth: UnsafeMutableBufferPointer<Int32>, row: Int, _ width: Int
  ) -> (sum: Int, squares: Int) {
    var sum: Int32 = 0
    var squares = 0
    for x in row &+ 2..<row &+ width &- 2 {
      let sides =
        unsafe smooth[x &- 1] &+ smooth[x &+ 1] &+ smooth[x &- width] &+ smooth[x &+ width]
      let value = unsafe 4 &* smooth[x] &- sides
      sum &+= value
      squares &+= Int(value &* value)
    }
    return (Int(sum), squares)
  }
}
