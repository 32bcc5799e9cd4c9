import Foundation
import Model
import TestSupport
import Testing

/// How scores of a library are printed, and findings dismissed, on a terminal.
@Suite struct WeakPictures {
  private let studio: Studio

  /// A character and a place that share one picture, which is noisy and busy; the character's other
  /// picture is good.
  init() throws {
    studio = try Studio()
    try type("castbook add character @mira refs/mira-front.jpg refs/mira-right.jpg --basis own")
    try type("castbook add place @market refs/mira-front.jpg --basis own")
    try give(
      """
      UPDATE score SET scores='{"original":[1152,1536],"analysis":[768,1024],"measures":{
        "sharpness":[0.91,0.4,0.42,0.15],"noise":[0.78,3.4,0.4,0.1],"contrast":[1,0.8,0.4,0.15],
        "clutter":[0.64,0.4,0.25,null]}}';
      DELETE FROM weakness;
      DELETE FROM weak;
      UPDATE score SET scores='{"original":[1152,1536],"analysis":[768,1024],"measures":{
        "sharpness":[0.91,0.4,0.42,0.15],"noise":[0.31,8.6,0.4,0.1],"clutter":[0.04,0.9,0.25,null]}}'
        WHERE blob=(SELECT min(blob) FROM score);
      INSERT INTO weakness SELECT min(blob), 'image.noisy', 0, 1, 30 FROM score;
      INSERT INTO weakness SELECT min(blob), 'image.cluttered', 1, 1, 6 FROM score;
      INSERT INTO weak SELECT kind, retired, id, 1, 1, 'image.noisy' FROM entry;
      """)
  }

  @discardableResult
  private func type(_ line: String, columns: Int = 80) throws -> String {
    Studio.plain(try studio.type(line, columns: columns))
  }

  /// Changes values in the index, as if they had been measured.
  private func give(_ statements: String) throws {
    let home = studio.film.deletingLastPathComponent()
    try Database.make(
      home.appending(path: ".local/share/castbook/catalog.sqlite").path(), statements)
  }

