import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

@Suite("The tool prepare", .timeLimit(.minutes(5)))
struct PrepareToolTests {
  /// An agent whose folder `refs` has a picture that is rotated, which gets an upright copy.
  private func desk() throws -> WritingDesk {
    let desk = try WritingDesk()
    try desk.scratch.createFolder("film/refs")
    try desk.scratch.write(
      try Fixtures.bytes("odd/jpeg-orientation-6-be.jpg"), to: "film/refs/a.jpg")
    return desk
  }

  private func bytes(_ desk: WritingDesk, _ path: String) throws -> Data {
    try Data(contentsOf: desk.scratch.url.appending(path: path))
  }

  @Test("previews, then writes copies beside a record, and never changes an original")
  func files() async throws {
    let desk = try desk()
    let original = try bytes(desk, "film/refs/a.jpg")
    let arguments: JSONValue = ["files": ["refs"], "targets": ["kling"], "output": "root1/ready"]
    let preview = try await desk.content("prepare", arguments.adding(["preview": true]))
    #expect(preview["data"]?["preview"] == true && preview["data"]?["written"] == 0)
    #expect(preview["data"]?["prepared"] == 1)
    #expect(
      !FileManager.default.fileExists(atPath: desk.scratch.path("film/ready").text))
    let made = try await desk.content("prepare", arguments.adding(["detail": "full"]))
    #expect(made["data"]?["prepare"]?["castbook"] == "prepare/1")
    let data = try #require(made["data"])
    #expect(data["prepared"] == preview["data"]?["prepared"])
    #expect(data["refused"] == preview["data"]?["refused"])
    let passing =
      try #require(data["prepared"]?.integer) + (try #require(data["as_they_are"]?.integer))
    #expect(data["written"]?.integer == passing)
    let names = try FileManager.default.contentsOfDirectory(
      atPath: desk.scratch.path("film/ready").text)
    #expect(names.contains("prepare.json") && names.count == passing + 1)
    #expect(try bytes(desk, "film/refs/a.jpg") == original)
    // A repeated call makes nothing new.
    let again = try await desk.content("prepare", arguments)
    #expect(again["data"]?["written"] == data["written"])
  }

  @Test("keeps the copies of an element in the library")
  func element() async throws {
    let desk = try desk()
    let size = "odd/size-300x300.jpg"
    try desk.scratch.write(try Fixtures.bytes(size), to: "film/refs/b.jpg")
    try await desk.content(
      "add",
      [
        "kind": "product", "handle": "@mug",
        "files": [["path": "refs/a.jpg"] as JSONValue, ["path": "refs/b.jpg"]], "skip_bad": true,
      ])
    let before = try await desk.library.find("@mug").revision.digest
    let first = try await desk.content("prepare", ["files": ["@mug"]])
    #expect(first["data"]?["written"] == 0 && first["data"]?["kept_before"] == 0)
    let second = try await desk.content("prepare", ["files": ["@mug"]])
    #expect(second["data"]?["kept_before"] == first["data"]?["prepared"])
    #expect(try await desk.library.find("@mug").revision.digest == before)
  }

  @Test("refuses what it can't do, and says where")
  func wrong() async throws {
    let desk = try desk()
    let noFolder = try await desk.refusal("prepare", ["files": ["refs"]])
    #expect(noFolder.hasPrefix("/output: copies of files need a folder"))
    let outside = try await desk.refusal("prepare", ["files": ["refs"], "output": "../ready"])
    #expect(outside.hasSuffix("[agents.outside]"))
    let color = try await desk.refusal(
      "prepare", ["files": ["refs"], "preview": true, "background": "blueish"])
    #expect(color.hasPrefix("/background: «blueish» does not fit"))
    try desk.scratch.createFolder("film/ready")
    try desk.scratch.createFolder("other")
    try desk.scratch.link("film/ready/refs", to: desk.scratch.path("other").text)
    let linked = try await desk.refusal("prepare", ["files": ["root1"], "output": "ready"])
    #expect(linked.hasPrefix("/output: the folder contains links"), "\(linked)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: desk.scratch.path("other").text) == [])
  }
}
