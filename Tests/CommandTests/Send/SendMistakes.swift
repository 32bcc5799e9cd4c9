import Foundation
import Model
import TestSupport
import Testing

/// User errors around a job: renaming, mistyping, stopping too early, using two accounts or
/// libraries. Handled wrongly, each is paid twice or loses a take.
@Suite("Sending despite mistakes", .timeLimit(.minutes(20)))
struct SendMistakes {
  private let studio: RenderStudio

  init() throws { studio = try RenderStudio() }

  private func job() throws -> String {
    try #require(try studio.json("jobs")["jobs"]?.array?.first?["job"]?["id"]?.string)
  }

  private func submissions() throws -> [JSONValue] { try studio.providers.set().submissions }

  @Test("A renamed element needs the same pictures, so its shot is not paid for again")
  func renamed() throws {
    try studio.export("lobby", for: "fal.kling-o3.r2v", "@mira waves.")
    try studio.output("send", "lobby.md", "-o", "out", "--yes")
    try studio.output("edit", "@mira", "--rename", "mira_o")
    let sent = try studio.json("send", "lobby.md", "-o", "again", "--yes")
    #expect(sent["bundles"]?.array?.first?["state"]?.string == "done", "\(sent)")
    #expect(try submissions().count == 1)
  }

  @Test("A mistyped id is refused, and an abandoned job still accepts the right one")
  func mistyped() throws {
    let lobby = try studio.export("lobby", for: "fal.kling-o3.r2v", "@mira waves.")
    try studio.providers.set([FakeProviders.Fault("submit", "lost")])
    _ = try studio.run(["send", lobby, "--yes"])
    let id = try job()
    let wrong = try studio.run(["fetch", id, "--task", "wrong", "-o", "out"])
    #expect(wrong.status == 1 && wrong.errors.contains("knows no job wrong"), "\(wrong)")
    #expect(try studio.json("jobs")["jobs"]?.array?.first?["job"]?["state"]?.string == "sending")
    // The user abandons it, although the provider has it.
    try studio.output("cancel", id, "--yes")
    #expect(try studio.run(["fetch", id]).status == 1)
    let task = try #require(try submissions().first?["id"]?.string)
    #expect(try studio.output("fetch", id, "--task", task, "-o", "out").contains("lobby-take-1"))
    #expect(RenderStudio.end(try studio.json("send", lobby, "--yes")) == nil)
    #expect(try submissions().count == 1)
  }

