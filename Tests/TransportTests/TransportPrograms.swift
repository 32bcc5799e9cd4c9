import Files
import Foundation
import Model
import TestSupport
import Testing
import Transfers
import Transport

/// The program `castbook-transport`, as `castbook` starts it.
enum TransportProgram {
  /// The keys are those of `LoopbackStore`, in the environment of this process.
  private static let isPrepared: Bool = {
    setenv("AWS_ACCESS_KEY_ID", LoopbackStore.credentials.accessKey, 1)
    setenv("AWS_SECRET_ACCESS_KEY", LoopbackStore.credentials.secretKey, 1)
    return true
  }()

  static func start(
    _ connection: StoreConnection, isCancelled: @escaping () -> Bool = { false }
  ) throws -> TransportProcess {
    try #require(isPrepared)
    let program = Bundle.main.bundleURL.appending(path: "castbook-transport")
    return try TransportProcess(FilePath(program.path()), connection, isCancelled: isCancelled)
  }
}

@Suite("The program that opens connections", .timeLimit(.minutes(5)))
struct TransportPrograms {
  private func upload(_ key: String, _ bytes: [UInt8]) -> StoreRequest.Upload {
    StoreRequest.Upload(key, .bytes(bytes), SHA256.digest(of: bytes), type: "image/jpeg")
  }

