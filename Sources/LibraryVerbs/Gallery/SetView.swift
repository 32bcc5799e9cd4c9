internal import Checking
internal import Quality

/// The pictures of an element as a set: the directions they were taken from, and their lighting.
public struct SetView: Sendable {
  /// The set with its scores and findings.
  public let judged: JudgedSet
  /// The views that the set should have, and the files that show them.
  public let parts: [Part]
  /// The directions from which pictures were taken, as seen from above.
  public let viewpoints: [Viewpoint]
  /// The directions from which a view is missing.
  public let gaps: [Gap]
  /// The lighting of each picture that could be measured.
  public let lights: [Light]

  /// A view that a set of this kind should have.
  public struct Part: Sendable {
    /// The view.
    public let view: WantedView
    /// The name of the view, such as `side view`.
    public let words: String
    /// The numbers of the files that show it.
    public let files: [Int]
    /// The advice on how to fill the gap, such as `one photo from behind`; `nil` if a file shows
    /// the view.
    public let missingPhoto: String?
  }

  /// The direction from which one picture was taken.
  public struct Viewpoint: Sendable {
    /// The number of the file within the element, from 1.
    public let number: Int
    /// The role of the file, which tells the direction.
    public let role: Role
    /// The angle around the subject: 0 is in front, 90 at the subject's own left side.
    public let degrees: Int
  }

  /// A range of directions without a picture that the set should have.
  public struct Gap: Sendable {
    /// The beginning and the end of the range, in degrees; the beginning may be negative.
    public let from: Int
    public let to: Int
    /// The advice on how to fill the gap.
    public let words: String
  }

  /// The lighting of a picture; colour and exposure are relative to the median of its set.
  public struct Light: Sendable {
    /// The number of the file within the element, from 1.
    public let number: Int
    /// The colour of the light as log2 of red over blue, relative to the median of the set.
    public let color: Double
    /// The mean light in stops, relative to the median of the set.
    public let exposure: Double
    /// The change of the light from the left to the right of the picture, in stops.
    public let across: Double
    /// The change of the light from the top to the bottom of the picture, in stops.
    public let down: Double
    /// The way in which the picture stands out from the set; `nil` if it doesn't.
    public let odd: String?
  }

  /// Arranges a judged set for display. Its members are renamed after their numbers.
  init(_ found: JudgedSet) {
    let judged = JudgedSet(
      found.namedByNumber.members, kind: found.kind, handle: found.handle)
    self.judged = judged
    let coverage = judged.scores.coverage
    let members = judged.members.enumerated().map {
      ($0.element.number ?? $0.offset + 1, $0.element)
    }
    parts = coverage.wanted.map { view in
      Part(
        view: view, words: view.name,
        files: members.filter { WantedView($0.1.role) == view }.map(\.0),
        missingPhoto: coverage.missing.contains(view) ? view.shoot : nil)
    }
    viewpoints = members.compactMap { number, member in
      member.role.degrees.map { Viewpoint(number: number, role: member.role, degrees: $0) }
    }
    gaps = Self.gaps(coverage.missing)
    lights = Self.lights(of: judged)
  }

  /// Returns a range of 50 degrees around the direction of each missing view. A view that may be
  /// taken from either side is shown on the left.
  private static func gaps(_ missing: [WantedView]) -> [Gap] {
    missing.compactMap { view in
      view.role.degrees.map { center in
        Gap(from: center - 25, to: center + 25, words: view.shoot)
      }
    }
  }

  /// Returns the lighting of all pictures that could be measured, relative to the median of the
  /// set.
  private static func lights(of judged: JudgedSet) -> [Light] {
    let odd = judged.lightingOutliers
    let lit = judged.members.enumerated().compactMap { index, member in
      member.scores?.lighting.map { (index: index, member: member, light: $0) }
    }
    let color = lit.map(\.light.color).median
    let exposure = lit.map(\.light.exposure).median
    return lit.map { entry in
      Light(
        number: entry.member.number ?? entry.index + 1, color: entry.light.color - color,
        exposure: entry.light.exposure - exposure, across: entry.light.across,
        down: entry.light.down,
        odd: odd[entry.index])
    }
  }
}

extension WantedView {
  /// The advice on how to take a missing view.
  fileprivate var shoot: String { "one photo \(viewpoint)" }
}

extension Role {
  /// The direction of a role around the subject, in degrees; `nil` if the role doesn't tell it. A
  /// role that leaves the side open counts as the left one.
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

extension SetView {
  /// Measures the pictures of an element as a set; `nil` if it has no pictures, or too many.
  public init?(of reference: HandleReference, in library: ElementLibrary) async throws {
    let files = FileList([.element(try library.files(of: reference))])
    var scoring = Score(in: library)
    scoring.usesModel = true
    let scored = try await scoring.run(files, each: { _ in })
    try scored.requireFiles()
    guard let set = scored.judged else { return nil }
    self.init(set)
  }
}

extension Score {
  /// Creates the scoring of a library's pictures, with its decoder and as many workers as it uses.
  public init(in library: ElementLibrary, targets: [CheckTarget] = []) {
    self.init(workers: library.workers)
    self.targets = targets
    decoder = library.decoder
  }
}
