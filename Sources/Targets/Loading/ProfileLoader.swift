internal import Model

/// Reads a profile strictly: an unknown key, a wrong type or an invalid ratio is an error that
/// names the file and the position.
///
/// ```swift
/// let profile = try ProfileLoader.load(bytes, file: "kling.json")
/// profile[.element]?.formats?.value  // [.jpeg, .png]
/// ```
public enum ProfileLoader {
  /// The format of the files.
  public static let schema = "target/1"

  /// The tiers that a shot file may name, in their order.
  public static let tierNames = ["standard", "pro", "4k"]

  /// Reads a profile.
  ///
  /// - Parameter file: the file's name, for error messages.
  /// - Throws: `ProfileError` with the file and the position in it.
  public static func load(_ bytes: [UInt8], file: String) throws(ProfileError) -> TargetProfile {
    try ProfileReader.read(bytes, file: file, limit: 4 << 20) { value throws(ProfileFault) in
      var reader = try ProfileReader(value)
      let profile = try TargetProfile(&reader, bytes)
      try reader.finish()
      return profile
    }
  }
}

extension ProfileReader {
  /// Reads the sources in their order; there must be at least one.
  mutating func sources() throws(ProfileFault) -> [Source] {
    guard has("sources") else { throw fault("the key \"sources\" is missing") }
    let sources = try members("sources", mayBeEmpty: true).map(Source.init)
    if sources.isEmpty { throw fault("needs at least one source", at: "sources") }
    return sources
  }

  /// Reads the parts whose names others refer to. They are read first, wherever they are in the
  /// file.
  mutating func namedParts(
    _ sources: [Source], _ asOf: Day
  ) throws(ProfileFault) -> (endpoints: [Endpoint], request: [RequestField]) {
    defaults.source = sources[0].key
    defaults.asOf = asOf
    defaults.known.name(sources)
    defaults.known.endpoints = try endpoints()
    // Errors in the slots are reported later.
    for slot in value("slots")?.json.members ?? [] {
      defaults.known.uses[slot.key] = slot.value["uses"]?.array?.compactMap(\.string)
    }
    defaults.known.fields = try list("request")
    defaults.known.areFieldsRead = true
    try defaults.known.checkConditions()
    return (defaults.known.endpoints, defaults.known.fields)
  }

  /// Reads the endpoints. A path may only be repeated with another variant.
  private mutating func endpoints() throws(ProfileFault) -> [Endpoint] {
    var paths: Set<String> = []
    var known: Set<Endpoint> = []
    let values: [ProfileValue] = try list("endpoints")
    return try values.map { value throws(ProfileFault) in
      let endpoint = try Endpoint(value)
      // Models at one address are distinguished by their variants.
      guard known.insert(endpoint).inserted,
        paths.insert(endpoint.path).inserted || endpoint.variant != nil
      else {
        throw ProfileFault(
          path: value.path + ["path"], problem: "\"\(endpoint.path)\" appears twice")
      }
      return endpoint
    }
  }

  /// Reads whether pictures of people are accepted, and in what way.
  mutating func faces() throws(ProfileFault) -> (
    rule: Fact<TargetProfile.Faces>, ways: TargetProfile.FaceAccess
  ) {
    let value: ProfileValue = try required("faces")
    guard value.members != nil else {
      return (defaults.fact(try TargetProfile.Faces(value)), .init(real: nil, virtual: nil))
    }
    var reader = try ProfileReader(value)
    let known = try FactDefaults(&reader)
    let rule: TargetProfile.Faces = try reader.required("value")
    let ways = TargetProfile.FaceAccess(
      real: try reader.optional("real"), virtual: try reader.optional("virtual"))
    try reader.finish()
    return (known.fact(rule), ways)
  }

  /// Reads tiers as resolutions: `"pro": { "resolution": "1080p" }`.
  mutating func tiers() throws(ProfileFault) -> Fact<[String: String]>? {
    guard let value = value("tiers") else { return nil }
    var reader = try ProfileReader(value)
    let defaults = try FactDefaults(&reader)
    if let problem = defaults.known.tierProblem { throw reader.fault(problem) }
    var tiers: [String: String] = [:]
    for name in ProfileLoader.tierNames {
      guard let value = reader.value(name) else { continue }
      var tier = try ProfileReader(value)
      let resolution: String = try tier.required("resolution")
      try tier.finish()
      tiers[name] = try defaults.known.resolution(resolution, path: tier.path + ["resolution"])
    }
    try reader.finish()
    if tiers.isEmpty { throw reader.fault("names no tier") }
    return defaults.fact(tiers)
  }
}

extension Source: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    key = reader.path.last ?? ""
    kind = try reader.required("kind")
    ref = try reader.required("ref")
    version = try reader.optional("version")
    note = try reader.optional("note")
    seen = try reader.optional("seen")
  }
}
