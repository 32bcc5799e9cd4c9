internal import Castbook

/// The request about what a target accepts.
enum TargetRoutes {
  /// Returns `target-page/1`: a target's limits with their sources, as `castbook targets` has them.
  static func read(_ context: RequestContext) throws -> JSONValue {
    let catalogue = context.gallery.options.catalogue
    guard let id = catalogue.ids.first(where: { $0.rawValue == context.parameter }) else {
      throw Refusal.notFound
    }
    let profile = try catalogue.profile(id)
    let text = try TargetPage.text(of: profile, in: catalogue)
    return [
      "castbook": "target-page/1", "id": id, "name": "\(profile.provider), \(profile.title)",
      "lines": .array(
        text.split(separator: "\n", omittingEmptySubsequences: false).map { .string(String($0)) }),
    ]
  }
}
