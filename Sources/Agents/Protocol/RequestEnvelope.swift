internal import Model

/// What `initialize` settles for the requests that follow it.
struct Handshake: Hashable {
  let version: ProtocolVersion
  /// Whether the client shows pages.
  let showsPages: Bool
}

/// What every request says about itself: the version of the protocol that it follows, whether the
/// client shows pages, and the token under which it wants to see progress.
struct RequestEnvelope: Hashable {
  /// The prefix of the protocol's own keys in `_meta`.
  static let prefix = "io.modelcontextprotocol/"

  let version: ProtocolVersion
  let showsPages: Bool
  let progressToken: RequestID?

  /// Reads the envelope of a request.
  ///
  /// A request that names its version follows that version, whatever came before. Any other follows
  /// the version of the handshake.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - handshake: What `initialize` settled; `nil` before it.
  /// - Throws: `ProtocolError`, in the order that the specification gives.
  init(
    _ request: IncomingMessage.Request, handshake: Handshake?
  ) throws(ProtocolError) {
    let meta = request.parameters["_meta"]
    if let meta, meta.members == nil { throw .parameters("\"_meta\" must be an object") }
    progressToken = RequestID(meta?["progressToken"])
    guard let named = meta?[Self.prefix + "protocolVersion"] else {
      version = try Self.version(of: request.method, handshake: handshake?.version)
      showsPages = handshake?.showsPages == true
      return
    }
    guard let text = named.string else {
      throw .parameters("\"\(Self.prefix)protocolVersion\" must be a string")
    }
    guard let version = ProtocolVersion(rawValue: text), !version.hasHandshake else {
      throw ProtocolError(
        .unsupportedVersion, "this version is not supported in a request",
        data: ["supported": ProtocolVersion.supported, "requested": text])
    }
    guard let client = meta?[Self.prefix + "clientCapabilities"], client.members != nil else {
      throw .parameters("\"\(Self.prefix)clientCapabilities\" must be an object")
    }
    self.version = version
    showsPages = AppPages.areShown(by: client)
  }

  /// Returns the version of a request that names none. `ping` has an answer before the handshake,
  /// too.
  private static func version(
    of method: String, handshake: ProtocolVersion?
  ) throws(ProtocolError) -> ProtocolVersion {
    if method == "server/discover" || method == "subscriptions/listen" {
      throw .parameters("\"_meta\" must have \"\(prefix)protocolVersion\"")
    }
    if let handshake { return handshake }
    if method == "ping" { return .newestWithHandshake }
    throw ProtocolError(
      .invalidRequest,
      "begin with \"initialize\", or name \"\(prefix)protocolVersion\" in \"_meta\"")
  }
}

extension ProtocolVersion {
  /// All versions in JSON, the newest first.
  static var supported: JSONValue { .array(newestFirst.map { .string($0.rawValue) }) }
}
