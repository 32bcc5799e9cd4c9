import CommandLineKit
import Foundation
import Testing

@Suite struct SignalAnswers {
  @Test("The first Ctrl-C is only noted")
  func first() async {
    await #expect(processExitsWith: .exitCode(7)) {
      Signals.prepare()
      guard !Signals.interrupted else { exit(1) }
      raise(SIGINT)
      exit(Signals.interrupted ? 7 : 2)
    }
  }

  @Test("The second Ctrl-C kills at once")
  func second() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      Signals.prepare()
      raise(SIGINT)
      raise(SIGINT)
      exit(1)
    }
  }

  @Test("Ending by interrupt looks like Ctrl-C to the parent, even while the signal is blocked")
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
