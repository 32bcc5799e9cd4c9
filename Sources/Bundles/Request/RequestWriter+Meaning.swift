internal import Model
internal import Prompting
internal import Targets

extension RequestWriter {
  /// Reports a value that no source lists, and one outside the bounds of its field.
  mutating func reportUnlisted(
    _ key: SettingKey, _ value: JSONValue, _ location: TextLocation?, _ facts: FieldFacts
  ) {
    guard facts.values.isEmpty else { return }
    let isWord = [.resolution, .aspect, .tier, .orientation, .shotType].contains(key)
    if isWord {
      reportedSettings.insert(key)
      remarks.append(
        PromptRemark(
          Finding(
            .requestUnlistedValue, .warning,
            message: "no source lists what \(profile.id) accepts as \(key), so "
              + "\(sanitized(value.scalarText ?? key.rawValue)) is sent as it is",
            fix: "check it at the provider, or leave \(key) out"), at: location))
    } else if let bounds = facts.bounds, let number = value.scalarText.flatMap(Double.init),
      !bounds.contains(number)
    {
      reportedSettings.insert(key)
      remarks.append(
        .error(
          .requestBadValue, at: location,
          "\(key) is \(value.scalarText ?? ""); \(profile.id) accepts \(facts.boundsText)",
          fix: "choose a value in between"))
    }
  }

  /// Reports settings whose value in the body means something else than the shot file says.
  ///
  /// The other checks report what they find; this one compares the finished body with the shot
  /// file, so that no default of the target replaces a setting without a finding.
  mutating func reportDifferences() {
    let refused = Set(prompt.remarks.filter { $0.finding.severity == .error }.map(\.finding.rule))
    for facts in fields {
      guard let content = facts.field.content, let key = content.setting,
        let asked = asked(for: content, facts), !reportedSettings.contains(key),
        key != .duration || !refused.contains(.promptDurationRange)
      else { continue }
      let sent = body.value(at: profile.path(of: facts.field)[...])
      guard sent != asked.value else { continue }
      let reason = facts.reason(for: prompt.counts, prompt.settings).map { " (\($0))" } ?? ""
      reportedSettings.insert(key)
      remarks.append(
        .error(
          .requestBadValue, at: asked.location,
          "\(profile.id) would get \(sent.map { "\(key) \($0.scalarText ?? $0.compactText)" } ?? "no \(key)")"
            + "\(reason) instead of \(asked.text)",
          fix: "change \(key), or choose another target"))
    }
  }

  /// Returns the value that the shot file asks for in a field, in the provider's spelling; `nil`
  /// when the shot file doesn't set it, or another field speaks for it.
  private func asked(
    for content: RequestField.Content, _ facts: FieldFacts
  ) -> (value: JSONValue?, text: String, location: TextLocation?)? {
    func word(
      _ setting: Located<String>?, _ value: (String) -> JSONValue?
    ) -> (JSONValue?, String, TextLocation?)? {
      setting.map { (value($0.value), $0.value, $0.location) }
    }
    switch content {
    case .duration:
      return prompt.seconds.map {
        (facts.seconds($0), "\($0) s", settings.duration?.location)
      }
    case .aspect: return word(settings.aspect, facts.aspect)
    case .resolution: return word(settings.resolution, facts.word)
    case .orientation: return word(settings.orientation, facts.word)
    case .shotType: return word(settings.shotType, facts.word)
    case .tier: return word(settings.tier, facts.tier)
    case .negative: return word(settings.negative) { .string($0) }
    case .cfg:
      return word(settings.cfg) { Int($0).map(JSONValue.integer) ?? .number($0) }
    case .audio:
      // Without a word of its own for the sound, another field or a remark speaks for it.
      guard let setting = settings.audio, let value = facts.value(asking: setting.value) else {
        return nil
      }
      return (value, "audio \(setting.value)", setting.location)
    default: return nil
    }
  }
}

extension RequestField.Content {
  /// The setting of a shot file that fills a field with this content; `nil` when files or words do.
  var setting: SettingKey? {
    switch self {
    case .negative: .negative
    case .duration: .duration
    case .aspect: .aspect
    case .resolution: .resolution
    case .audio, .originalSound: .audio
    case .cfg: .cfg
    case .orientation: .orientation
    case .tier: .tier
    case .shotType: .shotType
    case .videoUse: .videoUse
    default: nil
    }
  }
}
