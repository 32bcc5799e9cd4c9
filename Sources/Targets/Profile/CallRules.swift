/// How a target is called over HTTP.
public struct CallRules: Hashable, Sendable {
  /// The address, with `{path}` for the endpoint's path.
  public let url: String
  /// The headers, in which variables stand for keys: `Authorization: Key $FAL_KEY`.
  public let headers: [String]
  /// How a file can be written in the request itself; `nil` when no source says that it can.
  public let inline: Inline?

  /// A way to write a file in the request itself.
  public enum Inline: String, CaseIterable, ProfileReadable, Sendable {
    case dataURI = "data-uri", base64
  }

  /// All rules on one line.
  var summary: String {
    ([url] + headers + (inline.map { ["files inline as \($0.rawValue)"] } ?? []))
      .joined(separator: "; ")
  }
}

extension CallRules {
  /// Returns the address of an endpoint, or `nil` unless it uses HTTPS.
  ///
  /// `POST /v1/videos, model x` has the path `/v1/videos`.
  package func url(of endpoint: String) -> String? {
    var path = endpoint[...]
    if path.hasPrefix("POST ") { path = path.dropFirst(5) }
    path = path.prefix { $0 != "," && !$0.isWhitespace }
    let full = url.replacing("{path}", with: path)
    return full.hasPrefix("https://") ? full : nil
  }
}

extension CallRules: ProfilePart {
  /// Reads how the target is called over HTTP, with a valid address and valid headers.
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    url = try reader.required("url")
    guard url.hasPrefix("https://") || url == "{path}", !url.contains(where: \.isWhitespace)
    else { throw reader.fault("\"\(url)\" is not an https address", at: "url") }
    headers = try reader.list("headers")
    for header in headers where !header.contains(": ") || header.contains(where: \.isNewline) {
      throw reader.fault("\"\(header)\" is not in the form \"Name: value\"", at: "headers")
    }
    inline = try reader.optional("inline")
  }
}
