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
  /// Adds the statements about the target as a whole and about its endpoints.
  fileprivate mutating func addTarget(_ profile: TargetProfile) {
    add(.profile, "provider", text: profile.provider)
    add(.profile, "model", text: profile.model)
    add(.profile, "status", text: profile.status.rawValue)
    add(.profile, "statusNote", text: profile.statusNote)
    add(.profile, "retires", text: profile.retires?.description)
    add(.profile, "instead", text: profile.replacement?.rawValue)
    add(.profile, "makes", text: profile.product == .video ? nil : profile.product.rawValue)
    add(.profile, "sibling", text: profile.sibling?.rawValue)
    add(.profile, "faces", profile.faces) { .text($0.rawValue) }
    add(.profile, "faces.real", text: profile.faceAccess.real?.rawValue)
    add(.profile, "faces.virtual", text: profile.faceAccess.virtual?.rawValue)
    add(.profile, "transport", text: profile.transport)
    add(.profile, "call", profile.call) { .text($0.summary) }
    if let sending = profile.sending { add(sending) }
    add(.profile, "node", profile.node) { .record($0.attributes) }
    for endpoint in profile.endpoints {
      let isShared = profile.endpoints.count(where: { $0.path == endpoint.path }) > 1
      let name = [endpoint.path, isShared ? endpoint.variant : nil].compactMap(\.self)
      add(
        .profile, "endpoints", item: .name(name.joined(separator: " ")),
        value: .record(
          Statement.Attribute.parts([
            "tier": endpoint.tier, "variant": endpoint.variant,
            "videoUse": endpoint.videoUse?.rawValue,
            "when": Statement.Unordered(endpoint.when.map(\.label)),
          ])))
    }
  }

  fileprivate mutating func addSlot(_ rules: SlotRules) {
    let section = Statement.Section.slot(rules.slot)
    let path = "slots.\(rules.slot.rawValue)"
    func key(_ name: String) -> String { "\(path).\(name)" }
    add(section, path, value: .present)
    add(section, key("via"), text: rules.via?.rawValue)
    add(section, key("official"), text: rules.official?.rawValue)
    add(section, key("idOnly"), text: rules.acceptsOnlyIDs ? "true" : nil)
    add(section, key("uses"), choices: rules.uses)
    add(section, key("use"), text: rules.use?.rawValue)
    add(section, key("excess"), text: rules.excess?.rawValue)
    add(section, key("perRequest"), rules.perRequest)
    add(section, key("pictures"), rules.pictures, unit: "pictures")
    add(section, key("formats"), rules.formats) { .formats($0) }
    add(section, key("bytes"), rules.bytes)
    add(section, key("accepts"), rules.accepts) { .choices($0.map(\.rawValue)) }
    add(section, key("inlineBytes"), rules.inlineBytes)
    add(section, key("totalBytes"), rules.totalBytes)
    add(section, key("shorterSide"), rules.shorterSide, unit: "px")
    add(section, key("side"), rules.side, unit: "px")
    add(section, key("area"), rules.area, unit: "px")
    add(section, key("aspect"), rules.aspect) { .aspect($0) }
    add(section, key("aspects"), rules.aspects) { .ratios($0) }
    add(section, key("resolution"), rules.resolution) { .text($0) }
    add(section, key("seconds"), rules.seconds)
    add(section, key("totalSeconds"), rules.totalSeconds)
    add(section, key("framesPerSecond"), rules.framesPerSecond)
    add(section, key("fetchSeconds"), rules.fetchSeconds, .neither, unit: "s")
    add(section, key("content"), texts: rules.content)
    add(section, key("rules"), texts: rules.rules)
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
            "seen": source.seen?.description,
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

extension NodeRules {
  fileprivate var attributes: [Statement.Attribute] {
    (choices + slots).flatMap { Statement.Attribute.parts([$0.name: $0.text]) }
  }
}
