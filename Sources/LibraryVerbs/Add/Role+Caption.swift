extension Role {
  /// The words for the role in captions; empty for a role that says nothing about a picture.
  package var captionWords: String {
    switch self {
    case .front, .side, .left, .right, .back, .top: "\(rawValue) view"
    case .threeQuarter, .threeQuarterLeft, .threeQuarterRight:
      rawValue.replacing("three-quarter-", with: "three-quarter ") + " view"
    case .fullBody: "full body"
    case .closeUp: "close-up"
    case .face, .expression, .detail: rawValue
    case .clip, .voice, .unsorted: ""
    }
  }
}
