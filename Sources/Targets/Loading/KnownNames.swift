internal import Model

/// The names that the parts of a profile may refer to: its sources, its endpoints, the fields of
/// its request, and the uses of its slots.
struct KnownNames {
  var sources: [String] = []
  /// The kinds of the sources, by their keys.
  var kinds: [String: Source.Kind] = [:]
  var endpoints: [Endpoint] = []
  /// The ways in which files can be used, by slot.
  var uses: [String: [String]] = [:]
  /// The fields of the request; empty until they are read. References between fields are checked
  /// after all of them were read.
  var fields: [RequestField] = []
  /// Whether the fields were read, so settings can be checked against them.
  var areFieldsRead = false

  /// Sets the sources that facts may name.
  mutating func name(_ sources: [Source]) {
    self.sources = sources.map(\.key)
    kinds = Dictionary(sources.map { ($0.key, $0.kind) }, uniquingKeysWith: { first, _ in first })
  }

  /// Returns a source's key, which must exist.
  func source(_ key: String, path: [String]) throws(ProfileFault) -> String {
    try one(key, of: sources, "is not one of the profile's sources", path)
  }

  /// Returns the name of an endpoint, a path or a variant, which must exist.
  func endpoint(_ name: String, path: [String]) throws(ProfileFault) -> String {
    try one(name, of: endpoints.map(\.path) + variants, "is not an endpoint or a variant", path)
  }

  /// Returns a setting, whose field and value must exist once the fields are read.
  func setting(
    _ field: String, _ value: String, path: [String], valuePath: [String]
  ) throws(ProfileFault) -> Setting {
    guard areFieldsRead else { return Setting(field, value) }
    let choices: [String]
    if let field = fields.first(where: { $0.name == field }) {
      choices = field.choices
    } else if let uses = uses[field] {
      choices = uses
    } else {
      switch field {
      case "tier": choices = tiers
      case "variant": choices = variants
      default:
        let names = fields.map(\.name) + uses.keys.sorted() + ["tier", "variant"]
        throw ProfileFault(
          path: path,
          problem: unknownNameMessage(field, "is not a field of the request", among: names))
      }
    }
    if !choices.isEmpty {
      _ = try one(value, of: choices, "is not a value of \(field)", valuePath)
    }
    return Setting(field, value)
  }

  /// Checks the conditions of all fields. They may name any field, so they are checked after all
  /// fields were read.
  func checkConditions() throws(ProfileFault) {
    for (index, field) in fields.enumerated() {
      let path = ["request", String(index)]
      try check(field.when.settings, path: path + ["when"])
      try check(field.byInput.flatMap(\.settings), path: path + ["byInput"])
      let own = [field.required] + field.perEndpoint.values.compactMap(\.required)
      for case .when(let condition) in own {
        for alternative in condition.alternatives {
          try check(alternative.settings, path: path + ["required"])
          for name in alternative.without {
            _ = try one(
              name, of: fields.map(\.name), "is not a field of the request", path + ["required"])
          }
        }
      }
    }
  }

  /// Checks that the fields and values of settings exist.
  private func check(_ settings: [Setting], path: [String]) throws(ProfileFault) {
    for setting in settings {
      _ = try self.setting(setting.field, setting.value, path: path, valuePath: path)
    }
  }

  /// Reads a setting written as `field=value`; the value contains no equals sign.
  func setting(_ text: String, path: [String]) throws(ProfileFault) -> Setting {
    guard let sign = text.lastIndex(of: "="), sign != text.startIndex,
      text.index(after: sign) != text.endIndex
    else { throw ProfileFault(path: path, problem: "\"\(text)\" should be field=value") }
    return try setting(
      String(text[..<sign]), String(text[text.index(after: sign)...]), path: path, valuePath: path)
  }

  /// Checks that the conditions of a price can be requested. Without an endpoint nothing is
  /// checked.
  func check(_ price: Price, path: [String]) throws(ProfileFault) {
    guard !endpoints.isEmpty else { return }
    if let tier = price.tier {
      let known = tiers + fields.flatMap(\.choices)
      _ = try one(tier, of: known, "is not a tier or a value of a field", path + ["tier"])
    }
    if let variant = price.variant {
      _ = try one(variant, of: variants, "is not a variant of any endpoint", path + ["variant"])
    }
    if let resolution = price.resolution {
      let known = fields.filter(\.isResolution).flatMap(\.choices)
      guard !known.isEmpty else { return }
      _ = try one(resolution, of: known, "is not a resolution", path + ["resolution"])
    }
  }

  /// The reason why tiers can't stand for resolutions; `nil` when they can.
  var tierProblem: String? {
    if endpoints.haveTiers || fields.contains(where: { $0.content == .tier }) {
      return "the target has its own tiers"
    }
    return fields.contains { $0.content == .resolution } ? nil : "the request has no resolution"
  }

  /// Returns a resolution, which the request must accept.
  func resolution(_ name: String, path: [String]) throws(ProfileFault) -> String {
    let known = fields.filter { $0.content == .resolution }.flatMap(\.choices)
    return known.isEmpty ? name : try one(name, of: known, "is not a resolution", path)
  }

  private var tiers: [String] { endpoints.compactMap(\.tier).withoutRepeats }
  private var variants: [String] { endpoints.compactMap(\.variant).withoutRepeats }

  /// Returns the word if it is known, and throws an error with the nearest known word otherwise.
  private func one(
    _ word: String, of known: [String], _ problem: String, _ path: [String]
  ) throws(ProfileFault) -> String {
    guard known.contains(word) else {
      throw ProfileFault(
        path: path, problem: unknownNameMessage(word, problem, among: known.withoutRepeats))
    }
    return word
  }
}

extension RequestField {
  /// The accepted values as text; empty when any value is accepted.
  fileprivate var choices: [String] {
    let all = values + perEndpoint.values.flatMap(\.values)
    if !all.isEmpty { return all.compactMap(\.scalarText).withoutRepeats }
    return type.hasPrefix("boolean") ? ["true", "false"] : []
  }

  /// Whether the field sets the resolution, judged by its name.
  fileprivate var isResolution: Bool { name == "resolution" || name.hasSuffix(".resolution") }
}

extension Array where Element: Hashable {
  /// The elements, each at its first index only.
  var withoutRepeats: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
