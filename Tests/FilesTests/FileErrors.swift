import Files
import Model
import TestSupport
import Testing

@Suite("A failed call on a file")
struct FileErrors {
  @Test("that would have written has the rule for output, one that reads the rule for input")
  func rules() throws {
    let folder = try TemporaryFolder()
    let gone = folder.path("gone/a.jpg")
    let writing = try #require(
      #expect(throws: FileError.self) { try AtomicFile([1], beside: gone) })
    #expect(writing.rule == "output.failed")
    #expect(writing.message == "\(gone): could not be written: No such file or directory")
    #expect(writing.fix == "use an existing folder that you can write to")
    let reading = try #require(
      #expect(throws: FileError.self) { try FileSystem.read(gone, limit: 9) })
    #expect(reading.rule == "input.unreadable")
    #expect(reading.message == "\(gone): no such file or folder")
    #expect(reading.fix == nil)
    #expect(reading.blame == .failure)
  }
}
