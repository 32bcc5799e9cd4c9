public import Model

/// The reason why a profile, or another file of facts, can't be used.
public struct ProfileError: CastbookError, Hashable {
  public let file: String
  /// The line and the column of the problem, when they are known.
  public let location: TextLocation?
  /// The keys that lead to the problem: `slots.element.aspect.min`.
  public let path: [String]
  public let problem: String

  package init(file: String, location: TextLocation?, path: [String], problem: String) {
    self.file = file
    self.location = location
    self.path = path
    self.problem = problem
  }
}

extension ProfileError {
  public var blame: Blame { .failure }
  public var rule: String { "target.invalid" }
  public var fix: String? {
    "fix it or move it away; castbook help target-profiles describes the format"
  }
  public var message: String {
    let line = location.map { ", \($0)" } ?? ""
    let path = path.isEmpty ? "" : " (\(path.joined(separator: ".")))"
    return "\(file)\(line)\(path): \(problem)"
  }
}
