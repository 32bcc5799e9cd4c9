import Foundation
import Testing

/// How elements look on terminals of several widths.
@Suite struct ElementLayouts {
  private func studio() throws -> Studio {
    let studio = try Studio()
    _ = try studio.type("castbook init --starter", columns: 100)
    return studio
  }

  @Test(
    "The table of files drops columns on a narrow terminal, the bytes first",
    arguments: [
      (120, "mira-three-quarter-left.jpg   1152 × 1536   JPEG     208 kB"),
      (92, "mira-three-quarter-left.jpg   1152 × 1536   JPEG     208 kB"),
      (80, "mira-three-quarter-left.jpg   1152 × 1536   JPEG"),
      (76, "mira-three-quarter-left.jpg   1152 × 1536"),
      (60, "mira-three-quarte…   1152 × 1536"),
      (50, "mira-three-quarter-lef…"),
    ])
  func files(columns: Int, line: String) throws {
    let shown = try studio().type("castbook show @mira", columns: columns)
    let lines = shown.split(separator: "\n")
    #expect(lines.contains("  ✓ 2  three-quarter-left  \(line)"), "\(shown)")
    for line in lines { #expect(line.count <= columns, "\(line)") }
  }

  @Test("In a pipe no name is cut, and lines have 100 columns")
  func pipe() throws {
    let studio = try studio()
    let shown = try studio.type(
      "COLUMNS= castbook add product @box downloads/IMG_2038.JPG | cat", columns: 40)
    #expect(
      shown == """
        @box  Box  product, new
          ✗ 1  unsorted  IMG_2038.JPG    450 × 1200   JPEG      49 kB
               ✗ width to height 0.375, below the 0.4 (2:5) minimum: crop its height to 1125 px or less
                                                                                            image.too-narrow
               · contains private metadata: GPS position, serial number, camera make and model: remove it
                 before you upload (prepare does)                                     image.private-metadata
        @box: 1 file added, 0 of 1 ready for kling
        To make copies that pass (1 file): castbook prepare @box --for kling
        1 file has no role yet. Look at it, then: castbook edit @box --role N=front
        Or in a browser: castbook serve --open

        """)
  }

