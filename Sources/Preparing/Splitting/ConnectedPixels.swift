/// Pixels that hang together: where they are, and how many.
struct ConnectedPixels {
  let box: SheetRegion
  let area: Int

  /// Labels everything that hangs together with a pixel and belongs to it, as far as it has no label yet. `diagonally`:
  /// pixels that touch at a corner hang together, too.
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
