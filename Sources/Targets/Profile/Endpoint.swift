/// One address of a target, with the tier or variant that it stands for.
public struct Endpoint: Hashable, Sendable {
  /// The path, or the method and the address: `fal-ai/kling-video/o3/pro/reference-to-video`, `POST
  /// https://…`.
  public let path: String
  public let tier: String?
  public let variant: String?

  /// Whether a rule that names an endpoint means this one, by its path or its variant.
  public func matches(_ name: String) -> Bool { path == name || variant == name }
}

extension [Endpoint] {
  /// Whether any endpoint has a tier, which then distinguishes it from others.
  package var haveTiers: Bool { contains { $0.tier != nil } }
  /// Whether any endpoint has a variant, which then distinguishes it from others.
  package var haveVariants: Bool { contains { $0.variant != nil } }
}
