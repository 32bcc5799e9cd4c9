import Foundation
import TestSupport
import Testing

/// Which pictures `pick` takes if no name says what they show.
@Suite("Picking among unnamed pictures")
struct PickedViews {
  @Test("Other views come before more frontal ones, and clutter counts")
  func shapes() throws {
    let scratch = try TemporaryFolder()
    let scenes = [
      "000-daylight", "close-up", "000-daylight-cluttered", "000-studio", "045-daylight",
      "090-daylight",
    ]
    for (number, scene) in scenes.enumerated() {
      try FileManager.default.copyItem(
        at: Fixtures.folder.appending(path: "scenes/mira-\(scene).jpg").resolvingSymlinksInPath(),
        to: scratch.url.appending(path: "IMG_420\(number + 1).JPG"))
    }
    let result = try Tool.run(["pick", ".", "--best", "4"], in: scratch.url)
    #expect(result.status == 0)
    let picked = result.output.split(separator: "\n").filter { $0.contains(#/^  \d /#) }
    #expect(picked.count == 4, "\(result.output)")
    func isPicked(_ number: Int) -> Bool { picked.contains { $0.contains("IMG_420\(number).JPG") } }
    #expect(isPicked(5) && isPicked(6), "the three-quarter view and the side: \(result.output)")
    #expect(!isPicked(3), "before a bookshelf: \(result.output)")
    #expect([1, 2, 4].count { isPicked($0) } <= 2, "frontal views: \(result.output)")
  }
}
