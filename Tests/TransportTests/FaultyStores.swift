import Files
import Foundation
import Model
import TestSupport
import Testing
import Transfers

@Suite("A store that fails now and then", .timeLimit(.minutes(5)))
struct FaultyStores {
  private let store: FaultyStore
  private let connection: StoreConnection

  init() throws {
    store = try FaultyStore()
    let location = try #require(
      StoreLocation("s3://team", endpoint: HTTPOrigin(store.origin), region: "us-east-1"))
    connection = StoreConnection(location)
  }

  private func upload(_ key: String, _ bytes: [UInt8]) -> StoreRequest.Upload {
    StoreRequest.Upload(key, .bytes(bytes), SHA256.digest(of: bytes), type: "image/jpeg")
  }

  @Test(
    "is retried until it succeeds",
    arguments: ["429", "500", "503", "close", "lost"])
  func passing(kind: String) throws {
    let transport = try TransportProgram.start(connection)
    try store.set(.init([kind], firstCount: 2))
    let bytes = Array("a picture".utf8)
    #expect(try transport.answer(.put(upload("blobs/a.jpg", bytes))).status == 200)
    #expect(try transport.answer(.get(key: "blobs/a.jpg", into: nil, limit: 100)).bytes == bytes)
    let page = try #require(try transport.answer(.list(prefix: "blobs/")).page)
    #expect(page.objects.map(\.key) == ["blobs/a.jpg"])
    #expect(try transport.answer(.delete(key: "blobs/a.jpg")).status == 204)
    let counts = try store.set()
    #expect(counts["PUT"] == 3 && counts["GET"] == 6 && counts["DELETE"] == 3, "\(counts)")
    #expect(counts[kind] == 8)
  }

  @Test("is not retried before the time that it names")
  func pauses() throws {
    let transport = try TransportProgram.start(connection)
    for _ in 0..<4 {
      try store.set(.init(["429"], firstCount: 1))
      let began = ContinuousClock.now
      let answer = try transport.answer(.put(upload("a", [1])))
      #expect(answer.status == 200)
      #expect(ContinuousClock.now - began >= .seconds(1))
    }
  }

  @Test(
    "delays requests, and the remaining seconds are reported",
    arguments: [("429", TransferPause.Reason.throttled), ("500", .failing)])
  func waits(kind: String, reason: TransferPause.Reason) throws {
    let transport = try TransportProgram.start(connection)
    var waits: [TransferPause] = []
    transport.onPause = { waits.append($0) }
    #expect(try transport.answer(.put(upload("a", [1]))).status == 200)
    #expect(waits.isEmpty)
    try store.set(.init([kind], firstCount: 4))
    #expect(try transport.answer(.put(upload("b", [1]))).status == 200)
    #expect(
      !waits.isEmpty && waits.allSatisfy { $0.reason == reason && (1...9).contains($0.seconds) })
  }

  @Test("drops the connection within a file, which still arrives complete")
  func halves() throws {
    let transport = try TransportProgram.start(connection)
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    #expect(try transport.answer(.put(upload("blobs/long", bytes))).status == 200)
    try store.set(.init(["half"], firstCount: 2))
    let scratch = try TemporaryFolder()
    let path = scratch.path("long")
    let answer = try transport.answer(.get(key: "blobs/long", into: path, limit: 1 << 20))
    #expect(answer.byteCount == bytes.count)
    #expect(try [UInt8](Data(contentsOf: URL(filePath: path.text))) == bytes)
    #expect(try transport.answer(.list(prefix: "blobs/")).page?.objects.count == 1)
    let counts = try store.set()
    #expect(counts["half"] == 4 && counts["GET"] == 6, "\(counts)")
  }

  @Test("refuses for good what it never allows, and is asked only once")
  func refusals() throws {
    let transport = try TransportProgram.start(connection)
    try store.set(.init(["403"], firstCount: 9))
    let refused = try transport.answer(.put(upload("a", [1])))
    #expect(refused.status == 403 && refused.code == "AccessDenied")
    #expect(try store.set()["PUT"] == 1)
  }

  @Test(
    "has no list that can be used, which is an error and not an empty store", arguments: ["cut"])
  func lists(kind: String) throws {
    let transport = try TransportProgram.start(connection)
    #expect(try transport.answer(.put(upload("a", [1]))).status == 200)
    try store.set(.init([kind], firstCount: 9))
    let failure = #expect(throws: TransferFailure.self) { try transport.answer(.list(prefix: "")) }
    #expect(failure?.reason == .badAnswer)
  }

  @Test("is not sent a commit whose time has passed")
  func deadline() throws {
    let transport = try TransportProgram.start(connection)
    try store.set(.init(["500"], firstCount: 99))
    var late = upload("log/2026-11-20/a", [1])
    late.seconds = 2
    let answer = try transport.answer(.put(late))
    #expect(answer.status == 500 && answer.code == "InternalError")
    let counts = try store.set()
    // The shortest pauses are 0.25, 0.5, 1 and 2 seconds; three of them fit into the time.
    #expect((1...4).contains(counts["PUT", default: 0]), "\(counts)")
  }

  @Test("has another clock than this machine", arguments: [7_200, -7_200, 3_000_000, 60, -800])
  func clocks(seconds: Int) throws {
    let transport = try TransportProgram.start(connection)
    var faults = FaultyStore.Faults()
    faults.clock = seconds
    try store.set(faults)
    let here = Int(Date().timeIntervalSince1970)
    for number in 0..<20 {
      let answer = try transport.answer(.put(upload("\(number)", [1])))
      let there = try #require(answer.date).milliseconds / 1000
      #expect(answer.status == 200 && abs(there - here - seconds) < 60)
    }
    // The first request learns the offset of the clock, and the others use it.
    let counts = try store.set()
    #expect(counts["RequestTimeTooSkewed", default: 0] <= 1, "\(counts)")
    var old = upload("probe", [1])
    old.fault = .oldSignature
    try store.set(faults)
    #expect(try transport.answer(.put(old)).code == "RequestTimeTooSkewed")
  }

  @Test("serves few requests at once, and soon gets no more than that")
  func crowds() throws {
    let transport = try TransportProgram.start(connection)
    var faults = FaultyStore.Faults()
    faults.maximumAtOnce = 4
    try store.set(faults)
    var count = 0
    try transport.perform((0..<300).lazy.map { .put(upload("\($0)", [1])) }) { _, result in
      let answer = try result.get()
      #expect(answer.status == 200)
      count += 1
    }
    let counts = try store.set()
    #expect(count == 300 && counts["crowded", default: 0] < 100, "\(counts)")
  }
}
