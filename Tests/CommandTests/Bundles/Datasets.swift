import Files
import Foundation
import Model
import TestSupport
import Testing

@Suite("Datasets for training", .timeLimit(.minutes(30)))
struct Datasets {
  private let film: Production

  init() throws {
    film = try Production(starter: false)
    for name in ["front", "back", "right"] {
      try film.take("starter/mira-\(name).jpg", as: "p/mira-\(name).jpg")
    }
    try film.take("trouble/IMG_2041.HEIC", as: "p/IMG_2041.HEIC")
    #expect(try film.run("add", "character", "@mira", "p").status == 0)
  }

  private func hex(_ data: Data) -> String { SHA256.digest(of: [UInt8](data)).hex }

  private func allow() throws {
    let edited = try film.run(
      "edit", "@mira", "--basis", "consented", "--allow", "internal,training")
    try #require(edited.status == 0, "\(edited.errors)")
  }

  @Test("are refused without the right to train, and nothing is written")
  func refused() throws {
    let silent = try film.run("export", "@mira", "--layout", "dataset", "-o", "out")
    #expect(silent.status == 1 && !film.exists("out"), "\(silent.output)")
    #expect(silent.output.contains("its rights don't say that a model may be trained with it"))
    #expect(try film.run("edit", "@mira", "--basis", "own", "--allow", "commercial").status == 0)
    let other = try film.run("export", "@mira", "--layout", "dataset", "-o", "out")
    #expect(other.status == 1 && !film.exists("out"))
    #expect(other.output.contains("may be used for commercial, not for training"))
    #expect(other.output.contains("castbook edit @mira --allow commercial,training"))
    // The advice works, and training doesn't restrict shots.
    try allow()
    let allowed = try film.run("export", "@mira", "--layout", "dataset", "-o", "out")
    #expect(allowed.status == 0, "\(allowed.output) \(allowed.errors)")
    #expect(try film.run("edit", "@mira", "--allow", "training").status == 0)
    try film.write("---\ntarget: kling-o3\nduration: 5\n---\n@mira waits.\n", to: "s.md")
    let shot = try film.run("export", "s.md", "--set", "purpose=advertising", "--dry-run")
    #expect(!shot.output.contains("rights.not-allowed"), "\(shot.output)")
    try film.write("---\npurpose: training\n---\n@mira waits.\n", to: "t.md")
    #expect(try film.run("prompt", "t.md").output.contains("is not one of internal, editorial"))
  }

  @Test("are refused for an element that was removed")
  func removed() throws {
    try allow()
    #expect(try film.run("remove", "@mira").status == 0)
    let result = try film.run("export", "@mira", "--layout", "dataset", "-o", "out")
    #expect(result.status == 2 && result.errors.contains("castbook restore @mira"))
    #expect(!film.exists("out"))
  }

