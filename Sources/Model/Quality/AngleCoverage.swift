/// A view that an element's pictures should show, whichever side of it.
public enum WantedView: String, CaseIterable, Hashable, Sendable {
  case front
  case threeQuarter = "three-quarter"
  case side, back, detail, top

  /// The view that a role shows; `nil` where the role names no angle. A face counts as a front view,
  /// and a close-up as a detail.
  public init?(_ role: Role) {
    switch role {
    case .front, .face: self = .front
    case .threeQuarter, .threeQuarterLeft, .threeQuarterRight: self = .threeQuarter
    case .side, .left, .right: self = .side
    case .back: self = .back
    case .detail, .closeUp: self = .detail
    case .top: self = .top
    case .fullBody, .expression, .clip, .voice, .unsorted: return nil
    }
  }

  /// What an element of a kind should be seen from, the most valuable first. A place has no list.
  public static func wanted(for kind: ElementKind?) -> [WantedView] {
    switch kind {
    case .character, nil: [.front, .threeQuarter, .side, .back]
    case .product: [.front, .threeQuarter, .side, .back, .detail, .top]
    case .place, .voice: []
    }
  }

  /// The role to give a picture that shows it.
  public var role: Role {
    switch self {
    case .front: .front
    case .threeQuarter: .threeQuarter
    case .side: .side
    case .back: .back
    case .detail: .detail
    case .top: .top
    }
  }
}

/// Which views a set has, by the roles that its user gave. Without roles it claims nothing, and what the
/// target would refuse shows nothing.
public struct AngleCoverage: Hashable, Sendable {
  public let wanted: [WantedView]
  /// Those of the wanted views that some picture shows by its role.
  public let present: [WantedView]
  /// The pictures of which nobody said what they show.
  public let unsorted: [Int]
  /// Whether any picture's role tells a view.
  public let isKnown: Bool

  public init(of members: [SetMember], kind: ElementKind?) {
    let usable = members.filter(\.brokenLimits.isEmpty)
    let views = Set(usable.compactMap { WantedView($0.role) })
    wanted = WantedView.wanted(for: kind)
    present = wanted.filter(views.contains)
    unsorted = members.indices.filter { members[$0].role == .unsorted }
    isKnown = members.contains { WantedView($0.role) != nil }
  }

  /// What is still to be taken, the most valuable first; nothing where roles tell nothing.
  public var missing: [WantedView] {
    isKnown ? wanted.filter { !present.contains($0) } : []
  }
}
