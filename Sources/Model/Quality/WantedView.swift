/// A view that an element's pictures should show, from either side.
public enum WantedView: String, JSONConvertible, CaseIterable, Hashable, Sendable {
  case front
  case threeQuarter = "three-quarter"
  case side, back, detail, top

  /// Returns the view that a role shows; `nil` when the role names no angle. A face counts as a
  /// front view, and a close-up as a detail.
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

  /// Returns the views that an element of a kind should have, the most valuable first. Places and
  /// voices have none.
  public static func wanted(for kind: ElementKind?) -> [WantedView] {
    switch kind {
    case .character, nil: [.front, .threeQuarter, .side, .back]
    case .product: [.front, .threeQuarter, .side, .back, .detail, .top]
    case .place, .voice: []
    }
  }

  /// The role to give a picture that shows the view.
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
