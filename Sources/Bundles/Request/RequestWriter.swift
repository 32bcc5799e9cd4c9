internal import Model
internal import Prompting
internal import Targets

/// Fills the fields of a body one by one, in the order of the target's profile.
struct RequestWriter {
  typealias Binding = CompiledPrompt.Binding

  /// The words and bindings to write.
  let prompt: CompiledPrompt
  let settings: ShotSettings
  /// The fields that this request has.
  let fields: [FieldFacts]
  /// The body so far.
  private(set) var body = JSONValue.object([])
  /// The names of the files, assigned as they are written.
  var names = RequestFileNames()
  /// The problems found so far.
  var remarks: [PromptRemark] = []
  /// The indices of the bindings that a field has used.
  var usedBindings: Set<Int> = []
  /// The settings that a field has used, or that need no field.
  var usedSettings: Set<SettingKey> = [
    .target, .tier, .variant, .images, .purpose, .videoUse,
  ]
  /// The settings that a finding is about.
  var reportedSettings: Set<SettingKey> = []

  var profile: TargetProfile { prompt.profile }

  init(_ prompt: CompiledPrompt, _ settings: ShotSettings) {
    self.prompt = prompt
    self.settings = settings
    fields = prompt.profile.fields(at: prompt.endpoint).filter {
      $0.exists(with: prompt.counts, prompt.settings)
    }
    // A tier or variant that chooses the endpoint needs no field.
    if settings.tier != nil, !profile.endpoints.haveTiers {
      usedSettings.remove(.tier)
    }
    if settings.variant != nil, !profile.endpoints.haveVariants {
      usedSettings.remove(.variant)
    }
  }

  /// Fills all fields, and reports what is missing and what no field accepts.
  mutating func write() {
    // Fields of list items are written together with their list.
    let fields = fields.filter { !$0.field.name.contains("[") }
    var unsent: [FieldFacts] = []
    for facts in fields {
      if let value = value(of: facts) {
        body = body.placing(value, at: profile.path(of: facts.field)[...])
      } else {
        unsent.append(facts)
      }
    }
    reportMissing(unsent)
    reportUnplaced()
    reportUnused()
    reportDifferences()
  }

  // MARK: One field

  /// Returns the value of a field, or `nil` to leave it out.
  private mutating func value(of facts: FieldFacts) -> JSONValue? {
    if let forced = facts.forced(by: prompt.counts, prompt.settings) {
      if let key = facts.field.content?.setting { usedSettings.insert(key) }
      return forced
    }
    return switch facts.field.content {
    case .prompt: words(facts)
    case .shots: shots(facts)
    case .severalShots: .boolean(prompt.shotCount > 1)
    case .shotType: shotType(facts)
    case .duration: duration(facts)
    case .aspect: aspect(facts)
    case .resolution: resolution(facts)
    case .orientation: settingValue(.orientation, settings.orientation, facts) { $0.word($1) }
    case .negative: settingValue(.negative, settings.negative, facts) { .string($1) }
    case .tier: settingValue(.tier, settings.tier, facts) { $0.tier($1) }
    case .audio, .originalSound: sound(facts)
    case .cfg:
      settingValue(.cfg, settings.cfg, facts) { Int($1).map(JSONValue.integer) ?? .number($1) }
    case .videoUse: videoUse.map { .string($0) } ?? facts.defaultValue
    case .model: facts.model(variant: prompt.endpoint?.variant)
    case .start: file(.start)
    case .end: file(.end)
    case .video: file(.video)
    case .image: facts.field.number.map { image($0) } ?? file(.image)
    case .frames: frames(facts)
    case .middle: middleFrames()
    case .images: images(facts)
    case .videos: videos(facts)
    case .voices: voices()
    case .elements: elements(facts)
    case .contents: contents(facts)
    case .items: items(facts)
    case nil: facts.defaultValue
    }
  }

  /// Returns the value of a setting, or the field's default when the setting is absent or not
  /// accepted; the latter is reported.
  mutating func settingValue<Value: Sendable>(
    _ key: SettingKey, _ setting: Located<Value>?, _ facts: FieldFacts,
    _ value: (FieldFacts, Value) -> JSONValue?
  ) -> JSONValue? {
    guard let setting else { return facts.defaultValue }
    usedSettings.insert(key)
    if let value = value(facts, setting.value) {
      reportUnlisted(key, value, setting.location, facts)
      return value
    }
    reportedSettings.insert(key)
    let values = facts.choices.joined(separator: ", ")
    remarks.append(
      .error(
        .requestBadValue, at: setting.location,
        "\(profile.id) does not accept \(key) \(setting.value)",
        fix: "accepted: \(values)"))
    return facts.defaultValue
  }

