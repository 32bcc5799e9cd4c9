import Files
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
    try studio.output("anna", "erase @p0 --reason contract-ended --yes")
    try studio.output("anna", "sync")
    let before = try files("carl")
    let pulled = try studio.run("carl", "pull")
    #expect(pulled.status == 0)
    #expect(pulled.output.contains("@p0  erased by anna on "), "\(pulled.output)")
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
    try studio.output("anna", "erase @p0 --reason consent-withdrawn --yes --at-once")
    try studio.output("anna", "sync")
    #expect(try studio.output("carl", "pull").contains("@p0"))
    #expect(try studio.output("carl", "doctor").contains("no problems found"))
  }

  @Test("wait if they are many, and lose nothing until then")
  func many() throws {
    for number in 0..<4 {
      try studio.output("anna", "erase @p\(number) --reason oops --yes")
    }
    try studio.output("anna", "sync")
    let before = try files("carl")
    for command in ["pull", "sync"] {
      let pulled = try studio.run("carl", command)
      #expect(pulled.status == 1, "\(pulled.output)")
      #expect(pulled.output.contains("4 erasures wait"), "\(pulled.output)")
      #expect(pulled.output.contains("one of many within a day"))
    }
    #expect(try files("carl") == before)
    #expect(try studio.output("carl", "remote").contains("4 erasures by teammates wait"))
    #expect(try rules("carl").contains("library.erasures-wait"))
    #expect(try studio.json("carl", "pull")["pulled"]?["erasures"]?.array?.count == 4)
    let cleaning = try studio.run("carl", "gc --remote")
    #expect(cleaning.status == 3 && cleaning.errors.contains("4 erasures by teammates wait"))
    #expect(try studio.run("carl", "pull --accept-erasures --refuse-erasures").status == 2)
    let accepted = try studio.output("carl", "pull --accept-erasures")
    #expect(accepted.contains("@p3  erased by anna"))
    #expect(try studio.run("carl", "show @p1").status == 2)
    #expect(try !rules("carl").contains("library.erasures-wait"))
  }

  @Test("wait if only someone else has signed them, until the keeper accepts or refuses them")
  func others() throws {
    let keeper = try #require(
      try studio.json("anna", "remote")["remote"]?["keeper"]?.string)
    #expect(try studio.output("anna", "remote").contains("keeper: \(keeper)"))
    #expect(try studio.output("carl", "remote").contains("keeper: not known here"))
    #expect(
      try studio.output("carl", "remote signers --keeper \(keeper)").contains("the keeper"))
    let photo = Fixtures.folder.path() + "/starter/mug-top.jpg"
    try studio.output("carl", "add product @carls \(photo)")
    for member in ["carl", "anna", "ben"] { try studio.output(member, "sync") }
    try studio.output("ben", "erase @carls --reason oops --yes")
    try studio.output("ben", "sync")
    for (member, reason) in [
      ("anna", "signed neither by who made it nor by the keeper"), ("carl", "made on this machine"),
    ] {
      let pulled = try studio.run(member, "pull")
      #expect(pulled.status == 1 && pulled.output.contains(reason), "\(pulled.output)")
      try studio.output(member, "show @carls")
    }
    // A new member has nothing to lose, but still doesn't carry it out.
    try studio.output("dora", studio.address)
    #expect(try studio.run("dora", "pull").status == 1)
    try studio.output("dora", "show @carls")
    // The keeper accepts it, so it waits on no machine that knows the keeper.
    try studio.output("anna", "sync --accept-erasures")
    #expect(try studio.run("dora", "pull").status == 1)
    try studio.output("dora", "remote signers --keeper \(keeper.replacing("-", with: ""))")
    try studio.output("dora", "pull")
    #expect(try studio.run("dora", "show @carls").status == 2)
    // Its maker is still asked.
    #expect(try studio.run("carl", "pull").status == 1)
    try studio.output("carl", "pull --accept-erasures")
    // The keeper refuses the next one: a new member gets the element.
    try studio.output("ben", "erase @p2 --reason oops --yes")
    try studio.output("ben", "sync")
    #expect(try studio.output("anna", "sync --refuse-erasures").contains("refused"))
    try studio.output("anna", "gc --remote")
    try studio.join("emil")
    try studio.output("emil", "show @p2")
  }

  @Test("can't be signed any more with a key that the keeper has ended")
  func stolen() throws {
    let keeper = try #require(
      try studio.json("anna", "remote")["remote"]?["keeper"]?.string)
    try studio.output("carl", "remote signers --keeper \(keeper)")
    let photo = Fixtures.folder.path() + "/starter/mug-top.jpg"
    try studio.output("ben", "add product @bens \(photo)")
    try studio.output("ben", "sync")
    for member in ["anna", "carl"] { try studio.output(member, "pull") }
    let signers = try studio.json("anna", "remote signers")["signers"]?.array ?? []
    let ben = try #require(
      signers.first { $0["by"]?.string == "ben" }?["fingerprint"]?.string)
    #expect(try studio.run("carl", "remote signers --end \(ben)").status == 3)
    #expect(try studio.run("anna", "remote signers --end \(keeper)").status == 2)
    let unknown = try studio.run("anna", "remote signers --end 0000-0000-0000-0000-0000")
    #expect(unknown.status == 2 && unknown.errors.contains("no machine of the team has signed"))
    let ended = try studio.output("anna", "remote signers --end \(ben)")
    #expect(ended.contains("castbook push tells the team"))
    #expect(try studio.output("anna", "push").contains("nothing new to send"))
    #expect(try studio.output("anna", "remote signers").contains("its key has ended"))
    // The thief has ben's folders, and hasn't pulled.
    try studio.output("ben", "erase @bens --reason asked --yes")
    try studio.output("ben", "push")
    let pulled = try studio.run("carl", "pull")
    #expect(pulled.status == 1 && pulled.output.contains("signed neither"))
    try studio.output("carl", "show @bens")
    // Ben's machine learns of it, and signs with another key.
    try studio.output("ben", "remote signers --keeper \(keeper)")
    try studio.output("ben", "pull")
    let own = try #require(
      try studio.json("ben", "remote signers")["signers"]?.array?.first {
        $0["this"]?.boolean == true
      }?["fingerprint"]?.string)
    #expect(own != ben)
  }

  @Test("are signed with a key that only this user may read, or not at all")
  func machineKey() throws {
    let path = studio.scratch.path("anna-state/castbook/machine.key")
    #expect(FileSystem.mode(path) == 0o600)
    try FileSystem.setMode(path, 0o644)
    try studio.output("anna", "erase @p3 --reason asked --yes")
    let open = try studio.run("anna", "push")
    #expect(open.status == 3 && open.errors.contains("other users can read"), "\(open.errors)")
    try FileSystem.setMode(path, 0o600)
    try AtomicFile.writePrivate(Array("nonsense".utf8), to: path, replacing: true)
    let damaged = try studio.run("anna", "push")
    #expect(damaged.status == 3 && damaged.errors.contains("is damaged"), "\(damaged.errors)")
    // A pull doesn't need the key.
    try studio.output("anna", "pull")
    try FileSystem.remove(path)
    try studio.output("anna", "push")
    #expect(FileSystem.mode(path) == 0o600)
    // With the new key, it no longer counts as the maker.
    #expect(try studio.run("carl", "pull").status == 1)
  }
}
