internal import Model

/// Reads a profile strictly: an unknown key, a wrong type or an invalid ratio is an error that
/// names the file and the place.
///
/// ```swift
/// let profile = try ProfileLoader.load(bytes, file: "kling.json")
/// profile[.element]?.formats?.value  // [.jpeg, .png]
/// ```
public enum ProfileLoader {
  /// The format of the files.
  public static let schema = "target/1"

  /// Reads a profile.
  ///
  /// - Parameter file: the file's name, for error messages.
  /// - Throws: `ProfileError` with the file and the place in it.
  public static func load(_ bytes: [UInt8], file: String) throws(ProfileError) -> TargetProfile {
    try ProfileReader.read(bytes, file: file, limit: 4 << 20) { value throws(ProfileFault) in
      try profile(value, bytes: bytes)
    }
  }

  /// Reads the object of a profile.
  private static func profile(
    _ value: JSONValue, bytes: [UInt8]
  ) throws(ProfileFault) -> TargetProfile {
    var reader = try ProfileReader(value, path: [])
    try reader.checkSchema(Self.schema)
    guard let id = try targetID("id", &reader) else {
      throw reader.fault("the key \"id\" is missing")
    }
    let asOf = try reader.requiredDay("asOf")
    let sources = try sources(&reader)
    let known = try known(&reader, sources)
    let defaults = try FactDefaults(
      confidence: .stated, source: sources[0].key, asOf: asOf, note: nil, known: known
    ).overridden(by: reader.object("basis"))
    let faces = try faces(&reader, defaults)
    let profile = TargetProfile(
      id: id,
      provider: try reader.string("provider"),
      model: try reader.string("model"),
      asOf: asOf,
      asOfIsLatest: try reader.boolean("asOfIsLatest") ?? false,
      asOfNote: try reader.optionalString("asOfNote"),
      status: try status(&reader),
      statusNote: try reader.optionalString("statusNote"),
      retires: try reader.day("retires"),
      replacement: try targetID("instead", &reader),
      faces: faces.rule,
      faceWays: faces.ways,
      sources: sources,
      endpoints: known.endpoints,
      transport: try reader.optionalString("transport"),
      call: try callRules(&reader, defaults),
      sending: try sending(&reader, defaults),
      slots: try slots(&reader, defaults),
      limits: try limits(&reader, defaults),
      prompt: try promptRules(&reader, defaults),
      shots: try shotRules(&reader, defaults),
      names: try nameRules(&reader, defaults),
      dialect: try dialect(&reader),
      wrap: try reader.optionalString("wrap"),
      request: known.fields,
      duration: try durationRules(&reader, defaults),
      aspectRatios: try reader.strings("aspectRatios"),
      aspectNote: try reader.optionalString("aspectNote"),
      audio: try audioRules(&reader, defaults),
      tiers: try tiers(&reader, defaults),
      prices: try prices(&reader, defaults),
      pricesAs: try targetID("pricesAs", &reader),
      priceNote: try reader.optionalString("priceNote"),
      terms: try reader.optionalString("terms"),
      conflicts: try reader.strings("conflicts"),
      unverified: try reader.strings("unverified"),
      notes: try reader.strings("notes"),
      bytes: bytes)
    try reader.finish()
    return profile
  }

  /// Reads the names that other parts refer to. They are read first, wherever they stand in the
  /// file.
  private static func known(
    _ reader: inout ProfileReader, _ sources: [Source]
  ) throws(ProfileFault) -> KnownNames {
    var known = KnownNames(
      sources: sources.map(\.key), endpoints: try endpoints(&reader),
      uses: uses(reader.value("slots")))
    known.fields = try requestFields(&reader, known)
    known.areFieldsRead = true
    try checkConditions(known)
    return known
  }

  /// Returns how files of each slot can be used, as far as that can be read. Errors in it are
  /// reported later.
  private static func uses(_ slots: JSONValue?) -> [String: [String]] {
    (slots?.members ?? []).reduce(into: [:]) { uses, slot in
      uses[slot.key] = slot.value["uses"]?.array?.compactMap(\.string)
    }
  }

  /// Reads an optional target id.
  static func targetID(
    _ key: String, _ reader: inout ProfileReader
  ) throws(ProfileFault) -> TargetID? {
    guard let text = try reader.optionalString(key) else { return nil }
    guard let id = TargetID(wellFormed: text) else {
      throw reader.fault("\"\(text)\" should be at most 64 of a-z, 0-9, dots and hyphens", at: key)
    }
    return id
  }

  /// Reads the sources in their order; there must be at least one.
  static func sources(_ reader: inout ProfileReader) throws(ProfileFault) -> [Source] {
    let value = try reader.required("sources")
    guard let members = value.members else {
      throw reader.fault("should be an object, is \(value.kind)", at: "sources")
    }
    var sources: [Source] = []
    for member in members {
      var reader = try ProfileReader(member.value, path: ["sources", member.key])
      guard let kind = try reader.choice("kind", Source.Kind.self) else {
        throw reader.fault("the key \"kind\" is missing")
      }
      sources.append(
        Source(
          key: member.key, ref: try reader.string("ref"), kind: kind,
          version: try reader.optionalString("version"), note: try reader.optionalString("note")))
      try reader.finish()
    }
    if sources.isEmpty { throw reader.fault("needs at least one source", at: "sources") }
    return sources
  }

  /// Reads whether the endpoint answers.
  private static func status(
    _ reader: inout ProfileReader
  ) throws(ProfileFault) -> TargetProfile.Status {
    guard let status = try reader.choice("status", TargetProfile.Status.self) else {
      throw reader.fault("the key \"status\" is missing")
    }
    return status
  }

  /// Reads whether pictures of people are accepted, and in what way.
  private static func faces(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> (rule: Fact<TargetProfile.Faces>, ways: TargetProfile.FaceWays) {
    let value = try reader.required("faces")
    guard value.members != nil, var faces = try reader.object("faces") else {
      let rule = try ProfileReader.choice(value, TargetProfile.Faces.self, path: ["faces"])
      return (defaults.fact(rule), TargetProfile.FaceWays(real: nil, virtual: nil))
    }
    let known = try defaults.overridden(in: &faces)
    guard let rule = try faces.choice("value", TargetProfile.Faces.self) else {
      throw faces.fault("the key \"value\" is missing")
    }
    let ways = TargetProfile.FaceWays(
      real: try faces.choice("real", TargetProfile.FaceWays.Way.self),
      virtual: try faces.choice("virtual", TargetProfile.FaceWays.Way.self))
    try faces.finish()
    return (known.fact(rule), ways)
  }

  /// Reads the endpoints. A path may only be repeated with another variant.
  private static func endpoints(_ reader: inout ProfileReader) throws(ProfileFault) -> [Endpoint] {
    var paths: Set<String> = []
    var known: Set<Endpoint> = []
    return try reader.list("endpoints") { value, path throws(ProfileFault) in
      var reader = try ProfileReader(value, path: path)
      let endpoint = Endpoint(
        path: try reader.string("path"), tier: try reader.optionalString("tier"),
        variant: try reader.optionalString("variant"))
      try reader.finish()
      // Models behind one address are distinguished by their variants.
      guard known.insert(endpoint).inserted,
        paths.insert(endpoint.path).inserted || endpoint.variant != nil
      else {
        throw reader.fault("\"\(endpoint.path)\" appears twice", at: "path")
      }
      return endpoint
    }
  }
}
