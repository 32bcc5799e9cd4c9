import Castbook
import Foundation
import Synchronization
import TestSupport
import Testing

/// The answers of a gallery in one test, all of which must be valid by the schemas of
/// `docs/schemas`.
final class Answers: Sendable {
  /// The lines for `schemas.py`, by what was asked.
  private let lines = Mutex<[String: JSONValue]>([:])
  /// The answers that were valid in other tests.
  private static let known = Mutex<Set<JSONValue>>([])

  /// Keeps an answer. Without a schema, it names its own.
  func keep(_ answer: JSONValue, to question: String, schema: String? = nil) {
    if Self.known.withLock({ $0.contains(answer) }) { return }
    let line: JSONValue = ["name": question, "schema": schema, "answer": answer]
    lines.withLock { $0["\($0.count) \(question)"] = line }
  }

  /// Records an issue for each answer that is not valid.
  func validate() {
    let lines = lines.withLock { $0 }.sorted { $0.key < $1.key }.map(\.value)
    // The address sanitizer reports the way in which Foundation starts programs.
    guard !lines.isEmpty, !Sanitizer.isActive else { return }
    let input = lines.map { $0.compactText + "\n" }.joined()
    do {
      let result = try Program.run(
        Program.python, ["schemas.py", Fixtures.repository.appending(path: "docs/schemas").path()],
        in: Fixtures.repository.appending(path: "Tests/GalleryTests"), input: Data(input.utf8),
        environment: Program.environment(with: ["PYTHONDONTWRITEBYTECODE": "1"]))
      #expect(result.status == 0, "\(result.output.prefix(4000))\(result.errors.prefix(2000))")
      if result.status == 0 {
        Self.known.withLock { known in known.formUnion(lines.compactMap { $0["answer"] }) }
      }
    } catch {
      Issue.record(error)
    }
  }
}
