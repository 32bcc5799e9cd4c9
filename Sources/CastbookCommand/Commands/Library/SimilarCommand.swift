internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook similar`.
enum SimilarCommand {
  static let command = Command(
    "similar", "Find pictures of the library that are copies of these, or nearly so.",
    details: [
      "Copies are found although they were resized, saved again, cropped a little or made brighter, "
        + "and mirror images are told apart. What hashes suggest is confirmed by comparing the pictures."
    ],
    examples: [
      Example("castbook similar photo.jpg", "who has this picture, or nearly"),
      Example("castbook similar @mira", "all pictures of an element"),
      Example("castbook similar photo.jpg --json", "for a script"),
    ],
    positionals: [
      Positional("@HANDLE|FILE", .atLeastOne, "Elements, or pictures.", completion: .files)
    ],
    options: [OptionGroup("What comes out", [.flag("json", "One JSON object.")])],
    section: "Find", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let library = try await Libraries.open(arguments)
    var all: [SimilarPictures] = []
    for word in arguments.positionals {
      if word.bytes.first == UInt8(ascii: "@") {
        all += try await library.similar(to: try word.element)
      } else {
        all.append(try await library.similar(to: try word.path("FILE")))
      }
    }
    if arguments.has("json") {
      try screen.print(ElementJSON.similar(all).compactText)
      return .success
    }
    var found = 0
    for one in all where !one.pictures.isEmpty {
      found += one.pictures.count
      try screen.print(sanitized(one.number.map { "\($0)  " } ?? "") + sanitized(one.path.text))
      for picture in one.pictures { try screen.print("  \(SimilarWords.line(picture))") }
    }
    if found == 0 { try screen.print("nothing like that in the library") }
    return .success
  }
}
