/// The requests for the page itself, which are answered immediately and are no part of the API.
enum PageRoutes {
  /// Answers a request for the root: with the key it sets the cookie, with the cookie it
  /// returns the page.
  static func entry(
    _ request: Request, _ access: AccessControl, _ opener: OpenerFile
  ) -> WebResponse {
    guard !request.isElsewhere else { return closed }
    if let key = request.target["key"] {
      guard access.isKey(key) || opener.use(key) else { return closed }
      // The page itself is reloaded, instead of a redirect by the server: a browser that
      // came from another site sends its new cookie only with requests that start from
      // here.
      let text =
        "<!doctype html><meta charset=\"utf-8\"><title>Castbook</title>"
        + "<meta http-equiv=\"refresh\" content=\"0;url=/\">"
      return WebResponse(
        body: .bytes(Array(text.utf8)),
        headers: [
          ("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", access.cookie),
          WebResponse.noStore, PageFile.policy,
        ])
    }
    guard request.hasSession else { return closed }
    return file("index.html", request)
  }

  /// The answer to a browser without access.
  private static let closed = WebResponse(
    status: 401,
    body: .bytes(
      Array(
        ("<!doctype html><meta charset=\"utf-8\"><title>Castbook</title>"
          + "<p>Open this gallery with the address that <code>castbook serve</code> printed.</p>")
          .utf8)),
    headers: [("Content-Type", "text/html; charset=utf-8"), WebResponse.noStore, PageFile.policy])

  /// Returns a file of the page, or status 304 when the browser has it already.
  static func file(_ name: String, _ request: Request) -> WebResponse {
    guard let file = PageFile.all[name] else { return .refusal(.notFound) }
    // An address with the tag of a file always stands for the same content.
    let isPermanent = file.isPermanent && !request.target.query.isEmpty
    var headers = [
      ("Content-Type", file.type), ("ETag", file.tag), PageFile.policy, WebResponse.vary,
      ("Cache-Control", isPermanent ? "private, max-age=31536000, immutable" : "no-cache"),
    ]
    if request.ifNoneMatch == file.tag {
      return WebResponse(status: 304, body: .bytes([]), headers: headers)
    }
    guard request.acceptsGzip, let compressed = file.compressed else {
      return WebResponse(body: .bytes(file.bytes), headers: headers)
    }
    headers.append(WebResponse.gzip)
    return WebResponse(body: .bytes(compressed), headers: headers)
  }
}
