import Files
import Model
import TestSupport
import Testing

@Suite("A small text file")
struct TextFiles {
  private func outcome(_ path: FilePath, limit: Int) -> String {
    switch TextFile.read(path, limit: limit) {
    case .success(let bytes): String(decoding: bytes, as: UTF8.self)
    case .failure(let failure): "failure: \(failure.message)"
    }
  }

  @Test("is read whole, or refused in words")
  func read() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Array("profile".utf8), to: "my.json")
    #expect(outcome(file, limit: 7) == "profile")
    #expect(outcome(file, limit: 6) == "failure: is too large (7 bytes)")
    #expect(outcome(folder.path("gone"), limit: 9) == "failure: no such file or folder")
    #expect(outcome(folder.path, limit: 9) == "failure: is a folder, not a file")
    #expect(outcome(try folder.makePipe("pipe"), limit: 9) == "failure: is a pipe, not a file")
    try folder.write([], to: "empty")
    #expect(outcome(folder.path("empty"), limit: 0).isEmpty)
  }

  @Test("is read for its names where it is a folder")
  func folders() throws {
    let folder = try TemporaryFolder()
    for name in ["b", "a", ".c", "B"] { try folder.write(to: name) }
    #expect(
      try Folder.names(in: folder.path).get().map { String(decoding: $0, as: UTF8.self) } == [
        ".c", "B", "a", "b",
      ])
    #expect(throws: ReadFailure.self) { try Folder.names(in: folder.path("gone")).get() }
    #expect(throws: ReadFailure.self) { try Folder.names(in: folder.path("a")).get() }
  }
}
