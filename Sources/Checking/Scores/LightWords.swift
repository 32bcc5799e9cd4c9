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

  /// Returns how one picture differs: `warm light; the others have daylight, like a.jpg (1.4
  /// stops in red)`.
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
      let channel = difference.way == .warmer ? "red" : "blue"
      guard odd.color != odd.othersColor else {
        return "\(difference.way.rawValue) light than \(others) (\(stops) in \(channel))"
      }
      return
        "\(Self.light(odd.color)); the others have \(Self.light(odd.othersColor)), "
        + "like \(names[odd.exemplar]) (\(stops) in \(channel))"
    case .darker, .brighter: return "\(stops) \(difference.way.rawValue) than \(others)"
    case .fromLeft, .fromRight, .fromAbove, .fromBelow:
      return "more light \(Self.origin(difference.way)) than \(others) (\(stops))"
    }
  }

  /// Returns a difference that is mentioned after a stronger one.
  private static func more(_ difference: LightDifference) -> String {
    switch difference.aspect {
    case .color, .exposure: "\(stops(difference.stops)) \(difference.way.rawValue)"
    case .direction: "more light \(origin(difference.way)) (\(stops(difference.stops)))"
    }
  }

  /// Returns the difference of two pictures: `a.jpg is 1.2 stops warmer than b.jpg`.
  func gap(_ gap: LightGap) -> String {
    let (one, other) = (names[gap.first], names[gap.second])
    let stops = Self.stops(gap.difference.stops)
    let way = gap.difference.way
    return switch way.aspect {
    case .color, .exposure: "\(one) is \(stops) \(way.rawValue) than \(other)"
    case .direction: "\(one) has more light \(Self.origin(way)) than \(other) (\(stops))"
    }
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
