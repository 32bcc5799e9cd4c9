import Files
import Model
import Testing
import Transfers
import Transport

/// Request signatures, checked against Amazon's published examples for S3 ("Signature Calculations
/// for the Authorization Header" and "Authenticating Requests: Using Query Parameters").
@Suite("The signature of a request")
struct Signatures {
  private static let credentials = StoreCredentials(
    accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")

  private func signature(_ credentials: StoreCredentials = Self.credentials) throws
    -> RequestSigner
  {
    RequestSigner(
      credentials, region: "us-east-1", at: try #require(Instant("2013-05-24T00:00:00Z")))
  }

  private func request(_ method: String, _ path: String) throws -> HTTPRequest {
    HTTPRequest(method, try #require(HTTPOrigin("https://examplebucket.s3.amazonaws.com")), path)
  }

  private func signed(_ request: HTTPRequest, _ body: String = "") throws -> String {
    let body = SHA256.digest(of: Array(body.utf8))
    let signed = try signature().signing(request, body: body)
    return try #require(signed.headers.last { $0.name == "Authorization" }?.value)
  }

  @Test("of a file's first bytes")
  func range() throws {
    var get = try request("GET", "/test.txt")
    get.headers = [.init("Range", "bytes=0-9")]
    #expect(
      try signed(get)
        == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
        + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
        + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
  }

  @Test("of a file that is sent, whose name has a sign that is encoded")
  func put() throws {
    var put = try request("PUT", "/test$file.text")
    put.headers = [
      .init("Date", "Fri, 24 May 2013 00:00:00 GMT"),
      .init("x-amz-storage-class", "REDUCED_REDUNDANCY"),
    ]
    #expect(
      try signed(put, "Welcome to Amazon S3.")
        .hasSuffix("=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"))
  }

  @Test(
    "of questions, with and without values",
    arguments: [
      (
        [HTTPRequest.Field("lifecycle", "")],
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
      ),
      (
        [.init("prefix", "J"), .init("max-keys", "2")],
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
      ),
    ])
  func query(query: [HTTPRequest.Field], expected: String) throws {
    var get = try request("GET", "/")
    get.query = query
    #expect(try signed(get).hasSuffix("=\(expected)"))
  }

  @Test("in an address that anyone may open for a day")
  func presigned() throws {
    let get = try signature().presigning(request("GET", "/test.txt"), seconds: 86400)
    #expect(
      get.url
        == "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
        + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400"
        + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
        + "&X-Amz-SignedHeaders=host")
  }

  @Test("contains the token of keys that end, and signs it")
  func token() throws {
    let credentials = StoreCredentials(accessKey: "A", secretKey: "S", sessionToken: "T/1+=")
    let get = try request("GET", "/a")
    let signed = try signature(credentials).signing(get, body: SHA256.digest(of: []))
    #expect(signed.headers.contains(.init("x-amz-security-token", "T/1+=")))
    #expect(signed.headers.last?.value.contains(";x-amz-security-token,") == true)
    let shared = try signature(credentials).presigning(get, seconds: 60)
    #expect(shared.url.contains("&X-Amz-Security-Token=T%2F1%2B%3D&"))
  }
}

@Suite("The origin of a server")
struct Origins {
  @Test(
    "is read from an address",
    arguments: [
      ("http://127.0.0.1:8333", "http://127.0.0.1:8333"),
      ("HTTPS://S3.Example.com/", "https://s3.example.com"),
      ("https://example.com:443", "https://example.com"),
      ("http://example.com:80/", "http://example.com"),
      ("https://example.com:80", "https://example.com:80"),
      ("http://[::1]:9000", "http://[::1]:9000"),
      ("https://[2001:db8::1]", "https://[2001:db8::1]"),
    ])
  func good(text: String, expected: String) { #expect(HTTPOrigin(text)?.description == expected) }

  @Test(
    "is nothing else",
    arguments: [
      "", "example.com", "ftp://example.com", "https://", "https://user@example.com",
      "https://example.com/path",
      "https://example.com?x", "https://example.com:", "https://example.com:0",
      "https://example.com:65536",
      "https://example.com:+1", "https://exa mple.com", "https://[::1", "https://[::1]x",
      "https://[g::1]",
      "https://-example.com", "https://.example.com", "https://example.com\r\nX: y",
      "https://" + String(repeating: "a", count: 254),
    ])
  func bad(text: String) { #expect(HTTPOrigin(text) == nil) }
}
