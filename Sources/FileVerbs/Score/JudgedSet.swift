internal import Quality

/// Pictures that will form one element: what was measured of them together, findings about that,
/// and the best few.
///
/// ```swift
/// let set = JudgedSet(members, kind: .character, handle: mira)
/// for choice in set.pick(best: 4).chosen { print(members[choice.member].name) }
/// ```
public struct JudgedSet: Sendable {
  /// The pictures, in their order.
  public private(set) var members: [SetMember]
  /// The kind of the element; `nil` if it is unknown.
  public let kind: ElementKind?
  /// The element's handle, which texts use in commands; `nil` for files outside the library.
  public let handle: Handle?
  /// The scores of the set.
  public let scores: SetScores
  /// The findings about the set.
  public let findings: [Finding]

  /// Judges pictures as one set. If the kind is unknown, the views of a character are expected,
  /// provided that roles name any view.
  public init(_ members: [SetMember], kind: ElementKind?, handle: Handle? = nil) {
    self.members = members
    self.kind = kind
    self.handle = handle
    var scores = SetMeasurement.scores(of: members, kind: kind)
    scores.split = SubjectSplitSearch.split(of: members)
    // Colours say too little of an element's files, which have numbers: the user put them together.
    let isDescribed = members.contains { $0.vector?.isKnown == true }
    if !isDescribed, handle == nil, members.allSatisfy({ $0.number == nil }) {
      scores.subjects = Grouping.distinctSubjects(among: members)
    }
    self.scores = scores
    findings =
      SetFindings(
        scores, of: members,
        bounds: SetFindings.Bounds(
          light: LightingComparison.warn, view: SameView.minimumAgreement), kind: kind,
        handle: handle
      ).all
  }

  /// This set for a page that shows numbers: its pictures are named `picture 3`, since users would
  /// have to look up the names of files. The findings keep the former names.
  public var namedByNumber: JudgedSet {
    var set = self
    for index in set.members.indices {
      set.members[index].name = "picture \(set.members[index].number ?? index + 1)"
    }
    return set
  }

  /// The worst status among `findings`.
  public var status: Status { Status(findings) }

  /// A sentence that says what would improve the set most; `nil` for an empty set.
  public var advice: String? { SetAdvice(scores, of: members, handle: handle).sentence }

  /// A sentence that names a missing view, such as `Missing: a side view.`; `nil` if none is
  /// missing, or if there are no roles to tell.
  public var missing: String? { SetAdvice(scores, of: members, handle: handle).missing }

  /// The pictures whose light differs from the others', by index in `members`, each with a
  /// description. Other pictures are referred to by their numbers.
  public var lightingOutliers: [Int: String] {
    let names = members.indices.map { String(members[$0].number ?? $0 + 1) }
    return (scores.lighting?.outliers ?? []).reduce(into: [:]) { descriptions, odd in
      descriptions[odd.member] = LightWords(names: names).odd(odd)
    }
  }

  /// Returns at most `count` of the best pictures. There are fewer if fewer are good and different
  /// from each other.
  public func pick(best count: Int) -> Pick {
    PicturePicker.pick(best: count, of: members, scores: scores, kind: kind)
  }

  /// Returns why a picture was picked.
  public func words(_ reason: ChoiceReason) -> String { PickWords(members).reason(reason) }

  /// Returns what has to be done with a picture before its target accepts it; `nil` if it can be
  /// sent as it is.
  public func remark(_ member: Int) -> String? { PickWords(members).remark(member) }

  /// Returns why a picture was not picked.
  public func words(_ reason: SkipReason) -> String { PickWords(members).reason(reason) }

  /// Returns why fewer pictures were picked than requested; `nil` if as many were.
  public func shortfall(of pick: Pick) -> String? { PickWords.shortfall(pick) }

  /// Returns the `set` object of the `score/1` format, with `pick` if there is one.
  public func json(_ pick: Pick? = nil) -> JSONValue {
    ScoreSetJSON.set(scores, of: members, findings: findings, advice: advice, pick: pick)
  }
}
