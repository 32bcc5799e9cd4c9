internal import Bundles
internal import Library
internal import Sending

extension ElementLibrary {
  /// Returns what was spent on a project, by currency: on jobs that may be charged, and on takes
  /// that came back in other ways and have a cost. This counts against the project's limit.
  public func spending(on project: ULID) throws -> [Cost] {
    try contents { try ProjectSpending(on: project, $0).costs }.sums
  }
}
