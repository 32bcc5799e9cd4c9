import FormatSupport
import Foundation
import Model
import TestSupport
import Testing

/// Real bundles that an attacker changed and sealed again.
@Suite("A tampered bundle", .timeLimit(.minutes(60)))
struct TamperedBundles {
  /// An exported shot, and a shell whose `curl` only records its arguments.
  private struct Scene {
    let film: Production
    let whole: [String: [UInt8]]

    init(_ shot: String = Production.lobby) throws {
      film = try Production.ready()
      try film.write(shot, to: "lobby.md")
      try film.take("starter/mug-top.jpg", as: "frames/lobby.jpg.new")
      try FileManager.default.removeItem(at: film.folder.appending(path: "frames/lobby.jpg"))
      try FileManager.default.moveItem(
        at: film.folder.appending(path: "frames/lobby.jpg.new"),
        to: film.folder.appending(path: "frames/lobby.jpg"))
      let out = try film.run("export", "lobby.md", "-o", "out", "--no-lint")
      try #require(out.status == 0, "\(out.output)\(out.errors)")
      whole = try film.files("out/lobby").mapValues { Array($0) }
      for name in ["bin", "desk"] {
        try FileManager.default.createDirectory(
          at: film.folder.appending(path: name), withIntermediateDirectories: false)
      }
      try film.write("#!/bin/sh\necho \"$@\" >>\"$LOG\"\ncat >>\"$LOG\"\n", to: "bin/curl")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: film.folder.appending(path: "bin/curl").path())
    }

    /// Writes the files of a bundle into a folder.
    func write(_ files: [String: [UInt8]], to name: String) throws {
      let folder = film.folder.appending(path: name)
      try? FileManager.default.removeItem(at: folder)
      for (name, bytes) in files {
        let url = folder.appending(path: name)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
      }
    }

    /// Writes addresses for the whole bundle's files, and ids for what it refers to by an id.
    private func writeFillIns() throws {
      let uploads = try JSONParser.parse(whole["uploads.json"] ?? Array("{}".utf8))
      for (option, list) in [("urls", "files"), ("ids", "remotes")] {
        let names = (uploads[list]?.array ?? []).compactMap { $0["placeholder"]?.string }
        let fills = names.enumerated().map { index, name in
          JSONValue.Member(name, .string("https://files.example/\(index)"))
        }
        try film.write(JSONValue.object(fills).compactText, to: "\(option).json")
      }
    }

