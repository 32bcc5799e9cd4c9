import Foundation
import Model
import TestSupport
import Testing

/// `castbook serve` as users run it.
@Suite("castbook serve", .timeLimit(.minutes(30)))
struct Serve {
  /// A gallery that was started, and ends with this object.
  private final class Gallery {
    let process = Process()
    let address: String
    let port: Int
    private let scratch: TemporaryFolder

    init(_ words: String..., scratch: TemporaryFolder) throws {
      self.scratch = scratch
      process.executableURL = Tool.binary
      process.arguments = ["serve", "--json"] + words
      process.environment = Tool.surroundings.merging(
        ["CASTBOOK_LIBRARY": scratch.path("library").text, "TMPDIR": scratch.url.path()]) { $1 }
      process.currentDirectoryURL = scratch.url
      let pipe = Pipe()
      process.standardOutput = pipe
      process.standardInput = FileHandle.nullDevice
      try process.run()
      var line = Data()
      while line.last != UInt8(ascii: "\n") {
        let part = pipe.fileHandleForReading.availableData
        if part.isEmpty { break }
        line += part
      }
      let announced = try JSONSerialization.jsonObject(with: line) as? [String: Any]
      address = try #require(announced?["address"] as? String)
      port = try #require(announced?["port"] as? Int)
      #expect(announced?["castbook"] as? String == "serve/1")
    }

    /// Ends it by a signal, and returns whether it ended by that signal.
    func end(by number: Int32) -> Bool {
      kill(process.processIdentifier, number)
      process.waitUntilExit()
      return process.terminationReason == .uncaughtSignal
    }

    deinit { if process.isRunning { process.terminate() } }
  }

  private func library() throws -> TemporaryFolder {
    let scratch = try TemporaryFolder()
    let made = try Tool.run(
      ["init", "--starter"], environment: ["CASTBOOK_LIBRARY": scratch.path("library").text])
    #expect(made.status == 0)
    return scratch
  }

  @Test(
    "it prints its address, and leaves nothing behind when it is stopped",
    arguments: [SIGINT, SIGTERM])
  func stops(number: Int32) throws {
    let scratch = try library()
    let gallery = try Gallery("--port", "0", scratch: scratch)
    #expect(gallery.address.contains(/^http:\/\/castbook-[0-9a-f]{16}\.localhost:\d+\/\?key=/))
    let names = { try FileManager.default.contentsOfDirectory(atPath: scratch.url.path()) }
    #expect(try names().contains { $0.hasPrefix("castbook-files-") })
    #expect(gallery.end(by: number))
    #expect(try !names().contains { $0.hasPrefix("castbook-files-") })
  }

  @Test("a port in use is reported, and another one can be chosen")
  func portTaken() throws {
    let scratch = try library()
    let first = try Gallery("--port", "0", scratch: scratch)
    let environment = ["CASTBOOK_LIBRARY": scratch.path("library").text]
    let second = try Tool.run(["serve", "--port", "\(first.port)"], environment: environment)
    #expect(second.status == 3)
    #expect(second.errors.contains("another program uses port \(first.port)"))
    #expect(second.errors.contains("--port 0"))
    let third = try Gallery("--port", "0", scratch: scratch)
    #expect(third.port != first.port)
  }

  @Test("a library that can't be served is reported before the port opens")
  func mistakes() throws {
    let scratch = try TemporaryFolder()
    let missing = ["CASTBOOK_LIBRARY": scratch.path("nowhere").text]
    let none = try Tool.run(["serve"], environment: missing)
    #expect(none.status == 3 && none.errors.contains("castbook init"))
    for port in ["65536", "-1", "web"] {
      let wrong = try Tool.run(["serve", "--port=\(port)"], environment: missing)
      #expect(wrong.status == 2, "\(wrong.errors)")
    }
  }

  @Test("a server library that can't be loaded is reported with the reason")
  func damagedServer() throws {
    let scratch = try library()
    _ = try scratch.write("not a library", to: "libmicrohttpd.so.12")
    let refused = try Tool.run(
      ["serve", "--port", "0"],
      environment: [
        "CASTBOOK_LIBRARY": scratch.path("library").text, "LD_LIBRARY_PATH": scratch.url.path(),
      ])
    #expect(refused.status == 3)
    #expect(refused.errors.contains("libmicrohttpd can't be loaded: "), "\(refused.errors)")
    #expect(refused.errors.contains("libmicrohttpd.so.12: file too short"), "\(refused.errors)")
    #expect(refused.errors.contains("libmicrohttpd12, or castbook again"), "\(refused.errors)")
  }

  @Test("every command is in the list of what the page can do, and no other")
  func listed() throws {
    let docs = Fixtures.repository.appending(path: "docs")
    let commands = try FileManager.default.contentsOfDirectory(
      atPath: docs.appending(path: "commands").path()
    ).compactMap { $0.wholeMatch(of: /castbook-([a-z-]+)\.md/).map { String($0.1) } }
    let text = try String(contentsOf: docs.appending(path: "gallery.md"), encoding: .utf8)
    let rows = text.matches(of: /\n\| `([a-z-]+)` \| [^|]{8,} \|/).map { String($0.1) }
    // Commands within commands, such as `take add`, are in the row of the first.
    let parts = [
      "bundle-diff", "bundle-request", "bundle-verify", "models-add", "models-remove", "remote-add",
      "remote-key",
      "remote-key-rotate", "remote-machines", "remote-policy", "remote-remove",
      "remote-signers", "settings-key", "settings-limit", "settings-name", "take-add",
      "take-answers", "take-comment", "take-list", "take-rate",
      "take-share", "take-watch",
      "targets-diff", "targets-learn",
    ]
    #expect(rows == commands.filter { !parts.contains($0) }.sorted())
  }

  @Test("commands work on the library while it is open")
  func beside() throws {
    let scratch = try library()
    let gallery = try Gallery("--port", "0", scratch: scratch)
    let edited = try Tool.run(
      ["edit", "@mug", "--name", "Cup"],
      environment: ["CASTBOOK_LIBRARY": scratch.path("library").text])
    #expect(edited.status == 0)
    #expect(gallery.process.isRunning)
  }
}
