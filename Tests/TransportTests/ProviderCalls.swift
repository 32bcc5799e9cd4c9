import Files
import Foundation
import Model
import TestSupport
import Testing
import Transfers

@testable import Transport

/// Calls to providers by the program `castbook-transport`.
@Suite("Calls to providers", .timeLimit(.minutes(5)))
struct ProviderCalls {
  private let providers: FakeProviders
  private let folder: TemporaryFolder

  init() throws {
    providers = try FakeProviders()
    folder = try TemporaryFolder()
  }

  private func transport(
    account: String = "main", keyFile: FilePath? = nil, _ more: [String: String] = [:]
  ) throws -> TransportProcess {
    let program = Bundle.main.bundleURL.appending(path: "castbook-transport")
    var environment = ProcessInfo.processInfo.environment
    for (name, value) in providers.environment { environment[name] = value }
    for (name, value) in more { environment[name] = value.isEmpty ? nil : value }
    return try TransportProcess(
      FilePath(program.path()), ProviderAccess(account: account, keyFile: keyFile),
      environment: environment
    ) { false }
  }

  private func call(
    _ method: ProviderCall.Method, _ address: String, _ json: JSONValue? = nil
  ) throws -> ProviderCall {
    var call = ProviderCall(
      method, try #require(ProviderAddress(address)),
      headers: ["Authorization: Key $FAL_KEY", "Content-Type: application/json"])
    if let json { call.body = .bytes(json.compactBytes) }
    return call
  }

  private func submission() throws -> ProviderCall {
    var call = try call(
      .post, "https://queue.fal.run/fal-ai/kling-video/o3/standard/text-to-video", ["prompt": "x"])
    call.isSubmission = true
    return call
  }

  private func made(_ call: ProviderCall, _ transport: TransportProcess) throws
    -> Result<ProviderResponse, TransferFailure>
  {
    var found: Result<ProviderResponse, TransferFailure>?
    try transport.perform(calls: CollectionOfOne(call)) { found = $1 }
    return try #require(found)
  }

  private func failure(_ call: ProviderCall, _ transport: TransportProcess) throws
    -> TransferFailure
  {
    guard case .failure(let failure) = try made(call, transport) else {
      throw TransferFailure(.invalidRequest, "it did not fail")
    }
    return failure
  }

  @Test("upload, submit, follow and fetch, with the key only where it belongs")
  func journey() throws {
    let transport = try transport()
    let begun = try made(
      call(
        .post, "https://rest.fal.ai/storage/upload/initiate?storage_type=gcs",
        ["content_type": "image/png", "file_name": "mira.png"]), transport
    ).get()
    let places = try JSONParser.parse(begun.bytes)
    let picture = folder.path("mira.png")
    try FileSystem.create(picture, Array("a picture".utf8), mode: 0o600, isDurable: false)
    var put = ProviderCall(
      .put, try #require(places["upload_url"]?.string.flatMap(ProviderAddress.init)),
      headers: ["Content-Type: image/png"])
    put.body = .file(picture)
    #expect(try made(put, transport).get().status == 200)
    let address = try #require(places["file_url"]?.string.flatMap(ProviderAddress.init))
    var get = ProviderCall(.get, address)
    get.outputFile = folder.path("back.png")
    let back = try made(get, transport).get()
    #expect(back.byteCount == 9 && back.type == "image/png" && back.bytes.isEmpty)
    #expect(try FileSystem.read(folder.path("back.png"), limit: 100) == Array("a picture".utf8))
    let accepted = try JSONParser.parse(try made(submission(), transport).get().bytes)
    let status = try call(.get, #require(accepted["status_url"]?.string))
    #expect(try made(status, transport).get().status == 202)
    #expect(try made(status, transport).get().status == 200)
    let record = try providers.set()
    #expect(record.submissions.count == 1 && record.leaks == [])
  }

  @Test(
    "A submission that may have arrived is never sent again",
    arguments: ["lost", "closed", "500", "failed after"])
  func once(kind: String) throws {
    let transport = try transport()
    // On a reused connection libcurl would send it again.
    _ = try made(call(.get, "https://queue.fal.run/fal-ai/x/requests/none/status"), transport)
    try providers.set([FakeProviders.Fault("submit", kind, times: 10)])
    switch try made(submission(), transport) {
    case .success(let answer): #expect([500, 502].contains(answer.status))
    case .failure(let failure): #expect(failure.mayHaveArrived && failure.reason == .connectionLost)
    }
    let record = try providers.set()
    #expect(
      record.count(
        of: "POST https://queue.fal.run/fal-ai/kling-video/o3/standard/text-to-video") == 1)
    #expect(record.submissions.count == (["lost", "failed after"].contains(kind) ? 1 : 0))
  }

