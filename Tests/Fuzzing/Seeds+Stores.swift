import Archive
import Files
import Model
import Transfers

/// Inputs from stores and providers, and between the programs.
extension Seeds {
  static let storeLists = Seeds {
    let date = "2026-11-20T07:00:00.000Z"
    let digest = String(repeating: "9f", count: 32)
    func entry(_ key: String, _ size: String = "12") -> String {
      "<Contents><Key>films/\(key)</Key><LastModified>\(date)</LastModified>"
        + "<ETag>&quot;x&quot;</ETag><Size>\(size)</Size></Contents>"
    }
    func list(_ parts: String...) -> String {
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        + parts.joined() + "</ListBucketResult>"
    }
    let last = "<IsTruncated>false</IsTruncated>"
    let more =
      "<IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b</NextContinuationToken>"
    return [
      list(last), list("<KeyCount>0</KeyCount>", last),
      list(entry("blobs/9f/\(digest)/0.jpg"), last),
      list(entry("gc/01JD0000000000000000000000.erased"), entry("log/2026-11-20/\(digest)"), more),
      list(entry("machines/01JD0000000000000000000000.gone"), entry("seen/store/x", "0"), last),
      list("<!-- c -->", "<Prefix><![CDATA[films/]]></Prefix>", entry("a&#x2F;b"), more),
      list(entry("b"), entry("a"), last), list(entry("a", "-1"), last),
    ].map { Array($0.utf8) }
  }

  static let storeRefusals = Seeds {
    [
      "<Error><Code>AccessDenied</Code><Message>no</Message></Error>",
      "<?xml version='1.0'?><Error xmlns='x'><Code>SlowDown</Code></Error>",
      "<Error><Code>a&#27;[2J</Code><Message>\u{202E}x&#7;</Message></Error>", "<Error/>",
    ].map { Array($0.utf8) }
  }

  /// A byte that says whether the rest is compressed already, and records.
  static let segments = Seeds {
    let lines = records.make().flatMap { $0 + [UInt8(ascii: "\n")] }
    let parts = records.make().map { [1] + $0 + [UInt8(ascii: "\n")] }
    let newer = Array("{\"at\":\"x\",\"castbook\":\"mood/1\"}\n".utf8)
    return parts + [[1] + newer, [0] + (Zlib.compressed(lines, level: 6) ?? []), [1]]
  }

  static let marks = Seeds {
    let key = "blobs/9f/\(String(repeating: "9f", count: 32))/0.jpg\n"
    return ["", key, key + key, "log/2026-11-20/x\n"].map { Array($0.utf8) }
  }

  /// A byte that chooses the pieces, and an object.
  static let sealedObjects = Seeds {
    [0, 1, 100, 65_536 / 8].map {
      [UInt8($0 % 251)] + Stores.sealed([UInt8](repeating: 9, count: $0))
    }
      + [[3] + Array("CBS1".utf8) + [UInt8](repeating: 0, count: 60)]
  }

  static let teamKeys = Seeds {
    let line = "castbook-key-1:\([UInt8](repeating: 1, count: 32).base64)\n"
    return [line, "# films\n\r\n \(line)\(line)", "castbook-key-1:AAAA\n", "castbook-key-2:\n"].map
    {
      Array($0.utf8)
    }
  }

