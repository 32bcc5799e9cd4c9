/// A set of connected pixels: its bounding box and its area.
struct ConnectedPixels {
  let box: SheetRegion
  /// The number of pixels.
  let area: Int

  /// Labels all unlabelled pixels that belong and are connected with `seed`.
  ///
  /// - Parameters:
  ///   - label: The number to write into `labels`, where 0 means unlabelled.
  ///   - diagonally: Whether pixels that touch only at a corner are connected.
  ///   - belongs: Returns whether the pixel at an index belongs to the set.
  init(
    from seed: Int, label: Int32, in labels: inout [Int32], width: Int, height: Int,
    diagonally: Bool, belongs: (Int) -> Bool
  ) {
    var (left, right, top, bottom) = (width, 0, height, 0)
    var area = 0
    var stack = [seed]
    labels[seed] = label
    while let next = stack.popLast() {
      let (y, x) = next.quotientAndRemainder(dividingBy: width)
      area += 1
      (left, right) = (min(left, x), max(right, x + 1))
      (top, bottom) = (min(top, y), max(bottom, y + 1))
      for row in max(0, y - 1)...min(height - 1, y + 1) {
        for column in max(0, x - 1)...min(width - 1, x + 1) {
          guard diagonally || row == y || column == x else { continue }
          let other = row * width + column
          guard labels[other] == 0, belongs(other) else { continue }
          labels[other] = label
          stack.append(other)
        }
      }
    }
    box = SheetRegion(columns: left..<right, rows: top..<bottom)
    self.area = area
  }
}
