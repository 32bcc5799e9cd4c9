import Foundation
import TestSupport
import Testing

@Suite("Messages and next steps")
struct NextSteps {
  /// `@mug` with `pictures` pictures without a known role.
  private func studio(pictures: Int = 2) throws -> Studio {
    let studio = try Studio()
    for number in 0..<pictures {
      try Bitmap.bytes(number).write(to: studio.film.appending(path: "\(100 + number).bmp"))
    }
    _ = try studio.type("castbook init; castbook add product @mug *.bmp", columns: 80)
    return studio
  }

  @Test(
    "Files without a role get a command that guesses none of them, and a place to click",
    arguments: [(2, 80), (12, 80), (12, 48), (24, 200), (40, 80)])
  func roles(pictures: Int, columns: Int) throws {
    let studio = try studio(pictures: pictures)
    let shown = try studio.type("castbook show @mug", columns: columns)
    let hint = try #require(shown.split(separator: "no role yet. Look at them, then:").last)
    var lines = hint.split(separator: "\n")
    for line in lines { #expect(line.count <= columns, "\(line)") }
    #expect(lines.popLast() == "Or in a browser: castbook serve --open")
    let command = lines.joined(separator: "\n")
    #expect(command.hasSuffix("castbook edit @mug --role N=front"), "\(command)")
    let edited = try studio.type("\(command); echo $?", columns: 80)
    #expect(
      edited.hasPrefix("2\ncastbook: --role N=…: N is a placeholder for a file's number."),
      "\(edited)")
    _ = try studio.type(command.replacing("N=", with: "2="), columns: 80)
    let after = try studio.type("castbook show @mug", columns: 80)
    let rest = pictures - 1
    #expect(after.contains(rest == 1 ? "1 file has no role" : "\(rest) files have no role"))
  }

