internal import Model
internal import Targets

/// Writes the words of one prompt, and checks their lengths and durations.
struct PromptWriter {
  typealias Form = CompiledPrompt.Form
  typealias CompiledShot = CompiledPrompt.CompiledShot

  private let script: PromptScript
  private let setup: PromptSetup
  private let binder: SlotBinder
  private let counts: [Slot: Int]
  private let counter: PromptCounter
  private(set) var form = Form.text("")
  private(set) var scenes: [CompiledPrompt.Scene] = []
  var seconds: Int? { script.seconds }
  private(set) var length: CompiledPrompt.Length
  private(set) var remarks: [PromptRemark] = []

  private var profile: TargetProfile { setup.profile }

  init(
    _ script: PromptScript, _ setup: PromptSetup, _ binder: SlotBinder, _ counts: [Slot: Int]
  ) {
    self.script = script
    self.counts = counts
    self.setup = setup
    self.binder = binder
    let tokens = binder.bindings.compactMap { $0.slot == .element ? $0.token : nil }
    counter = PromptCounter(rules: setup.profile.prompt, tokens: tokens)
    length = CompiledPrompt.Length(count: 0, limit: nil, counted: counter.counted)
  }

  /// Writes the words in the form that the target accepts, and runs all checks.
  mutating func write() {
    var named: Set<ULID> = []
    switch script.text {
    case .plain(let text):
      let words = binder.text(of: text, named: &named)
      form = .text(words)
      scenes = [CompiledPrompt.Scene(text, words, of: script)]
    case .shots(let shots):
      var written: [(shot: Shot, text: String)] = []
      for (shot, text) in shots {
        let sent = binder.text(of: text, named: &named)
        let words = shot.framing.isEmpty ? sent : "\(shot.framing): \(sent)"
        written.append((shot, words))
        scenes.append(CompiledPrompt.Scene(text, words, shot, of: script))
      }
      write(written)
      checkSum(of: shots.map(\.shot))
    }
    checkLength()
    checkDuration()
    checkNames()
    checkNameLengths()
  }

  // MARK: Shots

  /// Writes several shots: as a list, in the target's own syntax, or as lines of text.
  private mutating func write(_ shots: [(shot: Shot, text: String)]) {
    // A single shot is a plain prompt.
    if shots.count == 1 {
      form = .text(shots[0].text)
      return
    }
    let rules = profile.shots
    switch rules?.location {
    case .field:
      form = .shots(
        shots.map { shot, words in
          CompiledShot(
            text: words, seconds: shot.seconds?.value, length: counter.count(words))
        })
    case .prompt: form = .text(written(shots, rules))
    case .some(.none):
      remarks.append(
        .error(
          .promptTooManyShots, at: shots[1].shot.location,
          "\(profile.id) accepts one shot; the prompt has \(shots.count)",
          fix: "keep one, or choose a target that accepts several", measured: String(shots.count),
          limit: "1"))
      form = .text(asLines(shots))
    case nil:
      remarks.append(
        PromptRemark(
          Finding(
            .promptShotsAsText, .warning,
            message:
              "no source says that \(profile.id) accepts shots, so they are sent as lines of the prompt",
            fix: "write one shot, or choose a target that accepts several"),
          at: shots[0].shot.location))
      form = .text(asLines(shots))
    }
    checkShots(shots)
  }

  /// Returns the shots as lines, in the syntax of shot files.
  private func asLines(_ shots: [(shot: Shot, text: String)]) -> String {
    shots.map { shot, words in
      let length = shot.seconds.map { " (\($0.value)s)" } ?? ""
      return "Shot \(shot.number)\(length): \(words)"
    }.joined(separator: "\n")
  }

  /// Returns the shots in the syntax by which the target separates them: `shot 1, 3, words;
  /// shot 2, 5, words;`.
  private mutating func written(
    _ shots: [(shot: Shot, text: String)], _ rules: ShotRules?
  ) -> String {
    guard let separator = rules?.separator else { return asLines(shots) }
    for (shot, words) in shots where words.contains(separator) {
      remarks.append(
        .error(
          .promptSeparator, at: shot.location,
          "shot \(shot.number) contains \"\(separator)\", which ends a shot at \(profile.id)",
          fix: "use a comma or a full stop"))
    }
    return shots.map { shot, words in
      let length = shot.seconds.map { "\($0.value), " } ?? ""
      return "shot \(shot.number), \(length)\(words)\(separator)"
    }.joined(separator: " ")
  }

