internal import Castbook

/// The request about what a rule means.
enum RuleRoutes {
  static func explain(_ context: RequestContext) throws -> JSONValue {
    guard let text = try RuleCatalogue()[RuleID(rawValue: context.parameter)] else {
      throw Refusal.notFound
    }
    return RuleJSON.rule(text)
  }
}
