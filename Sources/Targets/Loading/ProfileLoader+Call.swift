internal import Model

extension ProfileLoader {
  /// Reads how the target is called over HTTP, with a valid address and valid headers.
  static func callRules(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<CallRules>? {
    try reader.objectFact("call", defaults) { reader throws(ProfileFault) in
      let url = try reader.string("url")
      guard url.hasPrefix("https://") || url == "{path}", !url.contains(where: \.isWhitespace)
      else { throw reader.fault("\"\(url)\" is not an https address", at: "url") }
      let headers = try reader.strings("headers")
      for header in headers where !header.contains(": ") || header.contains(where: \.isNewline) {
        throw reader.fault("\"\(header)\" is not in the form \"Name: value\"", at: "headers")
      }
      return CallRules(
        url: url, headers: headers, inline: try reader.choice("inline", CallRules.Inline.self))
    }
  }
}
