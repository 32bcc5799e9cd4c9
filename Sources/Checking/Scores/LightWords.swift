package import Model

/// Differences of light, as people speak of them.
package struct LightWords {
  let names: [String]

  package init(names: [String]) { self.names = names }

  /// `1.4 stops`.
  static func stops(_ stops: Double) -> String {
    let tenths = Int((10 * stops).rounded())
    return "\(Decimal.text(tenths, over: 10, digits: 1)) \(tenths == 10 ? "stop" : "stops")"
  }

  /// `warm light; the others have daylight, like a.jpg (1.4 stops in red)`.
  package func odd(_ odd: OddLight) -> String {
    guard let strongest = odd.differences.first else { return "different light" }
    let rest = odd.differences.dropFirst().map { ", and \(Self.more($0))" }.joined()
    return first(strongest, odd) + rest
  }

  private func first(_ difference: LightDifference, _ odd: OddLight) -> String {
    let others = "\(names[odd.like]) and the others"
    let stops = Self.stops(difference.stops)
    switch difference.way {
    case .warmer, .cooler:
      let channel = difference.way == .warmer ? "red" : "blue"
      guard odd.color != odd.others else {
        return "\(difference.way.rawValue) light than \(others) (\(stops) in \(channel))"
      }
      return
        "\(Self.light(odd.color)); the others have \(Self.light(odd.others)), "
        + "like \(names[odd.like]) (\(stops) in \(channel))"
    case .darker, .brighter: return "\(stops) \(difference.way.rawValue) than \(others)"
    case .fromLeft, .fromRight, .fromAbove, .fromBelow:
      return "more light \(Self.origin(difference.way)) than \(others) (\(stops))"
    }
  }

  /// A difference that is told beside a stronger one.
  private static func more(_ difference: LightDifference) -> String {
    switch difference.aspect {
    case .color, .exposure: "\(stops(difference.stops)) \(difference.way.rawValue)"
    case .direction: "more light \(origin(difference.way)) (\(stops(difference.stops)))"
    }
  }

  /// `a.jpg is 1.2 stops warmer than b.jpg`.
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
