/// The best few of many pictures, and why. Pictures are named by their places in the list that was
/// chosen from, from 0.
public struct Pick: Hashable, Sendable {
  /// How many were asked for.
  public let wanted: Int
  /// In the order to send them: the first one leads.
  public let taken: [Taken]
  /// In the order they were given.
  public let left: [Left]

  public struct Taken: Hashable, Sendable {
    public let member: Int
    public let reason: TakenReason

    public init(_ member: Int, _ reason: TakenReason) {
      self.member = member
      self.reason = reason
    }
  }

  public struct Left: Hashable, Sendable {
    public let member: Int
    public let reason: LeftReason

    public init(_ member: Int, _ reason: LeftReason) {
      self.member = member
      self.reason = reason
    }
  }

  public init(wanted: Int, taken: [Taken], left: [Left]) {
    self.wanted = wanted
    self.taken = taken
    self.left = left
  }

  /// How many are missing from what was asked for.
  public var lacking: Int { max(0, wanted - taken.count) }
}

/// Why two pictures can't both be of use.
public enum Rivalry: Hashable, Sendable {
  case pair(SetPair.Kind)
  /// Both have this role.
  case role(Role)
}

/// Why a picture was taken.
public enum TakenReason: Hashable, Sendable {
  /// No other shows this view.
  case only(WantedView)
  /// It is better than a rival that was left, by this measure.
  case better(than: Int, by: Measure, Rivalry)
  /// It is good by itself, by these measures.
  case strengths([Measure])
  /// It is lit like the one that leads.
  case sameLight(as: Int)
  /// There is nothing more to say for it than that there was room.
  case fills
}

/// Why a picture was left.
public enum LeftReason: Hashable, Sendable {
  /// The target would refuse it.
  case breaksLimit(Finding)
  /// It could not be decoded.
  case unreadable
  /// One that was taken shows the same, and is better by this measure if by any.
  case rival(of: Int, Rivalry, by: Measure?)
  case oddLight(OddLight)
  /// A measure of it is under its threshold.
  case weak(Measure)
  /// There were enough without it: so many.
  case enough(Int)
}
