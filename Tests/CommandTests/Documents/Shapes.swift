import Foundation
import Model
import TestSupport
import Testing

/// Every shape that a command prints has a schema, which accepts real output and rejects broken
/// variants of it.
@Suite("The schema of every shape", .timeLimit(.minutes(30)))
struct Shapes {
  /// A desk with the fixtures in a folder beside its documents.
  private func desk() throws -> SchemaDesk {
    let desk = try SchemaDesk()
    try FileManager.default.createSymbolicLink(
      at: desk.scratch.url.appending(path: "f"), withDestinationURL: Fixtures.folder)
    return desk
  }

  @Test("Elements: commands that find, show and change them")
  func elements() throws {
    let desk = try desk()
    for (seed, name) in [("avif.signed", "signed.avif"), ("root.pem", "root.pem")] {
      try FileManager.default.copyItem(
        at: Fixtures.repository.appending(path: "Tests/Fuzzing/Seeds/\(seed)"),
        to: desk.scratch.url.appending(path: name))
    }
    for name in ["ada", "ben"] {
      let folder = desk.scratch.url.appending(path: "skill/\(name)")
      try FileManager.default.createDirectory(
        at: folder.appending(path: "refs"), withIntermediateDirectories: true)
      try desk.scratch.write(name == "ada" ? "{}" : "none", to: "skill/\(name)/character.json")
      try FileManager.default.copyItem(
        at: Fixtures.folder.appending(path: "starter/mira-right.jpg").resolvingSymlinksInPath(),
        to: folder.appending(path: "refs/right.jpg"))
    }
    try desk.keep([
      "init.json": "init second --starter",
      "add.json":
        "add character @nina f/starter/mira-front.jpg f/trouble/IMG_2041.HEIC f/voices/en-us.mp3"
        + " --prepare --for kling-o3 --skip-bad",
      "again.json":
        "add character @nina f/starter/mira-front.jpg f/trouble/mira-full-length.jpg --skip-bad",
      "preview.json": "add product @mug f/starter --dry-run", "list.json": "list",
      "weak.json": "list --weak",
      "page.json": "list --limit 1", "list.jsonl": "list", "search.json": "search mira",
      "search.jsonl": "search m*", "show.json": "show @nina",
      "provenance.json":
        "provenance signed.avif f/starter/mira-front.jpg none.jpg --trust root.pem",
      "edit.json": "edit @nina --name Nina --role 1=close-up --tag lead", "log.json": "log @nina",
      "similar.json": "similar @nina", "files.json": "files @nina -o out",
      "map-written.json": "import --from-characters skill --write-map map.json",
      "library.json": "import --from-characters skill",
      "untrained.json": "export @nina --layout kohya --dry-run",
      "allow.json": "edit @nina --allow training",
      "dataset.json": "export @nina --layout ai-toolkit -o train",
      "again-dataset.json": "export @nina --layout ai-toolkit -o train",
      "remove.json": "remove @nina",
      "removed.json": "list --retired", "restore.json": "restore @nina",
    ])
    let failed = try desk.run(["show", "@nobody", "--json"])
    try desk.scratch.write(Data(failed.output.utf8), to: "error.json")
    try desk.accepts([
      "again.json", "preview.json", "weak.json", "page.json", "removed.json", "restore.json",
      "untrained.json", "allow.json", "again-dataset.json", "train/dataset.json",
      "map-written.json",
    ])
    try desk.acceptsOnly([
      "init.json": ["\"library\":": "\"folder\":"],
      "map.json": ["\"skip\":": "\"left\":", "\"kind\": \"character\"": "\"kind\": \"voice\""],
      "library.json": [
        "\"group\":": "\"name\":", "\"program\":\"characters\"": "\"program\":\"skill\"",
        "\"reason\":": "\"why\":", "\"kind\":\"character\"": "\"kind\":\"person\"",
      ],
      "dataset.json": [
        "\"trigger\":": "\"word\":", "\"fileSha256\":\"": "\"fileSha256\":\"X",
        "\"layout\":\"ai-toolkit\"": "\"layout\":\"flux\"", "\"buckets\":": "\"sizes\":",
      ],
      "add.json": [
        "\"skipped\":": "\"passedOver\":",
        "\"path\":\"mira-front.jpg\"": "\"file\":\"mira-front.jpg\"",
        "\"role\":\"front\"": "\"role\":\"nose\"", "\"status\":\"prepared\"": "\"status\":\"done\"",
      ],
      "list.json": [
        "\"fileCount\":": "\"files\":", "\"handle\":\"mira\"": "\"handle\":\"@mira\"",
        "\"kind\":\"character\"": "\"kind\":\"person\"", "\"at\":\"2": "\"at\":\"on 2",
      ], "list.jsonl": ["\"sha256\":\"": "\"sha256\":\"X", "\"element\":\"0": "\"element\":\"o"],
      "search.json": ["\"revision\":": "\"revision\":-"],
      "search.jsonl": ["\"name\":": "\"title\":"],
      "show.json": [
        "\"number\":1,": "\"number\":0,", "\"path\":\"": "\"file\":\"",
        "\"set\":{": "\"set\":{\"more\":1,",
        "\"copies\":[{": "\"copies\":[{\"more\":1,",
      ],
      "provenance.json": [
        "\"state\":\"intact\"": "\"state\":\"fine\"", "\"signer\":\"trusted\"": "\"signer\":true",
        "\"sources\":[\"": "\"sources\":[\"http://",
        "\"certificateCount\":1": "\"certificateCount\":0",
      ],
      "edit.json": ["\"changed\":true": "\"changed\":1", "\"before\":\"": "\"before\":\"X"],
      "log.json": ["\"parent\":": "\"from\":", "\"changes\":[": "\"changes\":[null,"],
      "similar.json": ["\"similar\":": "\"like\":"],
      "files.json": ["\"path\":": "\"file\":", "\"number\":1,": ""],
      "remove.json": ["\"handle\":": "\"name\":"],
      "error.json": ["\"exit\":2": "\"exit\":4", "\"message\":": "\"text\":"],
    ])
  }

