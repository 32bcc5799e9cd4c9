import Foundation
import Model
import TestSupport
import Testing

/// The schema of what `castbook sort --json` prints.
@Suite("docs/schemas/sort.schema.json", .timeLimit(.minutes(30)))
struct SortSchema {
  @Test("accepts the groups of several folders, and of an empty one")
  func accepted() throws {
    let desk = try SchemaDesk("sort")
    try desk.keep("scenes.json", "sort", "scenes", "trouble")
    try desk.scratch.createFolder("empty")
    try desk.keep("none.json", "sort", desk.scratch.path("empty").text)
    try desk.accepts(["scenes.json", "none.json"])
  }

  /// What can be wrong in sorted files.
  private static let faults: [SchemaFault] = [
    .value("sort/3", of: "castbook", becomes: "sort/2"),
    .value(false, of: "facesCompared", becomes: true),
    .value("mira", of: "handle", becomes: "@mira"),
    .list("by", begins: "luck"),
    .value("sure", of: "confidence", becomes: "certain"),
    .value(1, of: "best", becomes: 0),
    .value("front", of: "role", becomes: "voice"),
    .text(of: "sha256", begins: "X"),
    .key("undetermined", called: "open"),
    .key("path", of: "written", called: "folder"),
    .key("likeness", called: "alike"),
    .value(7, of: "pictureCount", becomes: .integer(-7)),
  ]

  @Test("accepts sorted files that were written, but not with a fault in them")
  func written() throws {
    let desk = try SchemaDesk("sort")
    try desk.keep("starter.json", "sort", "starter", "-o", desk.scratch.path("cast").text)
    try desk.accepts("starter.json", butNotWith: Self.faults)
  }

  @Test("accepts the groups of a folder with a library and with files that were sorted before")
  func again() throws {
    let desk = try SchemaDesk("sort")
    try desk.keep("starter.json", "sort", "starter", "-o", desk.scratch.path("cast").text)
    try desk.keep("again.json", "sort", desk.scratch.url.path())
    try desk.accepts(["again.json"])
  }
}
