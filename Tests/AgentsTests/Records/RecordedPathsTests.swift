import Castbook
import Model
import TestSupport
import Testing

@testable import Agents

@Suite("Paths of records")
struct RecordedPathsTests {
  @Test("A path is shown below its root, or by its last name")
  func shown() throws {
    let scratch = try TemporaryFolder()
    let roots = try Roots([scratch.createFolder("film")])
    let (inside, outside) = (scratch.path("film/a.md").text, scratch.path("film2/b.md").text)
    let paths = RecordedPaths([inside, outside, "/", "c.md"], in: roots)
    #expect(paths.shown(inside) == "root1/a.md")
    #expect(paths.shown(outside) == "b.md")
    #expect(paths.shown("scenes/c.md") == "scenes/c.md")
    #expect(paths.shown("../c.md") == "c.md")
    #expect(paths.quoted(outside) == "«b.md»")
    #expect(paths.message("\(outside): no file; \(inside)") == "b.md: no file; \(inside)")
    #expect(paths.message("\(outside)/castbook.lock") == "b.md/castbook.lock")
    #expect(paths.value(["x": .array([.string(outside)])]) == ["x": .array(["b.md"])])
  }
}
