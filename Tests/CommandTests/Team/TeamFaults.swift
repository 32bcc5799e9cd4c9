import Foundation
import Model
import TestSupport
import Testing

@Suite("A team whose store fails now and then", .timeLimit(.minutes(10)))
struct TeamFaults {
  @Test("still shares everything, even if the clocks differ", arguments: [0, 90_000])
  func chance(clock: Int) throws {
    let store = try FaultyStore()
    let studio = try SharedStudio(at: store.origin)
    var faults = FaultyStore.Faults(["429", "500", "503", "close", "lost", "half"], oneIn: 5)
    faults.clock = clock
    try store.set(faults)
    try studio.begin()
    try studio.join("ben")
    for round in 0..<3 {
      for member in ["anna", "ben"] {
        try studio.output(member, "pull")
        try studio.output(member, "edit @mug --tag \(member)\(round)")
        try studio.output(member, "push")
      }
    }
    try studio.output("anna", "pull")
    try studio.output("ben", "pull --blobs all")
    let counts = try store.set()
    #expect(Set(faults.kinds).isSubset(of: counts.keys), "\(counts)")
    for member in ["anna", "ben"] {
      #expect(try studio.output(member, "doctor").contains("no problems found"), "\(member)")
      let shown = try studio.output(member, "show @mug")
      #expect(shown.contains("anna2") && shown.contains("ben2"), "\(shown)")
    }
    #expect(try studio.json("ben", "remote")["absentFileCount"]?.integer == 0)
  }

  @Test("that asks for a pause: the terminal says so")
  func pauses() throws {
    let store = try FaultyStore()
    let studio = try SharedStudio(at: store.origin)
    try studio.begin()
    try studio.output("anna", "edit @mug --tag late")
    try store.set(FaultyStore.Faults(["429"], firstCount: 2))
    let result = try Tool.run(
      program: URL(filePath: "/usr/bin/script"),
      ["--quiet", "--return", "--command", "\(Tool.binary.path()) push", "/dev/null"],
      in: studio.scratch.url,
      environment: studio.environment("anna").merging(["TERM": "xterm", "SHELL": "/bin/sh"]) { $1 })
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains(/waiting, as the store asks  \d+ s/), "\(result.output)")
  }

  @Test(
    "takes no wrong bytes into the library, and gets the right ones later",
    arguments: ["wrong", "short", "long"])
  func wrongBytes(kind: String) throws {
    let store = try FaultyStore()
    let studio = try SharedStudio(at: store.origin)
    try studio.begin()
    try studio.join("ben")
    var faults = FaultyStore.Faults([kind], firstCount: 99)
    faults.prefix = "films/blobs/"
    try store.set(faults)
    let fetched = try studio.run("ben", "fetch --all")
    #expect(fetched.status == 1, "\(fetched.output)\(fetched.errors)")
    #expect(fetched.output.contains("8 files") || fetched.errors.contains("8 files"))
    #expect(try studio.json("ben", "remote")["absentFileCount"]?.integer == 8)
    // A segment whose bytes don't match its name is ignored.
    try studio.output("anna", "edit @mug --tag late")
    try studio.output("anna", "push")
    faults.prefix = "films/log/"
    try store.set(faults)
    let pulled = try studio.run("ben", "pull")
    #expect(pulled.status == 1 && (pulled.output + pulled.errors).contains("films/log/") == false)
    #expect(try !studio.output("ben", "show @mug").contains("late"))
    try store.set()
    #expect(try studio.output("ben", "pull --blobs all").contains("fetched 8 files"))
    #expect(try studio.output("ben", "show @mug").contains("late"))
    #expect(try studio.output("ben", "doctor").contains("no problems found"))
  }

  @Test("gets files with keys that may only read, also if there is something to send")
  func readers() throws {
    let store = try FaultyStore()
    let studio = try SharedStudio(at: store.origin)
    try studio.begin()
    try studio.join("ben")
    try studio.output("ben", "edit @mug --tag mine")
    var faults = FaultyStore.Faults(["403"], firstCount: 99)
    // Segments, but not their list.
    faults.prefix = "films/log/2"
    try store.set(faults)
    let synced = try studio.run("ben", "sync --blobs all")
    #expect(synced.status == 3 && synced.errors.contains("refused to write"))
    #expect(try studio.json("ben", "remote")["absentFileCount"]?.integer == 0)
  }

  @Test(
    "rejects a list that contradicts itself or is truncated",
    arguments: ["cut", "no token", "backwards"])
  func lists(kind: String) throws {
    let store = try FaultyStore()
    let studio = try SharedStudio(at: store.origin)
    try studio.begin()
    try studio.join("ben")
    try studio.output("anna", "edit @mug --tag late")
    try studio.output("anna", "push")
    try studio.output("anna", "edit @mug --tag later")
    try store.set(.init([kind], firstCount: 99))
    for (member, command) in [
      ("anna", "push"), ("ben", "pull"), ("ben", "sync"), ("anna", "gc --remote"),
    ] where command != "push" || kind != "backwards" {
      // What a push lists here is empty, which can't contradict itself.
      let result = try studio.run(member, command)
      #expect(
        result.status == 3 && result.errors.contains("the store's answer can't be used"),
        "\(command): \(result.output)\(result.errors)")
    }
    try store.set()
    #expect(try studio.output("ben", "pull").contains("@mug"))
  }

  @Test("learns at once what the store refuses, and loses nothing")
  func refusals() throws {
    let store = try FaultyStore()
    let studio = try SharedStudio(at: store.origin)
    try studio.begin()
    try studio.join("ben")
    try studio.output("anna", "edit @mug --tag late")
    try store.set(.init(["403"], firstCount: 99))
    for (member, command) in [("anna", "push"), ("ben", "pull"), ("ben", "fetch @mug")] {
      let result = try studio.run(member, command)
      #expect(
        result.status != 0 && (result.output + result.errors).contains("AccessDenied"),
        "\(command): \(result.output)\(result.errors)")
    }
    try store.set()
    try studio.output("anna", "push")
    #expect(try studio.output("ben", "pull").contains("@mug"))
    #expect(try studio.output("ben", "fetch @mug").contains("fetched 3 files"))
  }
}