  @Test("stores, reads, lists, deletes and hands out addresses")
  func journey() throws {
    let store = try LoopbackStore(prefix: "/films")
    let transport = try TransportProgram.start(StoreConnection(store.location))
    let bytes = Array("a picture".utf8)
    let put = try transport.answer(.put(upload("blobs/a.jpg", bytes)))
    #expect(put.status == 200 && put.date != nil)
    let get = try transport.answer(.get(key: "blobs/a.jpg", into: nil, limit: 100))
    #expect(get.bytes == bytes && get.byteCount == bytes.count)
    let path = store.folder.path("here.jpg")
    let file = try transport.answer(.get(key: "blobs/a.jpg", into: path, limit: 100))
    #expect(file.bytes.isEmpty && file.byteCount == bytes.count)
    #expect(try [UInt8](Data(contentsOf: URL(filePath: path.text))) == bytes)
    let page = try #require(try transport.answer(.list(prefix: "blobs/")).page)
    #expect(page.objects.map(\.key) == ["blobs/a.jpg"] && page.next == nil)
    let address = try #require(
      try transport.answer(.presign(key: "blobs/a.jpg", seconds: 60)).address)
    #expect(address.contains("/team/films/blobs/a.jpg?") && address.contains("X-Amz-Expires=60"))
    #expect(try transport.answer(.delete(key: "blobs/a.jpg")).status == 204)
    let gone = try transport.answer(.get(key: "blobs/a.jpg", into: nil, limit: 100))
    #expect(gone.status == 404 && gone.code == "NoSuchKey")
  }

  @Test("is started once for all requests")
  func starts() throws {
    let store = try LoopbackStore()
    let work = try WorkMeter.count {
      let transport = try TransportProgram.start(StoreConnection(store.location))
      for number in 0..<10 {
        let put = try transport.answer(.put(upload("blobs/\(number).jpg", [1, 2, 3])))
        #expect(put.status == 200)
      }
    }
    #expect(work.startedPrograms == 1)
  }

  @Test("has many requests under way, and each gets its own answer")
  func many() throws {
    let store = try LoopbackStore()
    let transport = try TransportProgram.start(StoreConnection(store.location))
    // Folders of their own: rclone fails at times when many files are new in one folder.
    let uploads = (0..<500).map { number in
      upload(
        "\(number % 100)/\(number)", [UInt8](repeating: UInt8(number & 255), count: number * 9))
    }
    var count = 0
    try transport.perform(uploads.lazy.map { .put($0) }) { _, result in
      let answer = try result.get()
      #expect(answer.isSuccess)
      count += 1
    }
    #expect(count == 500)
    let wanted = Dictionary(uniqueKeysWithValues: uploads.map { ($0.key, $0.body) })
    try transport.perform(
      uploads.lazy.map { .get(key: $0.key, into: nil, limit: 1 << 20) }
    ) { request, result in
      guard case .get(let key, _, _) = request else { return }
      let bytes = try result.get().bytes
      #expect(wanted[key] == .bytes(bytes), "\(key)")
      count += 1
    }
    #expect(count == 1000)
  }

  @Test("sends no file that has other bytes than its name says")
  func damaged() throws {
    let store = try LoopbackStore()
    let transport = try TransportProgram.start(StoreConnection(store.location))
    let path = store.folder.path("file")
    try Data("other bytes".utf8).write(to: URL(filePath: path.text))
    let digest = SHA256.digest(of: Array("bytes".utf8))
    let failure = #expect(throws: TransferFailure.self) {
      try transport.answer(.put(StoreRequest.Upload("a", .file(path), digest, type: "x/y")))
    }
    #expect(failure?.reason == .digestMismatch)
    let missing = #expect(throws: TransferFailure.self) {
      try transport.answer(
        .put(
          StoreRequest.Upload("a", .file(store.folder.path("none")), digest, type: "x/y")))
    }
    #expect(missing?.reason == .fileFailed)
    #expect(try transport.answer(.list(prefix: "")).page?.objects.isEmpty == true)
  }

  @Test("sends deliberately wrong requests, and the store notices those that it verifies")
  func defects() throws {
    let store = try LoopbackStore()
    let transport = try TransportProgram.start(StoreConnection(store.location))
    func status(_ fault: StoreRequest.DeliberateFault) throws -> Int {
      var upload = upload("probe/\(fault.rawValue)", [1, 2, 3])
      upload.fault = fault
      return try transport.answer(.put(upload)).status
    }
    // rclone ignores this one.
    #expect(try status(.wrongSHA256) == 200)
    #expect(try status(.wrongMD5) == 400)
    #expect([400, 403].contains(try status(.oldSignature)))
  }

  @Test("says what is wrong with a store that it can't reach")
  func failures() throws {
    let store = try LoopbackStore()
    let nowhere = try #require(
      StoreLocation("s3://team", endpoint: HTTPOrigin("http://127.0.0.1:1"), region: "auto"))
    let failure = #expect(throws: TransferFailure.self) {
      try TransportProgram.start(StoreConnection(nowhere)).answer(.list(prefix: ""))
    }
    #expect(failure?.reason == .noConnection)
    var other = StoreConnection(store.location)
    other.profile = "none"
    let keys = #expect(throws: TransferFailure.self) { try TransportProgram.start(other) }
    #expect(keys?.reason == .noKey && keys?.detail.contains("profile none") == true)
    let program = #expect(throws: TransferFailure.self) {
      try TransportProcess(nil, other) { false }
    }
    #expect(program?.reason == .noProgram)
  }

  @Test("is abandoned when its caller is cancelled, and can't be used after that")
  func cancellation() throws {
    let store = try LoopbackStore()
    var count = 0
    let transport = try TransportProgram.start(StoreConnection(store.location)) { count >= 3 }
    #expect(throws: CancellationError.self) {
      try transport.perform((0..<1000).lazy.map { .delete(key: "\($0)") }) { _, _ in count += 1 }
    }
    count = 0
    #expect(throws: TransferFailure.self) { try transport.answer(.list(prefix: "")) }
  }

  @Test("verifies certificates, and trusts those of an authority that is named")
  func encryption() throws {
    let store = try LoopbackStore(isEncrypted: true)
    let origin = try #require(
      store.location.endpoint?.port.flatMap { HTTPOrigin("https://localhost:\($0)") })
    let location = try #require(
      StoreLocation("s3://team", endpoint: origin, region: "us-east-1"))
    let failure = #expect(throws: TransferFailure.self) {
      try TransportProgram.start(StoreConnection(location)).answer(.list(prefix: ""))
    }
    #expect(failure?.reason == .notTrusted)
    var connection = StoreConnection(location)
    connection.certificateAuthorities = store.folder.path("cert.pem")
    let transport = try TransportProgram.start(connection)
    #expect(try transport.answer(.list(prefix: "")).page?.objects.isEmpty == true)
  }
}

