internal import Quality

/// Pictures that are to make one element together: what was measured of them, what is to be said of
/// that, and the best few of them.
///
/// ```swift
/// let set = JudgedSet(members, kind: .character, handle: mira)
/// for taken in set.pick(best: 4).taken { print(members[taken.member].name) }
/// ```
public struct JudgedSet: Sendable {
  public let members: [SetMember]
  public let kind: ElementKind?
  /// The element's, for the commands that texts name; nothing for files outside of the library.
  public let handle: Handle?
  public let scores: SetScores
  public let findings: [Finding]

  /// Of a kind that is not known a character's views are wanted, where roles name any.
  public init(_ members: [SetMember], kind: ElementKind?, handle: Handle? = nil) {
    self.members = members
    self.kind = kind
    self.handle = handle
    var scores = SetMeasure.scores(of: members, kind: kind)
    // The files of an element have numbers: its user put them together.
    if handle == nil, members.allSatisfy({ $0.number == nil }) {
      scores.subjects = Grouping.distinctSubjects(among: members)
    }
    self.scores = scores
    findings =
      SetFindings(
        scores, of: members,
        bounds: SetFindings.Bounds(
          light: LightingComparison.warn, view: SameView.leastAgreement), handle: handle
      ).all
  }

  public var status: Status { Status(findings) }

  /// The one sentence that says what would help most; nothing of no pictures.
  public var advice: String? { SetAdvice(scores, of: members, handle: handle).sentence }

  /// `Missing: a side view.` Nothing where none is, or where roles leave it open.
  public var missing: String? { SetAdvice(scores, of: members, handle: handle).missing }

  /// The pictures that stand out by their light, by their places, and how: other pictures are spoken of by
  /// their numbers.
  public var oddOnes: [Int: String] {
    let names = members.indices.map { String(members[$0].number ?? $0 + 1) }
    return (scores.lighting?.odd ?? []).reduce(into: [:]) { found, odd in
      found[odd.member] = LightWords(names: names).odd(odd)
    }
  }

  /// The best few. Fewer where fewer are good, and different.
  public func pick(best count: Int) -> Pick {
    Picking.pick(best: count, of: members, scores: scores, kind: kind)
  }

  /// Why a picture was taken, in words.
  public func words(_ reason: TakenReason) -> String { PickWords(members).reason(reason) }

  /// What has to be done with a picture before its target accepts it; `nil` where nothing has to be.
  public func remark(_ member: Int) -> String? { PickWords(members).remark(member) }

  /// Why a picture was left, in words.
  public func words(_ reason: LeftReason) -> String { PickWords(members).reason(reason) }

  /// Why fewer were taken than were asked for; nothing where as many were.
  public func shortfall(of pick: Pick) -> String? { PickWords.shortfall(pick) }

  /// The `set` of `score/1`, with what was picked where that was asked for.
  public func json(_ pick: Pick? = nil) -> JSONValue {
    ScoreSetJSON.set(
      scores, of: members, findings: findings, advice: advice, pick: pick)
  }
}
