import Foundation
import TestSupport
import Testing

@Suite("A trace", .enabled(if: CrashRun.isPossible, "no process may watch another here"))
struct Traces {
  private let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  @Test("has the calls that change files, in order and of all processes")
  func order() throws {
    let outcome = try scratch.shell(
      """
      dd if=/dev/zero of=new bs=4 count=2 conv=fsync 2>/dev/null; mv new old; mkdir -m 700 d
      ln -s there d/link; cat old >/dev/null; echo said; (rm old); exit 3
      """
    ).trace()
    #expect(
      scratch.described(outcome.calls).filter { !$0.hasPrefix("chmod") } == [
        "openat new", "write new", "write new", "fsync new", "renameat2 new old", "mkdir d",
        "symlinkat d/link there", "unlinkat old",
      ])
    #expect(outcome.calls.map(\.number) == Array(1...outcome.calls.count))
    #expect(outcome.ending == .exited(3))
    #expect(outcome.status == 3)
    #expect(outcome.output == "said\n")
  }

  @Test("knows sizes, offsets and results")
  func facts() throws {
    try scratch.write("12345", to: "kept")
    let outcome = try scratch.shell("echo hi >>kept; mkdir kept; : >fresh; : >fresh").trace()
    #expect(outcome.ending == .exited(0) || outcome.ending == .exited(1))
    let calls = outcome.calls
    #expect(calls.map(\.name) == ["openat", "write", "mkdir", "openat", "openat"])
    #expect(calls[1].number("offset") == 5)
    #expect(calls[1].result == .returned(3))
    #expect(calls[2].result == .failed("EEXIST"))
    #expect(calls[3].has("makes"))
    #expect(!calls[4].has("makes"))
    #expect(calls[1].number("file") == calls[0].number("file"))
  }

  @Test("resolves relative and odd paths, descriptors and symbolic links")
  func paths() throws {
    try FileManager.default.createDirectory(
      at: scratch.url.appending(path: "real"), withIntermediateDirectories: true)
    let outcome = try scratch.shell(
      """
      ln -s real link; cd link; : >'a\tb'; : >./'c\\d'; cd /; : >"$OLDPWD/../real/../link/é"
      """
    ).trace()
    #expect(
      outcome.calls.map { $0.path.replacing(scratch.url.path() + "/", with: "") } == [
        "link", "real/a\tb", "real/c\\d", "real/é",
      ])
  }

  @Test("leaves out what is not in the folder, which may not exist at first")
  func outside() throws {
    let library = scratch.url.appending(path: "new/library")
    try FileManager.default.createDirectory(
      at: scratch.url.appending(path: "new"), withIntermediateDirectories: true)
    let run = CrashRun(
      "/bin/sh", ["-c", ": >a; mkdir new/library; mv a new/library/b; : >new/library-2"],
      under: library, workingIn: scratch.url)
    #expect(
      scratch.described(try run.trace().calls) == [
        "mkdir new/library", "renameat2 a new/library/b",
      ])
  }

  @Test("numbers the calls of many threads as they take effect")
  func threads() throws {
    let writer = Program.builtWithTests("castbook-crash-writer").path()
    let calls = try scratch.run(writer).trace().calls
    #expect(calls.count == 8 * 12 * 4)
    #expect(Set(calls.map(\.thread)).count == 8)
    for (_, own) in Dictionary(grouping: calls, by: \.thread) {
      #expect(own.map(\.name) == (0..<12).flatMap { _ in ["openat", "writev", "fsync", "rename"] })
    }
    #expect(try scratch.names().count == 8 * 12)
  }

  @Test("has writes through memory, but only to shared memory")
  func memory() throws {
    let writer = Program.builtWithTests("castbook-crash-writer").path()
    let outcome = try scratch.run(writer, "--map", "mapped").trace(recording: true)
    #expect(
      scratch.described(outcome.calls) == [
        "openat mapped", "ftruncate mapped", "mmap mapped", "msync mapped",
      ])
    #expect(outcome.recorded.starts(with: Data("through memory".utf8)))
  }

  @Test(
    "continues in a program that another starts or becomes", arguments: ["--spawn", "--replace"])
  func programs(option: String) throws {
    let writer = Program.builtWithTests("castbook-crash-writer").path()
    let run = scratch.run(writer, option, timeoutSeconds: 20)
    let outcome = try run.trace()
    #expect(outcome.ending == .exited(0))
    #expect(scratch.described(outcome.calls).last == "openat other")
    let last = try run.kill(at: outcome.calls.count)
    // The threads write a random number of times before they end.
    #expect(option == "--replace" || last.ending == .killed(call: 1))
  }

  @Test("is refused with a message if no process may trace another")
  func forbidden() throws {
    // A traced process can't be traced by a second one.
    let harness = Program.builtWithTests("castbook-crash").path()
    let outcome = try scratch.run(harness, "trace", "--", "/bin/true").trace()
    #expect(outcome.ending == .exited(77))
    #expect(outcome.errors.contains("lets no process watch another"))
  }

  @Test("covers a command that a signal ended, or that does not exist")
  func endings() throws {
    #expect(try scratch.shell("kill -TERM $$").trace().ending == .signalled(15))
    #expect(try scratch.shell("kill -TERM $$").trace().status == 143)
    let failure = #expect(throws: CrashRun.Unable.self) {
      try scratch.run("/no/such/command").trace()
    }
    #expect(failure?.status == 127)
    #expect(failure?.description.contains("/no/such/command: No such file") == true)
  }

  @Test("is not disturbed by signals and by processes that are stopped for a while")
  func signals() throws {
    let outcome = try scratch.shell(
      """
      trap ': >heard' USR1; sh -c 'kill -USR1 $PPID; kill -STOP $$; : >went-on' & child=$!
      until [ -e heard ]; do sleep 0.02; done
      sleep 0.2; : >stopped
      until [ -e went-on ]; do kill -CONT $child; sleep 0.02; done; wait $child
      """, timeoutSeconds: 20
    ).trace()
    #expect(outcome.ending == .exited(0))
    #expect(
      scratch.described(outcome.calls) == ["openat heard", "openat stopped", "openat went-on"])
  }

  @Test("of an endless command ends in time, with all its processes")
  func timeouts() throws {
    let outcome = try scratch.shell(
      "echo $$ >pid; sleep 1000 & sh -c 'trap \"\" TERM; sleep 1000'", timeoutSeconds: 0.3
    ).trace()
    #expect(outcome.ending == .timedOut)
    #expect(outcome.status == 124)
    let pid = try scratch.text("pid").trimmingCharacters(in: .newlines)
    #expect(!FileManager.default.fileExists(atPath: "/proc/\(pid)"))
  }
}
