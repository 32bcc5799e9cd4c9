/// The views that a set has, according to the roles that its user gave.
///
/// Without roles it claims nothing, and a picture that the target would refuse shows nothing.
public struct AngleCoverage: Hashable, Sendable {
  /// The views that an element of the given kind should have.
  public let wanted: [WantedView]
  /// The wanted views that some picture shows according to its role.
  public let present: [WantedView]
  /// The indices of the pictures without a role.
  public let unsorted: [Int]
  /// Whether the role of any picture states a view.
  public let isKnown: Bool

  /// Determines the views of a set's pictures for an element of a kind; `nil` counts as a
  /// character.
  public init(of members: [SetMember], kind: ElementKind?) {
    let usable = members.filter(\.brokenLimits.isEmpty)
    let views = Set(usable.compactMap { WantedView($0.role) })
    wanted = WantedView.wanted(for: kind)
    present = wanted.filter(views.contains)
    unsorted = members.indices.filter { members[$0].role == .unsorted }
    isKnown = members.contains { WantedView($0.role) != nil }
  }

  /// The wanted views that no picture shows, the most valuable first; empty when no role states a
  /// view.
  public var missing: [WantedView] { isKnown ? wanted.filter { !present.contains($0) } : [] }
}
