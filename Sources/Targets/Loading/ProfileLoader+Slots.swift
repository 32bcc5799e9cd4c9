internal import Model

extension ProfileLoader {
  static func slots(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> [SlotRules] {
    guard let value = reader.value("slots") else { return [] }
    guard let members = value.members else {
      throw reader.fault("should be an object, is \(value.kind)", at: "slots")
    }
    var slots: [SlotRules] = []
    for member in members {
      slots.append(
        try slotRules(
          try slot(member.key, path: ["slots", member.key]),
          ProfileReader(member.value, path: ["slots", member.key]), defaults))
    }
    return slots
  }

  private static func slotRules(
    _ slot: Slot, _ reader: ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> SlotRules {
    var reader = reader
    let defaults = try defaults.changed(by: reader.object("basis"))
    let rules = SlotRules(
      slot: slot,
      via: try targetID("via", &reader),
      perRequest: try reader.rangeFact("perRequest", defaults),
      pictures: try reader.rangeFact("pictures", defaults),
      formats: try reader.formatsFact("formats", defaults),
      bytes: try reader.bytesFact("bytes", defaults),
      side: try reader.rangeFact("side", defaults),
      area: try reader.rangeFact("area", defaults),
      aspect: try reader.aspectFact("aspect", defaults),
      aspects: try aspects(&reader, defaults),
      resolution: try reader.textFact("resolution", defaults),
      seconds: try reader.secondsFact("seconds", defaults),
      totalSeconds: try reader.secondsFact("totalSeconds", defaults),
      framesPerSecond: try reader.rangeFact("framesPerSecond", defaults),
      fetchSeconds: try reader.integerFact("fetchSeconds", defaults),
      inlineBytes: try reader.bytesFact("inlineBytes", defaults),
      content: try reader.strings("content"),
      rules: try reader.strings("rules"))
    if rules.pictures != nil, slot != .element {
      throw reader.fault("only the slot \"element\" is made of several pictures", at: "pictures")
    }
    try reader.finish()
    return rules
  }

  private static func aspects(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<[Ratio]>? {
    try reader.fact("aspects", defaults) { value, path throws(ProfileFault) in
      guard let values = value.array else {
        throw ProfileFault(path: path, problem: "should be a list of ratios, is \(value.kind)")
      }
      var ratios: [Ratio] = []
      for (index, value) in values.enumerated() {
        ratios.append(
          try ProfileReader.ratio(value.string ?? value.kind, path: path + [String(index)]))
      }
      return ratios
    }
  }

  static func slot(_ text: String, path: [String]) throws(ProfileFault) -> Slot {
    guard let slot = Slot(rawValue: text) else {
      let known = Slot.allCases.map(\.rawValue).joined(separator: ", ")
      throw ProfileFault(path: path, problem: "\"\(text)\" is no slot; there are: \(known)")
    }
    return slot
  }

  static func limits(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> [SharedLimit] {
    try reader.list("limits") { value, path throws(ProfileFault) in
      var reader = try ProfileReader(value, path: path)
      let defaults = try defaults.known(in: &reader)
      let sum = try reader.list("sum") { value, path throws(ProfileFault) in
        try slot(value.string ?? value.kind, path: path)
      }
      guard let maximum = try reader.integer("max"), !sum.isEmpty else {
        throw reader.fault("needs \"sum\", a list of slots, and \"max\"")
      }
      let when = try reader.list("when", each: condition)
      try reader.finish()
      return SharedLimit(sum: sum, maximum: defaults.fact(maximum), when: when, note: defaults.note)
    }
  }

  private static func condition(
    _ value: JSONValue, _ path: [String]
  ) throws(ProfileFault) -> SharedLimit.Condition {
    var reader = try ProfileReader(value, path: path)
    let condition = SharedLimit.Condition(
      slot: try slot(try reader.string("slot"), path: path + ["slot"]),
      minimum: try reader.integer("min"), maximum: try reader.integer("max"))
    if condition.minimum == nil, condition.maximum == nil {
      throw reader.fault("needs \"min\", \"max\" or both")
    }
    try reader.finish()
    return condition
  }
}