  @Test("A submission that was certainly not accepted is sent again when the provider says")
  func again() throws {
    let transport = try transport()
    try providers.set([
      FakeProviders.Fault("submit", "429", more: ["after": "1"]),
      FakeProviders.Fault("submit", "429"),
    ])
    let begin = MonotonicClock.milliseconds
    #expect(try made(submission(), transport).get().status == 200)
    #expect(MonotonicClock.milliseconds - begin >= 1000)
    #expect(try providers.set().submissions.count == 1)
  }

  @Test("Requests that can't be charged are repeated", arguments: ["500", "closed", "half", "429"])
  func polling(kind: String) throws {
    let transport = try transport()
    let accepted = try JSONParser.parse(try made(submission(), transport).get().bytes)
    try providers.set([FakeProviders.Fault("status", kind, times: 2)], polls: 1)
    let status = try call(.get, #require(accepted["status_url"]?.string))
    #expect([200, 202].contains(try made(status, transport).get().status))
  }

  @Test("Keys come from variables and commands, for each account; what is wrong names no key")
  func keys() throws {
    func file(_ text: String) throws -> FilePath {
      let path = folder.path("keys-\(UUID().uuidString).json")
      try FileSystem.create(path, Array(text.utf8), mode: 0o600, isDurable: false)
      return path
    }
    let none = try failure(submission(), transport(["FAL_KEY": ""]))
    #expect(none.reason == .noKey && none.detail == "FAL_KEY is not set" && !none.mayHaveArrived)
    let sources = try file(
      """
      {"castbook": "keys/1", "keys": [
        {"name": "FAL_KEY", "command": "echo fal-test-key:0123456789"},
        {"name": "FAL_KEY", "account": "studio", "variable": "STUDIO_FAL_KEY"},
        {"name": "FAL_KEY", "account": "broken", "command": "echo fal-test-key; exit 3"}]}
      """)
    #expect(
      try made(submission(), transport(keyFile: sources, ["FAL_KEY": ""])).get().status == 200)
    let studio = ["STUDIO_FAL_KEY": "fal-test-key:0123456789", "FAL_KEY": ""]
    #expect(
      try made(submission(), transport(account: "studio", keyFile: sources, studio)).get().status
        == 200)
    for (account, words) in [
      ("studio", "STUDIO_FAL_KEY is not set"), ("broken", "the command for FAL_KEY failed"),
      ("other", "no source of FAL_KEY for other"),
    ] {
      let failure = try failure(submission(), transport(account: account, keyFile: sources))
      #expect(failure.reason == .noKey && failure.detail == words)
    }
    for text in [
      "fal-test-key", #"{"castbook": "keys/1", "keys": [{"name": "FAL_KEY", "key": "secret-1"}]}"#,
      #"{"castbook": "keys/1", "keys": [{"name": "secret-1", "variable": "X"}]}"#,
      #"{"castbook": "keys/1", "keys": [{"name": "A", "variable": "X", "command": "secret-1"}]}"#,
      #"{"castbook": "keys/1", "keys": [], "secret-1": 1}"#, #"{"castbook": "keys/2", "keys": []}"#,
    ] {
      do {
        _ = try transport(keyFile: file(text))
        Issue.record("\(text) was accepted")
      } catch let failure as TransferFailure {
        #expect(failure.reason == .badKeyFile && !failure.detail.contains("secret-1"))
      }
    }
  }

  @Test("A pair of keys signs a token, as Python's libraries would")
  func tokens() throws {
    let text = SignedToken.text(
      access: "ak", secret: "sk", at: Instant(milliseconds: 1_795_000_000_123))
    let script = """
      import base64, hashlib, hmac, json, sys
      head, body, code = sys.argv[1].split(".")
      def read(part): return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
      assert json.loads(read(head)) == {"alg": "HS256", "typ": "JWT"}
      assert json.loads(read(body)) == {"iss": "ak", "exp": 1795001800, "nbf": 1794999995}
      assert hmac.new(b"sk", f"{head}.{body}".encode(), hashlib.sha256).digest() == read(code)
      """
    let checked = try Program.run(Program.python, ["-c", script, text], in: folder.url)
    #expect(checked.status == 0, "\(checked.errors)")
  }

  @Test("Redirects are followed within a host and without a key, and nowhere else")
  func redirects() throws {
    let transport = try transport()
    func redirect(_ step: String, to text: String) throws {
      try providers.set([FakeProviders.Fault(step, "redirect", more: ["to": .string(text)])])
    }
    let get = ProviderCall(.get, try #require(ProviderAddress("https://v3.fal.media/files/b/none")))
    for to in ["https://v3.fal.media/files/b/other", "/files/b/other"] {
      try redirect("download", to: to)
      #expect(try made(get, transport).get().status == 404)
    }
    for to in [
      "https://elsewhere.example.com/x", "http://v3.fal.media/x", "https://127.0.0.1/x",
      "file:///etc/passwd",
    ] {
      try redirect("download", to: to)
      #expect(try failure(get, transport).reason == .redirected)
    }
    try redirect("submit", to: "https://queue.fal.run/other")
    let refused = try failure(submission(), transport)
    #expect(refused.reason == .redirected && refused.mayHaveArrived)
    let record = try providers.set()
    #expect(record.count(of: "GET https://v3.fal.media/files/b/other") == 2)
    #expect(record.submissions.isEmpty)
  }

  @Test("An answer over the length limit is abandoned, and no file is left")
  func bounds() throws {
    let transport = try transport()
    let accepted = try JSONParser.parse(try made(submission(), transport).get().bytes)
    let status = try call(.get, #require(accepted["status_url"]?.string))
    for _ in 0..<2 { _ = try made(status, transport) }
    let result = try made(call(.get, #require(accepted["response_url"]?.string)), transport).get()
    let video = try #require(
      JSONParser.parse(result.bytes)["video"]?["url"]?.string.flatMap(ProviderAddress.init))
    var get = ProviderCall(.get, video)
    (get.outputFile, get.maximumByteCount) = (folder.path("clip.mp4"), 1000)
    #expect(try failure(get, transport).reason == .tooLong)
  }

  @Test("A form has its texts and its file, whatever they are called")
  func forms() throws {
    let picture = folder.path("a.bin")
    try FileSystem.create(picture, Array(0...255), mode: 0o600, isDurable: false)
    let form = MultipartForm(
      [
        .init("uploadPath", .text("castbook")),
        .init("file", .file(picture, name: "a\"\r\nb.bin", type: "image/png")),
        .init("last", .text("ü")),
      ], boundary: "line")
    guard case .file(let path, let before, let after) = form.body else {
      throw TransferFailure(.invalidRequest)
    }
    #expect(path == picture)
    #expect(
      String(decoding: before, as: UTF8.self)
        == "--line\r\nContent-Disposition: form-data; name=\"uploadPath\"\r\n\r\ncastbook\r\n"
        + "--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22%0D%0Ab.bin\"\r\n"
        + "Content-Type: image/png\r\n\r\n")
    #expect(
      String(decoding: after, as: UTF8.self)
        == "\r\n--line\r\nContent-Disposition: form-data; name=\"last\"\r\n\r\nü\r\n--line--\r\n")
  }
}

