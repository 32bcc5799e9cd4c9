import Foundation
import Model
import TestSupport
import Testing

private let hasGit = FileManager.default.isExecutableFile(atPath: "/usr/bin/git")

@Suite("Lock files that Git merges", .enabled(if: hasGit, "there is no git here"))
struct GitMerges {
  let folder: TemporaryFolder
  let project: ULID

  init() throws {
    folder = try TemporaryFolder()
    project = try #require(ULID("01JE0000000000000000000000"))
  }

  private func git(_ arguments: String...) throws -> Int32 {
    try Program.run(
      "/usr/bin/git", arguments, in: folder.url,
      environment: [
        "PATH": "/usr/bin:/bin", "HOME": folder.path.text, "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example", "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example",
      ]
    ).status
  }

  private func pin(_ handle: String, _ sequence: Int = 1) throws -> LockFile.Pin {
    let number = handle.utf8.reduce(UInt8(0)) { $0 &* 31 &+ $1 }
    let element = try #require(ULID(bytes: [UInt8](repeating: 1, count: 15) + [number]))
    let bytes = [UInt8](repeating: number, count: 31) + [UInt8(sequence)]
    return LockFile.Pin(
      handle: try Handle(handle), element: element, sequence: sequence,
      revision: try #require(Digest(bytes: bytes)))
  }

  private func lock(_ pins: [LockFile.Pin]) -> LockFile {
    var lock = LockFile(project: project)
    for pin in pins { lock.put(pin) }
    return lock
  }

  private func write(_ lock: LockFile, _ name: String = LockFile.name) throws {
    try Data(lock.bytes).write(to: URL(filePath: folder.path.text + "/" + name))
  }

  private func read(_ name: String = LockFile.name) throws -> LockFile {
    try LockFile(bytes: Array(try Data(contentsOf: URL(filePath: folder.path.text + "/" + name))))
  }

  /// Merges two branches of a repository, and returns whether Git succeeded.
  private func merge(
    _ base: LockFile, _ ours: LockFile, _ theirs: LockFile, attributes: String? = nil
  ) throws -> Bool {
    _ = try git("init", "-q", "-b", "main")
    if let attributes {
      try Data(attributes.utf8).write(to: URL(filePath: folder.path.text + "/.gitattributes"))
    }
    try write(base)
    for (branch, lock) in [(nil, base), ("theirs", theirs), ("ours", ours)] {
      if let branch { #expect(try git("checkout", "-q", "-b", branch, "main") == 0) }
      try write(lock)
      #expect(try git("add", "-A") == 0)
      #expect(try git("commit", "-q", "-m", "pins", "--allow-empty") == 0)
    }
    return try git("merge", "-q", "-m", "both", "theirs") == 0
  }

  @Test(
    "Two branches that add elements at different lines merge cleanly, and both additions remain")
  func apart() throws {
    let base = lock([try pin("mira"), try pin("mug")])
    let ours = lock([try pin("ada"), try pin("mira"), try pin("mug")])
    let theirs = lock([try pin("mira"), try pin("mug"), try pin("zoe", 3)])
    #expect(try merge(base, ours, theirs))
    #expect(
      try read() == lock([try pin("ada"), try pin("mira"), try pin("mug"), try pin("zoe", 3)]))
  }

  @Test("At the same line they merge with merge=union, in any order")
  func union() throws {
    let base = lock([])
    let ours = lock([try pin("mug"), try pin("ada", 2)])
    let theirs = lock([try pin("mira"), try pin("ada", 2)])
    #expect(try merge(base, ours, theirs, attributes: "castbook.lock merge=union\n"))
    let merged = try read()
    #expect(merged == lock([try pin("ada", 2), try pin("mira"), try pin("mug")]))
    #expect(try LockFile(bytes: merged.bytes) == merged)
  }

  @Test("Without merge=union Git leaves conflict markers, and they are reported")
  func marks() throws {
    let base = lock([])
    #expect(try !merge(base, lock([try pin("mug")]), lock([try pin("mira")])))
    let error = try #require(#expect(throws: LockFileError.self) { try read() })
    #expect("\(error)" == "line 4: \"<<<<<<< HEAD\": a merge is not finished")
  }

  @Test("If both moved one pin, the two lines are named")
  func disagreement() throws {
    let base = lock([try pin("mira"), try pin("mug")])
    let ours = lock([try pin("mira", 2), try pin("mug")])
    let theirs = lock([try pin("mira", 3), try pin("mug")])
    #expect(try merge(base, ours, theirs, attributes: "castbook.lock merge=union\n"))
    let error = try #require(#expect(throws: LockFileError.self) { try read() })
    #expect(error.line == 5)
    #expect("\(error)".contains("it pins @mira at revision 3"))
    #expect("\(error)".contains("but line 4 at revision 2"))
  }

  @Test(
    "If one moved a pin and the other added one beside it, git merge-file keeps both sides' lines")
  func mergeFile() throws {
    try write(lock([try pin("mira")]), "base")
    try write(lock([try pin("mira"), try pin("mug")]), "ours")
    try write(lock([try pin("ada"), try pin("mira")]), "theirs")
    #expect(try git("merge-file", "-q", "ours", "base", "theirs") == 0)
    #expect(try read("ours") == lock([try pin("ada"), try pin("mira"), try pin("mug")]))
    try write(lock([try pin("mira"), try pin("zoe")]), "ours")
    try write(lock([try pin("mira"), try pin("mug")]), "theirs")
    #expect(try git("merge-file", "-q", "--union", "ours", "base", "theirs") == 0)
    #expect(try read("ours") == lock([try pin("mira"), try pin("mug"), try pin("zoe")]))
  }

  @Test("A repository that converts line ends to those of Windows changes nothing else")
  func lineEnds() throws {
    let pins = lock([try pin("mira"), try pin("mug")])
    #expect(try merge(pins, pins, pins, attributes: "castbook.lock text eol=crlf\n"))
    try FileManager.default.removeItem(atPath: folder.path.text + "/castbook.lock")
    #expect(try git("checkout", "-q", "--", "castbook.lock") == 0)
    let bytes = Array(try Data(contentsOf: URL(filePath: folder.path.text + "/castbook.lock")))
    #expect(bytes.contains(0x0D))
    #expect(try read() == pins)
  }
}