  /// Returns the sound that the shot file or its dialogue requests, or the default.
  private mutating func sound(_ facts: FieldFacts) -> JSONValue? {
    reportUnknownSound()
    usedSettings.insert(.audio)
    return prompt.sound.requested.flatMap(facts.value(asking:)) ?? facts.defaultValue
  }

  /// Reports once that no field accepts the sound that the shot file requests.
  private mutating func reportUnknownSound() {
    guard let setting = settings.audio, !usedSettings.contains(.audio) else { return }
    let sounds = Set(fields.flatMap(\.sounds))
    guard !sounds.contains(setting.value) else { return }
    reportedSettings.insert(.audio)
    let known = SoundSetting.allCases.filter(sounds.contains).map(\.rawValue)
    remarks.append(
      .error(
        .requestBadValue, at: setting.location,
        "\(profile.id) does not accept audio \(setting.value)",
        fix: "accepted: \(known.joined(separator: ", "))"))
  }

  /// Returns the type of shots: as listed for a list of shots, unless the shot file states another.
  private mutating func shotType(_ facts: FieldFacts) -> JSONValue? {
    if settings.shotType == nil, case .shots = prompt.form, let own = facts.word("customize") {
      return own
    }
    return settingValue(.shotType, settings.shotType, facts) { $0.word($1) }
  }

  /// Whether the prompt has a field of its own.
  var hasPromptField: Bool { fields.contains { $0.field.content == .prompt } }

  /// Whether the words are an item of a list of contents.
  private var wordsAreItem: Bool {
    !prompt.bindings.isEmpty && fields.contains { $0.field.content == .contents }
  }

  private mutating func words(_ facts: FieldFacts) -> JSONValue? {
    if wordsAreItem { return nil }
    switch prompt.form {
    case .text(let text): return .string(text)
    // A prompt that is required beside a list of shots contains their words.
    case .shots(let shots):
      return facts.isRequired(with: prompt.counts, prompt.settings, beside: listsOfShots)
        ? .string(shots.map(\.text).joined(separator: " ")) : nil
    }
  }

  /// The names of the fields that shots go into.
  private var listsOfShots: Set<String> {
    Set(profile.request.filter { $0.content == .shots }.map(\.name))
  }

  private func shots(_ facts: FieldFacts) -> JSONValue? {
    guard case .shots(let shots) = prompt.form else {
      return facts.isAlwaysRequired ? .array([]) : nil
    }
    let isNumber = facts.field.form == .integers || facts.field.form == .jsonText
    let items = shots.enumerated().map { index, shot -> JSONValue in
      let seconds = shot.seconds.map { isNumber ? JSONValue.integer($0) : .string(String($0)) }
      return facts.field.form == .indexed
        ? ["index": index + 1, "prompt": shot.text, "duration": seconds]
        : ["prompt": shot.text, "duration": seconds]
    }
    return facts.field.form == .jsonText
      ? .string(JSONValue.array(items).compactText) : .array(items)
  }

  /// Returns the length in the form that the field accepts, or the default.
  private mutating func duration(_ facts: FieldFacts) -> JSONValue? {
    usedSettings.insert(.duration)
    return prompt.seconds.map { facts.seconds($0) ?? facts.defaultValue } ?? facts.defaultValue
  }

  /// Returns the aspect ratio. A field that is required only without a picture is left out beside
  /// one, unless the shot file sets it.
  private mutating func aspect(_ facts: FieldFacts) -> JSONValue? {
    if settings.aspect == nil, case .when = facts.required,
      !facts.isRequired(with: prompt.counts, prompt.settings, beside: [])
    {
      return nil
    }
    return settingValue(.aspect, settings.aspect, facts) { $0.aspect($1) }
  }

  // MARK: What is left

  /// Reports required fields that have no value.
  ///
  /// An empty slot and words without a field are reported elsewhere.
  private mutating func reportMissing(_ unsent: [FieldFacts]) {
    let names = Set(unsent.map(\.field.name))
    let sent = Set(profile.request.map(\.name)).subtracting(names)
    for facts in unsent
    where ![.prompt, .shots].contains(facts.field.content)
      && facts.isRequired(with: prompt.counts, prompt.settings, beside: sent)
      && !isReported(facts.field)
    {
      remarks.append(missing(facts))
    }
  }

  /// Whether the field's setting was reported, or a slot that fills it as empty. Any slot fills a
  /// list of items.
  private func isReported(_ field: RequestField) -> Bool {
    if let key = field.content?.setting, reportedSettings.contains(key) { return true }
    return field.content == .items
      ? !prompt.missingSlots.isDisjoint(with: field.slots)
      : prompt.missingSlots.isSuperset(of: field.slots)
  }

