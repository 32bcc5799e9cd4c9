import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

@Suite("The tool add", .timeLimit(.minutes(5)))
struct AddToolTests {
  @Test("creates a library and an element, and the same call changes nothing")
  func element() async throws {
    let desk = try WritingDesk()
    try desk.bring("mira-front.jpg")
    let arguments: JSONValue = [
      "kind": "character", "handle": "@mira", "name": "Mira", "tags": ["lead"],
      "files": [["path": "mira-front.jpg", "role": "front", "note": "by the door"] as JSONValue],
      "detail": "full",
    ]
    let first = try await desk.content("add", arguments)
    #expect(first.element["new"] == true && first.element["added"] == 1)
    #expect(first["data"]?["add"]?["castbook"] == "add/2")
    let found = try await desk.library.find("@mira").revision
    #expect(found.revision.name == "Mira" && found.revision.tags == ["lead"])
    #expect(found.revision.references.map(\.note) == ["by the door"])
    #expect(first.element["sha256"]?.string == found.digest.hex)
    let second = try await desk.content("add", arguments)
    #expect(second.element["changed"] == false && second.element["new"] == false)
    #expect(try await desk.library.find("@mira").revision.digest == found.digest)
  }

  @Test("asks for the user where a person's rights are not stated, and takes stated ones")
  func rights() async throws {
    let desk = try WritingDesk()
    try desk.bring("mira-front.jpg", "mug-front.jpg", "mira-right.jpg")
    func add(_ kind: String, _ handle: String, _ more: JSONValue) async throws -> String {
      let base: JSONValue = ["kind": kind, "handle": handle, "empty": true]
      return try await desk.content("add", base.adding(more)).summary
    }
    let question = "Ask the user who this person is"
    #expect(try await add("character", "@a", [:]).contains(question))
    #expect(try await add("character", "@b", ["person": "real"]).contains(question))
    #expect(try await !add("character", "@c", ["person": "drawn"]).contains(question))
    #expect(try await !add("product", "@d", [:]).contains(question))
    let stated: JSONValue = [
      "rights": [
        "basis": "consented", "holder": "Mira Okafor", "expires": "2030-01-31",
        "allowed": ["editorial"], "document": "mira-right.jpg",
      ] as JSONValue
    ]
    #expect(try await !add("character", "@e", stated).contains(question))
    let rights = try #require(try await desk.library.find("@e").revision.revision.rights)
    #expect(rights.basis == .consented && rights.holder == "Mira Okafor")
    #expect(rights.expires == Day("2030-01-31") && rights.allowed == [.editorial])
    #expect(rights.document != nil)
  }

  @Test("previews without a library, and keeps nothing")
  func preview() async throws {
    let desk = try WritingDesk()
    try desk.bring("mug-front.jpg")
    let preview = try await desk.content(
      "add",
      [
        "kind": "product", "handle": "@mug", "preview": true,
        "files": [["path": "mug-front.jpg"] as JSONValue],
      ])
    #expect(preview["data"]?["preview"] == true && preview.element["added"] == 1)
    #expect(try await desk.workspace.libraryIfAny() == nil)
  }

  @Test("needs the revision that the agent saw to change an element that exists")
  func expected() async throws {
    let desk = try WritingDesk()
    let seen = try await desk.addMira()
    try desk.bring("mira-right.jpg", "mira-three-quarter-left.jpg")
    func arguments(_ file: String, _ expected: String?) -> JSONValue {
      [
        "handle": "@mira", "files": [["path": file] as JSONValue],
        "expected": expected,
      ]
    }
    let unseen = try await desk.refusal("add", arguments("mira-right.jpg", nil))
    #expect(unseen.hasPrefix("/expected: @mira exists: a character with 2 files."), "\(unseen)")
    let added = try await desk.content("add", arguments("mira-right.jpg", seen))
    #expect(added.element["added"] == 1 && added.element["revision"] == 2)
    let late = try await desk.refusal("add", arguments("mira-three-quarter-left.jpg", seen))
    #expect(late.contains("mira-right.jpg") && late.hasSuffix("[element.conflict]"), "\(late)")
    let latest = try #require(added.element["sha256"]?.string)
    #expect(late.contains(latest))
    // Files that are there already are no change, for any revision that was seen.
    let again = try await desk.content("add", arguments("mira-right.jpg", seen))
    #expect(again.element["changed"] == false)
    #expect(try await desk.library.find("@mira").revision.digest.hex == latest)
  }

  @Test("reads no file outside the folders, whether it is named or linked")
  func outside() async throws {
    let desk = try WritingDesk()
    try desk.bring("mug-front.jpg")
    try desk.scratch.copy("starter/mug-top.jpg")
    try desk.scratch.link("film/link.jpg", to: desk.scratch.path("mug-top.jpg").text)
    for path in ["../mug-top.jpg", desk.scratch.path("mug-top.jpg").text, "link.jpg"] {
      let text = try await desk.refusal(
        "add",
        [
          "kind": "product", "handle": "@mug", "files": [["path": path] as JSONValue],
        ])
      #expect(text.hasSuffix("[agents.outside]"), "\(text)")
    }
    let document = try await desk.refusal(
      "add",
      [
        "kind": "product", "handle": "@mug", "empty": true,
        "rights": ["basis": "own", "document": "../mug-top.jpg"] as JSONValue,
      ])
    #expect(document.hasSuffix("[agents.outside]"))
    let folder = try await desk.content(
      "add",
      ["kind": "product", "handle": "@mug", "files": [["path": "root1"] as JSONValue]])
    #expect(folder.element["added"] == 1)
    #expect(folder.summary.contains("1 name skipped in folders"), "\(folder.summary)")
  }

  @Test("refuses what doesn't fit, and says where")
  func wrong() async throws {
    let desk = try WritingDesk()
    try desk.scratch.write("no picture", to: "film/bad.jpg")
    let cases: [(JSONValue, String)] = [
      (["handle": "@mira", "empty": true], "/kind: @mira is new"),
      (["kind": "character", "handle": "no handle"], "/handle: "),
      (
        ["kind": "character", "handle": "@mira", "files": [["role": "front"] as JSONValue]],
        "/files/0/path: the argument is missing"
      ),
      (
        [
          "kind": "character", "handle": "@mira", "empty": true,
          "rights": ["basis": "stolen"] as JSONValue,
        ], "/rights/basis: unknown value «stolen»"
      ),
      (
        [
          "kind": "character", "handle": "@mira", "empty": true,
          "rights": ["expires": "soon"] as JSONValue,
        ], "/rights/expires: «soon» does not fit"
      ),
      (
        ["kind": "character", "handle": "@mira", "empty": true, "rights": [:] as JSONValue],
        "/rights: no rights"
      ),
    ]
    for (arguments, start) in cases {
      let text = try await desk.refusal("add", arguments)
      #expect(text.hasPrefix(start) && text.hasSuffix("[agents.argument]"), "\(text)")
    }
    let bad: JSONValue = [
      "kind": "product", "handle": "@mug", "files": [["path": "bad.jpg"] as JSONValue],
    ]
    #expect(try await desk.refusal("add", bad).hasSuffix("[file.refused]"))
    try desk.bring("mug-front.jpg")
    let others = try await desk.content(
      "add",
      [
        "kind": "product", "handle": "@mug", "skip_bad": true,
        "files": [["path": "bad.jpg"] as JSONValue, ["path": "mug-front.jpg"]],
      ])
    #expect(others["data"]?["left_out"] == 1 && others.element["added"] == 1)
  }
}
