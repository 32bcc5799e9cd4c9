package import Model

/// Describes differences of light in the words that people use.
package struct LightWords {
  /// The names of the pictures, by their indices in the set.
  let names: [String]

  package init(names: [String]) { self.names = names }

  /// Returns a number of stops: `1.4 stops`.
  static func stops(_ stops: Double) -> String {
    let tenths = Int((10 * stops).rounded())
    return "\(Decimal.text(tenths, over: 10, digits: 1)) \(tenths == 10 ? "stop" : "stops")"
  }

  /// Returns how one picture differs: `warm light; the others have daylight, like a.jpg`.
  package func odd(_ odd: OddLight) -> String {
    guard let strongest = odd.differences.first else { return "different light" }
    let rest = odd.differences.dropFirst().map { ", and \(Self.more($0))" }.joined()
    return first(strongest, odd) + rest
  }

  /// Returns the strongest difference of a picture.
  private func first(_ difference: LightDifference, _ odd: OddLight) -> String {
    let others = "\(names[odd.exemplar]) and the others"
    let stops = Self.stops(difference.stops)
    switch difference.way {
    case .warmer, .cooler:
      guard odd.color != odd.othersColor else {
        return "\(Self.color(difference)) light than \(others)"
      }
      return
        "\(Self.light(odd.color)); the others have \(Self.light(odd.othersColor)), "
        + "like \(names[odd.exemplar])"
    case .darker, .brighter: return "\(stops) \(difference.way.rawValue) than \(others)"
    case .fromLeft, .fromRight, .fromAbove, .fromBelow:
      return "more light \(Self.origin(difference.way)) than \(others) (\(stops))"
    }
  }

  /// Returns a difference that is mentioned after a stronger one.
  private static func more(_ difference: LightDifference) -> String {
    switch difference.aspect {
    case .color: color(difference)
    case .exposure: "\(stops(difference.stops)) \(difference.way.rawValue)"
    case .direction: "more light \(origin(difference.way)) (\(stops(difference.stops)))"
    }
  }

  /// Returns the difference of two pictures: `a.jpg is 1.2 stops darker than b.jpg`.
  func gap(_ gap: LightGap) -> String {
    let (one, other) = (names[gap.first], names[gap.second])
    let stops = Self.stops(gap.difference.stops)
    let way = gap.difference.way
    return switch way.aspect {
    case .color: "\(one) is \(Self.color(gap.difference)) than \(other)"
    case .exposure: "\(one) is \(stops) \(way.rawValue) than \(other)"
    case .direction: "\(one) has more light \(Self.origin(way)) than \(other) (\(stops))"
    }
  }

  /// Returns a difference in colour: `clearly warmer`. Stops measure exposure, so it has no number.
  private static func color(_ difference: LightDifference) -> String {
    (difference.stops < 1 ? "" : "clearly ") + difference.way.rawValue
  }

  private static func light(_ color: LightColor) -> String {
    switch color {
    case .warm: "warm light"
    case .daylight: "daylight"
    case .cool: "cool light"
    }
  }

  private static func origin(_ way: LightDifference.Way) -> String {
    switch way {
    case .fromLeft: "from the left"
    case .fromRight: "from the right"
    case .fromAbove: "from above"
    case .fromBelow: "from below"
    case .warmer, .cooler, .darker, .brighter: ""
    }
  }
}

extension LightDifference.Way {
  fileprivate var aspect: LightAspect { LightDifference(self, stops: 0).aspect }
}
