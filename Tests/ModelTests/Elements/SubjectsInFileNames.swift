import Model
import Testing

@Suite("Subjects in file names")
struct SubjectsInFileNames {
  @Test(
    "are the remaining words",
    arguments: [
      ("mira-front-02.jpg", "mira"), ("Mira_Okafor 3-4 left.HEIC", "mira okafor"),
      ("refs/blue_mug top.jpg", "blue mug"), ("MiraClose-up.png", "mira"),
      ("mira-voice.wav", "mira"), ("walk.mp4", "walk"), ("left_hand_02.jpg", "left hand"),
      ("IMG_4211.HEIC", nil), ("DSC00034.JPG", nil), ("PXL_20261120_101500123.PORTRAIT.jpg", nil),
      ("front.jpg", nil), ("recording.mp3", nil), ("0001.png", nil), ("WhatsApp Image 2.jpg", nil),
      ("正面.jpg", nil),
    ] as [(String, String?)])
  func words(name: String, words: String?) throws {
    let path = try #require(FilePath(name))
    #expect(SubjectWords(inFileName: path)?.text == words)
  }
}
