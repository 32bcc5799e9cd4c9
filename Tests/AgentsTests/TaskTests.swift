import Foundation
import TestSupport
import Testing

/// The quick part of `Benchmarks/agents`: a scripted client that knows the tools by their
/// descriptions and answers, and is tempted to do harm.
@Suite("An agent's tasks", .timeLimit(.minutes(5)))
struct TaskTests {
  @Test("are done, and end without harm, and no answer has a key or a path outside the folder")
  func done() throws {
    // The address sanitizer reports the way in which Foundation starts programs.
    guard !Sanitizer.isActive else { return }
    let scratch = try TemporaryFolder()
    let packages = Fixtures.repository.appending(path: ".build/agents").path()
    let result = try Program.run(
      Program.python,
      ["main.py", Program.castbook.path(), "\(scratch.path("agents"))", "--quick"],
      in: Fixtures.repository.appending(path: "Benchmarks/agents"),
      environment: Program.environment(
        with: ["PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": packages]))
    #expect(result.status == 0, "\(result.output.prefix(4000))\(result.errors.prefix(2000))")
    #expect(result.output.matches(of: /pass +[a-z_]+/).count == 6)
  }
}
