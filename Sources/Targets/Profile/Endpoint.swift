package import Model

/// One address of a target, with the tier, the variant and the inputs that it stands for.
public struct Endpoint: Hashable, Sendable {
  /// The path, or the method and the address: `fal-ai/kling-video/o3/pro/reference-to-video`, `POST
  /// https://…`.
  public let path: String
  public let tier: String?
  public let variant: String?
  /// The counts of inputs that the endpoint is for; empty when it accepts any.
  public let when: [SharedLimit.Condition]
  /// The use of an input video that the endpoint is for; `nil` when it is for any.
  public let videoUse: VideoUse?

  /// Whether a rule that names an endpoint means this one, by its path or its variant.
  public func matches(_ name: String) -> Bool { path == name || variant == name }

  /// Whether the endpoint is for these inputs.
  ///
  /// - Parameters:
  ///   - counts: how many files each slot has.
  ///   - use: how an input video is used; `nil` without a video.
  fileprivate func isFor(_ counts: [Slot: Int], _ use: VideoUse?) -> Bool {
    when.allSatisfy { $0.holds(for: counts[$0.slot] ?? 0) }
      && (videoUse == nil || videoUse == use)
  }

  /// Whether the endpoint is for some inputs only.
  fileprivate var isConditional: Bool { !when.isEmpty || videoUse != nil }
}

extension [Endpoint] {
  /// Whether any endpoint has a tier, which then distinguishes it from others.
  package var haveTiers: Bool { contains { $0.tier != nil } }
  /// Returns the first endpoint that is for these inputs. One that is for any inputs comes after
  /// those that are for these alone; without any, the first of all is returned.
  package func first(for counts: [Slot: Int], _ use: VideoUse?) -> Endpoint? {
    let suitable = filter { $0.isFor(counts, use) }
    return suitable.first(where: \.isConditional) ?? suitable.first ?? first
  }

  /// Whether any endpoint has a variant, which then distinguishes it from others.
  package var haveVariants: Bool { contains { $0.variant != nil } }
}

extension Endpoint: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    path = try reader.required("path")
    tier = try reader.optional("tier")
    variant = try reader.optional("variant")
    let conditions = try reader.conditions(mayBeEmpty: true)
    guard conditions.settings.isEmpty else {
      throw reader.fault("an endpoint depends on inputs, not on settings", at: "when")
    }
    when = conditions.counts
    videoUse = try reader.optional("videoUse")
  }
}
