/// What is measured of several pictures of one element together. Pictures are named by their places
/// in the list that was measured, from 0.
public struct SetScores: Hashable, Sendable {
  /// Nothing where fewer than two of them tell how they are lit.
  public var lighting: SetLighting?
  /// 0 to 1: how far apart their looks are on average; 1 is as far as unrelated pictures. Nothing
  /// where fewer than two could be compared.
  public var variety: Double?
  /// Those that show the same, the earlier one first.
  public var pairs: [SetPair]
  public var coverage: AngleCoverage
  /// The picture in whose light others should be taken: the front, unless it is the odd one, else the
  /// one nearest to all.
  public var exemplar: Int?
  /// The picture with the worst fault, and what that is.
  public var weakest: WeakPicture?
  /// How many clearly different subjects they show at least; `nil` where that was not asked.
  public var subjects: Int?

  public struct WeakPicture: Hashable, Sendable {
    public let member: Int
    public let measure: Measure

    public init(member: Int, measure: Measure) {
      self.member = member
      self.measure = measure
    }
  }

  public init(
    lighting: SetLighting?, variety: Double?, pairs: [SetPair], coverage: AngleCoverage,
    exemplar: Int? = nil, weakest: WeakPicture? = nil
  ) {
    self.lighting = lighting
    self.variety = variety
    self.pairs = pairs
    self.coverage = coverage
    self.exemplar = exemplar
    self.weakest = weakest
  }
}

/// Two pictures that show the same.
public struct SetPair: Hashable, Sendable {
  public let first: Int
  public let second: Int
  public let kind: Kind
  /// How many of 64 bits their hashes differ in; for a mirror image, those of the mirrored one.
  public let distance: Int
  /// How well the slopes of brightness agree, -1 to 1, of those that show the same view.
  public let agreement: Double?
  /// Whether nothing in the pictures differs; `false` for those that are nearly the same but for a place, such
  /// as another expression. It says nothing of `same-view`.
  public let isCopy: Bool

  public enum Kind: String, CaseIterable, Sendable {
    /// The same bytes.
    case exact
    /// A copy: resized, coded anew, a little cropped or brighter; or the same picture but for a place.
    case near
    /// The mirror image, which is no new angle.
    case mirror
    /// A part of the other, turned by a few degrees, a moment later, a step aside: no new angle either.
    case sameView = "same-view"
  }

  public init(
    first: Int, second: Int, kind: Kind, distance: Int, agreement: Double? = nil,
    isCopy: Bool = true
  ) {
    self.first = first
    self.second = second
    self.kind = kind
    self.distance = distance
    self.agreement = agreement
    self.isCopy = isCopy
  }

  /// The other one of the two; nothing for a picture that is neither.
  public func other(than member: Int) -> Int? {
    member == first ? second : member == second ? first : nil
  }
}

/// What the light of pictures is compared by.
public enum LightAspect: String, CaseIterable, Hashable, Sendable {
  case color, exposure, direction
}

/// How alike pictures are lit.
public struct SetLighting: Hashable, Sendable {
  public var color: Aspect
  public var exposure: Aspect
  public var direction: Aspect
  /// Those that stand out from all others, the one that does so most first.
  public var odd: [OddLight]
  /// Those that may be lit otherwise, or only show other things: they have too little in common with the others.
  public var possiblyOdd: [OddLight]
  /// Differences that no single picture is to blame for: two pictures, or light in groups.
  public var gaps: [LightGap]
  /// How the light of each member differs from that of all others; `nil` where it is not known.
  public var shifts: [LightShift?]

  public struct Aspect: Hashable, Sendable {
    /// 0 to 1, 1 is alike; four decimals.
    public var score: Double
    /// How far the light of the picture that stands out most differs from the others', in stops.
    public var margin: Double
    /// The margin at which the score is 0.
    public var limit: Double
    /// How far the light of the picture that differs second most lies from the others', in stops; of two, their
    /// difference.
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
    self.odd = odd
    self.possiblyOdd = possiblyOdd
    self.gaps = gaps
    self.shifts = shifts
  }

  /// The lowest of the three.
  public var score: Double { min(color.score, exposure.score, direction.score) }

  /// How the light of a member differs from that of all others; `nil` where it is not known.
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
  public let stops: Double

  public enum Way: String, CaseIterable, Sendable {
    case warmer, cooler, darker, brighter
    /// Where more light comes from than in the other.
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

/// The colour of a light, as people name it.
public enum LightColor: String, Sendable {
  case warm, daylight, cool

  /// From log2 of red over blue.
  public init(_ redOverBlue: Double) {
    self = redOverBlue > Self.warmFrom ? .warm : redOverBlue < Self.coolFrom ? .cool : .daylight
  }

  /// Rendered daylight lies between 0 and 0.7, lamps of tungsten above 1.
  private static let warmFrom = 0.8
  private static let coolFrom = -0.6
}

/// A picture that is lit unlike all others of its set.
public struct OddLight: Hashable, Sendable {
  public let member: Int
  /// The strongest first; never empty.
  public let differences: [LightDifference]
  /// The one that shows best how the others are lit.
  public let like: Int
  /// The colours of its light and of that of the others.
  public let color: LightColor
  public let others: LightColor
  /// How far it stands out, as a share of the limit of its strongest difference.
  public let excess: Double
  public init(
    member: Int, differences: [LightDifference], like: Int, color: LightColor, others: LightColor,
    excess: Double
  ) {
    self.member = member
    self.differences = differences
    self.like = like
    self.color = color
    self.others = others
    self.excess = excess
  }
}

/// Two pictures that are lit differently: the first one in this way, seen from the second.
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
