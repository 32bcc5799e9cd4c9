/// A connected part in front of a backdrop.
struct SubjectPart {
  /// The part's number in `SubjectParts.labels`.
  let label: Int32
  /// The bounding box, in pixels of the region.
  var box: SheetRegion
  var area: Int

  var width: Int { box.width }
  var height: Int { box.height }
  /// The share of its box that the part fills, from 0 to 1.
  var fill: Double { Double(area) / Double(max(1, width * height)) }
}

/// Everything in front of a backdrop, as connected parts.
struct SubjectParts {
  let width: Int
  let height: Int
  /// The number of the part that each pixel belongs to; 0 is backdrop.
  private(set) var labels: [Int32]
  private(set) var parts: [SubjectPart] = []

  init(_ mask: SubjectMask) {
    width = mask.width
    height = mask.height
    labels = [Int32](repeating: 0, count: width * height)
    // Smaller parts are dust.
    let minimumArea = max(6, width * height / 40_000)
    for index in mask.isSubject.indices where mask.isSubject[index] && labels[index] == 0 {
      let part = follow(from: index, mask)
      if part.area >= minimumArea { parts.append(part) }
    }
  }

  /// Labels the part that contains a pixel.
  private mutating func follow(from index: Int, _ mask: SubjectMask) -> SubjectPart {
    followed += 1
    let found = ConnectedPixels(
      from: index, label: followed, in: &labels, width: width, height: height, diagonally: true
    ) { mask.isSubject[$0] }
    return SubjectPart(label: followed, box: found.box, area: found.area)
  }

  /// The number of parts that have been labelled.
  private var followed: Int32 = 0
}

extension SubjectParts {
  /// Returns the labels of the parts that aren't views and belong to none: lines of letters, colour
  /// samples, ruled lines.
  func strangers(_ pixels: SheetPixels, _ region: SheetRegion) -> Set<Int32> {
    let rules = parts.filter { isRule($0) }
    let swatches = aligned(
      parts.filter { $0.fill > 0.85 && $0.width * 4 > $0.height && $0.height * 4 > $0.width }
        .filter { isOneColor($0, pixels, region) })
    return Set((rules + swatches + merged(with: swatches) + letters).map(\.label))
  }

  /// Returns whether a part is a straight line across most of the region.
  private func isRule(_ part: SubjectPart) -> Bool {
    let thin = max(3, min(width, height) / 150)
    return part.width <= thin && part.height * 10 > height * 9
      || part.height <= thin && part.width * 10 > width * 6
  }

  /// Returns whether nine tenths of a part, without its rim, have nearly one colour.
  private func isOneColor(_ part: SubjectPart, _ pixels: SheetPixels, _ region: SheetRegion) -> Bool
  {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 256), count: 3)
    var all = 0
    let (insetX, insetY) = (part.width / 5, part.height / 5)
    for y in part.box.rows.lowerBound + insetY..<part.box.rows.upperBound - insetY {
      for x in part.box.columns.lowerBound + insetX..<part.box.columns.upperBound - insetX {
        let offset =
          3 * ((y + region.rows.lowerBound) * pixels.width + x + region.columns.lowerBound)
        for channel in 0..<3 { counts[channel][Int(pixels.rgb[offset + channel])] += 1 }
        all += 1
      }
    }
    return counts.allSatisfy { counts in
      var seen = 0
      var first: Int?
      for (value, count) in counts.enumerated() {
        seen += count
        if first == nil, 20 * seen > all { first = value }
        if 20 * seen >= 19 * all { return value - (first ?? value) <= 24 }
      }
      return true
    }
  }

  /// Returns the parts in a line of at least three of one size, or of two if they are small.
  private func aligned(_ parts: [SubjectPart]) -> [SubjectPart] {
    parts.filter { part in
      let (wide, tall) = (part.width / 6 + 2, part.height / 6 + 2)
      let others = parts.filter {
        abs($0.width - part.width) <= wide && abs($0.height - part.height) <= tall
      }
      let column = others.count {
        abs($0.box.columns.lowerBound - part.box.columns.lowerBound) <= wide
      }
      let row = others.count { abs($0.box.rows.lowerBound - part.box.rows.lowerBound) <= tall }
      return max(column, row) >= (10 * part.height <= height ? 2 : 3)
    }
  }

  /// Returns merged colour samples that are in line with separate ones.
  private func merged(with swatches: [SubjectPart]) -> [SubjectPart] {
    parts.filter { part in
      part.fill > 0.8
        && swatches.contains { swatch in
          let (columns, own) = (swatch.box.columns, part.box.columns)
          let (rows, ownRows) = (swatch.box.rows, part.box.rows)
          return abs(columns.lowerBound - own.lowerBound) <= 3
            && abs(columns.upperBound - own.upperBound) <= 3
            || abs(rows.lowerBound - ownRows.lowerBound) <= 3
              && abs(rows.upperBound - ownRows.upperBound) <= 3
        }
    }
  }

  /// Small parts side by side, arranged like letters and words.
  private var letters: [SubjectPart] {
    let tallest = max(10, height / 12)
    let small = parts.filter { $0.height <= tallest && $0.width <= width / 3 }
      .sorted { $0.box.columns.lowerBound < $1.box.columns.lowerBound }
    var lines: [[SubjectPart]] = []
    for part in small {
      let line = lines.indices.last { index in
        guard let last = lines[index].last else { return false }
        let tall = max(last.height, part.height)
        let shared = last.box.rows.clamped(to: part.box.rows).count
        return part.box.columns.lowerBound - last.box.columns.upperBound <= tall
          && 2 * shared >= min(last.height, part.height)
          && 5 * min(last.height, part.height) >= 2 * tall
      }
      if let line { lines[line].append(part) } else { lines.append([part]) }
    }
    return lines.filter { line in
      guard let first = line.first else { return false }
      let box = line.dropFirst().reduce(first.box) { $0.united(with: $1.box) }
      return line.count >= 3 && box.width * 2 > box.height * 3 || box.width > 3 * box.height
    }.flatMap { $0 }
  }
}
