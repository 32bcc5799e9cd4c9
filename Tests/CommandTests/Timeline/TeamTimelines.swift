import Foundation
import Model
import TestSupport
import Testing

/// Timelines of takes that are in a team's store.
@Suite("Timelines of a team", .timeLimit(.minutes(10)))
struct TeamTimelines {
  @Test("A colleague's take is a clip without a file until it is fetched")
  func elsewhere() throws {
    let server = try S3Server()
    let studio = try SharedStudio(at: server.origin)
    try studio.begin()
    try studio.scratch.write(Production.shot("@mug on a table", duration: 3), to: "shot.md")
    try studio.scratch.copy("clips/mira.mp4", as: "clip.mp4")
    try studio.output("anna", "export shot.md -o out")
    try studio.output("anna", "take add clip.mp4 --bundle out/shot --result kept --cost 0.42")
    try studio.output("anna", "push")
    try studio.join("ben")
    let early = try studio.output("ben", "timeline shot.md -o early.otio")
    #expect(early.contains("castbook fetch --all") && early.contains("file missing"), "\(early)")
    let missing = try TimelineJudge.read(studio.scratch.path("early.otio")).items("Video")[0]
    #expect(missing.active?["schema"]?.string == "MissingReference")
    // Its length is not known here, so it is as long as the shot.
    #expect(missing.record == [0, 24, 72])
    #expect(missing.markers.first?["comment"]?.string?.contains("0.42 USD") == true)
    try studio.output("ben", "fetch --all")
    try studio.output("ben", "timeline shot.md -o film.otio")
    let found = try TimelineJudge.read(studio.scratch.path("film.otio")).items("Video")[0]
    #expect(found.record == [0, 24, 96] && found.active?["sha256"] != nil)
    // Both have the same timeline, byte for byte.
    try FileManager.default.removeItem(at: studio.scratch.url.appending(path: "film-media"))
    try FileManager.default.moveItem(
      at: studio.scratch.url.appending(path: "film.otio"),
      to: studio.scratch.url.appending(path: "ben.otio"))
    try studio.output("anna", "timeline shot.md -o film.otio")
    #expect(try studio.scratch.text("film.otio") == studio.scratch.text("ben.otio"))
  }
}
