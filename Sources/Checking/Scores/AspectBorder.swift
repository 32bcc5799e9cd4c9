internal import Model
internal import Targets

/// A border that gives a picture exactly the widest or narrowest shape that some target accepts.
///
/// `prepare` adds such borders. Without one the picture would be rejected again, so it is not a
/// fault, even if another program added it.
struct AspectBorder {
  /// The shape of the whole picture, such as 5:2.
  let shape: Ratio
  /// Whether the picture inside the border is too wide for that shape; otherwise it is too narrow.
  let isWide: Bool

  /// Finds the border of a picture in its scores; `nil` if it has none, or one of another kind.
  init?(_ scores: PictureScores) {
    guard let box = scores[.border]?.box else { return nil }
    let size = scores.original
    // The border was measured in a small copy of the picture.
    let step = size.longerSide / max(1, scores.analysis.longerSide) + 1
    func arePair(_ one: Int, _ other: Int) -> Bool {
      min(one, other) > 0 && abs(one - other) <= 2 * step
    }
    let (right, below) = (size.width - box.x - box.width, size.height - box.y - box.height)
    if box.x == 0, right == 0, arePair(box.y, below) {
      guard let shape = Self.limits.widest.first(where: { Self.fits(size.width, size.height, $0) })
      else { return nil }
      (self.shape, isWide) = (shape, true)
    } else if box.y == 0, below == 0, arePair(box.x, right) {
      let found = Self.limits.narrowest.first { shape in
        Ratio(shape.denominator, shape.numerator).map { Self.fits(size.height, size.width, $0) }
          ?? false
      }
      guard let found else { return nil }
      (shape, isWide) = (found, false)
    } else {
      return nil
    }
  }

  /// Whether the shorter side is the smallest with which the longer one is accepted. A limit that
  /// excludes its bound needs one pixel more.
  private static func fits(_ longer: Int, _ shorter: Int, _ shape: Ratio) -> Bool {
    let (least, now) = (longer * shape.denominator, shorter * shape.numerator)
    return now >= least && now - least < 2 * shape.numerator
  }

  /// The widest and the narrowest shapes that targets accept, each once.
  private static let limits: (widest: [Ratio], narrowest: [Ratio]) = {
    guard let catalogue = try? TargetCatalogue() else { return ([], []) }
    var (widest, narrowest): ([Ratio], [Ratio]) = ([], [])
    for id in catalogue.ids {
      for slot in (try? catalogue.profile(id))?.slots ?? [] {
        if let ratio = slot.aspect?.value.maximum, !widest.contains(ratio) { widest.append(ratio) }
        if let ratio = slot.aspect?.value.minimum, !narrowest.contains(ratio) {
          narrowest.append(ratio)
        }
      }
    }
    return (widest, narrowest)
  }()
}
