internal import Model

extension ProfileLoader {
  /// Reads the durations that a render may have.
  static func durationRules(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> DurationRules? {
    guard var reader = try reader.object("duration") else { return nil }
    let known = defaults.known
    let rules = DurationRules(
      range: try defaults.overridden(in: &reader).fact(reader.optionalRange(inclusive: true)),
      values: try reader.values("values"),
      default: reader.value("default"),
      type: try reader.optionalString("type"),
      perEndpoint: try perEndpoint(&reader, known) { reader throws(ProfileFault) in
        try difference(&reader)
      },
      byInput: try reader.nonEmptyList("byInput") { value, path throws(ProfileFault) in
        var reader = try ProfileReader(value, path: path)
        let (when, settings) = try conditions(&reader, known)
        if when.isEmpty, settings.isEmpty {
          throw reader.fault("needs \"when\", a list of conditions")
        }
        let rule = DurationRules.Case(
          when: when, settings: settings, difference: try difference(&reader))
        try reader.finish()
        return rule
      },
      note: try reader.optionalString("note"))
    try reader.finish()
    return rules
  }

  /// Reads what differs at one endpoint or with some input.
  private static func difference(
    _ reader: inout ProfileReader
  ) throws(ProfileFault) -> DurationRules.Difference {
    DurationRules.Difference(
      seconds: try reader.optionalRange(inclusive: true),
      values: try reader.values("values"),
      default: reader.value("default"),
      note: try reader.optionalString("note"))
  }
}