    /// Runs `castbook bundle request | sh` in a folder that must not change, and returns the calls:
    /// first with addresses alone, which the preparatory calls need, and then with ids, too.
    func calls(_ bundle: String) throws -> (log: String, errors: String, desk: [String]) {
      try writeFillIns()
      let line = ["", "--ids ../ids.json"].map { ids in
        "'\(Tool.binary.path())' bundle request '../\(bundle)' --library '\(film.library)' "
          + "--urls ../urls.json \(ids) 2>/dev/null | PATH=\"$PWD/../bin:$PATH\" LOG=../log sh"
      }.joined(separator: "; ")
      let ran = try film.shell("rm -f log; cd desk && { \(line); }")
      let log = film.exists("log") ? String(decoding: try film.data("log"), as: UTF8.self) : ""
      return (log, ran.errors, try film.files("desk").keys.sorted())
    }
  }

  /// A shot whose bundle is changed.
  struct Shot: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    /// The number of calls that a shell makes for the unchanged bundle.
    let callCount: Int
    /// The number of mutants that are tried in a short run.
    let tried: Int
    /// Changes that have no effect on this shot.
    var meaningless: [BundleMutant.Kind] = []

    static let all = [
      Shot(testDescription: "lobby", text: Production.lobby, callCount: 2, tried: 40),
      Shot(
        testDescription: "official",
        text: Production.lobby.replacing("fal.kling-v3.i2v", with: "kling.v3-omni")
          .replacing("tier: pro\n", with: ""), callCount: 3, tried: 10),
      Shot(
        testDescription: "app",
        text: Production.lobby.replacing("fal.kling-v3.i2v", with: "kling.app")
          .replacing("tier: pro\n", with: ""), callCount: 0, tried: 10),
      Shot(
        testDescription: "words",
        text: "---\ntarget: fal.kling-v3.t2v\nduration: 10\n---\n@mira lifts @mug, slowly.\n",
        callCount: 2, tried: 10,
        meaningless: [("shot.md with a choice", "", "no files of an element are sent")]),
    ]
  }

  @Test(
    "is never valid, and a shell that runs its calls runs the original ones, or none",
    arguments: Shot.all)
  func mutants(shot: Shot) throws {
    let scene = try Scene(shot.text)
    let whole = try scene.calls("out/lobby")
    try #require(whole.log.components(separatedBy: "--fail-with-body").count == shot.callCount + 1)
    let mutants = BundleMutants(of: scene.whole)
    #expect(mutants.all.count > 1000)
    // The order of files is part of what is sent, however they are chosen.
    let swapped = mutants.all.filter { $0.name.hasSuffix("/files swapped") }
    #expect(!swapped.isEmpty || shot.testDescription == "words")
    // All of them are tried in BundlesTests, without programs.
    let some = swapped + TestRun.some(mutants.all, shot.tried, inLongRun: 8 * shot.tried)
    for (index, mutant) in some.enumerated() {
      try scene.write(mutants.files(of: mutant), to: "evil/lobby")
      let verified = try scene.film.run("bundle", "verify", "evil/lobby")
      let isMeaningless =
        mutant.isOne(of: BundleMutants.meaningless + shot.meaningless)
        || mutant.statesTheSame(as: scene.whole)
      #expect([0, 1].contains(verified.status), "\(mutant.name): \(verified.errors)")
      let isWhole = [": verified ·", ": verified, but"].contains {
        verified.output.contains($0)
      }
      #expect(!isWhole || isMeaningless, "\(mutant.name): \(verified.output)")
      // Most failing mutants print no calls: some of them are enough in a long run.
      if TestRun.isLong, verified.status != 0, index % 10 > 0 { continue }
      let calls = try scene.calls("evil/lobby")
      #expect(calls.desk.isEmpty && calls.errors.isEmpty, "\(mutant.name): \(calls)")
      #expect(["", whole.log].contains(calls.log), "\(mutant.name): \(calls.log)")
    }
  }

  @Test("without its legend, or with another one, fails; so do swapped pictures")
  func legends() throws {
    let scene = try Scene()
    let mutants = BundleMutants(of: scene.whole)
    let front = try #require(scene.whole["references/mira-front.jpg"])
    let back = try #require(scene.whole["references/mira-back.jpg"])
    for (changes, message) in [
      (["legend.png": [UInt8]?.none], "legend.png is missing, but pictures are sent"),
      (["legend.png": front], "legend.png does not show the files that are sent"),
      (
        ["references/mira-front.jpg": back, "references/mira-back.jpg": front],
        "is not the original that it names"
      ), (["prompt.txt": nil], "prompt.txt: expected, but not in the bundle"),
    ] {
      try scene.write(
        mutants.files(of: BundleMutant(name: "", changes: changes)), to: "evil/lobby")
      let verified = try scene.film.run("bundle", "verify", "evil/lobby")
      #expect(verified.status == 1 && verified.output.contains(message), "\(verified.output)")
      #expect(verified.output.contains("evil/lobby: verification failed"))
      #expect(try scene.calls("evil/lobby").log.isEmpty)
    }
  }

  @Test("with a file of ten gigabytes is refused at once, and in little memory")
  func sparse() throws {
    let scene = try Scene()
    for name in scene.whole.keys.sorted() {
      try scene.write(scene.whole, to: "evil/lobby")
      #expect(try scene.film.shell("truncate -s 10G 'evil/lobby/\(name)'").status == 0)
      for verb in ["verify", "request"] {
        let program = """
          import resource, subprocess, sys, time
          start = time.monotonic()
          status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
          print(status, int(1000 * (time.monotonic() - start)), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
          """
        let ran = try Tool.run(
          program: URL(filePath: "/usr/bin/python3"),
          [
            "-c", program, Tool.binary.path(), "bundle", verb, "evil/lobby", "--library",
            scene.film.library,
          ], in: scene.film.folder)
        let numbers = ran.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        try #require(numbers.count == 3, "\(ran.errors)")
        #expect(numbers[0] == 1, "\(name)")
        #expect(
          Sanitizer.isActive || numbers[1] < 2000 && numbers[2] < 300 << 10, "\(name): \(numbers)")
      }
    }
  }

  @Test("An id from a stranger is named as such, and the user's own takes priority")
  func foreignIDs() throws {
    let scene = try Scene()
    let film = scene.film
    #expect(try film.run("register", "@mira_voice", "--at", "fal", "--id", "v_own").status == 0)
    #expect(try film.run("export", "lobby.md", "-o", "known", "--no-lint").status == 0)
    #expect(try film.run("bundle", "verify", "known/lobby").output.contains(": verified ·"))
    let own = try film.run("bundle", "request", "known/lobby")
    #expect(own.output.contains("\"v_own\"") && !own.output.contains("not yours"))
    // For another user it is a stranger's id.
    let other = film.scratch.url.appending(path: "other").path()
    #expect(try Tool.run(["init", other], in: film.folder).status == 0)
    let verified = try film.run("bundle", "verify", "known/lobby", library: other)
    #expect(verified.status == 0 && verified.output.contains("verified, 1 warning"))
    let request = try film.run("bundle", "request", "known/lobby", library: other)
    let words = "castbook:remote/@mira_voice is v_own: from the bundle, not yours"
    #expect(request.output.contains("# \(words)\n") && request.errors.contains(words))
    let json = try Tool.run(
      ["bundle", "request", "known/lobby", "--json", "--library", other], in: film.folder)
    let value = try JSONParser.parse(Array(json.output.utf8))
    let filled = value["calls"]?.array?.first?["filled"]?.array?.first
    #expect(filled?["from"]?.string == "bundle" && filled?["text"]?.string == "v_own")
    // Another id in the bundle is ignored if the user's own is known.
    let known = try film.files("known/lobby").mapValues { Array($0) }
    let text = String(decoding: known["uploads.json"] ?? [], as: UTF8.self)
      .replacing("v_own", with: "v_evil")
    try scene.write(
      BundleMutants(of: known).files(
        of: BundleMutant(name: "", changes: ["uploads.json": Array(text.utf8)])), to: "evil/lobby")
    let evil = try film.run("bundle", "request", "evil/lobby")
    #expect(evil.output.contains("\"v_own\"") && !evil.output.contains("v_evil"))
    let warned = try film.run("bundle", "verify", "evil/lobby")
    #expect(
      warned.output.contains("v_evil (account main)") && warned.output.contains("yours is v_own"))
  }
}
