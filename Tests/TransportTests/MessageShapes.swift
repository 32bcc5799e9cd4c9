import Files
import Model
import TestSupport
import Testing
import Transfers

@Suite("What the two programs send each other")
struct MessageShapes {
  private let location: StoreLocation
  private let path: FilePath
  private let otherPath: FilePath
  private let call: ProviderCall
  private let otherCall: ProviderCall
  private let upload: StoreRequest.Upload
  private let otherUpload: StoreRequest.Upload
  private let answer: StoreResponse
  private let reply: ProviderResponse

  init() throws {
    location = try #require(
      StoreLocation("s3://team/x", endpoint: HTTPOrigin("http://[::1]:9000"), region: "auto"))
    path = try #require(FilePath(bytes: [0x2F, 0xFF, 0x41]))
    otherPath = try #require(FilePath("/b"))
    let address = try #require(ProviderAddress("https://queue.fal.run/x"))
    var call = ProviderCall(.post, address, headers: ["Authorization: Key $FAL_KEY"])
    (call.body, call.outputFile, call.maximumByteCount, call.timeoutSeconds) = (
      .bytes([1, 2]), otherPath, 5, 6
    )
    (call.isSubmission, call.allowsSignedToken) = (true, true)
    self.call = call
    otherCall = ProviderCall(.get, try #require(ProviderAddress("https://api.kling.ai/")))
    var upload = StoreRequest.Upload("a", .bytes([0, 255]), SHA256.digest(of: [1]), type: "x/y")
    (upload.failsIfExists, upload.seconds, upload.fault) = (true, 60, .oldSignature)
    self.upload = upload
    otherUpload = StoreRequest.Upload("b", .file(path), SHA256.digest(of: [2]), type: "")
    var answer = StoreResponse(status: 200, date: Instant(milliseconds: 5))
    (answer.bytes, answer.byteCount, answer.address) = ([1, 2, 3], 3, "https://x")
    (answer.code, answer.message) = ("SlowDown", "slow")
    answer.page = ObjectPage(
      [.init(key: "ä", byteCount: 4, modified: Instant(milliseconds: 1))], next: "t")
    self.answer = answer
    var reply = ProviderResponse(status: 201)
    (reply.bytes, reply.type, reply.byteCount) = ([7], "application/json", 1)
    reply.date = Instant(milliseconds: 9)
    self.reply = reply
  }

  private var connection: StoreConnection {
    var connection = StoreConnection(location)
    (connection.profile, connection.certificateAuthorities) = ("studio", path)
    (connection.statesMD5, connection.connectionCount) = (false, 8)
    connection.keptKeys = KeptAccount("store.studio", in: path)
    return connection
  }

  /// Returns the message that another program reads.
  private func again(_ message: TransferMessage) throws -> TransferMessage? {
    var reader = TransferMessage.Reader()
    reader.append(message.bytes)
    return try reader.next()
  }

  private func again(_ request: StoreRequest) throws -> StoreRequest? {
    guard case .request(1, let found) = try again(.request(1, request)) else { return nil }
    return found
  }

  private func again(_ call: ProviderCall) throws -> ProviderCall? {
    guard case .call(1, let found) = try again(.call(1, call)) else { return nil }
    return found
  }

  @Test("has every property of a request to a store")
  func requests() throws {
    let other = try #require(StoreLocation("s3://other", endpoint: nil, region: "eu-1"))
    let requests: [StoreRequest] = [
      .put(upload), .put(otherUpload), .get(key: "k", into: path, limit: 5),
      .get(key: "k", into: nil, limit: 0), .list(prefix: "p", after: "a", token: "t"),
      .list(prefix: "", after: "", token: ""), .delete(key: "k"), .presign(key: "k", seconds: 3),
    ]
    let shapes = [
      StoredShape(
        StoreConnection.self, full: [connection], other: StoreConnection(other)),
      StoredShape(
        KeptAccount.self, full: [KeptAccount("store.studio", in: path)],
        other: KeptAccount("other", in: otherPath)),
      StoredShape(
        StoreRequest.self, full: requests, other: .delete(key: "other"), readAgain: again),
      StoredShape(StoreRequest.Upload.self, full: [upload], other: otherUpload) { upload in
        guard case .put(let found) = try again(.put(upload)) else { return nil }
        return found
      },
    ]
    #expect(shapes.flatMap(\.faults) == [])
  }

  @Test("has every property of a call to a provider")
  func calls() {
    let parts: [ProviderCall.FormPart] = [
      .init("a", .text("b")), .init("c", .file(path, name: "d", type: "e")),
    ]
    let shapes = [
      StoredShape(
        ProviderAccess.self,
        full: [ProviderAccess(account: "studio", keyFile: path, keyFolder: otherPath)],
        other: ProviderAccess(account: "main", keyFile: nil)),
      StoredShape(ProviderCall.self, full: [call], other: otherCall, readAgain: again),
      StoredShape(
        ProviderCall.Body.self, full: [.bytes([1]), .file(path), .form(parts)],
        other: .file(otherPath)
      ) { body in
        var call = otherCall
        call.body = body
        return try again(call)?.body
      },
      StoredShape(
        ProviderCall.FormPart.self, full: parts, other: .init("other", .text("another"))),
    ]
    #expect(shapes.flatMap(\.faults) == [])
  }

