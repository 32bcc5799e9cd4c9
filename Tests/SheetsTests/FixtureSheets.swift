import Foundation
import Media
import Model
import Sheets
import TestSupport
import Testing

@Suite("Sheets of the starter cast") struct FixtureSheets {
  private func found(_ name: String, _ grid: PanelGrid = .auto) async throws -> PanelDetection {
    let bytes = try Fixtures.bytes(name)
    let inspector = Inspector(budget: MemoryBudget(total: 768 << 20))
    let path = try #require(FilePath(name))
    let picture = try #require(
      try await inspector.inspect(.bytes(bytes, name: path), depth: .appearance).picture, "\(name)")
    return PanelSearch.panels(in: picture, grid: grid)
  }

  @Test("Mira's four views side by side are found completely, of equal height")
  func row() async throws {
    let found = try await found("sheets/mira-row.jpg")
    #expect(found.isSure && found.cues == [.subjects])
    try #require(found.columnCounts == [4])
    for (number, panel) in found.panels.enumerated() {
      // Each is in a part of 210 pixels, from her hair at 74 to her shoes at 401.
      #expect(panel.box.x >= 20 + 217 * number - 8)
      #expect(panel.box.x + panel.box.width <= 230 + 217 * number + 8)
      #expect(panel.box.y <= 80 && panel.box.y + panel.box.height >= 396)
      #expect(panel.box.height == found.panels[0].box.height)
    }
  }

  @Test("The mug's four views are those between the gutters")
  func gutters() async throws {
    let found = try await found("sheets/mug-gutters.jpg")
    #expect(found.isSure && found.cues == [.gutter])
    try #require(found.columnCounts == [2, 2])
    for (panel, corner) in zip(found.panels, [(8, 8), (320, 8), (8, 320), (320, 320)]) {
      let cell = PixelBox(x: corner.0, y: corner.1, width: 300, height: 300)
      #expect(panel.box.isNear(cell, within: 2))
    }
  }

  @Test("Mira's three adjacent pictures are separated at their seams")
  func seams() async throws {
    let found = try await found("sheets/mira-seams.jpg")
    #expect(found.isSure && found.cues == [.seam])
    try #require(found.columnCounts == [3])
    for (number, panel) in found.panels.enumerated() {
      let cell = PixelBox(x: 280 * number, y: 0, width: 280, height: 380)
      #expect(panel.box.isNear(cell, within: 2))
    }
  }

  @Test(
    "A picture of one view is never cut by default",
    arguments: [
      "scenes/mira-000-daylight.jpg", "scenes/mira-000-daylight-cluttered.jpg",
      "scenes/mira-close-up.jpg", "scenes/mug-045-lamp.jpg",
      "scenes/mug-000-daylight-cluttered.jpg",
      "scenes/mug-full-length.jpg",
    ])
  func scenes(name: String) async throws {
    #expect(try await found(name).isSure == false)
  }
}
