/// An aspect in which the light of pictures is compared.
public enum LightAspect: String, JSONConvertible, CaseIterable, Hashable, Sendable {
  case color, exposure, direction
}

/// How similar the light of a set's pictures is.
public struct SetLighting: Hashable, Sendable {
  public var color: Aspect
  public var exposure: Aspect
  public var direction: Aspect
  /// The pictures whose light differs from that of all others, the most different first.
  public var outliers: [OddLight]
  /// The pictures that may be lit differently or may only show different things: they have too
  /// little in common with the others.
  public var possibleOutliers: [OddLight]
  /// Differences that no single picture is responsible for: two pictures, or light in groups.
  public var gaps: [LightGap]
  /// How the light of each member differs from that of all others; `nil` when it is not known.
  public var shifts: [LightShift?]

  /// The comparison of one aspect.
  public struct Aspect: Hashable, Sendable {
    /// The score from 0 to 1, where 1 is alike, with four decimals.
    public var score: Double
    /// The difference, in stops, between the light of the most different picture and that of the
    /// others.
    public var margin: Double
    /// The margin at which the score is 0.
    public var limit: Double
    /// The difference, in stops, between the light of the second most different picture and that of
    /// the others; for two pictures, the difference between them.
    public var spread: Double
    /// The difference from which two pictures, or two groups, are reported.
    public var widestGap: Double

    public init(score: Double, margin: Double, limit: Double, spread: Double, widestGap: Double) {
      self.score = score
      self.margin = margin
      self.limit = limit
      self.spread = spread
      self.widestGap = widestGap
    }
  }

  public init(
    color: Aspect, exposure: Aspect, direction: Aspect, odd: [OddLight] = [],
    possiblyOdd: [OddLight] = [], gaps: [LightGap] = [], shifts: [LightShift?] = []
  ) {
    self.color = color
    self.exposure = exposure
    self.direction = direction
    self.outliers = odd
    self.possibleOutliers = possiblyOdd
    self.gaps = gaps
    self.shifts = shifts
  }

  /// The lowest score of the three aspects.
  public var score: Double { min(color.score, exposure.score, direction.score) }

  /// Returns how the light of a member differs from that of all others; `nil` when it is not known.
  public func shift(of member: Int) -> LightShift? {
    shifts.indices.contains(member) ? shifts[member] : nil
  }

  public subscript(aspect: LightAspect) -> Aspect {
    switch aspect {
    case .color: color
    case .exposure: exposure
    case .direction: direction
    }
  }
}

/// How one light differs from another.
public struct LightDifference: Hashable, Sendable {
  public let way: Way
  /// The size of the difference, in stops.
  public let stops: Double

  /// The direction of a difference.
  public enum Way: String, JSONConvertible, CaseIterable, Sendable {
    case warmer, cooler, darker, brighter
    /// More light comes from this side than in the other picture.
    case fromLeft, fromRight, fromAbove, fromBelow
  }

  public init(_ way: Way, stops: Double) {
    self.way = way
    self.stops = stops
  }

  public var aspect: LightAspect {
    switch way {
    case .warmer, .cooler: .color
    case .darker, .brighter: .exposure
    case .fromLeft, .fromRight, .fromAbove, .fromBelow: .direction
    }
  }
}

/// The color of a light, as people name it.
public enum LightColor: String, JSONConvertible, Sendable {
  case warm, daylight, cool

  /// Classifies the log2 of red over blue.
  public init(_ redOverBlue: Double) {
    self = redOverBlue > Self.warmFrom ? .warm : redOverBlue < Self.coolFrom ? .cool : .daylight
  }

  /// Rendered daylight lies between 0 and 0.7, and tungsten lamps lie above 1.
  private static let warmFrom = 0.8
  private static let coolFrom = -0.6
}

/// A picture whose light differs from that of all others in its set.
public struct OddLight: Hashable, Sendable {
  /// The index of the picture.
  public let member: Int
  /// The differences, the strongest first; never empty.
  public let differences: [LightDifference]
  /// The index of the picture that best represents the light of the others.
  public let exemplar: Int
  /// The color of the picture's light, and that of the others.
  public let color: LightColor
  public let othersColor: LightColor
  /// How far the picture stands out, as a share of the limit of its strongest difference.
  public let excess: Double
  public init(
    member: Int, differences: [LightDifference], like: Int, color: LightColor, others: LightColor,
    excess: Double
  ) {
    self.member = member
    self.differences = differences
    self.exemplar = like
    self.color = color
    self.othersColor = others
    self.excess = excess
  }
}

/// Two pictures that are lit differently. The difference is that of the first, compared with the
/// second.
public struct LightGap: Hashable, Sendable {
  public let first: Int
  public let second: Int
  public let difference: LightDifference
  /// Whether they show enough of the same to be sure.
  public let isSure: Bool

  public init(first: Int, second: Int, difference: LightDifference, isSure: Bool = true) {
    self.first = first
    self.second = second
    self.difference = difference
    self.isSure = isSure
  }
}
