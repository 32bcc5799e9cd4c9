internal import Model

extension ProfileLoader {
  /// The tiers that a shot file may name, in their order.
  public static let tierNames = ["standard", "pro", "4k"]

  /// Reads tiers as resolutions: `"pro": { "resolution": "1080p" }`.
  static func tiers(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<[String: String]>? {
    guard var reader = try reader.object("tiers") else { return nil }
    let defaults = try defaults.overridden(in: &reader)
    if let problem = defaults.known.tierProblem { throw reader.fault(problem) }
    var tiers: [String: String] = [:]
    for name in tierNames {
      guard var tier = try reader.object(name) else { continue }
      let resolution = try tier.string("resolution")
      try tier.finish()
      tiers[name] = try defaults.known.resolution(resolution, path: tier.path + ["resolution"])
    }
    try reader.finish()
    if tiers.isEmpty { throw reader.fault("names no tier") }
    return defaults.fact(tiers)
  }
}
