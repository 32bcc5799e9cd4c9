internal import CQuality
internal import Model

/// Decides whether two pictures of one shape show it in different colours, as a mug and the same
/// mug in blue do.
///
/// Each swatch of one picture is compared with those of the other that are near its place. Another
/// exposure and another white balance are allowed for: the light of the whole picture may differ,
/// but not that of its subject alone. Brightness is not compared, since tones of copies differ.
///
/// ```swift
/// if ColorDifference(one, other).areDifferent { … }
/// ```
struct ColorDifference {
  /// The share of a part of the picture, the subject or its backdrop, above which colours are
  /// different.
  ///
  /// On 44 photographs and renderings, 4 of 880 copies exceeded it (all of them drawings with
  /// overexposed colours), and 23 of 372 recoloured pictures stayed below.
  private static let maximumShare = 0.05
  /// The distance of two colours in hue and half their distance in chroma, in CIE L*a*b*, from
  /// which on they are different. Saving at quality 15 changes colours by up to about 10.
  private static let maximumDistance = 12.0
  private static let weightOfChroma = 0.5
  /// How far away the other picture's swatch may be, as a share of the sides; allows for crops.
  private static let reach = 0.12
  /// The number of swatches below which a part is not compared.
  private static let minimumSwatches = 8
  /// The largest differences in stops that another light is assumed to make.
  private static let maximumLevel = 2.0
  private static let maximumWarmth = 1.0
  private static let maximumWarmthOfViews = 1.6
  private static let maximumTint = 0.2

  /// The relation of two pictures.
  enum Relation {
    /// One is a copy of the other, so equal places have equal colours.
    case copies
    /// One is a copy of the other's mirror image.
    case mirrorImages
    /// One shows a part of the other, so the places are unknown, and the light may be another.
    case views
  }

  /// The largest share of different colours in the subject or in the backdrop, by the light and the
  /// direction that explain most.
  let share: Double

  /// Whether the colours are certainly different.
  var areDifferent: Bool { share > Self.maximumShare }

  /// Compares the colours of two pictures. Pictures whose colours are unknown don't differ.
  init(_ one: Lighting?, _ other: Lighting?, as relation: Relation) {
    guard let one, let other else {
      share = 0
      return
    }
    let first = Self.visible(one, isMirrored: false)
    let second = Self.visible(other, isMirrored: relation == .mirrorImages)
    guard min(first.count, second.count) >= Self.minimumSwatches else {
      share = 0
      return
    }
    let reach = relation == .views ? Double.infinity : Self.reach
    let warmth = relation == .views ? Self.maximumWarmthOfViews : Self.maximumWarmth
    let targets = (first.map(PlacedColor.init), second.map(PlacedColor.init))
    share =
      Self.lights(from: first, to: second, maximumWarmth: warmth).map { light in
        let there = Self.share(first.map { PlacedColor($0, in: light) }, targets.1, reach)
        let back = Self.share(second.map { PlacedColor($0, in: light.inverse) }, targets.0, reach)
        // What a crop or clipping left out is different in one direction only.
        return min(there, back)
      }.min() ?? 0
  }

  /// Compares the colours of a picture, in the same light, with those at its place in the picture
  /// that it is a part of. Pictures whose colours are unknown don't differ.
  init(part: Lighting?, at window: Window, of whole: Lighting?) {
    guard let part, let whole else {
      share = 0
      return
    }
    let side = Double(LumaPlane.side)
    let first = Self.visible(part, isMirrored: false).map { swatch in
      swatch.moved(
        x: (window.left + swatch.x * window.width) / side,
        y: (window.top + swatch.y * window.height) / side)
    }
    let second = Self.visible(whole, isMirrored: false)
    guard min(first.count, second.count) >= Self.minimumSwatches else {
      share = 0
      return
    }
    share = Self.share(
      first.map(PlacedColor.init), second.map(PlacedColor.init), Self.reach)
  }

  private static func visible(_ lighting: Lighting, isMirrored: Bool) -> [Swatch] {
    let swatches = Swatch.all(in: lighting.swatches).filter { !$0.isBurnt }
    return isMirrored ? swatches.map(\.mirrored) : swatches
  }

  /// Returns the differences of light that may explain the colours: none, that of the backdrops,
  /// and that of everything.
  private static func lights(
    from one: [Swatch], to other: [Swatch], maximumWarmth: Double
  ) -> [Swatch.Color] {
    let pairs = one.compactMap { swatch in
      other.min { swatch.squaredDistance(to: $0) < swatch.squaredDistance(to: $1) }
        .map { (swatch, $0) }
    }
    let parts = [pairs.filter(\.0.isBackdrop), pairs].filter { $0.count >= minimumSwatches }
    return [.zero]
      + parts.map { pairs in
        func middle(_ part: KeyPath<Swatch.Color, Double>, _ maximum: Double) -> Double {
          let sorted = pairs.map { $1.color[keyPath: part] - $0.color[keyPath: part] }.sorted()
          return min(max(sorted[sorted.count / 2], -maximum), maximum)
        }
        return Swatch.Color(
          level: middle(\.level, maximumLevel), warmth: middle(\.warmth, maximumWarmth),
          tint: middle(\.tint, maximumTint))
      }
  }

