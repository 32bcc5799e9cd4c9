internal import Model
internal import Targets

/// A target together with what the request says: its endpoint, and the settings that rules
/// depend on.
struct PromptSetup {
  let profile: TargetProfile
  let endpoint: Endpoint?
  /// The settings of the request on which rules may depend.
  let settings: Set<Setting>
  /// Problems with the tier and the variant.
  let remarks: [PromptRemark]
  /// The sound that the shot file or its dialogue requests, or `nil` for the target's default.
  let sound: SoundSetting?

  /// Chooses the first endpoint with the requested tier and variant that is for the inputs, and
  /// collects the settings of the request.
  ///
  /// Without an endpoint for the inputs, the first one with the tier and variant is used; without
  /// any, the first one of all, and a remark reports the error.
  init(_ profile: TargetProfile, _ script: PromptScript, sound: SoundSetting?) {
    let shotSettings = script.settings
    self.profile = profile
    self.sound = sound
    var remarks: [PromptRemark] = []
    let endpoints = profile.endpoints
    // Where one endpoint serves all tiers or variants, a field of the body may choose among
    // them.
    let hasTiers = endpoints.haveTiers
    let hasVariants = endpoints.haveVariants
    func matches(_ endpoint: Endpoint) -> Bool {
      (!hasTiers || shotSettings.tier.map { endpoint.tier == $0.value } ?? true)
        && (!hasVariants || shotSettings.variant.map { endpoint.variant == $0.value } ?? true)
    }
    let inputs = InputCounts(script, profile)
    let named = endpoints.filter(matches)
    var found = named.first(for: inputs.counts, inputs.videoUse)
    if found == nil, !endpoints.isEmpty {
      if shotSettings.tier != nil || shotSettings.variant != nil {
        remarks.append(Self.unknownTier(shotSettings, profile))
      }
      found = endpoints.first
    }
    endpoint = found
    var settings: Set<Setting> = []
    if let tier = found?.tier { settings.insert(Setting("tier", tier)) }
    if let variant = found?.variant { settings.insert(Setting("variant", variant)) }
    for facts in profile.fields(at: found) {
      guard facts.exists(with: inputs.counts, settings) else { continue }
      if let value = Self.value(of: facts, script, profile, found, sound) {
        settings.insert(Setting(facts.field.name, value))
      }
    }
    if shotSettings.video != nil,
      let use = profile[.video].flatMap({ $0.word(for: inputs.videoUse ?? .reference) })
    {
      settings.insert(Setting(Slot.video.rawValue, use))
    }
    self.settings = settings
    self.remarks = remarks
  }

  /// Returns the error that no endpoint has the requested tier and variant.
  private static func unknownTier(
    _ settings: ShotSettings, _ profile: TargetProfile
  ) -> PromptRemark {
    let choices = profile.endpoints.map { endpoint in
      [
        endpoint.variant.map { "variant: \($0)" }, endpoint.tier.map { "tier: \($0)" },
      ].compactMap(\.self).joined(separator: " with ")
    }.filter { !$0.isEmpty }
    let known = choices.enumerated().filter { choices.firstIndex(of: $1) == $0 }.map(\.element)
    return .error(
      .requestUnknownTier, at: settings.tier?.location ?? settings.variant?.location,
      "\(profile.id) has no \(words(settings))",
      fix: known.isEmpty ? "remove it" : "choose \(known.joined(separator: ", or "))")
  }

  /// Returns what the request says in a field, as text, or `nil` when it omits the field.
  private static func value(
    of facts: FieldFacts, _ script: PromptScript, _ profile: TargetProfile,
    _ endpoint: Endpoint?, _ sound: SoundSetting?
  ) -> String? {
    let shotSettings = script.settings
    let own: JSONValue? =
      switch facts.field.content {
      case .orientation: shotSettings.orientation.map { .string($0.value) }
      case .severalShots: .boolean(script.texts.count > 1)
      case .model: facts.model(variant: endpoint?.variant)
      case .audio, .originalSound: sound.flatMap(facts.value(asking:))
      case .duration: script.seconds.flatMap { facts.seconds($0) }
      case .tier: shotSettings.tier.flatMap { facts.tier($0.value) }
      case .resolution:
        (shotSettings.resolution?.value
          ?? shotSettings.tier.flatMap { profile.resolution(ofTier: $0.value, at: endpoint) })
          .flatMap(facts.word)
      case .aspect: shotSettings.aspect.flatMap { facts.aspect($0.value) }
      case .shotType: shotSettings.shotType.flatMap { facts.word($0.value) }
      case .negative: shotSettings.negative.map { .string($0.value) }
      case .cfg: shotSettings.cfg.map { .number($0.value) }
      default: nil
      }
    return (own ?? facts.defaultValue)?.scalarText
  }

  /// Returns whether a limit applies to a request with some numbers of things, at the endpoint.
  func holds(_ limit: SharedLimit, for counts: [Slot: Int]) -> Bool {
    limit.holds(at: endpoint) && limit.applies(to: counts, settings: settings)
  }

  /// Returns whether a case of a duration rule applies.
  func holds(_ rule: DurationRules.Case, for counts: [Slot: Int]) -> Bool {
    rule.when.allSatisfy { $0.holds(for: counts[$0.slot] ?? 0) }
      && settings.isSuperset(of: rule.settings)
  }

  /// Returns the requested tier and variant in words.
  private static func words(_ settings: ShotSettings) -> String {
    [settings.tier.map { "tier \($0.value)" }, settings.variant.map { "variant \($0.value)" }]
      .compactMap(\.self).joined(separator: " with ")
  }

  /// Returns the value of a fact for the settings of the request.
  func value<Value>(_ fact: Fact<Value>) -> Value {
    fact.perSetting.first { settings.contains($0.key) }?.value ?? fact.value
  }

  /// Returns the finding for a limit of the provider that is exceeded: an error only where the
  /// source states the limit, otherwise a warning that says what it is based on.
  func violation<Value>(
    _ rule: RuleID, _ fact: Fact<Value>, at location: TextLocation?, _ message: String, fix: String,
    measured: Int? = nil, limit: Int? = nil, unit: String? = nil
  ) -> PromptRemark {
    remark(
      Finding(
        rule, fact.confidence == .stated ? .error : .warning,
        message: message + fact.confidence.remark, fix: fix, measured: measured.map(String.init),
        limit: limit.map(String.init), unit: unit), fact.confidence, at: location)
  }

  /// Returns a finding as a remark on the target, with what it is based on.
  func remark(
    _ finding: Finding, _ basis: Basis?, at location: TextLocation? = nil
  ) -> PromptRemark {
    var finding = finding
    finding.target = profile.id
    finding.basis = basis
    return PromptRemark(finding, at: location)
  }
}
