import Foundation
import Model
import TestSupport
import Testing

/// What a user does with the model for subjects: installing it, sorting, finding and noticing.
@Suite("Subjects", .timeLimit(.minutes(10)))
struct SubjectCommands {
  private let scratch: TemporaryFolder
  private let wheel: URL

  init() throws {
    scratch = try TemporaryFolder()
    wheel = try #require(PublishedModel.wheel, "Scripts/install --tests downloads it")
  }

  private var environment: [String: String] {
    ["CASTBOOK_LIBRARY": scratch.path("library").text, "XDG_DATA_HOME": scratch.path("data").text]
  }

  private func run(_ words: String...) throws -> Program.Result {
    try Tool.run(words, in: scratch.url, environment: environment)
  }

  private func json(_ words: String...) throws -> JSONValue {
    let result = try Tool.run(words + ["--json"], in: scratch.url, environment: environment)
    return try JSONParser.parse(Array(result.output.utf8))
  }

  private func install() throws {
    let result = try run("models", "add", "subjects", "--from", wheel.path)
    #expect(result.status == 0, "\(result.errors)")
  }

  /// Copies fixtures into a folder, under the names of a camera, and returns the subject of each.
  private func shoot(_ names: [String], in folder: String) throws -> [String: String] {
    let place = scratch.url.appending(path: folder)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    var subjects: [String: String] = [:]
    for (index, name) in names.enumerated() {
      let camera = "IMG_\(4200 + index * 13 % names.count).JPG"
      subjects[camera] = name.contains("mira") ? "mira" : "mug"
      try FileManager.default.copyItem(
        at: Fixtures.folder.appending(path: name).resolvingSymlinksInPath(),
        to: place.appending(path: camera))
    }
    return subjects
  }

  /// Mira and the mug in several places and lights.
  private static let places = [
    "000-daylight", "000-lamp", "000-studio", "000-daylight-cluttered", "045-lamp", "045-daylight",
    "315-daylight-cluttered",
  ].flatMap { ["scenes/mira-\($0).jpg", "scenes/mug-\($0).jpg"] }

  @Test("A model is listed with its paper, installed from a file, and removed")
  func models() throws {
    let listed = try run("models")
    #expect(listed.status == 0)
    for words in [
      "subjects  not installed", "castbook models add subjects", "does not recognise faces",
      "Apache License 2.0", "ImageNet", "17.4 MB",
    ] {
      #expect(listed.output.contains(words), "\(words): \(listed.output)")
    }
    try install()
    #expect(try run("models").output.contains("subjects  installed"))
    let model = try #require(try json("models")["models"]?.array?.first)
    #expect(model["state"]?.string == "installed")
    let path = try #require(model["path"]?.string)
    #expect(FileManager.default.fileExists(atPath: path))
    // It is installed already, so nothing is fetched.
    #expect(try run("models", "add", "subjects").status == 0)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[9_000_000] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(try run("models").output.contains("subjects  changed"))
    #expect(try run("models", "remove", "subjects").output.contains("subjects is removed"))
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(try run("models", "remove", "subjects").output.contains("subjects is not installed"))
  }

  @Test("A model is installed from the Python environment that the program is in")
  func pythonEnvironment() throws {
    let files = FileManager.default
    let packages = scratch.url.appending(path: "env/lib/python3.11/site-packages")
    try files.createDirectory(at: packages, withIntermediateDirectories: true)
    let programs = scratch.url.appending(path: "env/bin")
    try files.createDirectory(at: programs, withIntermediateDirectories: true)
    let program = programs.appending(path: "castbook")
    try files.copyItem(at: Tool.binary.resolvingSymlinksInPath(), to: program)
    let unpacked = try Program.run(
      Program.python, ["-m", "zipfile", "-e", wheel.path, packages.path])
    #expect(unpacked.status == 0, "\(unpacked.errors)")
    let added = try Program.run(
      program.path, ["models", "add", "subjects"], in: scratch.url,
      environment: Program.environment(with: environment))
    #expect(added.status == 0, "\(added.errors)")
    #expect(added.output.contains("subjects is installed"), "\(added.output)")
  }

