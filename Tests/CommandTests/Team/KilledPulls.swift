import Foundation
import Model
import TestSupport
import Testing

@Suite(
  "A pull that was killed", .timeLimit(.minutes(20)),
  .enabled(if: CrashRun.isPossible, "no process may watch another here"))
struct KilledPulls {
  @Test("leaves no file that doctor reports as missing when it was only not fetched yet")
  func first() throws {
    let server = try S3Server()
    let studio = try SharedStudio(at: server.origin)
    try studio.begin()
    try studio.output("ben", studio.address)
    let library = studio.scratch.url.appending(path: "ben")
    let before = studio.scratch.url.appending(path: "before")
    try FileManager.default.copyItem(at: library, to: before)
    func restore() throws {
      try FileManager.default.removeItem(at: library)
      try FileManager.default.copyItem(at: before, to: library)
    }
    let run = CrashRun(
      Tool.binary.path(), ["pull"], under: library, environment: studio.environment("ben"))
    let trace = try run.trace()
    #expect(trace.ending == .exited(0), "\(trace.errors)")
    let calls = trace.calls
    // From the renaming of the segment to the end, records name files that aren't here.
    let joined = try #require(
      calls.firstIndex { $0.name.hasPrefix("rename") && $0.path.contains("/log/") })
    let window = calls.indices.suffix(from: joined + 1).map { $0 + 1 }
    #expect(window.count > 20)
    for call in TestRun.some(window, 12) {
      try restore()
      let outcome = try run.kill(at: call)
      #expect(outcome.ending == .killed(call: call) || outcome.ending == .exited(0))
      let report = try studio.json("ben", "doctor")
      let findings = (report["findings"]?.array ?? []).compactMap { $0["rule"]?.string }
      #expect(
        !findings.contains("library.file-missing"), "killed at \(calls[call - 1]): \(findings)")
      #expect(findings.contains("library.file-elsewhere"), "killed at \(calls[call - 1])")
    }
    try studio.output("ben", "pull --blobs all")
    #expect(try studio.output("ben", "doctor").contains("no problems found"))
  }
}
