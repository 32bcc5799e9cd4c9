import Foundation
import Model
import TestSupport
import Testing

@Suite("castbook take share and take answers", .timeLimit(.minutes(30)))
struct Reviews {
  private let film: Production
  /// The takes by the names of their files: three of two shots.
  private let takes: [String: (bundle: String, sha256: String)]

  init() throws {
    film = try Production()
    try film.write("---\ntarget: kling-o3\n---\nA secret plan: @mug steams", to: "lobby.md")
    try film.write("---\ntarget: kling-o3\n---\n@mira walks", to: "street-2.md")
    try film.write("---\ntarget: kling-o3\n---\n@mira runs", to: "street-10.md")
    try #require(try film.run("use", "@mira", "@mug").status == 0)
    var takes: [String: (String, String)] = [:]
    for (shot, clips) in [
      ("street-10", ["fade"]), ("lobby", ["mira", "one-cut"]), ("street-2", ["mira-silent"]),
    ] {
      try #require(try film.run("export", "\(shot).md", "-o", "out").status == 0)
      for clip in clips {
        try film.take("clips/\(clip).mp4", as: "\(clip).mp4")
        let take = try film.json(
          "take", "add", "\(clip).mp4", "--bundle", "out/\(shot)", "--cost", "0.84 USD")
        takes[clip] = try (
          #require(take["bundle"]?.string), #require(take["sha256"]?.string)
        )
      }
    }
    self.takes = takes
  }

  /// Writes a file of answers, with the text of each answer after its take.
  private func write(
    _ answers: [(take: String, more: String)], by: String = "Paula", to name: String
  ) throws {
    let items = try answers.map { answer in
      let take = try #require(takes[answer.take])
      return "{\"bundle\": \"\(take.bundle)\", \"sha256\": \"\(take.sha256)\", \(answer.more)}"
    }
    try film.write(
      "{\"castbook\": \"review-answers/1\", \"review\": \"0123456789abcdef\", \"by\": \"\(by)\", "
        + "\"takes\": [\(items.joined(separator: ", "))]}", to: name)
  }