  @Test("A model is refused from another file, and by a name that no model has")
  func refused() throws {
    try scratch.write("no model", to: "other.whl")
    let other = try run("models", "add", "subjects", "--from", "other.whl")
    #expect(other.status == 2)
    #expect(other.errors.contains("its SHA-256 is"), "\(other.errors)")
    let missing = try run("models", "add", "subjects", "--from", "nowhere.whl")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("nowhere.whl"), "\(missing.errors)")
    let unknown = try run("models", "add", "noses")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("The models are: subjects"), "\(unknown.errors)")
    #expect(!FileManager.default.fileExists(atPath: scratch.path("data").text))
  }

  @Test("A shoot in several places is sorted by what it shows, and by colours without the model")
  func sorted() throws {
    let subjects = try shoot(Self.places, in: "shoot")
    let before = try run("sort", "shoot")
    #expect(before.output.contains("compared by colour only"), "\(before.output)")
    #expect(try json("sort", "shoot")["comparedBy"]?.string == "colors")
    try install()
    let plan = try json("sort", "shoot")
    #expect(plan["comparedBy"]?.string == "looks")
    let groups = (plan["groups"]?.array ?? []).map { group in
      Set(
        (group["files"]?.array ?? []).compactMap { file in
          file["path"]?.string.flatMap { subjects[URL(fileURLWithPath: $0).lastPathComponent] }
        })
    }
    #expect(groups.allSatisfy { $0.count == 1 }, "no group mixes subjects: \(groups)")
    let grouped = (plan["groups"]?.array ?? []).reduce(0) { $0 + ($1["files"]?.array?.count ?? 0) }
    #expect(grouped >= 12, "of 14 pictures: \(grouped)")
    #expect(
      (plan["groups"]?.array ?? []).allSatisfy {
        $0["by"]?.array?.contains(.string("looks")) == true
      })
    let text = try run("sort", "shoot", "--groups", "2")
    #expect(text.output.contains("2 groups in 14 pictures"), "\(text.output)")
    #expect(text.output.contains("what they show (faces are not compared)"), "\(text.output)")
    // A plan depends on the files alone, whatever the number of workers.
    #expect(
      try run("sort", "shoot", "--json", "--jobs", "1").output
        == run("sort", "shoot", "--json", "--jobs", "4").output)
  }

  /// Creates a library with Mira and the mug in some places, and a folder of others to sort.
  private func library() throws {
    _ = try shoot(Self.places.filter { $0.contains("mira") && !$0.contains("lamp") }, in: "mira")
    _ = try shoot(Self.places.filter { $0.contains("mug") && !$0.contains("lamp") }, in: "mug")
    _ = try shoot(Self.places.filter { $0.contains("lamp") }, in: "new")
    for words in [
      ["init"], ["add", "character", "@mira", "mira"], ["add", "product", "@mug", "mug"],
    ] {
      let result = try Tool.run(words, in: scratch.url, environment: environment)
      #expect(result.status == 0, "\(words): \(result.output)\(result.errors)")
    }
  }

  @Test("A shoot is sorted by the elements that the library has, and added to them")
  func known() throws {
    try library()
    let without = try run("sort", "new", "--known")
    #expect(without.status == 2)
    #expect(without.errors.contains("castbook models add subjects"), "\(without.errors)")
    try install()
    let plan = try json("sort", "new", "--known")
    let groups = plan["groups"]?.array ?? []
    #expect(groups.map { $0["handle"]?.string } == ["mira", "mug"], "\(groups)")
    #expect(groups.allSatisfy { $0["known"]?.string == "library" })
    #expect(groups.allSatisfy { $0["files"]?.array?.count == 2 })
    let text = try run("sort", "new", "--known", "-o", "cast")
    #expect(text.output.contains("probably @mug of the library"), "\(text.output)")
    let added = try run("add", "--from", "cast")
    #expect(added.status == 0, "\(added.output)\(added.errors)")
    #expect(try json("show", "@mug")["files"]?.array?.count == 7)
    // An element that was removed is not recognised.
    #expect(try run("remove", "@mug").status == 0)
    let later = try json("sort", "new", "--known")
    let handles = (later["groups"]?.array ?? []).compactMap { $0["handle"]?.string }
    #expect(handles.contains("mira") && !handles.contains("mug"), "\(handles)")
    // The library is not searched without the option.
    let plain = try json("sort", "new", "--groups", "2")
    #expect((plain["groups"]?.array ?? []).allSatisfy { $0["known"] == nil })
  }

  @Test("Known subjects are an element, or a name with pictures; anything else is refused")
  func guided() throws {
    try library()
    try install()
    let plan = try json("sort", "new", "--like", "@mira", "--like", "cup=mug/IMG_4200.JPG")
    let groups = plan["groups"]?.array ?? []
    #expect(Set(groups.compactMap { $0["handle"]?.string }) == ["mira", "cup"])
    #expect(Set(groups.compactMap { $0["known"]?.string }) == ["library", "files"])
    for (words, message) in [
      (["--like", "@nobody"], "no element @nobody"), (["--like", "cup"], "no name with a picture"),
      (["--like", "cup=nowhere.jpg"], "nowhere.jpg: no such file"),
      (["--like", "@mira", "--like", "mira=mug/IMG_4200.JPG"], "@mira is named twice"),
      (["--like", "Cup!=mug/IMG_4200.JPG"], "--like: "),
    ] {
      let refused = try Tool.run(
        ["sort", "new"] + words, in: scratch.url, environment: environment)
      #expect(refused.status == 2, "\(words)")
      #expect(refused.errors.contains(message), "\(words): \(refused.errors)")
    }
    try scratch.write("no picture", to: "text.jpg")
    let damaged = try run("sort", "new", "--like", "cup=text.jpg")
    #expect(damaged.status == 2)
    #expect(damaged.errors.contains("@cup can't guide the sort"), "\(damaged.errors)")
  }

  @Test("The elements that a picture shows are found, also after pictures are added and erased")
  func found() throws {
    _ = try shoot(Self.places.filter { $0.contains("mira") && !$0.contains("045") }, in: "mira")
    _ = try shoot(Self.places.filter { $0.contains("mug") && !$0.contains("045") }, in: "mug")
    _ = try shoot(["scenes/mira-045-lamp.jpg", "scenes/mug-045-lamp.jpg"], in: "new")
    for words in [
      ["init"], ["add", "character", "@mira", "mira"], ["add", "product", "@mug", "mug"],
    ] {
      let result = try Tool.run(words, in: scratch.url, environment: environment)
      #expect(result.status == 0, "\(words): \(result.output)\(result.errors)")
    }
    let without = try run("similar", "new/IMG_4200.JPG", "--subject")
    #expect(without.status == 2)
    #expect(without.errors.contains("castbook models add subjects"), "\(without.errors)")
    try install()
    let results = try json("similar", "new", "--subject")
    let firsts = (results["pictures"]?.array ?? []).map {
      $0["elements"]?.array?.first?["handle"]?.string
    }
    #expect(firsts == ["mira", "mug"])
    // A person is never found with certainty, since faces are not compared.
    let person = try run("similar", "new/IMG_4200.JPG", "--subject").output
    #expect(person.contains("perhaps @mira") && person.contains("faces are not compared"))
    #expect(results["pictures"]?.array?.map { $0["notCompared"] } == ["faces", nil])
    #expect(try run("similar", "new/IMG_4201.JPG", "--subject").output.contains("probably @mug"))
    // Sketches are enough to search, and vectors that were deleted are made again when needed.
    let cache = scratch.url.appending(path: "library/cache")
    try FileManager.default.removeItem(at: cache)
    #expect(
      try run("similar", "new/IMG_4201.JPG", "--subject").output.contains("probably @mug"))
    let own = try run("similar", "@mira", "--subject")
    #expect(own.status == 0 && !own.output.isEmpty, "\(own.errors)")
    #expect(try vectors().count == 5)
    try FileManager.default.removeItem(at: scratch.url.appending(path: "library/catalog.subjects"))
    // A damaged picture is not compared, and keeps no other from being found.
    let blobs = try FileManager.default.subpathsOfDirectory(
      atPath: scratch.path("library/blobs").text
    ).filter { $0.count > 60 }.sorted()
    let damaged = scratch.url.appending(path: "library/blobs/\(blobs[0])")
    let intact = try Data(contentsOf: damaged)
    try FileManager.default.removeItem(at: damaged)
    try Data(intact.dropLast(1000)).write(to: damaged)
    let partial = try json("similar", "new", "--subject")
    #expect(partial["uncomparedCount"]?.integer == 1)
    #expect(
      (partial["pictures"]?.array ?? []).map {
        $0["elements"]?.array?.first?["handle"]?.string
      } == ["mira", "mug"])
    try FileManager.default.removeItem(at: damaged)
    try intact.write(to: damaged)
    #expect(try json("similar", "new", "--subject")["uncomparedCount"]?.integer == 0)
    // All vectors are kept, so nothing is described again.
    let described = try vectors()
    #expect(described.count == 10)
    _ = try run("similar", "new/IMG_4200.JPG", "--subject")
    #expect(try vectors() == described)
    // The pictures of an element that is erased are gone, and their vectors and sketches with them.
    let erased = try run("erase", "@mira", "--yes", "--reason", "she asked")
    #expect(erased.status == 0, "\(erased.output)\(erased.errors)")
    #expect(try vectors().count == 5)
    let after = try json("similar", "new/IMG_4200.JPG", "--subject")
    let handles = after["pictures"]?.array?.first?["elements"]?.array?.compactMap {
      $0["handle"]?.string
    }
    #expect(handles?.contains("mira") == false)
  }

  @Test("Vectors and sketches are in no backup and no pack, and gc keeps those of its pictures")
  func kept() throws {
    _ = try shoot(["scenes/mug-000-lamp.jpg", "scenes/mug-045-lamp.jpg"], in: "mug")
    try install()
    for words in [
      ["init"], ["add", "product", "@mug", "mug"], ["similar", "@mug", "--subject"],
      ["backup", "copies"], ["backup", "copy.zip"], ["pack", "@mug", "-o", "mug.zip"],
      ["gc"],
    ] {
      let result = try Tool.run(words, in: scratch.url, environment: environment)
      #expect(result.status == 0, "\(words): \(result.output)\(result.errors)")
    }
    #expect(try vectors().count == 2)
    let names = try FileManager.default.subpathsOfDirectory(
      atPath: scratch.path("copies").text)
    #expect(!names.isEmpty)
    #expect(!names.contains { $0.contains("subject") || $0.contains("cache") })
    for archive in ["copy.zip", "mug.zip"] {
      // The names of a zip file's entries are not compressed.
      let bytes = try Data(contentsOf: scratch.url.appending(path: archive))
      #expect(bytes.range(of: Data("blobs/".utf8)) != nil || archive == "mug.zip")
      for name in ["catalog.subjects", ".vector", "cache/"] {
        #expect(bytes.range(of: Data(name.utf8)) == nil, "\(archive): \(name)")
      }
    }
    #expect(try run("doctor").output.contains("subjects-differ") == false)
  }

  /// The files with vectors in the library's cache, and when each was written.
  private func vectors() throws -> [String: Date] {
    let cache = scratch.url.appending(path: "library/cache/previews-1")
    let files = FileManager.default.enumerator(
      at: cache, includingPropertiesForKeys: [.contentModificationDateKey])
    var found: [String: Date] = [:]
    while let file = files?.nextObject() as? URL {
      guard file.lastPathComponent.hasSuffix(".vector") else { continue }
      found[file.lastPathComponent] = try file.resourceValues(
        forKeys: [.contentModificationDateKey]
      ).contentModificationDate
    }
    return found
  }

  @Test("A picture of something else is noticed in a set, and when it is added")
  func noticed() throws {
    try install()
    let mugs = Self.places.filter { $0.contains("mug") }.prefix(5)
    _ = try shoot(mugs + ["scenes/mira-000-studio.jpg"], in: "odd")
    let scored = try run("score", "odd", "--kind", "product")
    #expect(scored.output.contains("set.odd-one"), "\(scored.output)")
    #expect(
      try run("pick", "odd", "--kind", "product").output.contains("set.odd-one"))
    let one = try shoot(Array(mugs), in: "one")
    #expect(one.count == 5)
    let fine = try run("score", "one", "--kind", "product")
    #expect(!fine.output.contains("set.odd-one"), "\(fine.output)")
    #expect(!fine.output.contains("set.several-subjects"), "\(fine.output)")
    _ = try shoot(["scenes/mira-045-lamp.jpg"], in: "other")
    #expect(try run("init").status == 0)
    #expect(!(try run("add", "product", "@mug", "one").output.contains("image.other-subject")))
    let added = try run("add", "product", "@mug", "other")
    #expect(added.output.contains("image.other-subject"), "\(added.output)")
    // The element's own pictures are judged as well, from the vectors that are kept.
    #expect(try run("score", "@mug").output.contains("set.odd-one"))
  }

  @Test("A take is compared with the products and places that it was rendered with")
  func taken() throws {
    let film = try Production.ready()
    let data = ["XDG_DATA_HOME": scratch.path("data").text]
    func add(_ take: String) throws -> Program.Result {
      try Tool.run(
        ["take", "add", take, "--bundle", "out/steam", "--result", "kept", "--json"],
        in: film.folder, environment: data.merging(["CASTBOOK_LIBRARY": film.library]) { $1 })
    }
    try film.write("---\ntarget: kling-o3\n---\n@mug steams beside @mira", to: "steam.md")
    #expect(try film.run("export", "steam.md", "-o", "out").status == 0)
    try film.take("scenes/mug-045-lamp.jpg", as: "take.jpg")
    try film.take("clips/mira-3.0s.mp4", as: "take.mp4")
    let without = try add("take.jpg")
    #expect(without.status == 0, "\(without.errors)")
    #expect(!without.output.contains("subjects"))
    try install()
    let picture = try JSONParser.parse(Array(add("take.jpg").output.utf8))
    let subjects = picture["subjects"]?.array ?? []
    #expect(subjects.map { $0["handle"]?.string } == ["mug"], "characters are not compared")
    #expect(subjects.first?["shown"] == .boolean(true), "\(subjects)")
    #expect(subjects.first?["moments"]?.array?.count == 1)
    // The clip shows a person, so whether the mug is there stays open.
    let clip = try JSONParser.parse(Array(add("take.mp4").output.utf8))
    let shown = try #require(clip["subjects"]?.array?.first)
    #expect(shown["shown"] == .boolean(false), "\(shown)")
    #expect(shown["moments"]?.array?.count == 8)
    let times = (shown["moments"]?.array ?? []).compactMap { $0["milliseconds"]?.integer }
    #expect(times == times.sorted() && times.count == 8 && (times.last ?? 0) < 3000)
    #expect(shown["finding"] == nil)
  }
}
