import Foundation
import Model
import TestSupport
import Testing

@Suite("Erasures in a team", .timeLimit(.minutes(10)))
struct TeamErasures {
  private let server: S3Server
  private let studio: SharedStudio

  init() throws {
    server = try S3Server()
    studio = try SharedStudio(at: server.origin)
    try studio.begin()
    let photos = Fixtures.folder.path() + "/scenes/"
    let names = try FileManager.default.contentsOfDirectory(atPath: photos).sorted().filter {
      $0.hasSuffix(".jpg")
    }
    for number in 0..<4 {
      try studio.output("anna", "add product @p\(number) \(photos)\(names[number])")
    }
    try studio.output("anna", "push")
    for member in ["ben", "carl"] { try studio.join(member, "--blobs all") }
  }

  /// The number of stored files of a member.
  private func files(_ member: String) throws -> Int {
    try #require(try studio.json(member, "doctor")["summary"]?["fileCount"]?.integer)
  }

  private func rules(_ member: String) throws -> [String] {
    (try studio.json(member, "doctor")["findings"]?.array ?? []).compactMap {
      $0["rule"]?.string
    }
  }

  @Test("name who erased what and why, and keep the files aside until gc is asked")
  func named() throws {
    try studio.output("ben", "erase @p0 --reason contract-ended --yes")
    try studio.output("ben", "sync")
    let before = try files("carl")
    let pulled = try studio.run("carl", "pull")
    #expect(pulled.status == 0)
    #expect(pulled.output.contains("@p0  erased by ben on "), "\(pulled.output)")
    #expect(pulled.output.contains("contract-ended  (1 file removed)"))
    #expect(try files("carl") == before - 1)
    let doctor = try studio.output("carl", "doctor")
    #expect(doctor.contains("1 file of elements that teammates have erased is kept until"))
    #expect(try rules("carl").contains("library.erased-kept"))
    #expect(try studio.output("carl", "gc").contains("kept for 30 days"))
    #expect(try rules("carl").contains("library.erased-kept"))
    #expect(try studio.output("carl", "gc --erased --dry-run").contains("would be freed"))
    let emptied = try studio.json("carl", "gc --erased")
    #expect(emptied["erased"]?["fileCount"]?.integer == 1)
    #expect(try studio.output("carl", "doctor").contains("no problems found"))
  }

  @Test("keep nothing aside if they are to be carried out at once")
  func atOnce() throws {
    try studio.output("ben", "erase @p0 --reason consent-withdrawn --yes --at-once")
    try studio.output("ben", "sync")
    #expect(try studio.output("carl", "pull").contains("@p0"))
    #expect(try studio.output("carl", "doctor").contains("no problems found"))
  }

  @Test("wait if they are many, or of elements of this machine, and lose nothing until then")
  func waiting() throws {
    for number in 0..<4 {
      try studio.output("ben", "erase @p\(number) --reason oops --yes")
    }
    try studio.output("ben", "sync")
    for member in ["carl", "anna"] {
      let before = try files(member)
      for command in ["pull", "sync"] {
        let pulled = try studio.run(member, command)
        #expect(pulled.status == 1, "\(member): \(pulled.output)")
        #expect(pulled.output.contains("4 erasures wait"), "\(pulled.output)")
        #expect(
          pulled.output.contains(member == "anna" ? "made on this machine" : "one of many"))
      }
      #expect(try files(member) == before)
      #expect(try studio.output(member, "remote").contains("4 erasures by teammates wait"))
      #expect(try rules(member).contains("library.erasures-wait"))
      #expect(try studio.json(member, "pull")["pulled"]?["erasures"]?.array?.count == 4)
    }
    let cleaning = try studio.run("anna", "gc --remote")
    #expect(cleaning.status == 3 && cleaning.errors.contains("4 erasures by teammates wait"))
    #expect(try studio.run("carl", "pull --accept-erasures --refuse-erasures").status == 2)
    let accepted = try studio.output("carl", "pull --accept-erasures")
    #expect(accepted.contains("@p3  erased by ben"))
    #expect(try studio.run("carl", "show @p1").status == 2)
    #expect(try studio.output("anna", "sync --refuse-erasures").contains("refused"))
    try studio.output("anna", "show @p1")
    #expect(try !rules("anna").contains("library.erasures-wait"))
    try studio.output("anna", "gc --remote")
    // A new member gets what the keeper has kept.
    try studio.join("dora")
    try studio.output("dora", "show @p1")
  }
}
