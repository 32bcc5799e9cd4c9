internal import Model

/// Reads rules on sending that several targets share, as strictly as profiles are read.
public enum SendingLoader {
  /// The format of the files.
  public static let schema = "sending/1"

  /// Reads a file of shared rules.
  ///
  /// - Throws: `ProfileError` with the file and the place in it.
  public static func load(_ bytes: [UInt8], file: String) throws(ProfileError) -> SharedSending {
    try ProfileReader.read(bytes, file: file, limit: 1 << 20) { value throws(ProfileFault) in
      try sending(value, bytes: bytes)
    }
  }

  private static func sending(
    _ value: JSONValue, bytes: [UInt8]
  ) throws(ProfileFault) -> SharedSending {
    var reader = try ProfileReader(value, path: [])
    try reader.checkSchema(Self.schema)
    let asOf = try reader.requiredDay("asOf")
    let sources = try ProfileLoader.sources(&reader)
    let known = KnownNames(sources: sources.map(\.key), endpoints: [], uses: [:])
    let defaults = FactDefaults(
      confidence: .stated, source: sources[0].key, asOf: asOf, note: nil, known: known)
    let sending = SharedSending(
      id: try reader.string("id"), provider: try reader.string("provider"), asOf: asOf,
      sources: sources, rules: try ProfileLoader.sendingRules(&reader, defaults),
      notes: try reader.strings("notes"), bytes: bytes)
    try reader.finish()
    return sending
  }
}
