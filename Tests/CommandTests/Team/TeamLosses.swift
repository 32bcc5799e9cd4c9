import Foundation
import Model
import TestSupport
import Testing

@Suite("A team whose store was set back", .timeLimit(.minutes(10)))
struct TeamLosses {
  @Test("is warned by every command that exchanges, and push --full repairs it")
  func setBack() throws {
    let server = try S3Server()
    let studio = try SharedStudio(at: server.origin)
    try studio.begin()
    try studio.join("ben")
    let manager = FileManager.default
    let yesterday = studio.scratch.url.appending(path: "yesterday")
    try manager.copyItem(at: server.bucket, to: yesterday)
    let photo = try #require(
      try manager.contentsOfDirectory(atPath: Fixtures.folder.path() + "/scenes/").sorted().first {
        $0.hasSuffix(".jpg")
      })
    try studio.output("anna", "add product @lamp \(Fixtures.folder.path())/scenes/\(photo)")
    try studio.output("anna", "sync")
    try studio.output("ben", "sync")
    // The server caches its folders for minutes.
    server.kill()
    try manager.removeItem(at: server.bucket)
    try manager.copyItem(at: yesterday, to: server.bucket)
    try server.start()
    for member in ["anna", "ben"] {
      for command in ["sync", "pull", "push"] {
        let result = try studio.run(member, command)
        #expect(result.status == 1, "\(member) \(command): \(result.output)")
        #expect(
          result.output.contains(
            "no longer has what it had: 1 record in 1 segment")
            && result.output.contains("castbook push --full"), "\(result.output)")
      }
      #expect(try studio.output(member, "remote").contains("castbook push --full"))
      #expect(try studio.output(member, "doctor").contains("castbook push --full"))
      let loss = try studio.json(member, "remote")["loss"]
      #expect(loss?["recordCount"]?.integer == 1 && loss?["segmentCount"]?.integer == 1)
    }
    let healed = try studio.output("anna", "push --full")
    #expect(healed.contains("was sent again"), "\(healed)")
    for member in ["anna", "ben"] {
      try studio.output(member, "sync")
      #expect(try !studio.output(member, "remote").contains("push --full"))
    }
    try studio.output("carl", studio.address)
    #expect(try studio.output("carl", "pull --blobs all").contains("@lamp"))
    // All files are gone: the machines that have them send them.
    server.kill()
    try manager.removeItem(at: server.bucket.appending(path: "films/blobs"))
    try server.start()
    let missing = try studio.run("ben", "sync")
    #expect(missing.status == 1 && missing.output.contains("9 of 9 files"), "\(missing.output)")
    #expect(try studio.output("anna", "push --full").contains("9 files"))
    try studio.output("ben", "sync --blobs all")
  }
}
