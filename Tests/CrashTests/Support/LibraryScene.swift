import Foundation
import TestSupport
import Testing

/// A library as it was before a command, the command, and the result without a failure.
final class LibraryScene {
  let scratch: TemporaryFolder
  let start: FolderState
  let run: CrashRun
  let before: LibraryState
  let after: LibraryState
  /// The outcome of the command without a failure.
  let outcome: CrashRun.Outcome
  /// Texts and bytes that must not be found once the command has taken effect.
  let erased: [String]

  var library: URL { scratch.url.appending(path: "library") }

  init(
    _ command: [String], erased: [String] = [], prepare: (URL) throws -> Void = { _ in }
  ) throws {
    let scratch = try TemporaryFolder()
    self.scratch = scratch
    self.erased = erased
    let library = scratch.url.appending(path: "library")
    let program = Program.builtWithTests("castbook").path()
    func castbook(_ words: [String]) -> CrashRun {
      CrashRun(
        program, words + ["--library", library.path()], under: library,
        workingIn: scratch.url)
    }
    for name in ["mira-000-daylight", "mira-045-daylight", "mira-000-lamp"] {
      try FileManager.default.copyItem(
        at: Self.pictures.appending(path: "\(name).jpg"),
        to: scratch.url.appending(path: "\(name).jpg"))
    }
    for words in [
      ["init"],
      [
        "add", "character", "@qwzhandle", "mira-000-daylight.jpg", "mira-000-lamp.jpg", "--name",
        "Vexomirandula", "--tag", "zublimtag", "--notes", "Kritzelnotiz",
      ], ["edit", "@qwzhandle", "--name", "Plorkenfast"],
      ["add", "character", "@other", "mira-000-lamp.jpg", "--name", "Other"],
    ] {
      let outcome = try castbook(words).trace()
      try #require(outcome.ending == .exited(0), "\(words): \(outcome.errors)")
    }
    try prepare(library)
    before = try LibraryState(of: library, "before")
    start = try FolderState(of: library)
    var run = castbook(command)
    // How long the command takes must not decide whether the times of a folder have settled, and
    // the index records them: calls are identified by their number.
    run.behindSeconds = 10
    self.run = run
    outcome = try run.trace(recording: true)
    try #require(outcome.ending == .exited(0), "\(command): \(outcome.errors)")
    after = try LibraryState(of: library, "after")
    try checkErased("after")
  }

  private static let pictures = Fixtures.folder.appending(path: "scenes")

  /// Opens the library and compares it with the states before and after the command. Returns
  /// whether it equals the one after.
  @discardableResult
  func check(_ what: String, mustHold: Bool = false) throws -> Bool {
    let found = try LibraryState(of: library, what)
    let holds = found == after
    #expect(holds || (found == before && !mustHold), "\(what):\n\(found)")
    if holds, after != before { try checkErased(what) }
    #expect(try LibraryState.withoutIndex(library, what) == found, "\(what), without its index")
    return holds
  }

  private func checkErased(_ what: String) throws {
    guard !erased.isEmpty else { return }
    for (name, item) in try FolderState(of: library).items {
      guard case .file(let bytes, _) = item else { continue }
      let data = Data(bytes)
      for text in erased {
        #expect(data.range(of: Data(text.utf8)) == nil, "\(what): \(text) in \(name)")
      }
    }
  }
}
