/// What was measured of several pictures of one element together. Pictures are identified by their
/// indices in the list that was measured.
public struct SetScores: Hashable, Sendable {
  /// The comparison of their light; `nil` when the light of fewer than two pictures is known.
  public var lighting: SetLighting?
  /// How different the pictures look on average, from 0 to 1, where 1 is as different as unrelated
  /// pictures. `nil` when fewer than two could be compared.
  public var variety: Double?
  /// The pairs that show the same, the earlier picture first.
  public var pairs: [SetPair]
  /// The views that the pictures show.
  public var coverage: AngleCoverage
  /// The picture whose light others should match: the front, unless its light is the odd one, and
  /// otherwise the one nearest to all.
  public var exemplar: Int?
  /// The picture with the worst fault, and its measure.
  public var weakest: WeakPicture?
  /// The minimum number of subjects whose colors are clearly different; `nil` when that wasn't
  /// requested.
  public var subjects: Int?
  /// The pictures that show something other than most; `nil` when there are none, or when no model
  /// described the pictures.
  public var split: SubjectSplit?

  /// A picture and the measure that is worst in it.
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