  @Test("has every property of a request about a key, with the key's bytes")
  func keys() throws {
    func request(_ action: KeyRequest.Action, _ name: String = "FAL_KEY") throws -> KeyRequest {
      try #require(KeyRequest(action, name, of: "studio", folder: path))
    }
    let other = try #require(
      KeyRequest(.forget, "KLING_API_KEY", of: "main", folder: otherPath))
    let requests = try [
      request(.keep(.bytes([1, 0, 255]), in: .file)), request(.keep(.bytes([]), in: nil)),
      request(.keep(.terminal, in: .keyring)), request(.forget),
    ]
    let shape = StoredShape(KeyRequest.self, full: requests, other: other) { request in
      guard case .keepKey(let found) = try again(.keepKey(request)) else { return nil }
      return found
    }
    #expect(shape.faults == [])
    for wrong in ["", "fal key", "../FAL_KEY", "A=B"] {
      #expect(KeyRequest(.forget, wrong, of: "main", folder: path) == nil, "\(wrong)")
      #expect(KeyRequest(.forget, "FAL_KEY", of: wrong, folder: path) == nil, "\(wrong)")
    }
  }

  @Test("has every property of an answer, a failure and a pause")
  func answers() throws {
    let failure = TransferFailure(.timedOut, "words", mayHaveArrived: true)
    let shapes = [
      StoredShape(StoreResponse.self, full: [answer], other: StoreResponse(status: 204)) { answer in
        guard case .answer(1, .success(let found)) = try again(.answer(1, .success(answer))) else {
          return nil
        }
        return found
      },
      StoredShape(
        ObjectPage.self, full: [try #require(answer.page)], other: ObjectPage([])),
      StoredShape(ProviderResponse.self, full: [reply], other: ProviderResponse(status: 204)) {
        reply in
        guard case .callAnswer(1, .success(let found)) = try again(.callAnswer(1, .success(reply)))
        else { return nil }
        return found
      },
      StoredShape(TransferFailure.self, full: [failure], other: TransferFailure(.connectionLost)),
      StoredShape(
        TransferPause.self, full: [TransferPause(seconds: 12, .throttled)],
        other: TransferPause(seconds: 1, .failing)),
    ]
    #expect(shapes.flatMap(\.faults) == [])
  }

  @Test("is a message of any kind")
  func messages() {
    let failure = TransferFailure(.timedOut, "words")
    let messages: [TransferMessage] = [
      .open(connection), .openProviders(ProviderAccess(account: "main", keyFile: path)),
      .request(1, .put(upload)), .answer(2, .success(answer)), .answer(3, .failure(failure)),
      .call(4, call), .callAnswer(5, .success(reply)), .callAnswer(6, .failure(failure)),
      .waiting(TransferPause(seconds: 12, .throttled)),
    ]
    let shape = StoredShape(
      TransferMessage.self, full: messages, other: .request(7, .delete(key: "k")),
      readAgain: again)
    #expect(shape.faults == [])
  }

  @Test("is written with the keys in one order, and without what is absent")
  func texts() {
    let digest = upload.digest.hex
    let heads: [(TransferMessage, String)] = [
      (
        .open(connection),
        #"{"open":{"location":"s3://team/x","endpoint":"http://[::1]:9000","region":"auto","#
          + #""profile":"studio","authorities":"L/9B","keptKeys":{"name":"store.studio","#
          + #""folder":"L/9B"},"md5":false,"connections":8}}"#
      ),
      (
        .request(2, .put(upload)),
        #"{"number":2,"request":{"put":"a","sha256":"\#(digest)","type":"x/y","newOnly":true,"#
          + #""seconds":60,"defect":"old-signature"}}"#
      ),
      (
        .request(3, .get(key: "k", into: path, limit: 5)),
        #"{"number":3,"request":{"get":"k","into":"L/9B","limit":5}}"#
      ),
      (
        .request(4, .list(prefix: "p", after: "", token: nil)),
        #"{"number":4,"request":{"list":"p","after":""}}"#
      ),
      (
        .answer(5, .success(answer)),
        #"{"number":5,"answer":{"status":200,"date":5,"byteCount":3,"objects":[["ä",4,1]],"#
          + #""next":"t","address":"https://x","code":"SlowDown","message":"slow"}}"#
      ),
      (
        .call(6, call),
        #"{"number":6,"call":{"method":"POST","address":"https://queue.fal.run/x","#
          + #""headers":["Authorization: Key $FAL_KEY"],"body":{"kind":"bytes"},"path":"L2I=","#
          + #""limit":5,"seconds":6,"isSubmission":true,"acceptsToken":true}}"#
      ),
      (
        .callAnswer(7, .failure(TransferFailure(.timedOut, "words"))),
        #"{"number":7,"callFailure":{"reason":"late","detail":"words","mayHaveArrived":false}}"#
      ),
      (
        .waiting(TransferPause(seconds: 1, .throttled)),
        #"{"waiting":{"seconds":1,"reason":"asked"}}"#
      ),
    ]
    for (message, text) in heads { #expect(message.json.compactText == text) }
  }
}
