import Files
import Foundation
import Model
import TestSupport
import Testing
import Transfers

@testable import Transport

/// How `castbook-transport` protects keys, whatever a call asks for.
@Suite("Keys belong to hosts", .timeLimit(.minutes(5)))
struct GuardedKeys {
  private let providers: FakeProviders
  private let folder: TemporaryFolder

  init() throws {
    providers = try FakeProviders()
    folder = try TemporaryFolder()
  }

  private func transport(
    keyFile: FilePath? = nil, _ more: [String: String] = [:]
  ) throws -> TransportProcess {
    let program = Bundle.main.bundleURL.appending(path: "castbook-transport")
    let environment = ProcessInfo.processInfo.environment.merging(providers.environment) { $1 }
      .merging(more) { $1 }
    return try TransportProcess(
      FilePath(program.path()), ProviderAccess(account: "main", keyFile: keyFile),
      environment: environment
    ) { false }
  }

  /// Writes a key file with this text as its members after the first one.
  private func keyFile(_ members: String, mode: UInt32 = 0o600) throws -> FilePath {
    let path = folder.path("keys-\(UUID().uuidString).json")
    try FileSystem.create(
      path, Array(#"{"castbook": "keys/1", \#(members)}"#.utf8), mode: 0o600, isDurable: false)
    #expect(chmod(path.text, mode) == 0)
    return path
  }

  private func get(_ address: String, _ header: String) throws -> ProviderCall {
    ProviderCall(.get, try #require(ProviderAddress(address)), headers: [header])
  }

  private func made(
    _ call: ProviderCall, _ transport: TransportProcess
  ) throws -> Result<ProviderResponse, TransferFailure> {
    var found: Result<ProviderResponse, TransferFailure>?
    try transport.perform(calls: CollectionOfOne(call)) { found = $1 }
    return try #require(found)
  }

  private func failure(_ call: ProviderCall, _ transport: TransportProcess) throws
    -> TransferFailure?
  {
    guard case .failure(let failure) = try made(call, transport) else { return nil }
    return failure
  }

  @Test(
    "A key is sent only to its own host, and other variables are sent nowhere",
    arguments: [
      ("https://evil.example/x", "FAL_KEY", "$FAL_KEY is not sent to evil.example, only to "),
      ("https://v3.fal.media/files/b/x", "FAL_KEY", "$FAL_KEY is not sent to v3.fal.media"),
      ("https://api-singapore.klingai.com/x", "FAL_KEY", "$FAL_KEY is not sent to api-singapore"),
      (
        "https://queue.fal.run.evil.example/x", "FAL_KEY", "$FAL_KEY is not sent to queue.fal.run.e"
      ),
      ("https://queue.fal.run/x", "AWS_SECRET_ACCESS_KEY", "$AWS_SECRET_ACCESS_KEY is not a prov"),
      ("https://queue.fal.run/x", "HOME", "$HOME is not a provider's key"),
      ("https://queue.fal.run/x", "KLING_SECRET_KEY", "$KLING_SECRET_KEY is not a provider's key"),
    ])
  func foreign(address: String, name: String, words: String) throws {
    let transport = try transport(["AWS_SECRET_ACCESS_KEY": "aws-secret-0123456789"])
    for method in [ProviderCall.Method.get, .post] {
      var call = ProviderCall(
        method, try #require(ProviderAddress(address)), headers: ["X-Anything: some $\(name)"])
      call.isSubmission = method == .post
      let failure = try #require(try failure(call, transport))
      #expect(failure.reason == .keyRefused && !failure.mayHaveArrived)
      #expect(failure.detail.hasPrefix(words), "\(failure.detail)")
    }
    #expect(try providers.set().requests == [])
  }

  @Test("A host that the user allows gets the key that it is allowed for, and no other one")
  func allowed() throws {
    let file = try keyFile(#""keys": [], "hosts": {"FAL_KEY": ["v3.fal.media"]}"#)
    let transport = try transport(keyFile: file)
    let address = "https://v3.fal.media/files/b/none.bin"
    #expect(try failure(get(address, "Authorization: Key $FAL_KEY"), transport) == nil)
    // The fake records every key that arrives where it expects none.
    #expect(try providers.set().leaks == ["v3.fal.media/files/b/none.bin"])
    let other = try failure(get(address, "Authorization: Key $KIE_API_KEY"), transport)
    #expect(other?.reason == .keyRefused)
    #expect(try providers.set().leaks.count == 1)
  }

  @Test(
    "A list of hosts that isn't one is refused",
    arguments: [
      #"["v3.fal.media"]"#, #"{"FAL_KEY": "v3.fal.media"}"#, #"{"FAL_KEY": ["*.fal.media"]}"#,
      #"{"FAL_KEY": ["https://v3.fal.media"]}"#, #"{"FAL_KEY": ["127.0.0.1"]}"#,
      #"{"fal": ["v3.fal.media"]}"#, #"{"FAL_KEY": [7]}"#, #"{"FAL_KEY": ["a.b/c"]}"#,
    ])
  func badHosts(text: String) throws {
    let file = try keyFile(#""keys": [], "hosts": \#(text)"#)
    let failure = #expect(throws: TransferFailure.self) { _ = try transport(keyFile: file) }
    #expect(failure?.reason == .badKeyFile)
    #expect(failure?.detail.contains(#""hosts" needs lists of host names"#) == true)
  }

  @Test(
    "A key file that others may write is refused", arguments: [0o602, 0o666, 0o662] as [UInt32])
  func writable(mode: UInt32) throws {
    let file = try keyFile(#""keys": []"#, mode: mode)
    let failure = #expect(throws: TransferFailure.self) { _ = try transport(keyFile: file) }
    #expect(failure?.reason == .badKeyFile)
    #expect(
      failure?.detail.contains("other users may change it") == true, "\(failure?.detail ?? "")")
    #expect(chmod(file.text, 0o644) == 0)
    _ = try transport(keyFile: file)
  }

  @Test("A command for a key is ended with all that it has started")
  func children() throws {
    let note = folder.path("child")
    let file = try keyFile(
      #""keys": [{"name": "FAL_KEY", "command": "sleep 300 & echo $! > \#(note.text); yes"}]"#)
    let failure = try failure(
      get("https://queue.fal.run/x", "Authorization: Key $FAL_KEY"), transport(keyFile: file))
    #expect(failure?.detail == "the command for FAL_KEY took too long or printed too much")
    let text = String(decoding: try FileSystem.read(note, limit: 100), as: UTF8.self)
    let child = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(Self.ends(child), "the child still runs")
  }

  @Test("A command for a key ends with castbook")
  func orphan() throws {
    let note = folder.path("child")
    let file = try keyFile(
      #""keys": [{"name": "FAL_KEY", "command": "echo $$ > \#(note.text); sleep 300"}]"#)
    struct EarlyStop: Error {}
    let program = Bundle.main.bundleURL.appending(path: "castbook-transport")
    let start = MonotonicClock.milliseconds
    let call = try get("https://queue.fal.run/x", "Authorization: Key $FAL_KEY")
    #expect(throws: (any Error).self) {
      // It ends with the closure.
      let transport = try TransportProcess(
        FilePath(program.path()), ProviderAccess(account: "main", keyFile: file),
        environment: ProcessInfo.processInfo.environment.merging(providers.environment) { $1 }
      ) {
        FileSystem.status(note)?.byteCount ?? 0 > 0
          || MonotonicClock.milliseconds - start > 60_000
      }
      try transport.perform(calls: CollectionOfOne(call)) { _, _ in }
    }
    let text = String(decoding: try FileSystem.read(note, limit: 100), as: UTF8.self)
    let child = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(Self.ends(child), "the command still runs")
  }

  /// Whether a process ends within five seconds. A zombie counts as ended.
  private static func ends(_ process: pid_t) -> Bool {
    for _ in 0..<100 {
      let status = FileManager.default.contents(atPath: "/proc/\(process)/stat") ?? Data()
      let state = String(decoding: status, as: UTF8.self).split(separator: ")").last?
        .split(separator: " ").first
      if state == nil || state == "Z" { return true }
      Thread.sleep(forTimeInterval: 0.05)
    }
    return false
  }

  // MARK: Deadlines

  @Test("An answer that trickles in is abandoned in time, and its submission counts as unknown")
  func trickling() throws {
    let transport = try transport()
    try providers.set([
      FakeProviders.Fault("submit", "trickling", times: 9),
      FakeProviders.Fault("status", "trickling", times: 9),
    ])
    var submission = ProviderCall(
      .post, try #require(ProviderAddress("https://queue.fal.run/fal-ai/kling-video/x")),
      headers: ["Authorization: Key $FAL_KEY", "Content-Type: application/json"])
    submission.body = .bytes(Array(#"{"prompt":"x"}"#.utf8))
    (submission.isSubmission, submission.timeoutSeconds) = (true, 1)
    let begin = MonotonicClock.milliseconds
    let first = try #require(try failure(submission, transport))
    #expect(first.reason == .timedOut && first.mayHaveArrived)
    var question = try get(
      "https://queue.fal.run/fal-ai/kling-video/requests/1/status", "Authorization: Key $FAL_KEY")
    question.timeoutSeconds = 1
    #expect(try failure(question, transport)?.reason == .timedOut)
    #expect(MonotonicClock.milliseconds - begin < 20_000)
    let record = try providers.set([])
    // The lookup is repeated, the submission is not.
    #expect(record.submissions.count == 1)
    #expect(record.requests.count { $0.hasPrefix("GET ") } == 2)
  }
}
