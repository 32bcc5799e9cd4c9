import Foundation
import Model
import TestSupport
import Testing

/// The client of the official SDK for Python, which checks every answer against the schemas of the
/// protocol. `Scripts/install --tests` installs it.
@Suite("The official SDK", .timeLimit(.minutes(10)))
struct SDKTests {
  @Test("accepts every answer, in all versions of the protocol")
  func accepts() throws {
    // The address sanitizer reports the way in which Foundation starts programs.
    guard !Sanitizer.isActive else { return }
    let folder = Fixtures.repository.appending(path: ".build/agents").path()
    let scratch = try TemporaryFolder()
    let cast = scratch.path("cast").text
    let made = try Program.run(
      Program.castbook.path(), ["init", "--starter", "--library", cast])
    try #require(made.status == 0, "\(made.errors)")
    try scratch.createFolder("shoot")
    for name in PictureDesk.views {
      try scratch.copy("scenes/\(name).jpg", as: "shoot/\(name).jpg")
    }
    let result = try Program.run(
      Program.python, ["client.py", Program.castbook.path(), scratch.path.text],
      in: Fixtures.repository.appending(path: "Tests/AgentsTests"),
      environment: Program.environment(
        with: ["PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": folder]))
    #expect(result.status == 0, "\(result.output.prefix(4000))\(result.errors.prefix(2000))")
    #expect(result.output.matches(of: /: accepted\n/).count == 6)
  }
}
