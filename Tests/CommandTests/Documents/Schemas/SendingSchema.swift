import Castbook
import Foundation
import Model
import TestSupport
import Testing

/// The schema of the files that say how providers are sent to.
@Suite("docs/schemas/sending.schema.json", .timeLimit(.minutes(30)))
struct SendingSchema {
  private static let folder = Fixtures.repository.appending(path: "Catalog/Sending")

  /// A desk with a copy of each file of the catalogue.
  private func desk() throws -> SchemaDesk {
    let desk = try SchemaDesk("sending")
    for name in try Self.names() {
      try desk.scratch.write(try Data(contentsOf: Self.folder.appending(path: name)), to: name)
    }
    return desk
  }

  private static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
  }

  @Test("accepts each file of Catalog/Sending, all of which the program has")
  func accepted() throws {
    let names = try Self.names()
    #expect(names == TargetCatalogue.sendingNames.map { "\($0).json" }.sorted())
    #expect(!names.isEmpty)
    try desk().accepts(names)
  }

  /// What can be wrong with a provider whose jobs can be looked up.
  private static let klingFaults: [SchemaFault] = [
    .value("sending/1", of: "castbook", becomes: "sending/2"),
    .key("keys", called: "key"),
    .value(["api-key"], of: "value", becomes: ["api"]),
    .value("none", of: "method", becomes: "patch"),
    .object("upload", gains: "part", "file"),
    .value("data.id", of: "id", becomes: "data..id"),
    .value(
      "https://api-singapore.klingai.com/tasks?task_ids={id}", of: "url",
      becomes: "https://api-singapore.klingai.com/tasks?task_ids="),
    .text(of: "url", begins: "http:", insteadOf: "https:"),
    .key("done", called: "ready"),
    .value("external-id", of: "resume", becomes: "retry"),
    .value("2026-09-15", of: "asOf", becomes: "2026/09/15"),
    .value("first_party_doc_snapshot", of: "kind", becomes: "page"),
    .value("30 days", of: "lasts", becomes: 30),
  ]

  @Test("accepts a provider whose jobs can be looked up, but not with a fault in it")
  func kling() throws { try desk().accepts("kling.json", butNotWith: Self.klingFaults) }

  /// What can be wrong with a provider that files are uploaded to.
  private static let falFaults: [SchemaFault] = [
    .value("put", of: "method", becomes: "none"),
    .key("scheme", called: "word"),
    .key("X-Fal-File-Name", called: "X-Fal: Name"),
    .value(104_857_600, of: "maxBytes", becomes: 0),
    .object("otherwise", gains: "otherwise", [:]),
    .key("to", called: "otherwise"),
  ]

  @Test("accepts a provider that files are uploaded to, but not with a fault in it")
  func fal() throws { try desk().accepts("fal.json", butNotWith: Self.falFaults) }
}
