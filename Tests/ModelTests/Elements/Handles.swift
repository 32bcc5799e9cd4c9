import Model
import Testing

@Suite("Handles")
struct Handles {
  @Test(
    "are read in either case, with or without the at-sign",
    arguments: [
      ("mira", "mira"), ("@mira", "mira"), ("@MIRA", "mira"), ("Mira", "mira"), ("m", "m"),
      ("mira_2", "mira_2"), ("m_", "m_"), ("z09_", "z09_"),
      ("abcdefghij0123456789", "abcdefghij0123456789"),
    ])
  func read(text: String, name: String) throws {
    let handle = try Handle(text)
    #expect(handle.name == name)
    #expect("\(handle)" == "@\(name)")
    #expect(try Handle("\(handle)") == handle)
  }

  @Test(
    "are refused with the nearest valid handle",
    arguments: [
      (
        "Mira Okafor",
        #""Mira Okafor" contains a space, but a handle has only a–z, 0–9 and _. Use @mira_okafor."#
      ),
      ("1st", #""1st" starts with 1, but a handle starts with a letter (a–z). Use @n1st."#),
      ("_mira", #""_mira" starts with _, but a handle starts with a letter (a–z). Use @mira."#),
      (
        "@@mira",
        #""@@mira" contains a second @, but a handle has only a–z, 0–9 and _. Use @mira."#
      ),
      ("José", #""José" contains é, but a handle has only a–z, 0–9 and _. Use @jose."#),
      (
        "the_old_man_and_the_sea",
        #""the_old_man_and_the_sea" has 23 characters, but a handle has at most 20. "#
          + "Use @the_old_man_and_the."
      ),
      (
        "米拉",
        #""米拉" contains 米, but a handle has only a–z, 0–9 and _. "#
          + #"Choose a handle such as @mira, and keep "米拉" as an alias."#
      ),
      ("", "a handle needs a name. Write a handle such as @mira."),
      ("@", "a handle needs a name. Write a handle such as @mira."),
      (
        "\u{1B}[2J",
        #""\u{1b}[2J" contains \u{1b}, but a handle has only a–z, 0–9 and _. "#
          + "Use @n2j."
      ),
    ])
  func refused(text: String, words: String) throws {
    let error = #expect(throws: HandleError.self) { try Handle(text) }
    #expect(error?.description == words)
  }

  @Test(
    "are not read from lookalikes",
    arguments: [
      "mira ", " mira", "@ mira", "mi ra", "mi-ra", "mi.ra", "mira\0", "mira\n", "mira:3", "@mira@",
      "ｍｉｒａ", "mıra", "mira\u{301}", "K\u{212A}", "mira٣", "abcdefghij0123456789x", "__", "9",
      "m\u{200B}", "ﬁ", "\r\n",
    ])
  func strict(text: String) {
    #expect(throws: HandleError.self) { try Handle(text) }
  }

  @Test(
    "are proposed from names",
    arguments: [
      ("Mira", "mira"), ("Ångström", "angstrom"), ("Åsa Öberg", "asa_oberg"), ("Søren", "soren"),
      ("Łódź", "lodz"), ("Straße", "strasse"), ("Æon", "aeon"), ("Þór", "thor"), ("cœur", "coeur"),
      ("Ħal", "hal"), ("İstanbul", "istanbul"), ("ılık", "ilik"), ("e\u{301}te\u{301}", "ete"),
      ("O'Hara", "ohara"), ("Dr. No", "dr_no"), ("  -- a -- b -- ", "a_b"), ("3D Cat", "n3d_cat"),
      ("007", "n007"), ("Mira 米拉", "mira"), ("米拉 Mira", "mira"), ("___x", "x"),
      ("the old man and the sea", "the_old_man_and_the"),
      ("the_old_manandthesea_x", "the_old_manandthesea"),
      ("a bcdefghijklmnopqrstuvwxyz", "a_bcdefghijklmnopqrs"),
      ("aaaaaaaaaaaaaaaaaaa_b", "aaaaaaaaaaaaaaaaaaa"),
      ("aaaaaaaaaaaaaaaaaaaß", "aaaaaaaaaaaaaaaaaaas"),
    ])
  func nearest(text: String, name: String) throws {
    let nearest = try #require(Handle(nearestTo: text))
    #expect(nearest.name == name)
    #expect(try Handle(nearest.name) == nearest)
  }

  @Test(
    "can't be made from an empty name",
    arguments: ["", " ", "@", "_", "米拉", "Мира", "🎬", "\u{301}"])
  func none(text: String) {
    #expect(Handle(nearestTo: text) == nil)
  }

  @Test("sort in byte order")
  func order() throws {
    let handles = try ["a", "a0", "a_", "aa", "b"].map { try Handle($0) }
    #expect(handles.reversed().sorted() == handles)
  }

  @Test("are repeated in an error up to the length of a line")
  func longText() throws {
    let text = String(repeating: "x", count: 100_000)
    let error = #expect(throws: HandleError.self) { try Handle(text) }
    let message = try #require(error?.message)
    #expect(message.hasPrefix("\"\(String(repeating: "x", count: 64))…\" has 100000 characters"))
    #expect(message.count < 160)
  }
}
