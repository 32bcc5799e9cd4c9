/// The words of a file's name that may name its subject, without views, numbers, and words that
/// cameras and phones write.
///
/// `mira-front-02.jpg` gives `mira`, and `blue_mug top.jpg` gives `blue mug`. `IMG_4211.HEIC` gives
/// `nil`.
public struct SubjectWords: Hashable, Sendable {
  /// The words in lower case, separated by spaces.
  public let text: String

  /// Reads a file's name; `nil` when no word of it may name a subject, or when it has more than 255
  /// bytes.
  public init?(inFileName file: FilePath) {
    let name = file.name.text
    let stem = file.suffix == nil ? name[...] : name[..<(name.lastIndex(of: ".") ?? name.endIndex)]
    // A longer name would only cost time: file systems don't accept one.
    guard stem.utf8.count <= 255 else { return nil }
    let words = ViewHints.others(in: FileNameWord.all(in: stem)).filter { word in
      word.kind != .digits && !Self.deviceWords.contains(word.text)
        && (word.text.count > 1 || word.kind.isWrittenWithoutSpaces)
    }
    guard !words.isEmpty else { return nil }
    text = words.map(\.text).joined(separator: " ")
  }

  /// Words that cameras, phones, messengers and recorders use in file names, and words that people
  /// add to any of them.
  private static let deviceWords: Set<String> = Set(
    """
    img image images imag dsc dscf dscn dscx dcim pxl mvimg gopr gx gh dji psx sam cimg pict pic pics picture
    photo photos foto fotos bild screenshot screen shot snapshot capture scan whatsapp whats app signal telegram facebook
    hdr pano portrait burst cover night bokeh raw mp jpg jpeg png heic file frame still copy edit edited final
    version untitled new take rec recording voice audio sound memo clip video mov movie vid film export at of the
    """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