  @Test("Below a picture are the findings on its scores, else its weakest measures")
  func showing() throws {
    #expect(
      try type("castbook show @mira") == """
        @mira  Mira  character, revision 1
          rights    own
          ! 1  front  mira-front.jpg   1152 × 1536   JPEG     215 kB
               ! noisy: grain of 8.6 levels of 255: use a photo taken in better light
                                                                             image.noisy
               · busy background: use a plain background, or cut out the subject
                                                                         image.cluttered
          ✓ 2  right  mira-right.jpg   1152 × 1536   JPEG     162 kB
               weakest: clutter 0.64, noise 0.78, sharpness 0.91

        """)
    for columns in [40, 60, 100] {
      for line in try type("castbook show @mira", columns: columns).split(separator: "\n") {
        #expect(line.count <= columns, "\(line)")
      }
    }
    let shown = try JSONParser.parse(Array(type("castbook show @mira --json").utf8))
    let file = try #require(shown["files"]?.array?.first)
    #expect(file["status"] == "warn" && file["metric"] == "quality/6")
    #expect(
      file["findings"]?.array?.compactMap { $0["rule"]?.string }
        == ["image.noisy", "image.cluttered"])
    #expect(file["scores"]?["noise"] == .number("0.31"))
    #expect(file["measures"]?["noise"]?["value"] == .number("8.6"))
    #expect(file["dismissed"] == nil)
  }

  @Test("A list of weak ones says how many pictures they have, and the worst of them")
  func listing() throws {
    let line = "@mira    character  Mira    2 files, ! 1 weak: image.noisy\n"
    #expect(
      try type("castbook list --weak")
        == "@market  place      Market  1 file, ! 1 weak: image.noisy\n" + line)
    #expect(
      try type("castbook list --weak --kind character")
        == "@mira  character  Mira  2 files, ! 1 weak: image.noisy\n")
    #expect(
      try type("castbook search mira --weak")
        == "@mira  character  Mira  2 files, ! 1 weak: image.noisy\n")
    #expect(
      try type("castbook search mira --kind place")
        == "no matching element has all of these words\n")
    #expect(!(try type("castbook list")).contains("weak"))
    #expect(
      try type("castbook list --weak --tag lead") == "no matching element has weak pictures\n")
    let page = try JSONParser.parse(
      Array(type("castbook list --weak --limit 1 --json").utf8))
    let element = try #require(page["elements"]?.array?.first)
    #expect(
      element["weak"] == ["pictureCount": 1, "rule": "image.noisy", "severity": "warning"])
    let next = try #require(page["next"]?.string)
    #expect(try type("castbook list --weak --after \(next)").hasPrefix("@mira  character"))
  }

  @Test("A dismissed finding is shown dimmed and not counted, until that is withdrawn")
  func dismissing() throws {
    let reason = "--reason 'the market is her place'"
    #expect(
      try type("castbook dismiss @mira 1 image.cluttered \(reason)") == """
        @mira, file 1 (mira-front.jpg): image.cluttered dismissed: the market is her place
          @market has the same file: this applies there, too
        Undo: castbook dismiss @mira 1 image.cluttered --undo

        """)
    #expect(
      try type("castbook dismiss @mira 1 image.cluttered \(reason)")
        == "@mira, file 1 (mira-front.jpg): image.cluttered already dismissed: no changes\n"
    )
    try type("castbook dismiss @mira 1 image.noisy --reason 'film grain'")
    #expect(
      try type("castbook show @mira") == """
        @mira  Mira  character, revision 1
          rights    own
          ✓ 1  front  mira-front.jpg   1152 × 1536   JPEG     215 kB
               – noisy: grain of 8.6 levels of 255, dismissed: film grain    image.noisy
               – busy background, dismissed: the market is her place     image.cluttered
               weakest: sharpness 0.91
          ✓ 2  right  mira-right.jpg   1152 × 1536   JPEG     162 kB
               weakest: clutter 0.64, noise 0.78, sharpness 0.91

        """)
    #expect(try type("castbook list --weak") == "no matching element has weak pictures\n")
    #expect(
      try type("castbook dismiss @market 1 image.noisy --undo --reason 'too much of it'") == """
        @market, file 1 (mira-front.jpg): image.noisy is counted again
          @mira has the same file: this applies there, too

        """)
    #expect(
      try type("castbook dismiss @mira 1 image.noisy --undo")
        == "@mira, file 1 (mira-front.jpg): image.noisy is not dismissed: no changes\n")
    #expect(
      try type("castbook log @mira") == """
        counted again  2026-11-20 07:00 UTC
          image.noisy on mira-front.jpg: too much of it
        dismissed  2026-11-20 07:00 UTC
          image.noisy on mira-front.jpg: film grain
        dismissed  2026-11-20 07:00 UTC
          image.cluttered on mira-front.jpg: the market is her place
        @mira:1  2026-11-20 07:00 UTC  sha256-7c95b6d0
          created with 2 files

        """)
    #expect(try type("castbook list --weak").contains("@mira    character  Mira    2 files, ! 1"))
  }

  @Test(
    "An invalid rule, number or finding is reported with the nearest valid one",
    arguments: [
      (
        "1 cluttered --reason x",
        "no rule \"cluttered\". Did you mean image.cluttered?"
      ),
      ("1 image.nosy --reason x", "no rule \"image.nosy\". Did you mean image.noisy?"),
      (
        "1 image.too-small --reason x",
        "image.too-small can't be dismissed: only findings from scores can. castbook explain "
          + "image.too-small shows what to do."
      ),
      ("one image.noisy --reason x", "one: @mira has no such file. castbook show @mira "),
      ("3 image.noisy --reason x", "@mira has no file 3; it has files 1–2. castbook show @mira "),
      (
        "1 image.dark --reason x",
        "file 1 of @mira has no finding image.dark. It has image.noisy, image.cluttered."
      ), ("1 image.noisy", "no reason given. Add --reason "),
      ("1 image.noisy --reason ' '", "a reason can't be empty."),
    ])
  func mistakes(words: String, answer: String) throws {
    #expect(try type("castbook dismiss @mira \(words)").hasPrefix("castbook: \(answer)"))
    #expect(try type("castbook log @mira").hasPrefix("@mira:1"))
  }

  @Test("Doctor reports old scores; --rescore measures them, and then there are none")
  func rescoring() throws {
    #expect(
      try type("castbook doctor --rescore")
        == "all scores are up to date: nothing to do\n")
    let good = try type("castbook show @mira")
    try give("UPDATE score SET metric='quality/0'")
    #expect(try type("castbook show @mira") == good)
    let output = try type("castbook doctor", columns: 120)
    #expect(
      output.contains(
        "  · 2 pictures scored with earlier measures: castbook doctor --rescore "
          + "scores them again"))
    #expect(output.hasSuffix(" read: 1 note\n"))
    #expect(try type("castbook doctor --rescore") == "measured 2 pictures again\n")
    #expect(try type("castbook doctor").hasSuffix(" read: no problems found\n"))
    // The values written into the index are gone.
    #expect(try type("castbook show @mira") != good)
    try give("UPDATE score SET metric='quality/0'")
    let value = try JSONParser.parse(Array(type("castbook doctor --rescore --json").utf8))
    #expect(value["rescored"] == 2 && value["notRescored"] == 0)
    #expect(try type("castbook doctor --rescore --rebuild").hasPrefix("castbook: --rescore can't"))
  }

  @Test("Deleted, the index gets equal scores, weak elements and dismissals again")
  func indexDeleted() throws {
    let studio = try Studio()
    let questions = "castbook list --weak --json; castbook show @mira --json; castbook log @mira"
    func type(_ line: String) throws -> String { try studio.type(line, columns: 80) }
    _ = try type("castbook add character @mira refs/mira-*.jpg downloads/mira-print.jpg")
    _ = try type("castbook add product @wide downloads/mira-wide.jpg")
    let shown = try JSONParser.parse(Array(type("castbook show @wide --json").utf8))
    let rules =
      shown["files"]?.array?.first?["findings"]?.array?
      .compactMap { $0["rule"]?.string } ?? []
    let rule = try #require(rules.first { !$0.hasPrefix("image.too-") })
    for line in [
      "true", "castbook dismiss @wide 1 \(rule) --reason so", "castbook edit @mira --drop 1",
    ] {
      _ = try type(line)
      let before = try type(questions)
      _ = try type("rm ~/.local/share/castbook/catalog.*")
      #expect(try type("castbook list 2>/dev/null >/dev/null; " + questions) == before, "\(line)")
    }
  }
}
