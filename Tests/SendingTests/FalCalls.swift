import Files
import Foundation
import Model
import Sending
import Targets
import TestSupport
import Testing
import Transfers

/// fal's API as the profile describes it, against a fake that fal's own client works with.
@Suite("Jobs at fal", .timeLimit(.minutes(5)))
struct FalCalls {
  private let providers: FakeProviders
  private let folder: TemporaryFolder
  private let client: TransportProcess
  private let endpoint: ProviderEndpoint

  init() throws {
    providers = try FakeProviders()
    folder = try TemporaryFolder()
    let program = Bundle.main.bundleURL.appending(path: "castbook-transport")
    let environment = ProcessInfo.processInfo.environment.merging(providers.environment) { $1 }
    client = try TransportProcess(
      FilePath(program.path()), ProviderAccess(account: "main", keyFile: nil),
      environment: environment
    ) { false }
    let catalogue = try TargetCatalogue()
    let profile = try catalogue.profile(TargetID(rawValue: "fal.kling-o3.r2v"))
    let path = "fal-ai/kling-video/o3/standard/reference-to-video"
    endpoint = try ProviderEndpoint(profile, path: path, catalogue.sending(of: profile))
  }

  private func picture(_ text: String = "a picture") throws -> FileToUpload {
    let bytes = Array(text.utf8)
    let path = folder.path("\(UUID().uuidString).png")
    try FileSystem.create(path, bytes, mode: 0o600, isDurable: false)
    return FileToUpload(
      path, name: "mira.png", type: "image/png", byteCount: bytes.count,
      digest: SHA256.digest(of: bytes))
  }

  private func submitted(_ body: JSONValue = ["prompt": "x"]) throws -> String {
    guard case .accepted(let job) = try submit(body), let task = job.task else {
      throw TransferFailure(.invalidRequest, "it was not accepted")
    }
    return task
  }

  private func submit(_ body: JSONValue) throws -> JobResult {
    try endpoint.submit(body, as: .begun(at: endpoint.target), by: client)
  }

  @Test("A file is uploaded, a job sent, followed and its result read")
  func journey() throws {
    let now = Instant(milliseconds: 1_795_158_000_000)
    let file = try endpoint.upload(picture(), at: now, by: client)
    #expect(file.address.hasPrefix("https://v3.fal.media/") && file.expires == nil)
    let task = try submitted(["prompt": "x", "image_urls": .array([.string(file.address)])])
    #expect(try endpoint.progress(of: task, by: client) == .waiting("IN_PROGRESS"))
    guard case .done(let address) = try endpoint.progress(of: task, by: client) else {
      Issue.record("it is not done")
      return
    }
    #expect(address.hasPrefix("https://v3.fal.media/"))
    // A second lookup is free, and returns an address again.
    guard case .done = try endpoint.progress(of: task, by: client) else {
      Issue.record("it is not done any more")
      return
    }
    let record = try providers.set()
    #expect(record.submissions.count == 1 && record.leaks == [])
  }