  @Test("A finding is split between words, with its rule at the end of the last line or below it")
  func findings() throws {
    let studio = try studio()
    let files = "downloads/mira-wide.jpg downloads/mira-full-length.jpg"
    let shown = try studio.type("castbook add product @box \(files)", columns: 60)
    #expect(
      shown == """
        @box  Box  product, new
          ✗ 1  unsorted   mira-wide.jpg          1600 × 500
               ✗ width to height 3.2, above the 2.5 (5:2) maximum:
                 crop its width to 1250 px or less    image.too-wide
               · busy background: use a plain background, or cut out
                 the subject                         image.cluttered
          ✗ 2  full-body  mira-full-length.jpg    280 × 900
               ✗ shorter side 280 px, below the 300 px minimum: use
                 a larger original; enlarging adds no detail
                                                     image.too-small
               ✗ width to height 0.311, below the 0.4 (2:5) minimum:
                 crop its height to 700 px or less  image.too-narrow
        @box: 2 files added, 0 of 2 ready for kling
        To make copies that pass (1 file):
        castbook prepare @box --for kling
        1 file has no role yet. Look at it, then:
          castbook edit @box --role N=front
        Or in a browser: castbook serve --open

        """)
  }

  @Test("In lists wide names keep the columns, and long ones are cut only on a terminal")
  func lists() throws {
    let studio = try studio()
    let long = String(repeating: "long ", count: 20) + "name"
    _ = try studio.type("castbook edit @mira --name 'ジュン・タナカ 👩🏽‍🚀'", columns: 80)
    _ = try studio.type("castbook edit @mug --name '\(long)'", columns: 80)
    let shown = try studio.type("castbook list", columns: 60)
    #expect(
      shown == """
        @mug         product    long long long long long l…  3 files
        @mira        character  ジュン・タナカ 👩🏽‍🚀            4 files
        @mira_voice  voice      Mira's voice                 1 file

        """)
    #expect(try studio.type("castbook list | cat", columns: 60).contains("\(long)  3 files"))
  }

  @Test("Expiring rights are cut, not wrapped")
  func listsOfRights() throws {
    let studio = try studio()
    _ = try studio.type(
      "castbook edit @mug --expires 2031-01-31 --name 'A mug with a long name'", columns: 80)
    let shown = try studio.type("castbook list --kind product", columns: 50)
    #expect(shown == "@mug  product    A mug with …  3 files, rights un…\n")
  }

  @Test("An element without files says how to add some")
  func noFiles() throws {
    let studio = try studio()
    let added = try studio.type("castbook add place @roof --empty", columns: 80)
    #expect(
      added == "@roof  Roof  place, new\nNo files yet: castbook add place @roof FILE…\n")
    let shown = try studio.type("castbook show @roof", columns: 80)
    #expect(
      shown == "@roof  Roof  place, revision 1\nNo files yet: castbook add place @roof FILE…\n")
  }

  @Test("In a check, findings without a file are beside their mark, however narrow the terminal is")
  func remarks() throws {
    let shown = try studio().type("castbook check refs/mira-front.jpg", columns: 50)
    #expect(
      shown.hasPrefix(
        """
          ✓ refs/mira-front.jpg   1152 × 1536   JPEG
          · 1 picture; kling accepts 2–4 per element: add
            a view from another side           set.too-few

        """), "\(shown)")
  }

  @Test("A removed element says how to restore it")
  func removed() throws {
    let studio = try studio()
    #expect(
      try studio.type("castbook remove @mug", columns: 80) == """
        @mug, revision 2
          retired
        To bring back: castbook restore @mug

        """)
    #expect(
      try studio.type("castbook remove @mug @mira", columns: 80).hasSuffix(
        "To bring back: castbook restore @mira\n"))
  }

  @Test("A missing library says how to create it")
  func noLibrary() throws {
    #expect(
      try Studio().type("castbook list", columns: 80)
        == "castbook: no library yet. Create one: castbook init; or with three elements to try: castbook "
        + "init --starter.\n")
  }

  @Test(
    "A failure says what to do",
    arguments: [
      (
        "add product @box no.jpg",
        "no.jpg: no such file. Check the path; or leave it out: --skip-bad."
      ),
      (
        "add product @box no.jpg downloads/mira-side.jpg",
        "2 files can't be added: no.jpg (no such file); downloads/mira-side.jpg (the file ends at 51 %). "
          + "castbook check no.jpg downloads/mira-side.jpg shows how to fix them; --skip-bad adds the others."
      ),
      (
        "bind @mira @mug",
        "@mug is a product, not a voice. castbook list --kind voice lists them."
      ),
      (
        "add product @mira refs/mug-top.jpg",
        "@mira is a character, not a product. Write character, or use a handle other than @mira."
      ),
      (
        "add product @cup --empty --look-of @mira",
        "@mira is a character, not a product. castbook list --kind product lists them."
      ),
      (
        "show @mira:9",
        "no revision @mira:9; the last one is 1. castbook log @mira lists them."
      ),
      (
        "similar refs/mira-voice.wav",
        "refs/mira-voice.wav is a sound; only pictures can be compared. Name a picture."
      ),
      (
        "files @mira -o refs/mug-top.jpg/out",
        "refs/mug-top.jpg/out: the folder can't be created. Use an existing folder that you can write to."
      ),
    ])
  func failures(words: String, sentence: String) throws {
    let output = try studio().type("castbook \(words)", columns: 80)
    #expect(output == "castbook: \(sentence)\n")
  }

  @Test("Of many files that can't be kept, eight are named")
  func manyBadFiles() throws {
    let output = try studio().type("castbook add product @box $(seq -s ' ' 10)", columns: 80)
    #expect(output.contains("10 files can't be added"))
    #expect(output.contains("(no such file); and 2 more. "))
  }

  @Test("Doctor shortens digests on a terminal, and prints them in full in a pipe")
  func damage() throws {
    let studio = try studio()
    let blob = "b=$(ls ../.local/share/castbook/blobs/*/* | head -n 1)"
    let name = try studio.type("\(blob); basename $b", columns: 80).prefix(64)
    _ = try studio.type("\(blob); chmod 644 $b", columns: 80)
    let short = "blobs/\(name.prefix(2))/\(name.prefix(8))…"
    let fault = "its permissions are 644 instead of 444"
    #expect(
      try studio.type("castbook doctor", columns: 90).hasPrefix("  ! \(short): \(fault):"))
    #expect(
      try studio.type("castbook doctor | cat", columns: 90)
        .hasPrefix("  ! blobs/\(name.prefix(2))/\(name): \(fault):"))
  }
}
