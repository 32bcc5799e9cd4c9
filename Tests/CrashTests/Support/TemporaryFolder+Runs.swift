import Foundation
import TestSupport

extension TemporaryFolder {
  /// Runs a program in the folder, under the crash harness.
  func run(_ program: String, _ arguments: String..., timeoutSeconds: Double = 60) -> CrashRun {
    CrashRun(program, arguments, under: url, timeoutSeconds: timeoutSeconds)
  }

  func shell(_ script: String, timeoutSeconds: Double = 60) -> CrashRun {
    run("/bin/sh", "-c", script, timeoutSeconds: timeoutSeconds)
  }

  /// Names and paths of calls, relative to the folder.
  func described(_ calls: [CrashCall]) -> [String] {
    calls.map { call in
      ([call.name, call.path] + [call.secondPath].compactMap { $0 }).joined(separator: " ")
        .replacing(url.path() + "/", with: "").replacing(url.path(), with: ".")
    }
  }
}