  @Test("Forks and findings: merging two sides, and dismissed findings")
  func forks() throws {
    let desk = try desk()
    try desk.keep([
      "backup.json": "backup disk", "zip.json": "backup cast.zip",
      "restored.json": "restore-backup disk new",
    ])
    _ = try desk.run(["edit", "@mira", "--name", "Ayla"])
    for words in [
      ["edit", "@mira", "--name", "Bela", "--role", "1=close-up"],
      ["pack", "@mira", "-o", "mira.zip"],
    ] {
      let made = try desk.run(
        words + ["--library", desk.scratch.path("new").text], in: desk.scratch.url)
      #expect(made.status == 0, "\(made.errors)")
    }
    try desk.keep([
      "import.json": "import mira.zip", "show.json": "show @mira", "list.json": "list",
      "merge.json": "edit @mira --merge",
      "odd.json": "add product @odd f/scenes/mira-315-daylight-cluttered.jpg",
      "doctor.json": "doctor", "rebuilt.json": "doctor --rebuild",
      "rescored.json": "doctor --rescore",
      "gc.json": "gc --dry-run", "erase.json": "erase @odd --dry-run",
      "forget.json": "forget @mira --before 3 --dry-run", "verify.json": "bundle verify mira.zip",
    ])
    try desk.keep([
      "dismiss.json": "dismiss @odd 1 image.cluttered --reason market", "odd-log.json": "log @odd",
      "odd-show.json": "show @odd", "odd-score.json": "score @odd",
    ])
    try desk.accepts([
      "zip.json", "list.json", "odd.json", "rebuilt.json", "rescored.json", "verify.json",
      "odd-log.json",
      "odd-show.json", "odd-score.json",
    ])
    try desk.acceptsOnly([
      "backup.json": [
        "\"path\":": "\"backup\":", "\"fileCount\":": "\"files\":",
        "\"form\":\"folder\"": "\"form\":\"tar\"",
      ],
      "restored.json": ["\"skipped\":": "\"passedOver\":", "\"elementCount\":": "\"elements\":"],
      "import.json": [
        "\"side\":\"A\"": "\"side\":1", "\"newFileCount\":": "\"newFiles\":",
        "\"forked\"": "\"split\"",
      ],
      "show.json": [
        "\"conflicts\":": "\"differences\":", "\"sides\":[{": "\"sides\":[{\"more\":1,",
      ],
      "merge.json": ["\"end\":\"merge\"": "\"end\":\"both\"", "\"leftOut\":": "\"left\":"],
      "doctor.json": ["\"elementCount\":": "\"elements\":", "\"status\":\"": "\"status\":\"un"],
      "gc.json": [
        "\"waiting\":{\"fileCount\":": "\"waiting\":{\"files\":", "\"into\":": "\"to\":",
      ],
      "erase.json": ["\"fileCount\":": "\"files\":", "\"clipsErased\":false": "\"clipsErased\":0"],
      "forget.json": ["\"before\":": "\"from\":", "\"revisionCount\":": "\"revisions\":"],
      "dismiss.json": ["\"path\":": "\"file\":", "\"dismissed\":true": "\"dismissed\":\"yes\""],
    ])
  }

