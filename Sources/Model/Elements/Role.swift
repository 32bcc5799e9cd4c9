/// What a reference shows of its element, or what kind of reference it is.
public enum Role: String, JSONConvertible, StoredValue, CaseIterable, CustomStringConvertible,
  Sendable
{
  case front
  case threeQuarter = "three-quarter"
  case threeQuarterLeft = "three-quarter-left"
  case threeQuarterRight = "three-quarter-right"
  case side, left, right, back, top
  case fullBody = "full-body"
  case closeUp = "close-up"
  /// The face alone, from the front. It serves as the front view of a set that has no other.
  case face
  case expression, detail, clip, voice
  /// The role is not stated and can't be read from the file's name.
  case unsorted

  public var description: String { rawValue }

  /// The role as people write it: `three-quarter left`; `no role yet` for `unsorted`.
  public var words: String {
    switch self {
    case .threeQuarterLeft: "three-quarter left"
    case .threeQuarterRight: "three-quarter right"
    case .fullBody: "full body"
    case .unsorted: "no role yet"
    default: rawValue
    }
  }

  /// Reads a role that a user typed: its own name, or the words that file names use for it.
  ///
  /// ```swift
  /// Role(typed: "Front")      // .front
  /// Role(typed: "3/4 left")   // .threeQuarterLeft
  /// Role(typed: "closeup")    // .closeUp
  /// Role(typed: "headshot")   // .front, as in mira-headshot.jpg
  /// Role(typed: "front cup")  // nil: not all of it names a view
  /// ```
  public init?(typed text: some StringProtocol) {
    if let role = Role(rawValue: text.lowercased()) {
      self = role
      return
    }
    guard text.utf8.count <= Self.maximumTypedByteCount,
      let role = ViewHints(onlyIn: FileNameWord.all(in: text))?.role
    else { return nil }
    self = role
  }

  /// The maximum length in bytes of a typed role; none is longer in any language.
  private static let maximumTypedByteCount = 64

  /// Returns the role that was probably meant; `nil` when no known word is near.
  public static func nearest(to text: some StringProtocol) -> Role? {
    let text = String(text)
    return nearestName(to: text, among: allCases.map(\.rawValue)).flatMap(Role.init(rawValue:))
      ?? nearestName(to: text, among: ViewWords.namingRoles).flatMap { Role(typed: $0) }
  }

  /// Returns advice about a word that names no role: the nearest role, or the list of all roles.
  public static func fix(for text: some StringProtocol) -> String {
    nearest(to: text).map { "did you mean \($0)?" }
      ?? "the roles are \(allCases.map(\.rawValue).joined(separator: ", "))"
  }
}