  private func results() throws -> [String: String] {
    let listed = try #require(try film.json("take", "list")["takes"]?.array)
    return try Dictionary(
      uniqueKeysWithValues: listed.map { take in
        let name = try #require(takes.first { $0.value.sha256 == take["sha256"]?.string }?.key)
        return (name, try #require(take["result"]?.string))
      })
  }

  /// Returns the JSON in a page.
  private func data(of page: String) throws -> JSONValue {
    let text = try String(decoding: film.data(page), as: UTF8.self)
    let start = try #require(text.firstRange(of: "<script type=\"application/json\" id=\"takes\">"))
    let end = try #require(text[start.upperBound...].firstRange(of: "</script>"))
    return try JSONParser.parse(Array(text[start.upperBound..<end.lowerBound].utf8))
  }

  // MARK: The page

  @Test("The page has the takes by shot, and nothing that others need not know")
  func page() throws {
    #expect(try film.run("take", "rate", "fade.mp4", "rejected").status == 0)
    let said = try film.run(
      "take", "comment", "mira.mp4", "</script><!-- \"it\" & <b>", "--at", "1")
    #expect(said.status == 0)
    let shared = try film.json("take", "share", "--here", "-o", "review.html")
    #expect(shared["takes"]?.array?.count == 3, "\(shared)")
    let page = try data(of: "review.html")
    #expect(page["castbook"] == "review/1" && page["title"] == "film")
    #expect(page["id"] == shared["review"])
    let shown = try #require(page["takes"]?.array)
    #expect(shown.map { $0["title"] } == ["lobby, take 1", "lobby, take 2", "street-2"])
    #expect(shown[0]["comments"]?.array?.first?["text"] == "</script><!-- \"it\" & <b>")
    #expect(shown[0]["milliseconds"] == 4000 && shown[0]["framesPerSecond"] != nil)
    #expect(shown.allSatisfy { $0["references"] == nil })
    let text = try String(decoding: film.data("review.html"), as: UTF8.self)
    for secret in [film.scratch.url.path(), "secret plan", "0.84", "kling", "lobby.md", "@mug"] {
      #expect(!text.contains(secret), "\(secret)")
    }
    // A policy that lets nothing out, a script and a style sheet, and no other code.
    let policy = try #require(text.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)).1
    #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
    #expect(!policy.contains("unsafe") && !policy.contains("connect-src"))
    #expect(text.matches(of: /<script>/).count == 1)
    let addresses = text.replacing("http://www.w3.org/2000/svg", with: "")
    #expect(!addresses.contains(/https?:/), "an address outside")
    // Each clip is in the page as it is.
    for (index, name) in ["mira", "one-cut", "mira-silent"].enumerated() {
      let tag = try Regex("id=\"clip-\(index + 1)\">\\n([A-Za-z0-9+/=\\n]+)</script>")
      let lines = try #require(text.firstMatch(of: tag)?.output[1].substring).split(separator: "\n")
      let bytes = lines.compactMap { Data(base64Encoded: String($0)) }.reduce(Data(), +)
      #expect(try bytes == film.data("\(name).mp4"), "\(name)")
    }
  }

  @Test("A folder has the page and the files; the same takes make the same bytes")
  func folder() throws {
    let shared = try film.json(
      "take", "share", "--here", "-o", "review", "--title", "Lobby & Co", "--with-references")
    #expect(shared["wasThere"] == nil)
    let files = try film.files("review")
    let page = try data(of: "review/index.html")
    #expect(page["title"] == "Lobby & Co")
    var named: Set<String> = ["index.html"]
    for take in try #require(page["takes"]?.array) {
      named.insert(try #require(take["source"]?.string))
      named.insert(try #require(take["poster"]?.string))
      let references = try #require(take["references"]?.array)
      #expect(!references.isEmpty)
      for reference in references {
        named.insert(try #require(reference["source"]?.string))
        #expect(["@mira", "@mug"].contains(reference["name"]?.string))
      }
    }
    #expect(Set(files.keys) == named)
    #expect(try files["files/clip-1.mp4"] == film.data("mira.mp4"))
    let again = try film.json(
      "take", "share", "--here", "-o", "review", "--title", "Lobby & Co", "--with-references")
    #expect(again["wasThere"] == true && again["review"] == shared["review"])
    #expect(try film.files("review") == files)
    // Other takes in the same place are refused, unless they may replace it.
    let other = try film.run("take", "share", "street-2.md", "-o", "review")
    #expect(other.status == 2)
    let less = try film.run("take", "share", "mira-silent.mp4", "-o", "review")
    #expect(less.status == 3 && less.errors.contains("exists and is different"), "\(less.errors)")
    #expect(try film.files("review") == files)
    #expect(
      try film.run("take", "share", "mira-silent.mp4", "-o", "review", "--replace").status == 0)
    let names = try film.files("review").keys.sorted()
    #expect(names == ["files/clip-1.mp4", "files/poster-1.jpg", "index.html"], "\(names)")
  }

  @Test("Named takes are shown, however they were decided; a failure leaves nothing behind")
  func named() throws {
    #expect(try film.run("take", "rate", "fade.mp4", "rejected").status == 0)
    let shared = try film.json("take", "share", "fade.mp4", "-o", "one.html")
    #expect(shared["takes"]?.array?.map { $0["result"] } == ["rejected"])
    let none = try film.run("take", "share", "--result", "kept", "-o", "none.html")
    #expect(none.status == 2 && none.errors.contains("no takes to review"), "\(none.errors)")
    #expect(!film.exists("none.html"))
    // A file that is missing is left out and named; if none is left, nothing is written.
    let digest = try #require(takes["mira"]).sha256
    let blob = "\(film.library)/blobs/\(digest.prefix(2))/\(digest)"
    try FileManager.default.removeItem(atPath: blob)
    let fewer = try film.run("take", "share", "--here", "-o", "fewer.html")
    #expect(fewer.status == 0 && fewer.output.contains("left out: lobby.md"), "\(fewer.output)")
    let lost = try film.run("take", "share", String(digest.prefix(12)), "-o", "lost")
    #expect(lost.status == 2 && lost.errors.contains("missing here"), "\(lost.errors)")
    #expect(!film.exists("lost"))
  }

  @Test("A clip with a workflow of ComfyUI is named, since the prompt is in it")
  func workflow() throws {
    let graph = try JSONParser.parse(
      Array(#"{"1": {"class_type": "CLIPTextEncode", "inputs": {"text": "a secret"}}}"#.utf8))
    try ComfyUIWriter.write(
      graph, into: film.folder.appending(path: "mira.mp4"),
      as: film.folder.appending(path: "comfy.mp4"))
    #expect(try film.run("take", "add", "comfy.mp4", "--bundle", "out/lobby").status == 0)
    let shared = try film.json("take", "share", "--here", "-o", "review.html")
    #expect(shared["withWorkflow"]?.array?.count == 1)
    let words = try film.run("take", "share", "--here", "-o", "again.html").output
    #expect(words.contains("the clip contains ComfyUI's workflow"), "\(words)")
  }

  // MARK: The answers

  @Test("Answers are shown, recorded once with the reviewer's name, and listed")
  func answers() throws {
    try write(
      [
        ("mira", #""was": "new", "result": "approved""#),
        (
          "one-cut",
          #""was": "new", "result": "rejected", "comments": [{"milliseconds": 1200, "text": "cut"}, {"text": "no"}]"#
        ),
        ("fade", #""was": "new", "comments": [{"milliseconds": 4001, "text": "the end"}]"#),
      ], to: "answers.json")
    let preview = try film.run("take", "answers", "answers.json", "--dry-run")
    #expect(preview.output.contains("approved, was new"), "\(preview.output)")
    #expect(preview.output.contains("Paula: 2 decisions, 3 comments"))
    #expect(Set(try results().values) == ["new"])
    let added = try film.json("take", "answers", "answers.json")
    #expect(added["by"] == "Paula" && added["rated"]?.array?.count == 2)
    #expect(added["rated"]?.array?.first?["shot"] == "lobby.md")
    #expect(
      try results() == [
        "mira": "approved", "one-cut": "rejected", "fade": "new", "mira-silent": "new",
      ])
    let listed = try film.run("take", "list").output
    #expect(listed.contains("by Paula") && listed.contains("at 1.2 s  Paula"), "\(listed)")
    // Beyond the end of the clip is its end.
    #expect(listed.contains("at 4 s  Paula"))
    let again = try film.json("take", "answers", "answers.json")
    #expect(
      again["knownCount"] == 5 && again["rated"]?.array == [] && again["comments"]?.array == [])
    #expect(try film.run("doctor").status == 0)
  }

  @Test("A decision that was changed meanwhile stays, unless it is overruled")
  func overtaken() throws {
    let approved = #""was": "new", "result": "approved""#
    try write([("mira", approved), ("one-cut", approved)], to: "answers.json")
    #expect(try film.run("take", "rate", "mira.mp4", "rejected").status == 0)
    let added = try film.json("take", "answers", "answers.json")
    #expect(added["overtaken"]?.array?.first?["was"] == "rejected")
    #expect(try results()["mira"] == "rejected")
    #expect(try results()["one-cut"] == "approved")
    // A later file of hers needs an answer, and her first one doesn't bring its decision back.
    try write([("one-cut", #""was": "new", "result": "rejected""#)], to: "later.json")
    #expect(try film.run("take", "answers", "later.json").output.contains("stays approved"))
    #expect(try film.run("take", "answers", "later.json", "--overrule").status == 0)
    #expect(try film.run("take", "answers", "answers.json").output.contains("stays rejected"))
    #expect(try results()["one-cut"] == "rejected")
    let words = try film.run("take", "answers", "answers.json").output
    #expect(words.contains("stays rejected") && words.contains("--overrule"), "\(words)")
    #expect(try film.run("take", "answers", "answers.json", "--overrule").status == 0)
    #expect(try results()["mira"] == "approved")
  }

  @Test("Files that are no answers are refused, and nothing of them is recorded")
  func wrong() throws {
    let deep = String(repeating: "[", count: 100_000)
    let texts = [
      "", "[]", deep, #"{"castbook": "review-answers/2", "review": "", "by": "x", "takes": []}"#,
      #"{"castbook": "review-answers/1", "review": "x", "takes": []}"#,
      #"{"castbook": "review-answers/1", "review": "x", "by": "x", "takes": [1]}"#,
    ]
    for text in texts {
      try film.write(text, to: "wrong.json")
      let refused = try film.run("take", "answers", "wrong.json")
      #expect(refused.status == 2 && refused.errors.contains("no answers"), "\(text.prefix(80))")
    }
    let good = #""was": "new", "result": "approved""#
    for wrong in [
      #""was": "fine""#, #""was": "new", "result": "deleted""#,
      #""was": "new", "comments": [{"text": ""}]"#,
      #""was": "new", "comments": [{"text": "\#(String(repeating: "a", count: 2001))"}]"#,
      #""was": "new", "comments": [{"text": "x", "milliseconds": -1}]"#,
    ] {
      try write([("mira", good), ("one-cut", wrong)], to: "wrong.json")
      let refused = try film.run("take", "answers", "wrong.json")
      #expect(refused.status == 2, "\(wrong.prefix(80)): \(refused.output)")
    }
    try write([("mira", good)], by: String(repeating: "P", count: 201), to: "wrong.json")
    #expect(try film.run("take", "answers", "wrong.json").status == 2)
    try film.write(String(repeating: " ", count: 5 << 20), to: "large.json")
    #expect(try film.run("take", "answers", "large.json").status == 2)
    #expect(Set(try results().values) == ["new"])
    // What can't be in a record, and was pasted somehow, is left out of a comment.
    try write(
      [("fade", #""was": "new", "comments": [{"text": "a\u000bb c"}]"#)], to: "odd.json")
    let odd = try film.json("take", "answers", "odd.json")
    #expect(odd["comments"]?.array?.first?["text"]?.string == "a b c", "\(odd)")
    // Takes of other libraries are counted, and the rest is recorded.
    try write([("mira", good)], to: "mixed.json")
    let other = String(repeating: "0", count: 64)
    let mixed = try String(decoding: film.data("mixed.json"), as: UTF8.self).replacing(
      "\"takes\": [",
      with: "\"takes\": [{\"bundle\": \"\(other)\", \"sha256\": \"\(other)\", \(good)}, ")
    try film.write(mixed, to: "mixed.json")
    let added = try film.json("take", "answers", "mixed.json")
    #expect(added["unknown"]?.array?.count == 1 && added["rated"]?.array?.count == 1)
  }
}
