public import Model

/// Why a profile can't be used: which file, where in it, and what is wrong.
public struct ProfileError: Error, Hashable, Sendable {
  /// The file's name.
  public let file: String
  public let place: TextPlace?
  /// The keys that lead there: `slots.element.aspect.min`.
  public let path: [String]
  public let problem: String

  package init(file: String, place: TextPlace?, path: [String], problem: String) {
    self.file = file
    self.place = place
    self.path = path
    self.problem = problem
  }
}

extension ProfileError: CustomStringConvertible {
  public var description: String {
    let place = place.map { ", \($0)" } ?? ""
    let path = path.isEmpty ? "" : " (\(path.joined(separator: ".")))"
    return "\(file)\(place)\(path): \(problem)"
  }
}