  @Test("have prepared pictures with captions, and say what is missing")
  func written() throws {
    try allow()
    let json = try film.json(
      "export", "@mira", "--layout", "kohya", "--repeats", "4", "--class", "woman", "-o", "train")
    let element = try #require(json["elements"]?.array?.first)
    #expect(element["folder"] == "4_mira woman" && element["trigger"] == "mira")
    let pictures = try #require(element["pictures"]?.array)
    #expect(pictures.count == 4)
    let files = try film.files("train")
    #expect(files.count == 2 * 4 + 1)
    for picture in pictures {
      let name = try #require(picture["file"]?.string), caption = picture["caption"]?.string ?? ""
      let bytes = try #require(files["4_mira woman/\(name)"])
      #expect(hex(bytes) == picture["fileSha256"]?.string)
      let text = try #require(files["4_mira woman/\(picture["captionFile"]?.string ?? "")"])
      #expect(text == Data("\(caption)\n".utf8) && !caption.contains("\n"))
      #expect(hex(text) == picture["captionFileSha256"]?.string)
      #expect(["jpg", "png"].contains(name.suffix(3)), "a HEIC is prepared")
    }
    #expect(pictures.contains { $0["caption"] == "mira woman, front view" })
    #expect(element["coverage"]?["missing"]?.array?.contains("three-quarter") == true)
    // The record in the folder is the answer without the place.
    let record = try JSONParser.parse(Array(#require(files["dataset.json"])))
    #expect(record["elements"] == json["elements"] && record["path"] == nil)
    // A second time changes no file.
    let again = try film.json(
      "export", "@mira", "--layout", "kohya", "--repeats", "4", "--class", "woman", "-o", "train")
    #expect(again["alreadyThere"]?.integer == files.count)
    #expect(try film.files("train") == files)
  }

  @Test("are read by the trainers' own rules", arguments: ["kohya", "ai-toolkit"])
  func trainers(layout: String) throws {
    try allow()
    try film.take("starter/mug-front.jpg", as: "mug.jpg")
    #expect(try film.run("add", "product", "@mug_2", "mug.jpg", "--allow", "training").status == 0)
    let made = try film.run("export", "@mira", "@mug_2", "--layout", layout, "-o", "train")
    #expect(made.status == 0, "\(made.output) \(made.errors)")
    let files = try film.files("train")
    // Both take files with these suffixes and the text file of the same stem.
    let images = files.keys.filter { [".jpg", ".png"].contains($0.suffix(4)) }
    #expect(images.count == 5)
    for image in images {
      let caption = files["\(image.dropLast(4)).txt"].map { String(decoding: $0, as: UTF8.self) }
      let line = caption?.split(separator: "\n").first.map(String.init) ?? ""
      let folder = try #require(image.split(separator: "/").first)
      if layout == "kohya" {
        // The number before the first underscore, and the words after it.
        let words = folder.split(separator: "_", maxSplits: 1)
        #expect(words.count == 2 && Int(words[0]) == 10, "\(folder)")
        #expect(line.hasPrefix(String(words[1])), "\(line)")
      } else {
        #expect(line.hasPrefix(folder), "\(line)")
      }
    }
    let list = files["ai-toolkit.yaml"].map { String(decoding: $0, as: UTF8.self) }
    #expect((list != nil) == (layout == "ai-toolkit"))
    #expect(list?.contains("folder_path: \"mug_2\"") != false)
  }

  @Test("are replaced on request, without what an earlier one wrote and nothing else")
  func replaced() throws {
    try allow()
    func export(_ more: String...) throws -> Program.Result {
      try Tool.run(
        ["export", "@mira", "--layout", "dataset", "-o", "d", "--library", film.library] + more,
        in: film.folder)
    }
    #expect(try export().status == 0)
    let before = try film.files("d")
    try film.write("mine", to: "d/mira/mine.txt")
    #expect(try film.run("edit", "@mira", "--drop", "2").status == 0)
    let refused = try export()
    #expect(refused.status != 0 && refused.errors.contains("exists and is different"))
    #expect(try film.files("d").count == before.count + 1, "nothing was written")
    let replaced = try export("--replace")
    #expect(replaced.status == 0 && replaced.output.contains("2 earlier files removed"))
    let after = try film.files("d")
    #expect(after["mira/mine.txt"] == Data("mine".utf8))
    #expect(after.keys.filter { $0.hasSuffix(".jpg") }.count == 3)
    // A record that names files elsewhere removes none of them.
    try film.write("keep", to: "d/outside.txt")
    let digest = hex(Data("keep".utf8))
    try film.write(
      """
      {"castbook": "dataset/1", "elements": [{"folder": "..", "pictures": [
        {"file": "d", "fileSha256": "\(digest)", "captionFile": "outside.txt",
         "captionFileSha256": "\(digest)"}]}, {"folder": ".", "pictures": [
        {"file": "outside.txt", "fileSha256": "\(digest)", "captionFile": "x",
         "captionFileSha256": "\(digest)"}]}]}
      """, to: "d/dataset.json")
    #expect(try export("--replace").status == 0)
    #expect(film.exists("d/outside.txt"))
  }

  @Test("come back into a library with their captions as notes")
  func roundTrip() throws {
    try allow()
    #expect(try film.run("edit", "@mira", "--note", "1=red coat, rain").status == 0)
    #expect(
      try film.run("export", "@mira", "--layout", "kohya", "--class", "woman", "-o", "train").status
        == 0)
    let second = film.scratch.url.appending(path: "second").path()
    #expect(try film.run("init", library: second).status == 0)
    let added = try film.run("add", "--from", "train", library: second)
    #expect(added.status == 0, "\(added.output) \(added.errors)")
    #expect(!added.output.contains("dataset.json") && !added.output.contains(".txt"))
    let shown = try JSONParser.parse(
      Array(film.run("show", "@mira", "--json", library: second).output.utf8))
    let files = try #require(shown["files"]?.array)
    #expect(files.count == 4)
    #expect(files.compactMap { $0["note"]?.string } == ["red coat, rain"])
    #expect(files.contains { $0["role"] == "front" } && files.contains { $0["role"] == "back" })
  }

  @Test("of others are read: kohya's folders, captions of several lines, wrong encodings")
  func others() throws {
    try film.take("starter/mug-front.jpg", as: "k/12_sks mug/a.jpg")
    try film.take("starter/mug-top.jpg", as: "k/12_sks mug/b.jpg")
    try film.write("sks mug on a table,\n morning light", to: "k/12_sks mug/a.caption")
    try film.write("a mug from above", to: "k/12_sks mug/b.txt")
    let added = try film.run("add", "--from", "k", "--kind", "product")
    #expect(added.status == 0, "\(added.output) \(added.errors)")
    let notes = try #require(film.json("show", "@sks")["files"]?.array).map { $0["note"]?.string }
    #expect(notes == ["sks mug on a table, morning light", "a mug from above"])
    try film.take("starter/mug-front.jpg", as: "w/cup/a.jpg")
    try Data([0xC3, 0x28]).write(to: film.folder.appending(path: "w/cup/a.txt"))
    let wrong = try film.run("add", "--from", "w", "--kind", "product")
    #expect(wrong.status == 2 && wrong.errors.contains("is not UTF-8"), "\(wrong.errors)")
    #expect(try film.run("show", "@cup").status != 0, "nothing was added")
  }

  @Test("need words that fit a folder and a caption, and options that go together")
  func mistakes() throws {
    try allow()
    func errors(_ words: String...) throws -> String {
      let result = try Tool.run(
        ["export", "--library", film.library] + words, in: film.folder)
      #expect(result.status == 2 || result.status == 3, "\(words) \(result.output)")
      return result.errors
    }
    let layout = ["--layout", "dataset", "--dry-run"]
    #expect(
      try errors("@mira", "--trigger", "x", "--dry-run").contains(
        "goes with the --layout of a dataset"))
    #expect(try errors("s.md", layout[0], layout[1], layout[2]).contains("s.md"))
    #expect(
      try errors("@mira", layout[0], layout[1], layout[2], "--zip").contains("--zip doesn't go"))
    #expect(
      try errors("@mira", layout[0], layout[1], layout[2], "--repeats", "2").contains("kohya"))
    #expect(
      try errors("@mira", layout[0], layout[1], layout[2], "--trigger", "../x").contains("trigger"))
    #expect(
      try errors("@mira", layout[0], layout[1], layout[2], "--caption", "{nose}")
        .contains("unknown field {nose}"))
    #expect(try errors("@nobody", layout[0], layout[1], layout[2]).contains("@nobody"))
    let dry = try film.run("export", "@mira", "--layout", "ai-toolkit", "--dry-run")
    #expect(dry.status == 0 && dry.output.contains("nothing written"), "\(dry.output)")
  }
}
