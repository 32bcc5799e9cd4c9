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

  /// Reads the name of a folder; `nil` when it says how or when pictures were taken, or what they
  /// are for, rather than what they show.
  public init?(inFolderName folder: FilePath) {
    guard let words = SubjectWords(inFileName: folder) else { return nil }
    guard
      words.text.split(separator: " ").contains(where: { !Self.folderWords.contains(String($0)) })
    else { return nil }
    self = words
  }

  /// Words of folders that say nothing about what their pictures show.
  private static let folderWords: Set<String> = Set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december day morning noon afternoon evening today yesterday week month year
    shoot shoots shooting session set sets batch card cards roll folder camera cam phone iphone android canon nikon
    sony fuji lumix leica eos nef cr2 cr3 arw dng tif tiff webp avif gif bmp small large big full web print hires lowres
    high low res original originals source sources input output export exports selects select selected best good
    rejects rejected unsorted sorted other others misc tmp temp test more all material assets media download
    downloads desktop documents studio daylight lighting indoor indoors outdoor outdoors
    inside outside location white grey gray black backdrop background copies duplicates backup old archive
    """.split { $0 == " " || $0 == "\n" }.map(String.init))

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
