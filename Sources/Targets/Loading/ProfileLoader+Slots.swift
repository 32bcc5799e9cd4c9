internal import Model

extension ProfileLoader {
  /// Reads the rules of all slots.
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

  /// Reads the rules of one slot, and refuses those that contradict each other.
  private static func slotRules(
    _ slot: Slot, _ reader: ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> SlotRules {
    var reader = reader
    let defaults = try defaults.overridden(by: reader.object("basis"))
    let rules = SlotRules(
      slot: slot,
      via: try targetID("via", &reader),
      official: try targetID("official", &reader),
      acceptsOnlyIDs: try reader.boolean("idOnly") ?? false,
      uses: try reader.nonEmptyList("uses") { value, path throws(ProfileFault) in
        try ProfileReader.text(value, path: path)
      },
      perRequest: try reader.rangeFact("perRequest", defaults),
      pictures: try reader.rangeFact("pictures", defaults),
      formats: try reader.formatsFact("formats", defaults),
      bytes: try reader.bytesFact("bytes", defaults),
      totalBytes: try reader.bytesFact("totalBytes", defaults),
      side: try reader.rangeFact("side", defaults),
      shorterSide: try reader.rangeFact("shorterSide", defaults),
      area: try reader.rangeFact("area", defaults),
      aspect: try reader.aspectFact("aspect", defaults),
      aspects: try reader.aspectsFact("aspects", defaults),
      resolution: try reader.textFact("resolution", defaults),
      seconds: try reader.secondsFact("seconds", defaults),
      totalSeconds: try reader.secondsFact("totalSeconds", defaults),
      framesPerSecond: try reader.rangeFact("framesPerSecond", defaults),
      fetchSeconds: try reader.integerFact("fetchSeconds", defaults),
      accepts: try reader.fact("accepts", defaults) { value, path throws(ProfileFault) in
        try choices(value, SlotRules.FileForm.self, path: path)
      },
      inlineBytes: try reader.bytesFact("inlineBytes", defaults, ofDataURI: true),
      content: try reader.strings("content"),
      rules: try reader.strings("rules"))
    if rules.pictures != nil, slot != .element {
      throw reader.fault("only the slot \"element\" is made from several pictures", at: "pictures")
    }
    if rules.acceptsOnlyIDs, rules.via != nil || rules.formats != nil || rules.bytes != nil {
      throw reader.fault("a slot that accepts no file has no file limits", at: "idOnly")
    }
    try reader.finish()
    return rules
  }

  /// Returns the slot with a name, and throws an error with the nearest name otherwise.
  static func slot(_ text: String, path: [String]) throws(ProfileFault) -> Slot {
    guard let slot = Slot(rawValue: text) else {
      let known = Slot.allCases.map(\.rawValue)
      throw ProfileFault(
        path: path, problem: unknownNameMessage(text, "is not a slot", among: known))
    }
    return slot
  }
}
