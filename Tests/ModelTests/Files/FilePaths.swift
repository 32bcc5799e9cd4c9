import Model
import Testing

@Suite("File paths")
struct FilePaths {
  @Test("are bytes: at least one, and no zero byte")
  func refused() {
    #expect(FilePath("") == nil)
    #expect(FilePath(bytes: [UInt8]()) == nil)
    #expect(FilePath("a\0b") == nil)
    #expect(FilePath("a")?.bytes == [0x61])
  }

  @Test("keep bytes that are not UTF-8")
  func notUTF8() throws {
    let path = try #require(FilePath(bytes: [0x61, 0xFF, 0x2E, 0x4A, 0x50, 0x47]))
    #expect(path.bytes == [0x61, 0xFF, 0x2E, 0x4A, 0x50, 0x47])
    #expect(path.text == "a\u{fffd}.JPG")
    #expect(!path.isText)
    #expect(path.suffix == "jpg")
    let other = try #require(FilePath(path.text))
    #expect(other.isText && other != path)
  }

  @Test(
    "have a name and a suffix",
    arguments: [
      ("b.jpg", "b.jpg", "jpg"),
      ("a/b.jpg", "b.jpg", "jpg"),
      ("/a.d/b", "b", nil),
      ("a/", "a", nil),
      ("a/b.png//", "b.png", "png"),
      ("/", "/", nil),
      ("///", "///", nil),
      (".", ".", nil),
      ("..", "..", nil),
      (".hidden", ".hidden", nil),
      (".hidden.PNG", ".hidden.PNG", "png"),
      ("a.", "a.", nil),
      ("a..jpg", "a..jpg", "jpg"),
      ("IMG.JPEG.txt", "IMG.JPEG.txt", "txt"),
      ("ümlaut 米拉.Jpg", "ümlaut 米拉.Jpg", "jpg"),
      ("a\n.jpg", "a\n.jpg", "jpg"),
    ])
  func names(text: String, name: String, suffix: String?) throws {
    let path = try #require(FilePath(text))
    #expect(path.name.text == name)
    #expect(path.suffix == suffix)
  }

  @Test(
    "can be extended by a name",
    arguments: [("a", "b", "a/b"), ("a/", "b", "a/b"), ("/", "b", "/b"), ("a//", "b", "a//b")])
  func appending(folder: String, name: String, joined: String) throws {
    let path = try #require(FilePath(folder))
    #expect(path.appending(Array(name.utf8)).text == joined)
    #expect(
      path.appending([0xFE]).bytes == path.appending(Array("x".utf8)).bytes.dropLast() + [0xFE])
  }

  @Test("sort in byte order, whatever the language")
  func order() throws {
    let texts = ["A", "B", "a", "a-b", "a/b", "aa", "z", "é", "米"]
    let paths = try texts.map { try #require(FilePath($0)) }
    let highest = try #require(FilePath(bytes: [0xFF]))
    #expect((paths + [highest]).reversed().sorted() == paths + [highest])
  }
}
