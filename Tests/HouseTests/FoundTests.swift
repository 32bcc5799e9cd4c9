import Foundation
import Testing

@Suite("Scripts/find-test")
struct FoundTests {
  private func found(_ name: String) throws -> [String] {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = Repository.root.appending(path: "Scripts/find-test")
    process.arguments = [name]
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test(
    "finds a target with and without its suffix, a suite, a function, and a part of a description",
    arguments: [
      ("House", "HouseTests\t^HouseTests\\.\tall of HouseTests"),
      ("HouseTests", "HouseTests\t^HouseTests\\.\tall of HouseTests"),
      ("FoundTests", "HouseTests\t^HouseTests\\.(.*/)?FoundTests(/|$)\tScripts/find-test"),
      (
        "findsByName",
        "HouseTests\t^HouseTests\\.(.*/)?FoundTests/findsByName\\(\tFoundTests: finds a target with and without its "
          + "suffix, a suite, a function, and a part of a description"
      ),
      (
        "nothing where there is NOTHING",
        "HouseTests\t^HouseTests\\.(.*/)?FoundTests/findsNothing\\(\tFoundTests: finds nothing where there is nothing"
      ),
    ])
  func findsByName(name: String, line: String) throws {
    #expect(try found(name) == [line])
  }

  @Test("finds nothing where there is nothing")
  func findsNothing() throws {
    #expect(try found("noSuchNameAnywhere\(1)").isEmpty)
    // A name is not a path.
    #expect(try found("../Sources").isEmpty)
  }
}