  @Test("A refusal has fal's own words, and nothing was accepted")
  func refusals() throws {
    let missing = try submit(
      ["prompt": "x", "image_urls": ["https://v3.fal.media/files/b/none.bin"]])
    guard case .refused(_, let job) = missing else {
      Issue.record("it was not refused: \(missing)")
      return
    }
    #expect(job.note == "status 422: Failed to download the file")
    #expect(job.answer?.contains("file_download_error") == true)
    for (body, words) in [
      (["detail": "Forbidden"] as JSONValue, "status 403: Forbidden"),
      ("\u{1B}[31mred", #"status 403: \u{1b}[31mred"#),
    ] as [(JSONValue, String)] {
      try providers.set([
        FakeProviders.Fault("submit", "refused", more: ["status": 403, "body": body])
      ])
      let outcome = try submit(["prompt": "x"])
      guard case .refused(_, let job) = outcome else {
        Issue.record("it was not refused: \(outcome)")
        return
      }
      #expect(job.note == words)
    }
    #expect(try providers.set().submissions.isEmpty)
  }

  @Test(
    "What may have been accepted is unknown, never refused",
    arguments: ["lost", "closed", "500", "failed after", "half"])
  func unknown(kind: String) throws {
    try providers.set([FakeProviders.Fault("submit", kind)])
    guard case .unknown(let job) = try submit(["prompt": "x"]) else {
      Issue.record("\(kind) was taken for an answer")
      return
    }
    #expect(!job.note.isEmpty)
  }

  @Test("An answer of success without an id is unknown")
  func idless() throws {
    for body: JSONValue in [["status": "ok"], "text", ["request_id": ""], .null] {
      try providers.set([FakeProviders.Fault("submit", "replaced", more: ["body": body])])
      guard case .unknown = try submit(["prompt": "x"]) else {
        Issue.record("\(body) was taken for an answer")
        return
      }
    }
  }

  @Test("A job that fal doesn't know is unknown; one that it refuses to talk about is not")
  func vanished() throws {
    let task = try submitted()
    #expect(try endpoint.progress(of: "0123", by: client) == .unknown)
    try providers.set([FakeProviders.Fault("status", "refused", more: ["status": 403])])
    guard case .unavailable = try endpoint.progress(of: task, by: client) else {
      Issue.record("a refused question was taken for an answer")
      return
    }
    #expect(try endpoint.progress(of: task, by: client) == .waiting("IN_PROGRESS"))
  }

  @Test("A job is cancelled while it waits, but not once it is done")
  func cancelling() throws {
    let task = try submitted()
    #expect(try endpoint.cancel(task, by: client) == nil)
    #expect(try endpoint.progress(of: task, by: client) == .unknown)
    let done = try submitted()
    for _ in 0..<2 { _ = try endpoint.progress(of: done, by: client) }
    #expect(try endpoint.cancel(done, by: client) != nil)
  }

  /// How many uploads have begun at fal's storage, which is the second way.
  private func storageCount() throws -> Int {
    try providers.set([]).count(of: "POST https://rest.fal.ai/storage/upload/initiate")
  }

  @Test(
    "A file goes to fal's CDN, and to its storage if the CDN fails", arguments: ["token", "put"])
  func uploads(step: String) throws {
    let now = Instant(milliseconds: 0)
    try providers.set([FakeProviders.Fault(step, "500", times: 2)])
    _ = try endpoint.upload(picture(), at: now, by: client)
    #expect(try storageCount() == 0)
    try providers.set([FakeProviders.Fault(step, "refused", more: ["status": 413])])
    _ = try endpoint.upload(picture(), at: now, by: client)
    #expect(try storageCount() == 1)
    #expect(try providers.set().leaks == [])
  }

  @Test("An upload that fails in both ways says why the first did, in fal's words")
  func refusedUpload() throws {
    try providers.set([
      FakeProviders.Fault("token", "refused", more: ["status": 413]),
      FakeProviders.Fault("initiate", "refused", more: ["status": 415]),
    ])
    #expect(throws: UploadProblem.refused("status 413: because of the test")) {
      _ = try endpoint.upload(picture(), at: Instant(milliseconds: 0), by: client)
    }
    #expect(try storageCount() == 1)
  }

  @Test("A file that is too long for the CDN goes to the storage")
  func longUpload() throws {
    let length = 104_857_601
    let path = folder.path("long.mp4")
    try FileSystem.create(path, [], mode: 0o600, isDurable: false)
    #expect(truncate(path.text, off_t(length)) == 0)
    let file = FileToUpload(
      path, name: "long.mp4", type: "video/mp4", byteCount: length, digest: SHA256.digest(of: []))
    _ = try endpoint.upload(file, at: Instant(milliseconds: 0), by: client)
    #expect(try storageCount() == 1)
  }

