internal import FixtureScenes

/// Every odd file, in the order of README.md.
let oddFixtures: [Fixture] =
  (jpegCodings + jpegOrientations + jpegNonsense + jpegSizes + jpegColors + jpegMetadata
  + jpegDamage + jpegLies + pngCodings + pngColors + pngMetadata + pngDamage + pngLies + webpFiles
  + heifFiles + wrongNames + wrongTexts + otherFormats + gifFiles + bmpFiles + tiffFiles
  + headerFiles
  + clipFiles).map(\.withAllThatIsPrivate)

/// The picture in most odd files.
let card = testCard(width: 320, height: 400)
/// A smaller card for thumbnails and for files in which only the coding matters.
let smallCard = testCard(width: 80, height: 100)

/// The expectation for a valid JPEG of the card.
let soundJPEG = Expectation.picture("jpeg", 320, 400)
let soundPNG = Expectation.picture("png", 320, 400)
let soundWebP = Expectation.picture("webp", 320, 400)