@Suite("Addresses of providers")
struct ProviderAddresses {
  @Test(
    "are encrypted, of a host with a name, and at the usual port",
    arguments: [
      "https://queue.fal.run/fal-ai/x?a=b%20c", "https://a.b",
      "https://v3.fal.media/files/b/x.mp4#t=1",
      "https://queue.fal.run:443/x", "HTTPS://Queue.Fal.Run/X",
    ])
  func good(text: String) throws {
    let address = try #require(ProviderAddress(text))
    #expect(!address.text.contains("#"))
  }

  @Test(
    "or are refused",
    arguments: [
      "http://queue.fal.run/", "https://localhost/", "https://x.localhost/", "https://127.0.0.1/",
      "https://2130706433/", "https://0x7f.1/", "https://127.1/", "https://[::1]/",
      "https://[2606:4700::1]/",
      "https://user@queue.fal.run/", "https://queue.fal.run:8443/", "https://queue.fal.run\\@evil/",
      "https://printer/", "https://nas.local/", "https://x.internal/", "https://a b.c/",
      "https://ü.de/", "ftp://a.b/",
      "https:///x", "https://.fal.run/", "https://fal.run./", "https://a.b/\"",
      "https://a.b/\r\nX: y",
      "https://169.254.169.254/latest/meta-data",
    ])
  func bad(text: String) { #expect(ProviderAddress(text) == nil) }

  @Test(
    "Only public addresses are connected to, whatever a name resolves to",
    arguments: [
      ("8.8.8.8", true), ("172.15.0.1", true), ("172.32.0.1", true), ("100.63.0.1", true),
      ("223.255.255.1", true),
      ("2606:4700::1111", true), ("64:ff9b::808:808", true), ("::ffff:8.8.8.8", true),
      ("2002:808:808::1", true),
      ("127.0.0.1", false), ("10.1.2.3", false), ("172.16.0.1", false), ("172.31.255.255", false),
      ("192.168.1.1", false), ("169.254.169.254", false), ("100.64.0.1", false), ("0.0.0.0", false),
      ("192.0.2.1", false), ("198.18.0.1", false), ("198.51.100.1", false), ("203.0.113.1", false),
      ("224.0.0.1", false),
      ("255.255.255.255", false), ("::1", false), ("::", false), ("fe80::1", false),
      ("fd00::1", false),
      ("ff02::1", false), ("::ffff:127.0.0.1", false), ("64:ff9b::7f00:1", false),
      ("2002:7f00:1::", false),
      ("2001:db8::1", false), ("2001::1", false),
    ] as [(String, Bool)])
  func ranges(text: String, isPublic: Bool) throws {
    #expect(PublicAddress.isPublic(text) == .some(isPublic))
  }

  @Test("A name that resolves to this machine is not connected to")
  func local() throws {
    let connections = try Connections()
    var options = Connections.TransferOptions()
    (options.isPublicOnly, options.proxy) = (true, "")
    try connections.start(
      PreparedRequest("GET", "https://localhost:9/"), .none, options, identifier: 1)
    var ended: Connections.FinishedTransfer?
    while ended == nil { ended = connections.next(milliseconds: 1000) }
    guard case .failure(let failure)? = ended?.result else {
      throw TransferFailure(.invalidRequest, "it did not fail")
    }
    #expect(failure.reason == .privateAddress && !failure.mayHaveArrived)
  }

  @Test(
    "A proxy is used as curl uses it",
    arguments: [
      ([:], ""), (["https_proxy": "http://p:1"], "http://p:1"),
      (["HTTPS_PROXY": "http://p:1"], "http://p:1"),
      (["all_proxy": "http://p:2"], "http://p:2"),
      (["https_proxy": "http://p:1", "no_proxy": "*"], ""),
      (["https_proxy": "http://p:1", "no_proxy": "other.com, fal.run"], ""),
      (["https_proxy": "http://p:1", "NO_PROXY": ".fal.run"], ""),
      (["https_proxy": "http://p:1", "no_proxy": "al.run"], "http://p:1"),
    ] as [([String: String], String)])
  func proxies(variables: [String: String], proxy: String) {
    #expect(ProxyChoice(variable: { variables[$0] }).proxy(for: "queue.fal.run") == proxy)
  }
}
