import Foundation
import Model
import Synchronization
import TestSupport
import Testing

/// Eight machines of one team at work at once, against a distributed store.
@Suite("A crowd around one store", .enabled(if: TestRun.isLong), .timeLimit(.minutes(20)))
struct TeamCrowds {
  @Test("loses nothing of what was reported as sent, though the server is killed twice")
  func crowd() throws {
    let server = try SeaweedServer(port: 21410)
    let studio = try SharedStudio(at: server.origin)
    try studio.output("m0", "init")
    try studio.output("m0", studio.address)
    let members = (0..<8).map { "m\($0)" }
    for member in members.dropFirst() { try studio.output(member, studio.address) }
    let photos = Fixtures.folder.path() + "/scenes/"
    let names = try FileManager.default.contentsOfDirectory(atPath: photos).sorted().filter {
      $0.hasSuffix(".jpg")
    }
    let sent = Mutex<Set<String>>([])
    let isOver = Mutex(false)
    let group = DispatchGroup()
    for (number, member) in members.enumerated() {
      group.enter()
      Thread.detachNewThread {
        defer { group.leave() }
        var round = 0
        while !isOver.withLock({ $0 }) {
          let handle = "e\(number)_\(round)"
          let photo = photos + names[(number * 7 + round) % names.count]
          _ = try? studio.run(member, "add product @\(handle) \(photo)")
          if let result = try? studio.run(member, round.isMultiple(of: 3) ? "sync" : "push"),
            result.status == 0
          {
            sent.withLock { sent in for round in 0...round { sent.insert("e\(number)_\(round)") } }
          }
          round += 1
        }
      }
    }
    for _ in 0..<2 {
      Thread.sleep(forTimeInterval: 15)
      server.kill()
      try server.start()
    }
    Thread.sleep(forTimeInterval: 30)
    isOver.withLock { $0 = true }
    group.wait()
    try server.wait()
    for _ in 0..<2 { for member in members { try studio.output(member, "sync") } }
    try studio.output("fresh", studio.address)
    try studio.output("fresh", "pull --blobs all")
    func handles(_ member: String) throws -> Set<String> {
      let list = try studio.json(member, "list --limit 1000")
      return Set((list["elements"]?.array ?? []).compactMap { $0["handle"]?.string })
    }
    let expected = try handles("fresh")
    let acknowledged = sent.withLock { $0 }
    #expect(acknowledged.count > 8, "\(acknowledged.count)")
    #expect(acknowledged.isSubset(of: expected), "\(acknowledged.subtracting(expected))")
    #expect(try studio.output("fresh", "doctor").contains("no problems found"))
    for member in members {
      #expect(try handles(member) == expected)
      #expect(try studio.run(member, "doctor").status == 0)
    }
  }
}
