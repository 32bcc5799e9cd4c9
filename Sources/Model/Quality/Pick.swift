/// The best few of many pictures, with the reasons. Pictures are identified by their indices in the
/// list that was chosen from.
public struct Pick: Hashable, Sendable {
  /// The number of pictures that were requested.
  public let wanted: Int
  /// The chosen pictures in the order to send them; the first one leads.
  public let chosen: [Chosen]
  /// The other pictures, in the order in which they were given.
  public let skipped: [Skipped]

  /// A picture that was chosen, and why.
  public struct Chosen: Hashable, Sendable {
    public let member: Int
    public let reason: ChoiceReason

    public init(_ member: Int, _ reason: ChoiceReason) {
      self.member = member
      self.reason = reason
    }
  }

  /// A picture that was not chosen, and why.
  public struct Skipped: Hashable, Sendable {
    public let member: Int
    public let reason: SkipReason

    public init(_ member: Int, _ reason: SkipReason) {
      self.member = member
      self.reason = reason
    }
  }

  public init(wanted: Int, chosen: [Chosen], skipped: [Skipped]) {
    self.wanted = wanted
    self.chosen = chosen
    self.skipped = skipped
  }

  /// The number of pictures that are missing from the requested number.
  public var missingCount: Int { max(0, wanted - chosen.count) }
}

/// The reason why two pictures can't both be useful.
public enum Rivalry: Hashable, Sendable {
  /// They show the same, in this way.
  case pair(SetPair.Kind)
  /// Both have this role.
  case role(Role)
}

/// The reason why a picture was chosen.
public enum ChoiceReason: Hashable, Sendable {
  /// No other picture shows this view.
  case only(WantedView)
  /// It is better by this measure than a rival that was not chosen.
  case better(than: Int, by: Measure, Rivalry)
  /// It is good by itself, by these measures.
  case strengths([Measure])
  /// It is lit like the leading picture.
  case sameLight(as: Int)
  /// It was chosen only because there was room for it.
  case fills
}

/// The reason why a picture was not chosen.
public enum SkipReason: Hashable, Sendable {
  /// The target would refuse it.
  case breaksLimit(Finding)
  /// It could not be decoded.
  case unreadable
  /// A chosen picture shows the same, and is better by this measure if by any.
  case rival(of: Int, Rivalry, by: Measure?)
  /// It is lit unlike the others.
  case oddLight(OddLight)
  /// One of its measures is below its threshold.
  case weak(Measure)
  /// There were already this many pictures without it.
  case enough(Int)
}