  private mutating func checkShots(_ shots: [(shot: Shot, text: String)]) {
    guard let rules = profile.shots, rules.location != .none else { return }
    if let fact = rules.count, let maximum = setup.value(fact).maximum, shots.count > maximum {
      remarks.append(
        setup.violation(
          .promptTooManyShots, fact, at: shots[maximum].shot.location,
          "the prompt has \(shots.count) shots; \(profile.id) accepts at most \(maximum)",
          fix: "split it into two shot files", measured: shots.count, limit: maximum))
    }
    for (shot, words) in shots {
      checkSeconds(of: shot, rules)
      let count = counter.count(words)
      if let fact = rules.maximumCharacters, count > setup.value(fact) {
        let maximum = setup.value(fact)
        remarks.append(
          setup.violation(
            .promptTooLong, fact, at: shot.location,
            "shot \(shot.number) has \(count) \(counter.unit); \(profile.id) accepts at most \(maximum) per shot",
            fix: shortening(by: count - maximum), measured: count, limit: maximum,
            unit: counter.unit))
      }
    }
  }

  /// Checks the duration of a shot, which a list of shots requires.
  private mutating func checkSeconds(of shot: Shot, _ rules: ShotRules) {
    guard let length = shot.seconds else {
      remarks.append(
        .error(
          .promptShotSeconds, at: shot.location, "shot \(shot.number) has no length",
          fix: "add it: Shot \(shot.number) (3s):"))
      return
    }
    guard let fact = rules.seconds else { return }
    let range = setup.value(fact)
    if length.value < range.minimum ?? 1 || length.value > range.maximum ?? .max {
      remarks.append(
        setup.violation(
          .promptShotSeconds, fact, at: length.location,
          "shot \(shot.number) is \(length.value) s long; \(profile.id) accepts "
            + Self.words(range), fix: "change its length, or split the shot",
          measured: length.value,
          limit: range.maximum, unit: "s"))
    }
  }

  // MARK: Duration

  /// Checks the total duration of the shots against the target's limit and the set duration.
  private mutating func checkSum(of shots: [Shot]) {
    guard let sum = script.totalShotSeconds else { return }
    if shots.count > 1, let total = profile.shots?.total {
      let range = setup.value(total)
      if sum < range.minimum ?? 0 || sum > range.maximum ?? .max {
        remarks.append(
          setup.violation(
            .promptDurationSum, total, at: nil,
            "the shots total \(sum) s; \(profile.id) accepts \(Self.words(range)) in total",
            fix: "change the lengths of the shots", measured: sum, limit: range.maximum, unit: "s"))
      }
    }
    guard let duration = script.settings.duration, duration.value != sum else { return }
    let message = "the shots total \(sum) s, but duration is \(duration.value) s"
    let fix = "remove duration: it is then the total"
    guard shots.count > 1, let rule = profile.shots?.sum else {
      remarks.append(
        .error(
          .promptDurationSum, at: duration.location, message, fix: fix, measured: String(sum),
          limit: String(duration.value), unit: "s"))
      return
    }
    let isKept = setup.value(rule) == .atMostDuration && sum <= duration.value
    if !isKept, setup.value(rule) != .advice {
      remarks.append(
        setup.violation(
          .promptDurationSum, rule, at: duration.location, message, fix: fix, measured: sum,
          limit: duration.value, unit: "s"))
    }
  }

