internal import FixtureScenes

/// Every odd file, in the order of README.md.
let oddFixtures: [Fixture] =
  (jpegCodings + jpegOrientations + jpegNonsense + jpegSizes + jpegColors + jpegMetadata
  + jpegDamage + jpegLies + pngCodings + pngColors + pngMetadata + pngDamage + pngLies + webpFiles
  + heifFiles + wrongNames + wrongTexts + otherFormats + gifFiles + bmpFiles + tiffFiles
  + headerFiles
  + clipFiles).map(\.withAllThatIsPrivate)

/// The picture most odd files show.
let card = testCard(width: 320, height: 400)
/// A smaller one for thumbnails and files where the coding is all.
let smallCard = testCard(width: 80, height: 100)

/// What a sound JPEG of the card gives.
let soundJPEG = Expectation.picture("jpeg", 320, 400)
let soundPNG = Expectation.picture("png", 320, 400)
let soundWebP = Expectation.picture("webp", 320, 400)
