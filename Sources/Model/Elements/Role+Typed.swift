extension Role {
  /// The role that a person typed: by its own name, or in the words that names of files use for it.
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
    guard text.utf8.count <= Self.longestTyped,
      let role = ViewHints(onlyIn: FileNameWord.all(in: text))?.role
    else { return nil }
    self = role
  }

  /// No role is written with more bytes, in any language.
  private static let longestTyped = 64

  /// The role that was probably meant; `nil` where no known word is near.
  public static func nearest(to text: some StringProtocol) -> Role? {
    let text = String(text)
    return nearestName(to: text, among: allCases.map(\.rawValue)).flatMap(Role.init(rawValue:))
      ?? nearestName(to: text, among: ViewWords.namingRoles).flatMap { Role(typed: $0) }
  }

  /// What to do about a word that names no role.
  public static func fix(for text: some StringProtocol) -> String {
    nearest(to: text).map { "did you mean \($0)?" }
      ?? "the roles are \(allCases.map(\.rawValue).joined(separator: ", "))"
  }
}