  /// Checks the duration of the video. Rules for the given inputs come first, then those for
  /// the endpoint.
  private mutating func checkDuration() {
    guard let seconds, let rules = profile.duration else { return }
    let byInput = rules.byInput.first { setup.holds($0, for: counts) }?.difference
    let perEndpoint = setup.endpoint.flatMap { endpoint in
      rules.perEndpoint.first { endpoint.matches($0.key) }?.value
    }
    let differing = [byInput, perEndpoint].compactMap(\.self)
    let values = differing.first { !$0.values.isEmpty }?.values ?? rules.values
    let lengths = values.compactMap(Self.seconds)
    if !lengths.isEmpty {
      guard !lengths.contains(seconds) else { return }
      let sorted = Set(lengths).sorted()
      // A value such as auto leaves the length, and so the bill, to the provider.
      let choices = values.filter { Self.seconds($0) == nil }.compactMap(\.scalarText)
      let free = choices.map { "; with \($0) it chooses the length itself" }.joined()
      reportDuration(
        seconds, Self.words(sorted) + free, limit: sorted.last, byInput?.note, rules)
    } else if let range = differing.lazy.compactMap({ $0.seconds(besides: rules.seconds) }).first
      ?? rules.seconds
    {
      guard seconds < range.minimum ?? 0 || seconds > range.maximum ?? .max else { return }
      reportDuration(seconds, Self.words(range), limit: range.maximum, byInput?.note, rules)
    }
  }

  /// Reports a duration that the target doesn't make.
  private mutating func reportDuration(
    _ seconds: Int, _ words: String, limit: Int?, _ note: String?, _ rules: DurationRules
  ) {
    remarks.append(
      setup.violation(
        .promptDurationRange, rules.range, at: script.settings.duration?.location,
        "the video would be \(seconds) s long; \(profile.id) makes \(words)"
          + (note.map { " (\($0))" } ?? ""),
        fix: "choose another length", measured: seconds, limit: limit, unit: "s"))
  }

  /// Returns lengths in words: `3–15 s`, `5 or 10 s`.
  private static func words(_ lengths: [Int]) -> String {
    guard let first = lengths.first, let last = lengths.last else { return "any length" }
    let isRun = lengths.count > 2 && lengths.count == last - first + 1
    if isRun { return "\(first)–\(last) s" }
    let others = lengths.dropLast().map(String.init).joined(separator: ", ")
    return others.isEmpty ? "\(last) s" : "\(others) or \(last) s"
  }

  /// Returns a number of seconds: 5 for each of `5`, `"5"` and `"5s"`; `nil` for other values.
  private static func seconds(_ value: JSONValue) -> Int? {
    if let number = value.integer { return number }
    return value.string.flatMap { ShotHeading.seconds($0[...], needsUnit: false) }
  }

  private static func words(_ range: SlotRules.Range) -> String {
    switch (range.minimum, range.maximum) {
    case (let low?, let high?): "\(low)–\(high) s"
    case (let low?, nil): "\(low) s or more"
    case (nil, let high?): "up to \(high) s"
    case (nil, nil): "any length"
    }
  }

  // MARK: Length

  /// Returns the remedy for a prompt that is too long. It names the elements whose descriptions
  /// Castbook added.
  private func shortening(by surplus: Int) -> String {
    let handles = binder.describedHandles.map { "\($0)" }
    return handles.isEmpty
      ? "shorten it by \(surplus)"
      : "shorten it by \(surplus), or shorten the descriptions of \(handles.joined(separator: ", "))"
        + ", which are part of it"
  }

