internal import Model

extension TargetProfile {
  /// Everything that the profile states except its id, in the order in which people read it.
  var statements: [Statement] {
    var list = StatementList(of: self)
    list.addTarget(self)
    for rules in slots { list.addSlot(rules) }
    list.addLimits(limits)
    list.addPromptRules(self)
    list.addRequest(self)
    list.addRender(self)
    list.addTiers(self)
    list.addPrices(self)
    list.addRemarks(self)
    list.addSources(self)
    return list.statements
  }
}

extension StatementList {
  /// Adds what is said of the target as a whole, and its endpoints.
  fileprivate mutating func addTarget(_ profile: TargetProfile) {
    add(.profile, "provider", text: profile.provider)
    add(.profile, "model", text: profile.model)
    add(.profile, "status", text: profile.status.rawValue)
    add(.profile, "statusNote", text: profile.statusNote)
    add(.profile, "retires", text: profile.retires?.description)
    add(.profile, "instead", text: profile.replacement?.rawValue)
    add(.profile, "faces", profile.faces) { .text($0.rawValue) }
    add(.profile, "faces.real", text: profile.faceWays.real?.rawValue)
    add(.profile, "faces.virtual", text: profile.faceWays.virtual?.rawValue)
    add(.profile, "transport", text: profile.transport)
    add(.profile, "call", profile.call) { .text($0.words) }
    if let sending = profile.sending { add(sending) }
    for endpoint in profile.endpoints {
      let isShared = profile.endpoints.count(where: { $0.path == endpoint.path }) > 1
      let name = [endpoint.path, isShared ? endpoint.variant : nil].compactMap(\.self)
      add(
        .profile, "endpoints", item: .name(name.joined(separator: " ")),
        value: .record(
          Statement.Attribute.parts(["tier": endpoint.tier, "variant": endpoint.variant])))
    }
  }

  /// Adds the rules of one slot.
  fileprivate mutating func addSlot(_ rules: SlotRules) {
    let place = Statement.Section.slot(rules.slot)
    let path = "slots.\(rules.slot.rawValue)"
    func key(_ name: String) -> String { "\(path).\(name)" }
    add(place, path, value: .present)
    add(place, key("via"), text: rules.via?.rawValue)
    add(place, key("official"), text: rules.official?.rawValue)
    add(place, key("idOnly"), text: rules.acceptsOnlyIDs ? "true" : nil)
    add(place, key("uses"), choices: rules.uses)
    add(place, key("perRequest"), rules.perRequest)
    add(place, key("pictures"), rules.pictures, unit: "pictures")
    add(place, key("formats"), rules.formats) { .formats($0) }
    add(place, key("bytes"), rules.bytes)
    add(place, key("accepts"), rules.accepts) { .choices($0.map(\.rawValue)) }
    add(place, key("inlineBytes"), rules.inlineBytes)
    add(place, key("totalBytes"), rules.totalBytes)
    add(place, key("shorterSide"), rules.shorterSide, unit: "px")
    add(place, key("side"), rules.side, unit: "px")
    add(place, key("area"), rules.area, unit: "px")
    add(place, key("aspect"), rules.aspect) { .aspect($0) }
    add(place, key("aspects"), rules.aspects) { .ratios($0) }
    add(place, key("resolution"), rules.resolution) { .text($0) }
    add(place, key("seconds"), rules.seconds)
    add(place, key("totalSeconds"), rules.totalSeconds)
    add(place, key("framesPerSecond"), rules.framesPerSecond)
    add(place, key("fetchSeconds"), rules.fetchSeconds, .neither, unit: "s")
    add(place, key("content"), texts: rules.content)
    add(place, key("rules"), texts: rules.rules)
  }

  /// Adds the limits over several slots, numbering those with equal scopes.
  fileprivate mutating func addLimits(_ limits: [SharedLimit]) {
    var seen: [Statement.LimitScope: Int] = [:]
    for limit in limits {
      let number = seen[Statement.LimitScope(limit, number: 0), default: 0]
      seen[Statement.LimitScope(limit, number: 0)] = number + 1
      add(
        .together, "limits", limit.count,
        item: .limit(Statement.LimitScope(limit, number: number))
      ) { .range($0) }
    }
  }

  fileprivate mutating func addTiers(_ profile: TargetProfile) {
    add(.render, "tiers", profile.tiers) { tiers in
      .record(
        ProfileLoader.tierNames.flatMap { Statement.Attribute.parts([$0: tiers[$0]]) })
    }
  }

  fileprivate mutating func addRemarks(_ profile: TargetProfile) {
    add(.remarks, "terms", text: profile.terms)
    add(.remarks, "notes", texts: profile.notes)
    add(.remarks, "conflicts", texts: profile.conflicts)
    add(.remarks, "unverified", texts: profile.unverified)
  }

  fileprivate mutating func addSources(_ profile: TargetProfile) {
    add(.sources, "asOf", text: profile.asOf.description)
    add(.sources, "asOfIsLatest", text: profile.asOfIsLatest ? "true" : nil)
    add(.sources, "asOfNote", text: profile.asOfNote)
    for source in profile.sources {
      add(
        .sources, "sources", item: .name(source.ref),
        value: .record(
          Statement.Attribute.parts([
            "kind": source.kind.rawValue, "version": source.version, "note": source.note,
          ])))
    }
  }
}

extension Statement.LimitScope {
  /// Sorts all lists, because their order has no meaning.
  fileprivate init(_ limit: SharedLimit, number: Int) {
    self.init(
      sum: limit.sum.sorted { $0.rawValue < $1.rawValue },
      when: limit.when.sorted { $0.order < $1.order }, settings: limit.settings.sorted(),
      endpoints: limit.endpoints.sorted(), number: number)
  }
}

extension SharedLimit.Condition {
  /// The order in which conditions are compared and printed.
  var order: (String, Int, Int) { (slot.rawValue, minimum ?? -1, maximum ?? -1) }
}