  @Test("A job that the provider doesn't know is given up only by a user who is sure")
  func unsure() throws {
    let lobby = try studio.export("lobby", for: "fal.kling-o3.r2v", "@mira waves.")
    try studio.output("send", lobby, "--yes", "--detach")
    let id = try job()
    try studio.providers.set([
      FakeProviders.Fault(
        "status", "replaced", times: 3, more: ["body": ["unexpected": true] as JSONValue])
    ])
    let asked = try studio.run(["cancel", id])
    #expect(asked.status == 2 && asked.errors.contains("doesn't know job"), "\(asked)")
    try studio.providers.set([
      FakeProviders.Fault(
        "status", "replaced", times: 3, more: ["body": ["unexpected": true] as JSONValue])
    ])
    #expect(try studio.output("cancel", id, "--yes").contains("given up"))
    // It is charged nevertheless, so it counts, and its clip can still be fetched.
    try studio.set("limits.json", #"{"castbook": "limits/1", "daily": ["0.5 USD"]}"#)
    let limited = try studio.run(["send", lobby, "--yes"])
    #expect(limited.output.contains("daily limit"), "\(limited)")
    #expect(try studio.output("fetch", id, "-o", "out").contains("lobby-take-1.mp4"))
    #expect(try submissions().count == 1)
  }

  @Test("The price of a job that may be submitted after the provider was asked is in the plan")
  func asked() throws {
    let bundle = try studio.export("car", for: "kling.v3.t2v", "A car in the rain.")
    try studio.providers.set([
      FakeProviders.Fault("submit", "closed"), FakeProviders.Fault("find", "500", times: 9),
    ])
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "undecided")
    let plan = try studio.json("send", bundle, "--dry-run")
    #expect(plan["costs"]?.array?.count == 1, "\(plan)")
    #expect(plan["bundles"]?.array?.first?["submits"]?.boolean == true)
    let text = try studio.output("send", bundle, "--dry-run")
    #expect(text.contains("the provider is asked") && text.contains("renders"), "\(text)")
    let dear = try studio.run(["send", bundle, "--yes", "--max-cost", "0.01"])
    #expect(dear.status == 1 && dear.output.contains("more than --max-cost"), "\(dear)")
    #expect(try submissions().isEmpty)
    try studio.providers.set([])
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "take")
    #expect(try submissions().count == 1)
  }

  @Test("For a job that can't be looked up, the plan says how to find out")
  func unaskable() throws {
    let lobby = try studio.export("lobby", for: "fal.kling-o3.r2v", "@mira waves.")
    try studio.providers.set([FakeProviders.Fault("submit", "lost")])
    _ = try studio.run(["send", lobby, "--yes"])
    let text = try studio.output("send", lobby, "--dry-run")
    #expect(text.contains("can't be asked for it") && text.contains("--task ID"), "\(text)")
    #expect(try studio.json("send", lobby, "--dry-run")["costs"]?.array?.isEmpty == true)
  }

  @Test("Only an empty list means that there is no such job")
  func oddLists() throws {
    let bundle = try studio.export("car", for: "kling.v3.t2v", "A car in the rain.")
    let odd: [FakeProviders.Fault] = [
      FakeProviders.Fault(
        "find", "refused", more: ["status": 404, "body": ["code": 404] as JSONValue]),
      FakeProviders.Fault(
        "find", "replaced", more: ["body": ["code": 0, "data": JSONValue.null] as JSONValue]),
      FakeProviders.Fault(
        "find", "replaced",
        more: ["body": ["code": 0, "data": [["status": "submitted"] as JSONValue]] as JSONValue]),
    ]
    try studio.providers.set([FakeProviders.Fault("submit", "lost")] + odd)
    for _ in 0..<3 {
      #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "undecided")
    }
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "take")
    #expect(try submissions().count == 1)
  }

  @Test("What can't be sent at all leaves no job that may have been accepted")
  func neverLeft() throws {
    let bundle = try studio.export("rain", for: "fal.kling-o3.t2v", "Rain.")
    try studio.set("keys.json", #"{"castbook": "keys/1", "keys": [}"#)
    let result = try studio.run(["send", bundle, "--yes"])
    #expect(result.status == 3 && result.errors.contains("keys.json"), "\(result)")
    #expect(!result.errors.contains("in one folder"))
    #expect(try studio.json("jobs")["jobs"]?.array?.isEmpty == true)
    try studio.set("keys.json", #"{"castbook": "keys/1", "keys": []}"#)
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "take")
  }

  @Test("The daily limit holds across all libraries of a user; refused jobs don't count")
  func libraries() throws {
    try studio.set("limits.json", #"{"castbook": "limits/1", "daily": ["0.9 USD"]}"#)
    let lobby = try studio.export("lobby", for: "fal.kling-o3.t2v", "A lobby.")
    let other = ["CASTBOOK_LIBRARY": studio.scratch.path("other").text]
    #expect(try studio.run(["init"], with: other).status == 0)
    try studio.providers.set([FakeProviders.Fault("submit", "refused")])
    #expect(try studio.run(["send", lobby, "--yes"]).status == 1)
    let rain = try studio.export("rain", for: "fal.kling-o3.t2v", "Rain.")
    #expect(try studio.run(["send", lobby, "--yes"], with: other).status == 0)
    #expect(try studio.run(["send", rain, "--yes"]).status == 0)
    let third = try studio.run(["send", lobby, "--yes", "--again"], with: other)
    #expect(third.status == 1 && third.output.contains("0.84 USD of your daily limit"), "\(third)")
    #expect(try submissions().count == 2)
    let ledger = studio.scratch.url.appending(path: ".local/state/castbook/spending.json")
    let desk = try SchemaDesk("spending")
    try desk.scratch.write(try Data(contentsOf: ledger), to: "spending.json")
    try desk.accepts(["spending.json"])
    // An unreadable file may hide spending.
    try Data("{}".utf8).write(to: ledger)
    let damaged = try studio.run(["send", lobby, "--yes", "--again"])
    #expect(damaged.status == 3 && damaged.errors.contains("spending.json"), "\(damaged)")
    #expect(try submissions().count == 2)
  }

  @Test("Each job has its own clip, also if its bundle was sent again")
  func ownClips() throws {
    let lobby = try studio.export("lobby", for: "fal.kling-o3.t2v", "A lobby.")
    try studio.output("send", lobby, "--yes")
    let first = try job()
    try studio.output("send", lobby, "--yes", "--again")
    let second = try job()
    func clip(_ job: String) throws -> JSONValue? {
      try studio.json("fetch", job, "-o", "clips")["result"]?["sha256"]
    }
    let clips = [try clip(first), try clip(second)]
    #expect(clips.allSatisfy { $0 != nil } && clips[0] != clips[1])
  }

  @Test("A creation that was interrupted is fetched like a clip, and not made again")
  func creation() throws {
    try studio.providers.set([FakeProviders.Fault("status", "500", times: 1000)])
    let process = try studio.start(["register", "@mira", "--at", "kling", "--send", "--yes"])
    for _ in 0..<600 {
      let open = try studio.json("jobs", "--open")["jobs"]?.array?.first
      if open?["job"]?["state"]?.string == "accepted" { break }
      Thread.sleep(forTimeInterval: 0.1)
    }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try studio.providers.set([])
    let fetched = try studio.json("fetch", job())
    #expect(fetched["result"]?["end"]?.string == "created", "\(fetched)")
    let again = try studio.json("register", "@mira", "--at", "kling", "--send", "--yes")
    let registration = again["registrations"]?.array?.first
    #expect(registration?["new"]?.boolean == false)
    #expect(registration?["id"]?.string == fetched["result"]?["id"]?.string)
    #expect(try submissions().count == 1)
  }

  @Test("A bundle with the id of one account is not sent with another one's key")
  func accounts() throws {
    try studio.output(
      "register", "@mira", "--at", "kling", "--account", "studio", "--id", "5550001")
    try studio.scratch.write(
      Data("---\ntarget: kling.v3-omni\nduration: 5\n---\n@mira waves.\n".utf8), to: "wave.md")
    // A shot file is exported for the account that it is sent with.
    let plan = try studio.output("send", "wave.md", "-o", "out", "--dry-run")
    #expect(plan.contains("creates @mira"), "\(plan)")
    try studio.output("export", "wave.md", "-o", "theirs")
    let mixed = try studio.run(["send", "theirs/wave", "--dry-run"])
    #expect(mixed.status == 1 && mixed.output.contains("is of account studio"), "\(mixed)")
    #expect(
      try studio.run(["send", "theirs/wave", "--dry-run", "--account", "studio"]).status == 0)
  }

  @Test("The folder for results is created, and one bundle's error doesn't affect the others")
  func folders() throws {
    let lobby = try studio.export("lobby", for: "fal.kling-o3.t2v", "A lobby.")
    let text = try studio.output("send", lobby, "--yes", "-o", "new/results")
    #expect(text.contains("new/results/lobby-take-1.mp4"))
    // Between the payment and the clip, a file appears at the folder's path.
    let rain = try studio.export("rain", for: "fal.kling-o3.t2v", "Rain.")
    try studio.output("send", rain, "--yes", "--detach")
    try studio.scratch.write(Data("x".utf8), to: "blocked")
    let blocked = try studio.run(["send", rain, "--yes", "-o", "blocked"])
    #expect(blocked.status == 3 && blocked.errors.contains("blocked"), "\(blocked)")
    #expect(try studio.output("fetch", job(), "-o", "out").contains("rain-take-1.mp4"))
    #expect(try submissions().count == 2)
  }
}