@Suite("A message between the two programs")
struct Messages {
  private static let location = StoreLocation(
    "s3://team/x", endpoint: HTTPOrigin("http://[::1]:9000"), region: "auto")

  private static var messages: [TransferMessage] {
    var messages: [TransferMessage] = []
    if let location {
      var connection = StoreConnection(location)
      messages.append(.open(connection))
      connection.profile = "studio"
      connection.certificateAuthorities = FilePath(bytes: [0x2F, 0xFF, 0x41])
      connection.statesMD5 = false
      connection.connectionCount = 8
      messages.append(.open(connection))
    }
    let digest = SHA256.digest(of: [1])
    var upload = StoreRequest.Upload("a/b", .bytes([0, 255]), digest, type: "x/y")
    messages.append(.request(1, .put(upload)))
    upload.failsIfExists = true
    upload.seconds = 60
    upload.fault = .oldSignature
    messages.append(.request(2, .put(upload)))
    if let path = FilePath(bytes: [0x2F, 0xC3]) {
      messages.append(
        .request(3, .put(StoreRequest.Upload("k", .file(path), digest, type: ""))))
      messages.append(.request(4, .get(key: "k", into: path, limit: 5)))
    }
    messages += [
      .request(5, .get(key: "k", into: nil, limit: 0)), .request(6, .list(prefix: "")),
      .request(7, .list(prefix: "p", after: "a", token: "t")), .request(8, .delete(key: "k")),
      .request(9, .presign(key: "k", seconds: 3600)),
      .answer(10, .failure(TransferFailure(.timedOut, "words"))),
    ]
    var answer = StoreResponse(status: 200, date: Instant(milliseconds: 5))
    messages.append(.answer(11, .success(answer)))
    answer.bytes = [1, 2, 3]
    answer.byteCount = 3
    answer.code = "SlowDown"
    answer.message = "slow \"down\""
    answer.address = "https://x"
    answer.page = ObjectPage(
      [.init(key: "ä", byteCount: 5, modified: Instant(milliseconds: 1))], next: "t")
    messages.append(.answer(12, .success(answer)))
    return messages
  }

  @Test("arrives as it was sent, however it is cut", arguments: [1, 7, 100_000])
  func roundTrip(size: Int) throws {
    let bytes = Self.messages.flatMap(\.bytes)
    var reader = TransferMessage.Reader()
    var found: [TransferMessage] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      reader.append(bytes[start..<min(start + size, bytes.count)])
      while let message = try reader.next() { found.append(message) }
    }
    #expect(found == Self.messages)
    #expect(found.count == 14)
  }

  @Test("is a protocol error if it is malformed")
  func mistakes() {
    let heads = [
      "x", "[]", "{}", #"{"number":1}"#, #"{"number":1,"request":{"get":"k"}}"#,
      #"{"number":1,"answer":{"status":200}}"#,
      #"{"number":1,"failure":{"reason":"x","detail":""}}"#,
      #"{"open":{"location":"team","region":"auto","md5":true,"connections":8}}"#,
    ]
    for head in heads {
      var reader = TransferMessage.Reader()
      reader.append([0, 0, 0, UInt8(head.utf8.count), 0, 0, 0, 0] + Array(head.utf8))
      #expect(throws: TransferMessage.Reader.InvalidMessage.self, "\(head)") { try reader.next() }
    }
    var reader = TransferMessage.Reader()
    reader.append([255, 255, 255, 255, 0, 0, 0, 0])
    #expect(throws: TransferMessage.Reader.InvalidMessage.self) { try reader.next() }
  }

  @Test(
    "has bytes as text",
    arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("fooba", "Zm9vYmE=")])
  func base64(text: String, expected: String) {
    #expect(Array(text.utf8).base64 == expected)
    #expect([UInt8](base64: expected) == Array(text.utf8))
    for wrong in ["Z", "Zg=", "Zh==", "Z===", "Zg==Zg==", "Zm9\n", "=Zg="] {
      #expect([UInt8](base64: wrong) == nil, "\(wrong)")
    }
  }
}
