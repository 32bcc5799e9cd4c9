import Foundation
import Model
import TestSupport
import Testing

/// Keys go to the providers that they are for, and nowhere else.
@Suite("Keys stay secret", .timeLimit(.minutes(10)))
struct Secrets {
  private let studio: RenderStudio

  init() throws { studio = try RenderStudio() }

  /// All texts that must not be found anywhere.
  private static let secrets =
    Array(FakeProviders.keys.values) + Array(FakeProviders.klingPair.values)

  private func expectNoKeys(in result: Program.Result, _ words: String) {
    for key in Self.secrets {
      #expect(!result.output.contains(key) && !result.errors.contains(key), "\(words)")
    }
  }

  /// The files of the studio that contain a key.
  private func leaks() throws -> [String] {
    let paths = FileManager.default.enumerator(atPath: studio.scratch.url.path())
    return try (paths?.compactMap { $0 as? String } ?? []).filter { path in
      let url = studio.scratch.url.appending(path: path)
      guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
        return false
      }
      let bytes = try Data(contentsOf: url)
      return Self.secrets.contains { bytes.contains(bytes: $0.utf8) }
    }
  }

  @Test("No file and no message has one, even if a provider repeats it")
  func files() throws {
    for (target, key) in [
      ("fal.kling-o3.r2v", "FAL_KEY"), ("wavespeed.kling-4.0.r2v", "WAVESPEED_API_KEY"),
      ("replicate.kling-v3-omni", "REPLICATE_API_TOKEN"),
      ("muapi.kling-4.0.r2v", "MUAPI_API_KEY"), ("kling.v3-omni", "KLING_API_KEY"),
    ] {
      let secret = try #require(FakeProviders.keys[key])
      let name = "\(target.prefix(3))"
      let bundle = try studio.export(name, for: target, "@mira waves.")
      let words: JSONValue = ["detail": "wrong key \(secret)", "message": "wrong key \(secret)"]
      for body in [words, .string("Bearer \(secret) is not valid")] {
        try studio.providers.set([
          FakeProviders.Fault("submit", "refused", times: 9, more: ["status": 401, "body": body])
        ])
        let refused = try studio.run(["send", bundle, "--yes", "--record", "calls"])
        #expect(refused.status == 1 && refused.output.contains("$\(key)"), "\(refused)")
        expectNoKeys(in: refused, target)
      }
      try studio.providers.set([])
      let sent = try studio.run(["send", bundle, "--yes", "--record", "calls", "--json"])
      #expect(sent.status == 0, "\(sent)")
      expectNoKeys(in: sent, target)
      expectNoKeys(in: try studio.run(["targets", "learn", "-o", "learned"]), target)
      expectNoKeys(in: try studio.run(["jobs", "--json"]), target)
    }
    #expect(try leaks() == [])
    #expect(try studio.providers.set().leaks == [])
  }

  @Test("A command that prints a key, and a file of keys, reveal nothing")
  func commands() throws {
    let secret = try #require(FakeProviders.keys["FAL_KEY"])
    try studio.set(
      "keys.json",
      #"{"castbook":"keys/1","keys":[{"name":"FAL_KEY","command":"echo fal-test-key:; exit 3"}]}"#)
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A car.")
    let failed = try studio.run(["send", bundle, "--yes"], without: ["FAL_KEY"])
    #expect(failed.status == 1 && failed.output.contains("the command for FAL_KEY failed"))
    #expect(!failed.output.contains("fal-test-key") && !failed.errors.contains("fal-test-key"))
    let variable = #"{"castbook":"keys/1","keys":[{"name":"FAL_KEY","variable":"OTHER"}]}"#
    try studio.set("keys.json", variable)
    let sent = try studio.run(
      ["send", bundle, "--yes"], without: ["FAL_KEY"], with: ["OTHER": secret])
    #expect(sent.status == 0, "\(sent)")
    #expect(try leaks() == [])
  }

  @Test("No list of processes and no memory dump has one")
  func processes() throws {
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A car.")
    try studio.providers.set(polls: 50)
    // The shell limits dumps. If the system writes none, the second half proves nothing.
    let shell = "ulimit -c unlimited; exec \"$0\" \"$@\""
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", shell, Tool.binary.path(), "send", bundle, "--yes"]
    process.currentDirectoryURL = studio.scratch.url
    process.environment = Tool.surroundings.merging(studio.environment) { $1 }
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    var transport: [pid_t] = []
    for _ in 0..<200 where transport.isEmpty {
      Thread.sleep(forTimeInterval: 0.05)
      transport = Self.children(of: process.processIdentifier)
    }
    #expect(!transport.isEmpty)
    while try studio.providers.set().submissions.isEmpty { Thread.sleep(forTimeInterval: 0.05) }
    for number in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
      guard pid_t(number) != nil,
        let words = FileManager.default.contents(atPath: "/proc/\(number)/cmdline")
      else { continue }
      #expect(!Self.secrets.contains { words.contains(bytes: $0.utf8) }, "process \(number)")
    }
    // Swift's own handler ignores signals from other processes, but not this one.
    for one in transport + [process.processIdentifier] { kill(one, SIGSYS) }
    process.waitUntilExit()
    #expect(try leaks() == [])
  }

  /// The processes that a process has started.
  private static func children(of parent: pid_t) -> [pid_t] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.compactMap { pid_t($0) }.filter { number in
      let status = FileManager.default.contents(atPath: "/proc/\(number)/status") ?? Data()
      return String(decoding: status, as: UTF8.self).contains("\nPPid:\t\(parent)\n")
    }
  }
}
