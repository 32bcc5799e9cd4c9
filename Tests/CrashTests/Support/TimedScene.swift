import Foundation
import TestSupport
import Testing

/// A library, a script between two looks at it, and what the command reports if the power was cut
/// in between.
///
/// The looks record in the index when folders were changed, as if that had been long before: from
/// then on only the folders' times tell whether anything is new.
final class TimedScene {
  let scene: LibraryScene
  let cut: PowerCut
  /// The number of calls that the script made, without those of the second look.
  let acknowledged: Int
  let calls: [CrashCall]
  /// What the command reports before and after the script.
  let before: Answer
  let after: Answer

  private var library: URL { scene.library }

  /// What a user sees, and the contents of the index.
  struct Answer: Hashable, CustomStringConvertible {
    let summary: String
    let index: String

    var description: String { "\(summary)\n\(index)" }
  }

  private static let lag = 10

  /// The script finds the library as `$LIBRARY` and the command as `$CASTBOOK`.
  init(_ script: String, prepare: (LibraryScene) throws -> Void = { _ in }) throws {
    scene = try LibraryScene(["list"])
    try prepare(scene)
    let library = scene.library
    let start = try FolderState(of: library)
    let times = try FolderTimes(of: library, behindSeconds: Self.lag)
    var run = CrashRun(
      "/bin/sh",
      [
        "-c",
        """
        "$CASTBOOK" list --library "$LIBRARY" >before
        (\(script)) >said || exit
        : >"$LIBRARY/.new-mark"; rm "$LIBRARY/.new-mark"
        "$CASTBOOK" list --library "$LIBRARY" >after || :
        """,
      ], under: library, workingIn: scene.scratch.url,
      environment: [
        "CASTBOOK": Program.builtWithTests("castbook").path(), "LIBRARY": library.path(),
      ])
    run.behindSeconds = Self.lag
    let outcome = try run.trace(recording: true)
    try #require(outcome.ending == .exited(0), "\(script): \(outcome.errors)")
    calls = outcome.calls
    let mark = try #require(calls.lastIndex { $0.path.hasSuffix("/.new-mark") && $0.has("makes") })
    acknowledged = calls[mark].number - 1
    cut = PowerCut(in: library, before: start, times: times, during: outcome)
    let end = try FolderState(of: library)
    func answer(_ state: FolderState) throws -> Answer {
      try state.write(to: library)
      return try Self.truth(library)
    }
    before = try answer(start)
    after = try answer(end)
  }

  /// What the command reports from the log alone, with an empty index.
  private static func truth(_ library: URL) throws -> Answer {
    for name in try FileManager.default.contentsOfDirectory(atPath: library.path())
    where name.hasPrefix("catalog.") {
      try FileManager.default.removeItem(at: library.appending(path: name))
    }
    return try answer(library, nil)
  }

  private static func answer(_ library: URL, _ times: FolderTimes?) throws -> Answer {
    var run = CrashRun(
      Program.builtWithTests("castbook").path(),
      ["list", "--all", "--json", "--library", library.path()], under: library)
    run.shownTimes = try times.map { try CrashRun.ShownTimes($0, of: library) }
    let outcome = try run.trace()
    let question = """
      SELECT 'record', hex(digest) FROM record
      UNION ALL SELECT 'segment', day || ' ' || hex(digest) FROM segment
      UNION ALL SELECT 'fault', hex(segment) || problem FROM fault ORDER BY 1, 2
      """
    let index = try CrashRun(
      "/usr/bin/sqlite3", [library.appending(path: "catalog.sqlite").path(), question],
      under: library
    ).trace()
    return Answer(summary: "\(outcome.ending)\n\(outcome.output)", index: index.output)
  }

  /// Compares what the command reports after a power cut, for all times that its folders may have
  /// then, with what it reports from the log alone. If the script makes no call durable, it may be
  /// lost entirely.
  func check(
    after call: Int, sampling count: Int? = nil, isDurable: Bool = true,
    where isComparable: (FolderState) -> Bool = { _ in true }
  ) throws {
    var states = try cut.timedStates(after: call, seeds: call..<call + 1)
      .filter { isComparable($0.state) }
    if let count { states = Array(states.shuffled(using: &chance).prefix(count)) }
    for timed in states {
      let what = "cut after \(call) of \(calls.count), \(timed.survival)"
      try timed.state.write(to: library)
      let truth = try Self.truth(library)
      #expect(
        truth.summary == after.summary
          || (truth.summary == before.summary && (call < acknowledged || !isDurable)),
        "\(what):\n\(truth)")
      for times in timed.times {
        try timed.state.write(to: library)
        let answer = try Self.answer(library, times)
        #expect(answer == truth, "\(what), folder times\n\(times)")
      }
    }
  }

  private var chance = SeededGenerator(seed: 14)
}
