internal import Checking

/// Pictures of an element as a set is looked at: from where it is seen, and in which light.
public struct SetView: Sendable {
  public let judged: JudgedSet
  /// What should be seen of it, and what is.
  public let parts: [Part]
  /// Where pictures were taken from, seen from above: 0 is in front, 90 at its own left side.
  public let places: [Place]
  /// Where nothing is seen of it that should be.
  public let gaps: [Gap]
  public let lights: [Light]

  public struct Part: Sendable {
    public let view: WantedView
    /// `side view`.
    public let words: String
    /// Numbers of the files that show it.
    public let files: [Int]
    /// What to take, where it is missing: `one photo from behind`.
    public let shoot: String?
  }

  public struct Place: Sendable {
    public let number: Int
    public let role: Role
    public let degrees: Int
  }

  public struct Gap: Sendable {
    public let from: Int
    public let to: Int
    public let words: String
  }

  /// How a picture is lit, in stops from the middle of its set.
  public struct Light: Sendable {
    public let number: Int
    public let color: Double
    public let exposure: Double
    public let across: Double
    public let down: Double
    /// How it stands out, if it does.
    public let odd: String?
  }

  init(_ found: JudgedSet) {
    // A page shows their numbers; the names that they came with would have to be looked for.
    let judged = JudgedSet(
      found.members.enumerated().map { place, member in
        var member = member
        member.name = "picture \(member.number ?? place + 1)"
        return member
      }, kind: found.kind, handle: found.handle)
    self.judged = judged
    let coverage = judged.scores.coverage
    let members = judged.members.enumerated().map {
      ($0.element.number ?? $0.offset + 1, $0.element)
    }
    parts = coverage.wanted.map { view in
      Part(
        view: view, words: view.name,
        files: members.filter { WantedView($0.1.role) == view }.map(\.0),
        shoot: coverage.missing.contains(view) ? view.shoot : nil)
    }
    places = members.compactMap { number, member in
      member.role.degrees.map { Place(number: number, role: member.role, degrees: $0) }
    }
    gaps = Self.gaps(coverage.missing)
    lights = Self.lights(of: judged)
  }

  /// Of a missing view the stretch around where it would be taken; either side will do where both would.
  private static func gaps(_ missing: [WantedView]) -> [Gap] {
    missing.compactMap { view in
      view.role.degrees.map { middle in
        Gap(from: middle - 25, to: middle + 25, words: view.shoot)
      }
    }
  }

  private static func lights(of judged: JudgedSet) -> [Light] {
    let odd = judged.oddOnes
    let lit = judged.members.enumerated().compactMap { place, member in
      member.scores?.lighting.map { (place: place, member: member, light: $0) }
    }
    let color = lit.map(\.light.color).middle
    let exposure = lit.map(\.light.exposure).middle
    return lit.map { one in
      Light(
        number: one.member.number ?? one.place + 1, color: one.light.color - color,
        exposure: one.light.exposure - exposure, across: one.light.across, down: one.light.down,
        odd: odd[one.place])
    }
  }
}

extension WantedView {
  /// What to take, where it is missing.
  fileprivate var shoot: String { "one photo \(whence)" }
}

extension [Double] {
  fileprivate var middle: Double {
    guard !isEmpty else { return 0 }
    let sorted = sorted()
    let half = count / 2
    return count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
  }
}

extension Role {
  /// From where it is seen, around it; nothing where the role does not tell. A role that leaves its side open stands
  /// on the left.
  fileprivate var degrees: Int? {
    switch self {
    case .front, .face: 0
    case .threeQuarter, .threeQuarterLeft: 45
    case .side, .left: 90
    case .back: 180
    case .right: 270
    case .threeQuarterRight: 315
    case .top, .fullBody, .closeUp, .expression, .detail, .clip, .voice, .unsorted: nil
    }
  }
}

extension ElementLibrary {
  private var scoring: Scoring {
    var scoring = Scoring(workers: workers)
    scoring.decoder = decoder
    return scoring
  }

  /// Looks at the pictures of an element as a set; nothing where it has none, or too many.
  public func set(of reference: HandleReference) async throws -> SetView? {
    let set = try await scoring.run(FileList([.element(files(of: reference))])) { _ in }
    return set.judged.map { SetView($0) }
  }

  /// The best pictures of an element for targets; nothing where it has no pictures.
  public func pick(
    best count: Int?, of reference: HandleReference, for targets: [CheckTarget]
  ) async throws -> (set: JudgedSet, pick: Pick)? {
    var scoring = scoring
    scoring.targets = targets
    let found = try await scoring.pick(best: count, of: FileList([.element(files(of: reference))]))
    guard let set = found.set.judged, let pick = found.pick else { return nil }
    return (set, pick)
  }
}