  @Test("Projects: pins, prompts, bundles, and takes")
  func projects() throws {
    let desk = try desk()
    let shot = """
      ---
      duration: 5
      start: f/starter/mira-front.jpg
      ---
      @mira drinks from @mug, slow push-in. @mira: "We open at nine."

      """
    try desk.scratch.write(shot, to: "lobby.md")
    try desk.scratch.write("@mug on a desk.", to: "solo.md")
    _ = try desk.scratch.createFolder("watched")
    try desk.scratch.copy("clips/one-cut.mp4", as: "watched/solo-1.mp4")
    try desk.scratch.copy("clips/fade.mp4", as: "watched/lobby-2.mp4")
    try desk.keep(["use.json": "use @mira @mug", "unuse.json": "unuse @mug"])
    _ = try desk.run(["edit", "@mira", "--name", "Ayla", "--role", "1=close-up"])
    try desk.keep([
      "register.json": "register @mira --at kling --id 8412", "status.json": "status",
      "update.json": "update",
      "registrations.json": "registrations", "prompt.json": "prompt lobby.md --for kling-o3",
      "calls.json": "prompt lobby.md --for kling-official",
      "plan.json": "export lobby.md --for kling-o3 --dry-run",
      "export.json": "export lobby.md --for kling-v3 -o out",
      "other.json": "export lobby.md --for kling-official -o more",
      "bundle-verify.json": "bundle verify out/lobby",
      "bundle-verify.jsonl": "bundle verify out/lobby more/lobby",
      "diff.json": "bundle diff out/lobby more/lobby", "request.json": "bundle request more/lobby",
      "take.json":
        "take add f/clips/mira.mp4 --bundle out/lobby --result kept --seed 77 --cost 0.42",
      "comfy.json": "export solo.md --layout comfyui --for comfyui-kling -o input",
      "dry-comfy.json": "export @mira --layout comfyui --dry-run",
      "watch.json": "take watch watched --once",
      "rate.json": "take rate f/clips/mira.mp4 approved --note lovely",
      "comment.json": "take comment f/clips/mira.mp4 dark --at 0:00.5",
      "takes.json": "take list --result approved,new",
      "share.json": "take share --result approved,new --with-references -o review",
      "timeline.json": "timeline lobby.md -o film.otio", "gap.json": "timeline lobby.md --dry-run",
      "projects.json": "projects", "exports.json": "exports", "exports.jsonl": "exports",
      "used.json": "where-used @mira",
      "sent.json": "where-used f/starter/mira-front.jpg", "bundle.json": "where-used out/lobby",
      "pack.json": "pack @mira -o mira.zip", "erase.json": "erase @mira --dry-run",
      "unregister.json": "unregister @mira --at kling",
    ])
    try desk.keepReview()
    let first = "more/lobby/first"
    let calls = try FileManager.default.contentsOfDirectory(atPath: desk.scratch.path(first).text)
    let call = "\(first)/\(try #require(calls.min()))"
    try desk.accepts([
      "calls.json", "plan.json", "other.json", "sent.json", "bundle.json", "erase.json", "gap.json",
      "dry-comfy.json", "input/castbook/index.json",
    ])
    try desk.acceptsOnly([
      "use.json": ["\"path\":": "\"folder\":", "\"change\":\"added\"": "\"change\":\"new\""],
      "unuse.json": ["\"noted\":true": "\"noted\":1"],
      "status.json": [
        "\"pinCount\":": "\"pins\":7,\"count\":", "\"state\":\"behind\"": "\"state\":\"late\"",
      ],
      "update.json": ["\"before\":{": "\"before\":{\"more\":1,", "\"seen\":[": "\"seen\":[0,"],
      "register.json": ["\"new\":true": "\"new\":1", "\"target\":\"kling\"": "\"at\":\"kling\""],
      "registrations.json": ["\"state\":\"": "\"state\":\"un", "\"at\":\"2": "\"since\":\"2"],
      "unregister.json": ["\"kind\":\"element\"": "\"kind\":\"face\""],
      "prompt.json": [
        "\"path\":\"mira-": "\"file\":\"mira-", "\"placeholders\":": "\"holders\":",
        "\"slot\":\"": "\"slot\":\"un",
        "\"pinned\":true": "\"pinned\":null", "\"counted\":\"": "\"counted\":\"un",
      ],
      "export.json": [
        "\"path\":\"references/": "\"file\":\"references/", "\"from\":\"": "\"from\":\"X",
        "\"totalIsAll\":true": "\"totalIsAll\":1", "\"amount\":\"": "\"amount\":\"$",
      ],
      "bundle-verify.json": [
        "\"fileCount\":": "\"files\":", "\"sent\":[{\"path\":": "\"sent\":[{\"file\":",
      ],
      "bundle-verify.jsonl": ["\"bytes\":": "\"size\":"],
      "diff.json": ["\"same\":false": "\"same\":0", "\"part\":\"target\"": "\"part\":\"to\""],
      "request.json": [
        "\"path\":": "\"file\":", "\"complete\":false": "\"complete\":\"no\"",
        "\"missing\":[\"c": "\"missing\":[\"C",
      ],
      call: ["\"gives\": ": "\"answers\": ", "\"poll\": ": "\"polls\": "],
      "take.json": [
        "\"result\":\"kept\"": "\"result\":\"good\"", "\"seed\":\"77\"": "\"seed\":77",
      ],
      "rate.json": [
        "\"result\":\"approved\"": "\"result\":\"good\"", "\"new\":true": "\"new\":1",
      ],
      "comment.json": [
        "\"milliseconds\":500": "\"milliseconds\":0.5", "\"id\":\"": "\"id\":\"X",
      ],
      "takes.json": [
        "\"comments\":[{\"id\"": "\"comments\":[{\"name\"",
        "\"counts\":{\"new\"": "\"counts\":{\"old\"", "\"shot\":": "\"file\":",
      ],
      "review.json": [
        "\"source\":\"files/": "\"source\":\"../", "\"milliseconds\":": "\"seconds\":",
        "\"name\":\"@": "\"handle\":\"@",
      ],
      "answers.json": ["\"was\":\"approved\"": "\"was\":\"fine\"", "\"text\":": "\"words\":"],
      "answered.json": [
        "\"knownCount\":": "\"known\":", "\"text\":": "\"words\":",
        "\"was\":\"approved\"": "\"was\":\"fine\"",
      ],
      "share.json": [
        "\"byteCount\":": "\"bytes\":", "\"review\":\"": "\"review\":\"X",
        "\"shot\":": "\"file\":",
      ],
      "comfy.json": [
        "\"wasThere\":false": "\"wasThere\":0", "\"input\":\"": "\"slot\":\"",
        "\"bundle\":\"": "\"bundle\":\"X", "\"role\":\"": "\"shows\":\"",
      ],
      "watch.json": [
        "\"knownCount\":": "\"known\":", "\"candidates\":[": "\"candidates\":[1,",
        "\"castbook\":\"take/1\"": "\"castbook\":\"take/2\"",
        "\"by\":\"": "\"by\":\"un",
      ],
      "timeline.json": [
        "\"content\":\"": "\"content\":\"un", "\"at\":\"01:": "\"at\":\"1:",
        "\"frameDuration\":{\"numerator\"": "\"frameDuration\":{\"number\"",
        "\"others\":[": "\"others\":[1", "\"dropFrame\":false": "\"dropFrame\":0",
      ],
      "exports.json": ["\"times\":[\"2": "\"times\":[\"on 2", "\"spent\":": "\"paid\":"],
      "exports.jsonl": ["\"takes\":": "\"clips\":"],
      "projects.json": ["\"pinCount\":": "\"pins\":", "\"approved\":1": "\"approved\":true"],
      "used.json": [
        "\"projects\":[{": "\"projects\":[{\"folder\":\"x\",", "\"madeFrom\":": "\"of\":",
      ],
      "pack.json": ["\"sha256\":": "\"latest\":", "\"fileCount\":": "\"files\":"],
    ])
  }

