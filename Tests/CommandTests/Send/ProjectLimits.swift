import Foundation
import Model
import TestSupport
import Testing

/// What a project may cost: the lines `limit` of its `castbook.board`.
@Suite("The limit of a project", .timeLimit(.minutes(20)))
struct ProjectLimits {
  private let studio: RenderStudio

  init() throws {
    studio = try RenderStudio()
    try studio.output("use", "@mira")
  }

  private func limit(_ lines: String...) throws {
    let text = (["format 1"] + lines).joined(separator: "\n") + "\n"
    try studio.scratch.write(Data(text.utf8), to: "castbook.board")
  }

  private func submissionCount() throws -> Int { try studio.providers.set().submissions.count }

  @Test("Nothing is sent beyond it: jobs count until they are refused, and clips from elsewhere do")
  func sum() throws {
    try limit("limit 1 USD", "shot lobby.md")
    let lobby = try studio.export("lobby", for: "fal.kling-o3.t2v", "A lobby.")
    let rain = try studio.export("rain", for: "fal.kling-o3.t2v", "Rain.")
    let snow = try studio.export("snow", for: "fal.kling-o3.t2v", "Snow.")
    // A job that the provider refuses costs nothing.
    try studio.providers.set([FakeProviders.Fault("submit", "refused")])
    #expect(try studio.run(["send", lobby, "--yes"]).status == 1)
    try studio.output("send", lobby, "--yes")
    // A plan for several says which no longer fit, before anything is sent.
    let plan = try studio.json("send", rain, snow, "--dry-run")
    let obstacles = try #require(plan["bundles"]?.array).map { $0["obstacles"]?.array ?? [] }
    #expect(obstacles.first?.isEmpty == true && obstacles.last?.count == 1, "\(plan)")
    #expect(
      obstacles.last?.first?["message"]?.string
        == "it costs 0.42 USD, and 0.84 USD of the project's limit of 1 USD are spent")
    try studio.output("send", rain, "--yes")
    let third = try studio.run(["send", snow, "--yes"])
    #expect(third.status == 1 && third.output.contains("project's limit of 1 USD"), "\(third)")
    #expect(try submissionCount() == 2)
    // What was rendered elsewhere counts as well; outside of the project nothing is limited.
    try limit("limit 2 USD")
    try studio.bring("clips/mira.mp4", as: "mira.mp4")
    try studio.output("take", "add", "mira.mp4", "--bundle", snow, "--cost", "0.80 USD")
    let fourth = try studio.run(["send", snow, "--yes"])
    #expect(
      fourth.status == 1 && fourth.output.contains("1.64 USD of the project's limit of 2 USD"))
    try FileManager.default.moveItem(
      at: studio.scratch.url.appending(path: "castbook.lock"),
      to: studio.scratch.url.appending(path: "lock"))
    let free = try studio.export("wind", for: "fal.kling-o3.t2v", "Wind.")
    try studio.output("send", free, "--yes")
    #expect(try submissionCount() == 3)
  }

  @Test("Another currency, an unreadable board and an unknown price are no way around it")
  func around() throws {
    let lobby = try studio.export("lobby", for: "fal.kling-o3.t2v", "A lobby.")
    try limit("limit 0.40 USD", "limit 500 CREDITS")
    #expect(try studio.run(["send", lobby, "--yes"]).output.contains("limit of 0.40 USD"))
    try limit("limit 5 USD", "<<<<<<< ours")
    let broken = try studio.run(["send", lobby, "--yes"])
    #expect(broken.status == 1 && broken.output.contains("castbook.board may have a limit"))
    try limit("limit 999999999999999.99 USD")
    #expect(try studio.run(["send", lobby, "--yes"]).output.contains("fewer digits"))
    #expect(try submissionCount() == 0)
    try limit("limit 500 CREDITS")
    try studio.output("send", lobby, "--yes")
    #expect(try submissionCount() == 1)
  }

  @Test("Of two commands at the same time, only one is within it")
  func race() throws {
    try limit("limit 0.5 USD")
    let shots = try ["lobby", "rain", "snow"].map {
      try studio.export($0, for: "fal.kling-o3.t2v", "Much \($0).")
    }
    let processes = try shots.map { try studio.start(["send", $0, "--yes"]) }
    for process in processes { process.waitUntilExit() }
    #expect(processes.map(\.terminationStatus).sorted() == [0, 1, 1])
    #expect(try submissionCount() == 1)
  }
}