  /// A byte that chooses the pieces, and messages.
  static let transferMessages = Seeds {
    guard let origin = HTTPOrigin("https://store.example"),
      let location = StoreLocation("s3://team/films", endpoint: origin, region: "us-east-1"),
      let path = FilePath("a.jpg"), let address = ProviderAddress("https://queue.fal.run/x"),
      let kept = KeyRequest(.keep(.bytes([7, 8]), in: .file), "FAL_KEY", of: "main", folder: path),
      let forgotten = KeyRequest(.forget, "FAL_KEY", of: "studio", folder: path)
    else { return [] }
    var connection = StoreConnection(location)
    connection.keptKeys = KeptAccount("store.studio", in: path)
    var upload = StoreRequest.Upload(
      "blobs/a", .bytes([1, 2, 3]), SHA256.digest(of: [1, 2, 3]), type: "image/jpeg")
    (upload.failsIfExists, upload.seconds, upload.fault) = (true, 60, .wrongMD5)
    let file = StoreRequest.Upload("b", .file(path), SHA256.digest(of: []), type: "x")
    var answer = StoreResponse(status: 200, date: Instant(milliseconds: 1_795_158_000_000))
    answer.bytes = [9, 9]
    answer.page = ObjectPage(
      [.init(key: "a", byteCount: 1, modified: Instant(milliseconds: 0))], next: "n")
    var call = ProviderCall(.post, address, headers: ["Authorization: Key $FAL_KEY"])
    (call.body, call.isSubmission) = (.bytes(Array("{}".utf8)), true)
    var form = ProviderCall(.post, address)
    form.body = .form([
      .init("a", .text("b")), .init("file", .file(path, name: "a.jpg", type: "image/jpeg")),
    ])
    var reply = ProviderResponse(status: 200)
    (reply.bytes, reply.type) = (Array("{}".utf8), "application/json")
    let requests: [StoreRequest] = [
      .put(upload), .put(file), .get(key: "a", into: path, limit: 9),
      .get(key: "a", into: nil, limit: 0), .list(prefix: "log/", after: "a", token: "t"),
      .delete(key: "a"), .presign(key: "a", seconds: 60),
    ]
    let messages: [TransferMessage] =
      [
        .open(connection), .keepKey(kept), .keepKey(forgotten),
        .openProviders(ProviderAccess(account: "main", keyFile: path)),
        .answer(0, .success(answer)), .answer(1, .failure(TransferFailure(.timedOut, "x"))),
        .call(2, call), .call(3, form), .callAnswer(2, .success(reply)),
        .callAnswer(3, .failure(TransferFailure(.connectionLost, "x", mayHaveArrived: true))),
        .waiting(TransferPause(seconds: 12, .throttled)),
      ] + requests.enumerated().map { .request($0.offset, $0.element) }
    return messages.map { [0] + $0.bytes } + [[20] + messages.flatMap(\.bytes)]
  }

  /// Bytes that choose an endpoint, a question and a status, and an answer.
  static let providerAnswers = Seeds {
    let bodies = [
      #"{"code":0,"message":"SUCCEED","data":{"id":"8864","status":"submitted"}}"#,
      #"{"code":0,"data":{"task_id":"1","task_status":"succeed","task_result":{"elements":[{"element_id":7}]}}}"#,
      #"{"code":0,"data":[{"id":"1","status":"succeeded","outputs":[{"url":"https://v1.kling.ai/x.mp4"}]}]}"#,
      #"{"code":0,"data":[]}"#, #"{"code":1201,"message":"\u001b[2Jno","data":null}"#,
      #"{"request_id":"a-1","status":"IN_QUEUE","queue_position":3}"#,
      #"{"status":"COMPLETED","video":{"url":"https://v3.fal.media/files/b/x.mp4"}}"#,
      #"{"detail":[{"loc":["body","x"],"msg":"too\u202e short"}]}"#,
      #"{"code":200,"msg":"success","data":{"taskId":"t\u0007"}}"#,
      #"{"code":200,"data":{"state":"success","resultJson":"{\"resultUrls\":[\"https://a.b.ai/x.mp4\"]}"}}"#,
      #"{"id":"x","status":"succeeded","output":["https://replicate.delivery/x.mp4"],"error":null}"#,
      #"{"id":"x","status":"SUCCEEDED","output":["https://dnznrvs05pmza.cloudfront.net/x.mp4"]}"#,
      #"{"uploadUrl":"https://a.b.ai/p","fields":{"key":"k"},"runwayUri":"runway://x"}"#,
      #"{"token":"t","token_type":"Bearer","access_url":"https://v3.fal.media/files/b/x.bin"}"#,
      "", "<html>", "[[[[[[[[[[",
    ]
    return (0..<max(Providers.endpointCount, 1)).flatMap { endpoint in
      bodies.indices.map { index in
        [UInt8(truncatingIfNeeded: endpoint), UInt8((endpoint * 7 + index * 3) % 50)]
          + Array(bodies[index].utf8)
      }
    }
  }
}