  @Test("Sounds, clips, sheets, targets, rules, and completion data")
  func others() throws {
    let desk = try desk()
    try desk.keep([
      "voice.json": "voice f/voices/en-us.mp3 --cut -o cut.wav",
      "stills.json": "stills f/clips/one-cut.mp4 -o stills",
      "split.json": "split f/sheets -o views", "sheet.json": "sheet f/starter -o sheet.png",
      "cast-sheet.json": "cast-sheet -o cast.pdf",
      "targets.json": "targets",
      "target.json": "targets kling-o3", "brief.json": "targets kling-o3 --brief",
      "diff.json": "targets diff kling-v3 kling.v3.i2v",
      "completions.json": "completions fish", "manual.json": "manual", "rules.json": "explain",
      "rule.json": "explain image.corrupt",
    ])
    // `serve` runs until it is stopped: as soon as its address is printed.
    let script = """
      "$0" serve --json --port 0 > serve.json & count=0
      until grep -q '}' serve.json || [ $count = 600 ]; do sleep 0.1; count=$((count + 1)); done
      kill $!; wait
      """
    _ = try Tool.run(
      program: URL(filePath: "/bin/sh"), ["-c", script, Tool.binary.path()],
      in: desk.scratch.url, environment: ["CASTBOOK_LIBRARY": desk.scratch.path("library").text])
    try desk.accepts(["stills/stills.json", "views/split.json"])
    try desk.acceptsOnly([
      "voice.json": [
        "\"startSeconds\":": "\"from\":", "\"written\":[{": "\"written\":[{\"more\":1,",
        "\"waveform\":\"": "\"waveform\":\"x",
      ],
      "stills.json": ["\"sharpness\":": "\"focus\":", "\"leftOut\":": "\"left\":"],
      "split.json": [
        "\"means\":[\"": "\"means\":[\"un", "\"box\":[": "\"box\":[0.5,",
        "\"state\":{": "\"state\":{\"more\":1,",
      ],
      "sheet.json": ["\"pictureCount\":": "\"pictures\":", "\"leftOutCount\":": "\"leftOut\":"],
      "cast-sheet.json": ["\"elementCount\":": "\"elements\":", "\"files\":[": "\"files\":[1,"],
      "targets.json": ["\"faces\":\"": "\"faces\":\"un", "\"provider\":": "\"maker\":"],
      "brief.json": ["\"stated\":": "\"sure\":", "\"status\":\"": "\"status\":\"un"],
      "target.json": ["\"profile\":{": "\"profile\":[],\"p\":{"],
      "diff.json": ["\"key\":": "\"place\":", "\"stricter\":": "\"more\":"],
      "completions.json": ["\"text\":": "\"script\":"], "manual.json": ["\"text\":": "\"page\":"],
      "rules.json": ["\"severities\":[": "\"severities\":[\"bad\","],
      "rule.json": ["\"title\":": "\"name\":"],
      "serve.json": ["\"port\":": "\"port\":-", "\"readOnly\":false": "\"readOnly\":0"],
    ])
  }

