import CommandLineKit
import Foundation
import Testing

@Suite struct SignalAnswers {
  @Test("The first Ctrl-C is only noted")
  func first() async {
    await #expect(processExitsWith: .exitCode(7)) {
      signal(SIGINT, SIG_DFL)
      Signals.prepare()
      guard !Signals.interrupted else { exit(1) }
      pressControlC()
      waitUntilNoted()
      exit(Signals.interrupted ? 7 : 2)
    }
  }

  @Test(
    "The first Ctrl-C cancels the work, which may still finish cleanly", arguments: [false, true])
  func cancelling(isEarly: Bool) async {
    await #expect(processExitsWith: .exitCode(7)) { [isEarly] in
      signal(SIGINT, SIG_DFL)
      Signals.prepare()
      if isEarly { pressControlC() }
      let count = try await Signals.cancellingOnInterrupt {
        if !isEarly { pressControlC() }
        for count in 0..<5_000 {
          if Task.isCancelled { return count }
          usleep(1_000)
        }
        return -1
      }
      exit(count >= 0 ? 7 : 1)
    }
  }

  @Test("The second Ctrl-C kills at once")
  func second() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      signal(SIGINT, SIG_DFL)
      Signals.prepare()
      pressControlC()
      waitUntilNoted()
      pressControlC()
      sleep(5)
      exit(1)
    }
  }

  @Test(
    "A program started with SIGINT ignored, like a script's background job, continues to ignore it")
  func background() async {
    await #expect(processExitsWith: .exitCode(7)) {
      signal(SIGINT, SIG_IGN)
      Signals.prepare()
      pressControlC()
      pressControlC()
      usleep(100_000)
      exit(Signals.interrupted ? 1 : 7)
    }
  }

  @Test("Ending by interrupt looks like Ctrl-C to the parent, even if the signal is blocked")
  func end() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      Signals.prepare()
      var all = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_BLOCK, &all, nil)
      Signals.endByInterrupt()
    }
  }

  @Test("The words of the command line are those of the process")
  func arguments() {
    #expect(Argument.ofThisProcess().map(\.text) == Array(CommandLine.arguments.dropFirst()))
  }
}

/// Signals the whole process, as the terminal does: a thread of the test library may block the
/// signal.
private func pressControlC() { kill(getpid(), SIGINT) }

private func waitUntilNoted() {
  for _ in 0..<500 where !Signals.interrupted { usleep(10_000) }
}
