internal import Model

extension ProfileLoader {
  /// Reads the limits over several slots.
  static func limits(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> [SharedLimit] {
    try reader.list("limits") { value, path throws(ProfileFault) in
      var reader = try ProfileReader(value, path: path)
      let defaults = try defaults.overridden(in: &reader)
      let sum = try sum(&reader)
      let count = defaults.fact(try reader.range(inclusive: true))
      let (when, settings) = try conditions(&reader, defaults.known)
      let limit = SharedLimit(
        sum: sum, count: count, when: when, settings: settings,
        endpoints: try reader.endpointNames("endpoints", defaults.known))
      try reader.finish()
      return limit
    }
  }

  /// Reads the conditions under `when`: counts of slots, and settings of the request.
  ///
  /// - Parameter other: reads a condition of another kind, and returns whether it was one.
  static func conditions(
    _ reader: inout ProfileReader, _ known: KnownNames,
    other: (inout ProfileReader) throws(ProfileFault) -> Bool = { _ throws(ProfileFault) in false }
  ) throws(ProfileFault) -> (counts: [SharedLimit.Condition], settings: [Setting]) {
    var counts: [SharedLimit.Condition] = []
    var settings: [Setting] = []
    _ = try reader.list("when") { value, path throws(ProfileFault) in
      var reader = try ProfileReader(value, path: path)
      if reader.has("setting") {
        settings.append(try setting(&reader, known))
      } else if try !other(&reader) {
        counts.append(try condition(&reader))
      }
      try reader.finish()
    }
    return (counts, settings)
  }

  /// Reads the slots whose counts are added, each at most once.
  private static func sum(_ reader: inout ProfileReader) throws(ProfileFault) -> [Slot] {
    guard reader.has("sum") else { throw reader.fault("needs \"sum\", a list of slots") }
    var slots: [Slot] = []
    _ = try reader.nonEmptyList("sum") { value, path throws(ProfileFault) in
      let slot = try slot(ProfileReader.text(value, path: path), path: path)
      if slots.contains(slot) {
        throw ProfileFault(path: path, problem: "\"\(slot)\" appears twice")
      }
      slots.append(slot)
    }
    return slots
  }

  /// Reads a condition on the count of one slot.
  private static func condition(
    _ reader: inout ProfileReader
  ) throws(ProfileFault) -> SharedLimit.Condition {
    _ = reader.value("setting")
    guard reader.has("slot") else { throw reader.fault("needs \"slot\" or \"setting\"") }
    let slot = try slot(try reader.string("slot"), path: reader.path + ["slot"])
    let range = try reader.range(inclusive: true)
    return SharedLimit.Condition(slot: slot, minimum: range.minimum, maximum: range.maximum)
  }

  /// Reads a condition on a field of the request.
  private static func setting(
    _ reader: inout ProfileReader, _ known: KnownNames
  ) throws(ProfileFault) -> Setting {
    let field = try reader.string("setting")
    let value = try reader.required("is")
    guard let text = value.scalarText else {
      throw reader.fault("should be text, a number, true or false, is \(value.kind)", at: "is")
    }
    return try known.setting(
      field, text, path: reader.path + ["setting"], valuePath: reader.path + ["is"])
  }
}