  @Test("Every shape of the sources has a schema of its version, which docs/json.md links to")
  func all() throws {
    let document = try String(
      contentsOf: Fixtures.repository.appending(path: "docs/json.md"), encoding: .utf8)
    let shapes = try Self.shapes()
    #expect(shapes.count > 45 && shapes.contains("check/2") && shapes.contains("forget/2"))
    for shape in shapes.sorted() {
      let name = shape.prefix { $0 != "/" }
      let file = SchemaDesk.schemas.appending(path: "\(name).schema.json")
      let schema = (try? Data(contentsOf: file)).flatMap { try? JSONParser.parse(Array($0)) }
      #expect(
        schema?["properties"]?["castbook"]?["const"]?.string == shape,
        "docs/schemas has none for \(shape)")
      #expect(schema?["title"]?.string == shape)
      #expect(
        document.contains("](schemas/\(name).schema.json)"),
        "docs/json.md has no link to that of \(name)")
      #expect(document.contains("`\(shape)`"), "docs/json.md does not say \(shape)")
    }
  }

  @Test("Every answer of the gallery has a schema of its version, and is in docs/gallery-api.md")
  func page() throws {
    let document = try String(
      contentsOf: Fixtures.repository.appending(path: "docs/gallery-api.md"), encoding: .utf8)
    let shapes = try Self.shapes(ofPage: true).subtracting(Self.shapes())
    #expect(shapes.count > 12 && shapes.contains("element/1") && shapes.contains("heard/1"))
    for shape in shapes.sorted() {
      let file = "gallery/\(shape.prefix { $0 != "/" }).schema.json"
      let schema = try JSONParser.parse(
        Array(try Data(contentsOf: SchemaDesk.schemas.appending(path: file))))
      #expect(schema["properties"]?["castbook"]?["const"]?.string == shape, "\(file)")
      #expect(schema["title"]?.string == shape)
      #expect(document.contains("`\(shape)`"), "docs/gallery-api.md does not say \(shape)")
    }
  }

  @Test("Schemas accept no unknown keys, and definitions of one name are equal in all of them")
  func strict() throws {
    // The first six schemas, and that of profiles, have definitions of their own.
    let own = ["check", "score", "prepare", "bundle", "sending", "sort", "target"]
      .map { "\($0).schema.json" }
    let names = try FileManager.default.subpathsOfDirectory(atPath: SchemaDesk.schemas.path())
      .filter { $0.hasSuffix(".schema.json") && !own.contains($0) }
    #expect(names.count > 55)
    var words: [String: JSONValue] = [:]
    for name in names.sorted() {
      let schema = try JSONParser.parse(
        Array(try Data(contentsOf: SchemaDesk.schemas.appending(path: name))))
      for path in Self.open(schema) { Issue.record("\(name): \(path) accepts any key") }
      for definition in schema["$defs"]?.members ?? [] {
        let meaning = JSONValue.object(
          (definition.value.members ?? []).filter { $0.key != "$anchor" })
        let known = words.updateValue(meaning, forKey: definition.key)
        #expect(
          known == nil || known == meaning,
          "\(name): \(definition.key) is another definition in another schema")
      }
    }
  }

  /// Objects of a schema that name keys and accept others as well.
  private static func open(_ value: JSONValue, _ path: String = "#") -> [String] {
    if let values = value.array {
      return values.enumerated().flatMap { open($1, "\(path)/\($0)") }
    }
    let members = value.members ?? []
    let isOpen =
      value["type"]?.string == "object" && value["properties"]?.members != nil
      && value["additionalProperties"] == nil
    return members.flatMap { open($0.value, "\(path)/\($0.key)") } + (isOpen ? [path] : [])
  }

  /// Every `name/version` that commands print, or that only the gallery answers: all texts of this
  /// form in the modules that print.
  private static func shapes(ofPage: Bool = false) throws -> Set<String> {
    let sources = Fixtures.repository.appending(path: "Sources")
    var shapes: Set<String> = ofPage ? [] : ["call/1"]
    let modules =
      ofPage
      ? ["LibraryVerbs/Gallery", "Gallery/Routes"]
      : ["FileVerbs", "LibraryVerbs", "DeliveryVerbs", "CastbookCommand"]
    let files = modules.flatMap { module in
      FileManager.default.enumerator(
        at: sources.appending(path: module), includingPropertiesForKeys: nil)?
        .compactMap { $0 as? URL } ?? []
    }
    for file in files + [sources.appending(path: "Gallery/GalleryServer.swift")]
    where file.pathExtension == "swift" && (ofPage || file.lastPathComponent != "GalleryJSON.swift")
    {
      let text = try String(contentsOf: file, encoding: .utf8)
      shapes.formUnion(text.matches(of: /"([a-z]+(?:-[a-z]+)*\/[0-9]+)"/).map { String($0.1) })
    }
    return shapes
  }
}
