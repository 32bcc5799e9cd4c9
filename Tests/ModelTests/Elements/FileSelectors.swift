import Model
import Testing

@Suite("File selectors")
struct FileSelectors {
  private let names = ["IMG_1.JPG", "front.jpg", "front.png", "Back.webp", "3.jpg"]

  @Test(
    "are a number, range, name, or name without suffix, in any case",
    arguments: [
      ("3", [3]), ("2-4", [2, 3, 4]), ("5-5", [5]), ("IMG_1.JPG", [1]), ("img_1.jpg", [1]),
      ("IMG_1", [1]), ("back", [4]), ("front.png", [3]), ("3.jpg", [5]),
    ])
  func meant(text: String, numbers: [Int]) throws {
    #expect(try #require(FileSelector(text)).numbers(among: names) == numbers)
  }

  @Test("are never empty, zero, or a range that ends before it begins")
  func refused() {
    for text in ["", "0", "3-2", "0-4", "100001", "1-999999999999999999999"] {
      #expect(FileSelector(text) == nil, "\(text)")
    }
    // A text with a letter or without one end of the range is a name.
    for text in ["3-", "-3", "1-2-3", "3a", "٣"] { #expect(FileSelector(text)?.isName == true) }
  }

  @Test("find the numbers of all files with one name, and the nearest name if no file has it")
  func errors() throws {
    let several = try #require(FileSelector("front"))
    let ambiguous = #expect(throws: FileSelectorError.self) { try several.numbers(among: names) }
    #expect(ambiguous?.numbers == [2, 3] && ambiguous?.nearest == nil)
    let slip = try #require(FileSelector("IMG_2.JPG"))
    let unknown = #expect(throws: FileSelectorError.self) { try slip.numbers(among: names) }
    #expect(unknown?.numbers == [] && unknown?.nearest == "IMG_1.JPG")
  }
}
