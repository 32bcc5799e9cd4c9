import Foundation
import Model
import TestSupport
import Testing

/// A command that prints the team's key and asks for a password on the terminal, with castbook in
/// the foreground.
@Suite("A password prompt for the team's key", .timeLimit(.minutes(5)))
struct TeamPasswords {
  private let server: S3Server
  private let studio: SharedStudio

  init() throws {
    server = try S3Server()
    studio = try SharedStudio(at: server.origin)
    try studio.begin("--sealed --key-file \(studio.scratch.path("team.key").text)")
  }

  /// Runs a command on its own terminal, answers the prompt, and then writes a line for the shell
  /// that ran it.
  private func onTerminal(_ words: [String], answer: String) throws -> String {
    let script = """
      import json, os, pty, select, signal, sys, time
      words, answer = json.loads(sys.argv[1]), sys.argv[2].encode().decode("unicode_escape").encode()
      process, terminal = pty.fork()
      if process == 0:
          signal.signal(signal.SIGINT, signal.SIG_DFL)
          after = '"$@"; echo "status $?"; read line; echo "got $line"'
          os.execv("/bin/sh", ["sh", "-c", after, "sh"] + words)
      output, isAnswered, isFollowed = b"", False, False
      end = time.monotonic() + 90
      while time.monotonic() < end:
          if select.select([terminal], [], [], 0.1)[0]:
              try:
                  piece = os.read(terminal, 4096)
              except OSError:
                  break
              if not piece:
                  break
              output += piece
          # People answer once the command is in front.
          isAsking = b"Team password: " in output and os.tcgetpgrp(terminal) != process
          if isAsking and not isAnswered:
              os.write(terminal, answer)
              isAnswered = True
          if b"status " in output and not isFollowed:
              os.write(terminal, b"later\\n")
              isFollowed = True
      sys.stdout.buffer.write(output)
      """
    let list = try JSONSerialization.data(withJSONObject: [Tool.binary.path()] + words)
    let result = try Program.run(
      Program.python, ["-c", script, String(decoding: list, as: UTF8.self), answer],
      in: studio.scratch.url,
      environment: Tool.surroundings.merging(studio.environment("ben")) { $1 })
    return result.output
  }

  private var words: [String] {
    let key = studio.scratch.path("team.key").text
    let ask = "printf 'Team password: ' >/dev/tty; read answer </dev/tty; "
    return [
      "remote", "add", "s3://team/films", "--endpoint", studio.origin, "--sealed", "--key-command",
      ask + "[ \"$answer\" = \"open sesame\" ] && cat \(key)",
    ]
  }

  @Test("is answered, and the terminal comes back")
  func answered() throws {
    let output = try onTerminal(words, answer: #"open sesame\n"#)
    #expect(output.contains("this library is now a copy"), "\(output)")
    #expect(output.contains("status 0") && output.contains("got later"), "\(output)")
  }

  @Test(
    "is refused or interrupted, and the terminal comes back", arguments: [#"wrong\n"#, #"\x03"#])
  func refused(answer: String) throws {
    let output = try onTerminal(words, answer: answer)
    #expect(output.contains("the command for the team's key failed"), "\(output)")
    #expect(output.contains("status 3") && output.contains("got later"), "\(output)")
  }
}