  /// Returns the largest share of the subject or of the backdrop whose colours are nowhere near
  /// their places in the other picture.
  private static func share(
    _ colors: [PlacedColor], _ others: [PlacedColor], _ reach: Double
  ) -> Double {
    let limit = maximumDistance * maximumDistance
    var counts = (all: [0, 0], different: [0, 0])
    for color in colors {
      var nearest = Double.infinity
      for other in others where color.squaredDistance(to: other) <= reach * reach {
        nearest = min(nearest, color.squaredDifference(from: other, weightOfChroma))
        if nearest <= limit { break }
      }
      guard nearest < .infinity else { continue }
      let part = color.isBackdrop ? 1 : 0
      counts.all[part] += 1
      if nearest > limit { counts.different[part] += 1 }
    }
    return [0, 1].map { part in
      counts.all[part] < minimumSwatches
        ? 0 : Double(counts.different[part]) / Double(counts.all[part])
    }.max() ?? 0
  }
}

extension Swatch {
  /// The swatch at its place in the mirror image.
  fileprivate var mirrored: Swatch {
    Swatch(color: color, x: 1 - x, y: y, isBurnt: isBurnt, isBackdrop: isBackdrop)
  }

  /// The swatch at another place.
  fileprivate func moved(x: Double, y: Double) -> Swatch {
    Swatch(color: color, x: x, y: y, isBurnt: isBurnt, isBackdrop: isBackdrop)
  }

  fileprivate func squaredDistance(to other: Swatch) -> Double {
    (x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)
  }
}

extension Swatch.Color {
  /// The difference of light in the other direction.
  fileprivate var inverse: Swatch.Color {
    Swatch.Color(level: -level, warmth: -warmth, tint: -tint)
  }
}

/// The colour of a swatch in CIE a* and b*, with its place.
private struct PlacedColor {
  let x: Double
  let y: Double
  let isBackdrop: Bool
  /// The CIE a* and b*.
  private let a: Double
  private let b: Double
  private let chroma: Double

  init(_ swatch: Swatch) { self.init(swatch, in: .zero) }

  /// Converts a swatch as it would be in another light.
  init(_ swatch: Swatch, in light: Swatch.Color) {
    x = swatch.x
    y = swatch.y
    isBackdrop = swatch.isBackdrop
    let warmth = swatch.color.warmth + light.warmth
    let tint = swatch.color.tint + light.tint
    let red = castbook_power_of_two(tint + warmth / 2)
    let blue = castbook_power_of_two(tint - warmth / 2)
    // Green such that the luminance is that of the swatch.
    let luminance = castbook_power_of_two(swatch.color.level + light.level)
    let green = luminance / (0.2126 * red + 0.7152 + 0.0722 * blue)
    let channels = [red * green, green, blue * green].map { max(0, $0 - Self.floorOfLight) }
    func root(_ red: Double, _ green: Double, _ blue: Double, _ white: Double) -> Double {
      Self.lightness((red * channels[0] + green * channels[1] + blue * channels[2]) / white)
    }
    let across = root(0.4124, 0.3576, 0.1805, 0.9505)
    let middle = root(0.2126, 0.7152, 0.0722, 1)
    let down = root(0.0193, 0.1192, 0.9505, 1.089)
    a = 500 * (across - middle)
    b = 200 * (middle - down)
    chroma = (a * a + b * b).squareRoot()
  }

  /// What `Lighting` adds to each channel, so its logarithm exists (picture.h).
  private static let floorOfLight = 0.0008

  /// Returns the cube root that CIE L*a*b* uses, with its straight line for what is dark.
  private static func lightness(_ value: Double) -> Double {
    guard value > 216.0 / 24389 else { return value * 841 / 108 + 4.0 / 29 }
    return castbook_power_of_two(castbook_log2(value) / 3)
  }

  func squaredDistance(to other: PlacedColor) -> Double {
    (x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)
  }

  /// Returns the squared difference in hue, and in chroma times a weight.
  func squaredDifference(from other: PlacedColor, _ weight: Double) -> Double {
    let all = (a - other.a) * (a - other.a) + (b - other.b) * (b - other.b)
    let chroma = (chroma - other.chroma) * (chroma - other.chroma)
    return max(0, all - chroma) + weight * weight * chroma
  }
}