  /// Checks the length of the words, and that of the negative prompt.
  private mutating func checkLength() {
    let texts: [String] =
      switch form {
      case .text(let text): [text]
      case .shots(let shots): shots.map(\.text)
      }
    let count = texts.reduce(0) { $0 + counter.count($1) }
    let rules = profile.prompt
    let fact = counter.maximum(for: texts.joined())
    let maximum = fact.map { setup.value($0) }
    length = CompiledPrompt.Length(count: count, limit: maximum, counted: counter.counted)
    if let fact, let maximum, count > maximum {
      remarks.append(
        setup.violation(
          .promptTooLong, fact, at: nil,
          "the prompt has \(count) \(counter.unit); \(profile.id) accepts at most \(maximum)",
          fix: shortening(by: count - maximum), measured: count, limit: maximum,
          unit: counter.unit))
    } else if let cut = rules?.cut, count > setup.value(cut) {
      let kept = setup.value(cut)
      remarks.append(
        setup.remark(
          Finding(
            .promptCut, .warning,
            message: "the prompt has \(count) \(counter.unit); \(profile.id) cuts the last "
              + "\(count - kept)\(cut.confidence.remark)",
            fix: "shorten it to \(kept)", measured: String(count), limit: String(kept),
            unit: counter.unit), cut.confidence))
    } else if let advised = rules?.advised, count > setup.value(advised) {
      remarks.append(
        .note(
          .promptOverAdvised, at: nil,
          "the prompt has \(count) \(counter.unit); \(profile.id) advises "
            + "at most \(setup.value(advised))", fix: "shorten it, or leave it"))
    }
    if let minimum = rules?.minimum, count < setup.value(minimum) {
      remarks.append(
        setup.violation(
          .promptTooShort, minimum, at: nil,
          "the prompt has \(count) \(counter.unit); \(profile.id) needs at least \(setup.value(minimum))",
          fix: "describe more", measured: count, limit: setup.value(minimum), unit: counter.unit))
    }
    checkNegative()
  }

  /// Checks the length of the negative prompt.
  private mutating func checkNegative() {
    guard let negative = script.settings.negative, let limit = profile.prompt?.negativeMaximum
    else { return }
    let own = counter.count(negative.value)
    if own > setup.value(limit) {
      remarks.append(
        setup.violation(
          .promptTooLong, limit, at: negative.location,
          "the negative prompt has \(own) \(counter.unit); \(profile.id) accepts "
            + "at most \(setup.value(limit))", fix: "shorten it", measured: own,
          limit: setup.value(limit), unit: counter.unit))
    }
  }

  // MARK: Names

  /// Checks that the names in tokens are as long as the target accepts.
  private mutating func checkNameLengths() {
    guard let rules = profile.names, let dialect = profile.dialect else { return }
    let templates: [(Slot, String?)] = [(.element, dialect.element), (.image, dialect.image)]
    let named = templates.filter { $0.1?.contains("{name}") == true }.map(\.0)
    for binding in binder.bindings where named.contains(binding.slot) {
      guard case .element(let member, _, _) = binding.subject else { continue }
      for token in (binding.token ?? "").split(separator: ", ") {
        let name = token.drop { $0 == "@" }
        let bounds = [
          rules.minimumCharacters.flatMap { name.count < $0.value ? ($0, "at least") : nil },
          rules.maximumCharacters.flatMap { name.count > $0.value ? ($0, "at most") : nil },
        ]
        for (limit, words) in bounds.compactMap(\.self) {
          remarks.append(
            setup.violation(
              .requestBadValue, limit, at: nil,
              "the name \"\(name)\" has \(name.count) characters; \(profile.id) accepts \(words) "
                + "\(limit.value)",
              fix: "castbook edit \(member.handle) --rename NAME", measured: name.count,
              limit: limit.value))
        }
      }
    }
  }

  /// Checks that no name occurs within another name or in other words, where the target finds
  /// elements by their names.
  private mutating func checkNames() {
    guard profile.dialect?.element?.contains("{name}") == true else { return }
    let members = script.members
    for (index, member) in members.enumerated() {
      for other in members[(index + 1)...] {
        let (one, two) = (member.handle.name, other.handle.name)
        guard one.contains(two) || two.contains(one) else { continue }
        let (short, long) = one.count < two.count ? (member, other) : (other, member)
        remarks.append(
          .error(
            .promptNameCollision, at: nil,
            "\(long.handle) contains \(short.handle), and \(profile.id) finds elements by name in the prompt",
            fix: "castbook edit \(short.handle) --rename NAME"))
      }
    }
    for text in script.texts {
      for case .words(let words) in text.pieces {
        for member in members where words.lowercased().contains("@\(member.handle.name)") {
          remarks.append(
            .error(
              .promptNameCollision, at: nil,
              "the text contains @\(member.handle.name) apart from the element itself",
              fix: "reword the text"))
        }
      }
    }
  }
}
