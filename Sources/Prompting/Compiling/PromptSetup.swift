internal import Model
internal import Targets

/// A target with what a request to it says: the endpoint, and the settings that rules depend on.
struct PromptSetup {
  let profile: TargetProfile
  let endpoint: Endpoint?
  let settings: Set<Setting>
  let remarks: [PromptRemark]
  /// The sound that is asked for: by the shot file, or by its dialogue. `nil` where the target's default holds.
  let sound: SoundSetting?

  /// The first endpoint that has the tier and the variant that are set.
  init(_ profile: TargetProfile, _ script: PromptScript, sound: SoundSetting?) {
    let said = script.settings
    self.profile = profile
    self.sound = sound
    var remarks: [PromptRemark] = []
    let endpoints = profile.endpoints
    // A tier or a variant may be chosen by a field of the body where one endpoint serves all of them.
    let hasTiers = endpoints.haveTiers
    let hasVariants = endpoints.haveVariants
    func matches(_ endpoint: Endpoint) -> Bool {
      (!hasTiers || said.tier.map { endpoint.tier == $0.value } ?? true)
        && (!hasVariants || said.variant.map { endpoint.variant == $0.value } ?? true)
    }
    var found = endpoints.first(where: matches)
    if found == nil, !endpoints.isEmpty {
      if said.tier != nil || said.variant != nil {
        let known = endpoints.map {
          [$0.variant, $0.tier].compactMap(\.self).joined(separator: " ")
        }.filter { !$0.isEmpty }
        remarks.append(
          .error(
            .requestUnknownTier, at: said.tier?.place ?? said.variant?.place,
            "\(profile.id) has no \(Self.words(said))",
            fix: "available: \(known.joined(separator: ", "))"))
      }
      found = endpoints.first
    }
    endpoint = found
    var settings: Set<Setting> = []
    if let tier = found?.tier { settings.insert(Setting("tier", tier)) }
    if let variant = found?.variant { settings.insert(Setting("variant", variant)) }
    for facts in profile.fields(at: found) {
      if let value = Self.value(of: facts, script, profile, found, sound) {
        settings.insert(Setting(facts.field.name, value))
      }
    }
    if said.video != nil, let use = profile[.video].flatMap({ Self.use(of: $0, said.videoUse) }) {
      settings.insert(Setting(Slot.video.rawValue, use))
    }
    self.settings = settings
    self.remarks = remarks
  }

  /// What the request will say in a field that rules may depend on; as text.
  private static func value(
    of facts: FieldFacts, _ script: PromptScript, _ profile: TargetProfile,
    _ endpoint: Endpoint?, _ sound: SoundSetting?
  ) -> String? {
    let said = script.settings
    let own: JSONValue? =
      switch facts.field.takes {
      case .orientation: said.orientation.map { .string($0.value) }
      case .severalShots: .boolean(script.texts.count > 1)
      case .model: facts.model(variant: endpoint?.variant)
      case .audio, .originalSound: sound.flatMap(facts.value(asking:))
      case .duration: script.seconds.flatMap { facts.seconds($0) }
      case .tier: said.tier.flatMap { facts.tier($0.value) }
      case .resolution:
        (said.resolution?.value
          ?? said.tier.flatMap { profile.resolution(ofTier: $0.value, at: endpoint) })
          .flatMap(facts.word)
      case .aspect: said.aspect.flatMap { facts.aspect($0.value) }
      case .shotType: said.shotType.flatMap { facts.word($0.value) }
      case .negative: said.negative.map { .string($0.value) }
      case .cfg: said.cfg.map { .number($0.value) }
      default: nil
      }
    return (own ?? facts.standard)?.scalarText
  }

  /// The provider's word for how a video is used: as a reference unless it is to be edited.
  private static func use(
    of rules: SlotRules, _ said: Said<ShotSettings.VideoUse>?
  ) -> String? {
    let isEdited = said?.value == .edit
    return rules.uses.first { $0.hasPrefix("base") == isEdited }
  }

  /// Whether a limit holds for a request with such counts, at the endpoint that is called.
  func holds(_ limit: SharedLimit, for counts: [Slot: Int]) -> Bool {
    limit.holds(at: endpoint) && limit.applies(to: counts, settings: settings)
  }

  func holds(_ rule: DurationRules.Case, for counts: [Slot: Int]) -> Bool {
    rule.when.allSatisfy { $0.holds(for: counts[$0.slot] ?? 0) }
      && settings.isSuperset(of: rule.settings)
  }

  private static func words(_ said: ShotSettings) -> String {
    [said.tier.map { "tier \($0.value)" }, said.variant.map { "variant \($0.value)" }]
      .compactMap(\.self).joined(separator: " with ")
  }

  /// What a fact says where it depends on what the request says.
  func value<Value>(_ fact: Fact<Value>) -> Value {
    fact.perSetting.first { settings.contains($0.key) }?.value ?? fact.value
  }

  /// A provider's limit that is broken: an error only where the limit is stated; else a warning that says what
  /// it rests on.
  func broken<Value>(
    _ rule: RuleID, _ fact: Fact<Value>, at place: TextPlace?, _ message: String, fix: String,
    measured: Int? = nil, limit: Int? = nil, unit: String? = nil
  ) -> PromptRemark {
    var finding = Finding(
      rule, fact.confidence == .stated ? .error : .warning,
      message: message + fact.confidence.remark, fix: fix, measured: measured.map(String.init),
      limit: limit.map(String.init), unit: unit)
    finding.target = profile.id
    finding.basis = fact.confidence
    return PromptRemark(finding, at: place)
  }
}