  @Test(
    "A mistake is reported with a fix",
    arguments: [
      (
        "castbook edit @mug:1 --tag x",
        "castbook: @mug:1 is an earlier revision; only the latest can be changed. Change the "
          + "latest: castbook edit @mug …; or first make this one the latest: castbook restore @mug:1.\n"
      ),
      (
        "castbook edit @mug --drop 900.bmp",
        "castbook: --drop 900.bmp: @mug has no such file. Did you mean 100.bmp?\n"
      ),
      (
        "castbook edit @mug --role 2-1=front",
        "castbook: --role 2-1: not a file's number, range or name. Write --role 3, 5-7 or a name; "
          + "castbook show @mug numbers the files.\n"
      ),
      (
        "castbook check @later",
        "  ! @later has no files yet: castbook add product @later FILE…                           set.empty\n"
          + "kling, facts of 20 Nov 2026 · 0 files\n"
      ),
      (
        "castbook similar @later",
        "castbook: @later has no files; only pictures can be compared. Name an element with pictures, or "
          + "a picture.\n"
      ),
      (
        "castbook similar @sound",
        "castbook: @sound is a voice; only pictures can be compared. Name an element with pictures, or a "
          + "picture.\n"
      ),
      (
        "castbook add product refs/mug-front.jpg",
        "castbook: no handle before refs/mug-front.jpg. castbook add product @NAME "
          + "refs/mug-front.jpg.\n"
      ),
      (
        "castbook forget @mug --before 1 --reason x --yes",
        "castbook: revision 1 of @mug is the first one. Name a later one; castbook log @mug "
          + "lists them.\n"
      ),
      (
        "castbook restore @mug",
        "@mug is not removed: castbook log @mug lists earlier "
          + "revisions\n"
      ),
      (
        "castbook forget @mug --before abc --reason x --yes",
        "castbook: \"abc\" is not a revision of @mug. Give its number, such as --before 3; castbook "
          + "log @mug lists them.\n"
      ),
      (
        "castbook status --project refs",
        "castbook: no castbook.lock in /home/ana/film/refs. Create one there: castbook use "
          + "@HANDLE --project /home/ana/film/refs.\n"
      ),
      (
        "castbook use @later >/dev/null; castbook erase @later --reason x --yes >/dev/null; castbook "
          + "status | tail -n +2 | head -1 | sed 's/ on [0-9].*: unpin/ on DAY: unpin/; s/  *pin/  pin/'",
        "    ✗ it was erased on DAY: unpin it: castbook unuse @later  pin.missing\n"
      ),
      (
        "mkdir cast cast/cup; cp refs/mug-*.jpg cast/cup; cp refs/mug-top.jpg cast; castbook add --from "
          + "cast | tail -n 2",
        "cast/mug-top.jpg skipped: not in an element's folder\n"
          + "@cup: 3 files added, all ready for kling\n"
      ),
      (
        "castbook list --library refs/mug-front.jpg",
        "castbook: refs/mug-front.jpg is a file; a library is a folder. Name its folder.\n"
      ),
      ("castbook restore @mug:2", "@mug is already the same as @mug:2: no changes\n"),
      ("castbook remove @old", "@old is already removed: castbook restore @old\n"),
      ("castbook bind @later @sound", "@later already has the voice @sound: no changes\n"),
    ])
  func mistakes(line: String, message: String) throws {
    let studio = try studio()
    _ = try studio.type(
      """
      castbook edit @mug --tag hero
      castbook add product @later --empty
      castbook add product @old --empty
      castbook remove @old
      castbook add voice @sound refs/mira-voice.wav
      castbook bind @later @sound
      """, columns: 100)
    let shown = try studio.type(line, columns: 98)
    let today = /facts of .*? ·/
    #expect(
      shown.replacing(today, with: "facts of 20 Nov 2026 ·")
        .replacing(/sha256-[0-9a-f]{8}/, with: "DIGEST")
        == message.replacing(today, with: "facts of 20 Nov 2026 ·"))
  }

  @Test("A removed element comes back by the printed commands")
  func removed() throws {
    let studio = try studio()
    let shown = try studio.type(
      "castbook add product @cup --empty; castbook remove @mug @cup", columns: 100)
    let command = try #require(shown.components(separatedBy: "To bring back: ").last)
    _ = try studio.type(command, columns: 100)
    #expect(try studio.type("castbook list", columns: 100).split(separator: "\n").count == 2)
  }

  @Test("Bound voices, notes and attachments are named")
  func links() throws {
    let studio = try studio()
    let shown = try studio.type(
      """
      castbook add voice @one refs/mira-voice.wav >/dev/null
      castbook add voice @two --empty >/dev/null
      castbook bind @mug @one
      castbook bind @mug @two
      castbook edit @mug --unset voice
      castbook edit @mug --note '1=the best one' --document refs/mug-top.jpg
      castbook edit @mug --note '1=the second best' --document refs/mug-front.jpg
      castbook edit @mug --note 1=
      castbook log @mug --json | grep -c 'voice: @one → @two'
      """, columns: 100)
    #expect(
      shown == """
        @mug, revision 2
          voice bound: @one
        @mug, revision 3
          voice: @one → @two
          @two has no sound yet: castbook add voice @two FILE.wav
        @mug, revision 4
          voice removed, was: @two
        @mug, revision 5
          100.bmp: note: the best one
          rights: unknown
          document added
        @mug, revision 6
          100.bmp: note: the best one → the second best
          document replaced
        @mug, revision 7
          100.bmp: note removed, was: the second best
        1

        """)
  }

  @Test("Moments are labelled as universal time")
  func moments() throws {
    let studio = try studio()
    let shown = try studio.type(
      "castbook log @mug; castbook use @mug; castbook where-used @mug", columns: 100)
    #expect(Studio.plain(shown).matches(of: /2026-11-20 07:00 UTC/).count == 2, "\(shown)")
  }

  @Test("A forgotten revision is described by numbers and days")
  func forgotten() throws {
    let studio = try studio()
    let shown = try studio.type(
      """
      castbook edit @mug --tag one >/dev/null
      castbook edit @mug --tag two >/dev/null
      castbook forget @mug --before 2 --dry-run
      castbook forget @mug --before 3 --reason x --yes
      """, columns: 100)
    let day = /\d+ [A-Z][a-z]+ \d{4}/
    #expect(
      shown.replacing(day, with: "DAY") == """
        @mug  Mug
          to erase: revision 1 of DAY, 0 files
          kept: 2 files that other elements also have
          kept: revision 2 of DAY and later
          Backups, bundles and copies elsewhere still contain it.
        @mug  Mug
          to erase: revisions 1 to 2 of DAY, 0 files
          kept: 2 files that other elements also have
          kept: revision 3 of DAY and later
          Backups, bundles and copies elsewhere still contain it.
        erased the earlier revisions of @mug

        """)
  }

  @Test("One file that can't be compared stops nothing, and in folders only pictures are meant")
  func incomparable() throws {
    let studio = try studio()
    let shown = try studio.type(
      """
      mkdir mixed; cp 100.bmp refs/mira-voice.wav downloads/mira-side.jpg mixed
      castbook similar mixed no.jpg || echo $?
      castbook similar no.jpg || echo $?
      castbook search ''
      castbook list --after 99
      """, columns: 100)
    #expect(
      shown == """
        mixed/100.bmp
          the same file: @mug 1 100.bmp
          ✗ mixed/mira-side.jpg: the file ends at 51 %: download it again
          ✗ no.jpg: no such file: check the path
        2
        2
        no more elements
        castbook: no.jpg: no such file. Check the path.
        castbook: no word to search for. Write a word; castbook list shows all elements.

        """)
  }

  @Test("A swapped file is reported in one line, and many existing ones in one")
  func replaced() throws {
    let studio = try studio(pictures: 20)
    let shown = try studio.type(
      "castbook edit @mug --replace 2=refs/mug-top.jpg; castbook add product @mug 1[01]?.bmp",
      columns: 100)
    let lines = shown.split(separator: "\n").filter { !$0.contains("✗") }
    #expect(
      lines.prefix(2) == ["@mug, revision 2", "  file 2: 101.bmp → mug-top.jpg (unsorted)"])
    #expect(lines.contains("  = 19 files already there"), "\(shown)")
  }

  @Test("Copies are listed for a list of paths as well, and in JSON nothing else is printed")
  func similar() throws {
    let studio = try studio()
    let shown = try studio.type(
      "printf '%s\\n' 100.bmp refs/mira-front.jpg | castbook similar -", columns: 100)
    #expect(
      shown == """
        100.bmp
          the same file: @mug 1 100.bmp
        1 of 2 pictures found in the library

        """)
    let json = try studio.type("castbook similar 100.bmp @mug --json", columns: 100)
    #expect(json.hasPrefix("{") && json.split(separator: "\n").count == 1)
  }
}