  private func missing(_ facts: FieldFacts) -> PromptRemark {
    let field = facts.field
    let slots = field.slots
    if slots.count == 1, let slot = slots.first {
      return .error(
        .requestMissing, at: nil, "\(profile.id) needs \(slot.singular) (\(field.name))",
        fix: slot.remedy)
    }
    let fix =
      switch field.content {
      case .aspect: "add aspect: \(facts.aspect("16:9") == nil ? choice(facts) : "16:9")"
      case .duration: "add duration: SECONDS"
      case .resolution: "add resolution: \(choice(facts))"
      case .orientation: "add orientation: image or video"
      case .model where profile.endpoints.haveVariants: "add variant: NAME"
      default: "choose another target: Castbook can't fill it"
      }
    return .error(.requestMissing, at: nil, "\(profile.id) needs \(field.name)", fix: fix)
  }

  /// Returns a value that a field accepts, as an example.
  private func choice(_ facts: FieldFacts) -> String { facts.choices.first ?? "VALUE" }

  /// Reports words and bindings that no field is known to accept.
  private mutating func reportUnplaced() {
    let contents = Set(fields.compactMap(\.field.content))
    let isAccepted =
      switch prompt.form {
      case .text: contents.contains(.prompt) || contents.contains(.contents)
      case .shots: contents.contains(.shots)
      }
    if !isAccepted {
      remarks.append(
        .error(
          .requestNotCovered, at: nil,
          "Castbook knows no field of \(profile.id) for \(prompt.shotCount > 1 ? "shots" : "a prompt")",
          fix: "choose another target"))
    }
    for (index, binding) in prompt.bindings.enumerated() where !usedBindings.contains(index) {
      // A file of the shot file was reported with its slot.
      if prompt.overfullSlots.contains(binding.slot), binding.subject.file != nil { continue }
      let what =
        switch binding.subject {
        case .element(let member, _, _), .voice(let member): "\(member.handle)"
        default: binding.subject.file?.path ?? ""
        }
      remarks.append(
        .error(
          .requestNotCovered, at: nil,
          "Castbook knows no field of \(profile.id) for \(sanitized(what)) (\(binding.slot.rawValue))",
          fix: "choose another target"))
    }
  }

  /// Reports settings that the target has no field for.
  private mutating func reportUnused() {
    let length = settings.duration.map(\.location) ?? prompt.seconds.map { _ in nil }
    let located: [(SettingKey, TextLocation?)] = [
      (.duration, length),
      (.tier, settings.tier.map(\.location)), (.variant, settings.variant.map(\.location)),
      (.aspect, settings.aspect.map(\.location)),
      (.resolution, settings.resolution.map(\.location)),
      (.audio, settings.audio.map(\.location)), (.language, settings.language.map(\.location)),
      (.negative, settings.negative.map(\.location)), (.cfg, settings.cfg.map(\.location)),
      (.shotType, settings.shotType.map(\.location)),
      (.orientation, settings.orientation.map(\.location)),
    ].compactMap { key, location in location.map { (key, $0) } }
    for (key, location) in located where !usedSettings.contains(key) {
      if key == .duration, isTimedByShots { continue }
      reportedSettings.insert(key)
      if key == .audio, let fixed = profile.audio?.withoutField {
        reportFixedSound(fixed, at: location)
        continue
      }
      remarks.append(
        .note(
          .requestSettingLeft, at: location,
          "\(profile.id) has no field for \(key), so it is left out",
          fix: "remove it, or choose a target that has it"))
    }
  }
}

extension RequestWriter {
  /// Whether the length of each shot is in the words or in the list of shots, so that the length of
  /// the video needs no field.
  private var isTimedByShots: Bool {
    prompt.shotCount > 1 && settings.duration == nil && prompt.statesShotLengths
  }

  /// Reports that an endpoint without a sound setting differs from what the shot file requests.
  private mutating func reportFixedSound(_ fixed: Fact<SoundSetting>, at location: TextLocation?) {
    guard let setting = settings.audio?.value, setting != fixed.value else { return }
    let what =
      switch fixed.value {
      case .on: "always makes sound"
      case .off: "makes no sound"
      case .original: "always keeps the sound of the video"
      }
    remarks.append(
      .note(
        .requestSettingLeft, at: location,
        "\(profile.id) \(what)\(fixed.confidence.remark), so audio: \(setting) is left out",
        fix: "remove it, or choose another target"))
  }
}

extension RequestField {
  /// The slots that fill the field, or all slots when files don't fill it.
  fileprivate var slots: Set<Slot> {
    switch content {
    case .items: Set(items.map(\.slot))
    case .start: [.start]
    case .frames: [.start]
    case .middle: [.middle]
    case .end: [.end]
    case .image, .images: [.image]
    case .video, .videos: [.video]
    case .voices: [.voice]
    case .elements: [.element]
    // The prompt's missing slots never include all slots, so the missing field is reported.
    default: Set(Slot.allCases)
    }
  }
}