  @Test(
    "A token that would name a key, or add a header line, is not used",
    arguments: ["$FAL_KEY", "a\r\nX-A: b", "ä", ""])
  func token(text: String) throws {
    let answer: JSONValue = ["token": text, "token_type": "Bearer"]
    try providers.set([FakeProviders.Fault("token", "replaced", more: ["body": answer])])
    _ = try endpoint.upload(picture(), at: Instant(milliseconds: 0), by: client)
    let record = try providers.set()
    #expect(record.leaks == [] && record.count(of: "POST https://v3.fal.media/files/upload") == 0)
  }

  @Test("A file's name can't change the headers")
  func fileName() throws {
    let path = folder.path("a.png")
    try FileSystem.create(path, [1], mode: 0o600, isDurable: false)
    let file = FileToUpload(
      path, name: "Mirä\r\nX-A: $FAL_KEY", type: "image/png", byteCount: 1,
      digest: SHA256.digest(of: [1]))
    _ = try endpoint.upload(file, at: Instant(milliseconds: 0), by: client)
    let record = try providers.set()
    #expect(record.leaks == [] && record.count(of: "POST https://v3.fal.media/files/upload") == 1)
  }
}

@Suite("What Castbook can send")
struct SendableTargets {
  @Test("Each target is either sendable, or says what no source states")
  func all() throws {
    let catalogue = try TargetCatalogue()
    var sendable: [String] = []
    for id in catalogue.ids {
      let profile = try catalogue.profile(id)
      let path = profile.endpoints.first?.path ?? ""
      do {
        _ = try ProviderEndpoint(profile, path: path, catalogue.sending(of: profile))
        sendable.append(id.rawValue)
      } catch let error as SendingNotSupported {
        #expect(error.message.hasPrefix("Castbook can't send to \(id): "))
      }
    }
    for id in [
      "fal.kling-o3.r2v", "fal.kling.create-voice", "kling.v3-omni", "kling.element.create",
      "kie.kling-3.0", "replicate.kling-v3-omni", "runway.kling-3.0.i2v",
      "wavespeed.kling-4.0.r2v", "muapi.kling-4.0.r2v", "kling.legacy.omni",
    ] { #expect(sendable.contains(id), "\(id)") }
    for id in ["kling.app", "google.nano-banana-2", "venice.kling-4.0-flash.t2v"] {
      #expect(!sendable.contains(id), "\(id)")
    }
  }

  @Test("The table of keys has exactly the hosts that the built-in targets' keys go to")
  func keys() throws {
    let catalogue = try TargetCatalogue()
    var wanted: [String: Set<String>] = [:]
    for id in catalogue.ids {
      let profile = try catalogue.profile(id)
      // Jobs are sent with POST; a lookup has no body.
      for path in profile.endpoints.map(\.path) where !path.hasPrefix("GET ") {
        let first = profile.call?.value.url(of: path).flatMap(ProviderAddress.init)?.host
        let endpoint = try? ProviderEndpoint(profile, path: path, catalogue.sending(of: profile))
        let hosts = endpoint?.keyedHosts ?? [first].compactMap(\.self)
        for name in profile.call?.value.headers.compactMap(KeyFile.variable) ?? [] {
          wanted[name, default: []].formUnion(hosts)
        }
        #expect(endpoint?.refusals(by: .builtIn) ?? [] == [], "\(id)")
      }
    }
    #expect(KeyHosts.builtIn.names == wanted.keys.sorted())
    for (name, hosts) in wanted {
      #expect(KeyHosts.builtIn.hosts(of: name) == hosts.sorted(), "\(name)")
    }
  }
}

extension Job {
  /// A job that is about to be sent.
  static func begun(at target: TargetID) throws -> Job {
    let identity = try #require(ULID(bytes: [UInt8](repeating: 0, count: 16)))
    return Job(
      identity, .sending, target: target.rawValue, account: "main",
      at: Instant(milliseconds: 0))
  }
}
