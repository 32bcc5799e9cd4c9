internal import Model

extension ProfileLoader {
  /// Reads the prices, whose tiers, variants and resolutions must exist.
  static func prices(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> [Price] {
    try reader.list("prices") { value, path throws(ProfileFault) in
      var reader = try ProfileReader(value, path: path)
      let defaults = try defaults.overridden(in: &reader)
      let amount = try reader.optionalString("amount")
      if let amount, !isAmount(amount) {
        throw reader.fault("\"\(amount)\" is not an amount like \"0.084\"", at: "amount")
      }
      let price = Price(
        condition: try reader.string("when"),
        tier: try reader.optionalString("tier"),
        variant: try reader.optionalString("variant"),
        resolution: try reader.optionalString("resolution"),
        audio: try reader.choice("audio", Price.Audio.self),
        withVideo: try reader.boolean("withVideo"),
        withVoice: try reader.boolean("withVoice"),
        fact: defaults.fact(amount),
        currency: try reader.optionalString("currency") ?? "USD",
        per: try unit(&reader),
        minimumTimesOutput: try minimumTimesOutput(&reader))
      try reader.finish()
      try defaults.known.check(price, path: path)
      return price
    }
  }

  /// Reads what an amount buys.
  private static func unit(_ reader: inout ProfileReader) throws(ProfileFault) -> Price.Unit {
    guard let unit = try reader.choice("per", Price.Unit.self) else {
      throw reader.fault("the key \"per\" is missing")
    }
    return unit
  }

  /// Reads the minimum charge in lengths of the output, which is only valid when input is charged
  /// as well.
  private static func minimumTimesOutput(
    _ reader: inout ProfileReader
  ) throws(ProfileFault) -> Int? {
    let key = "minimumTimesOutput"
    guard let times = try reader.integer(key) else { return nil }
    guard times > 0, try unit(&reader) == .secondOfInputAndOutput else {
      throw reader.fault(
        "should be 1 or more, with \"per\": \"second of input and output\"", at: key)
    }
    return times
  }

  /// Whether a text is a number with at most nine digits before and after its point.
  private static func isAmount(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count <= 2
      && parts.allSatisfy { part in
        !part.isEmpty && part.count <= 9 && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
      }
  }
}
