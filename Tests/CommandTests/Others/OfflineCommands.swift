import Foundation
import TestSupport
import Testing

#if os(Linux)
  /// Commands that read files drop the right to connect, as the kernel reports of the real program.
  @Suite("Commands that never connect", .timeLimit(.minutes(5)))
  struct OfflineCommands {
    /// Starts a command that waits for standard input; returns its number of system call filters.
    private func filters(_ words: [String]) throws -> Int? {
      let process = Process()
      process.executableURL = Tool.binary
      process.arguments = words
      let input = Pipe()
      process.standardInput = input
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      defer {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
      }
      // It reads its input after it has given the right up, and waits there.
      for _ in 0..<1000 {
        let status = try String(
          contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let count = status.firstMatch(of: /Seccomp_filters:\s*(\d+)/).flatMap { Int($0.1) }
        if count != 0 { return count }
        usleep(5000)
      }
      return 0
    }

    @Test(
      "have a filter of system calls",
      arguments: [["check", "-"], ["score", "-"], ["pick", "-"], ["sort", "-"], ["mcp"]])
    func filter(words: [String]) throws {
      // Older kernels don't report the number.
      guard let count = try filters(words) else { return }
      #expect(count == 1)
    }

    @Test("still decode in other programs")
    func decoding() throws {
      let result = try Tool.run([
        "check", "odd/other.gif", "odd/webp-lossy.webp", "voices/en-us.mp3", "--json",
      ])
      #expect(!result.output.contains("not-proven"), "\(result.output)")
      #expect(result.output.components(separatedBy: "\"proven\":true").count == 4)
    }
  }
#endif
