import Foundation
import TestSupport

/// A temporary folder for one test, deleted afterwards.
final class Scratch {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "castbook-test-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted() }
  }

  /// Runs a program in the folder, under the crash harness.
  func run(_ program: String, _ arguments: String..., timeoutSeconds: Double = 60) -> CrashRun {
    CrashRun(program, arguments, under: folder, timeoutSeconds: timeoutSeconds)
  }

  func shell(_ script: String, timeoutSeconds: Double = 60) -> CrashRun {
    run("/bin/sh", "-c", script, timeoutSeconds: timeoutSeconds)
  }

  /// Names and paths of calls, relative to the folder.
  func described(_ calls: [CrashCall]) -> [String] {
    calls.map { call in
      ([call.name, call.path] + [call.secondPath].compactMap { $0 }).joined(separator: " ")
        .replacing(folder.path() + "/", with: "").replacing(folder.path(), with: ".")
    }
  }
}
