internal import FixtureScenes

/// JPEG with colour spaces of every kind, stated correctly and incorrectly.
let jpegColors: [Fixture] =
  [
    Fixture("jpeg-cmyk.jpg", "Four inks, inverted, as Photoshop writes them.", notSRGB) {
      () throws(FixtureError) in
      try card.jpeg(JPEGCoding(content: .cmyk, hasAdobe: true, hasJFIF: false))
    },
    Fixture("jpeg-cmyk-plain.jpg", "Four inks and no Adobe segment.", notSRGB) {
      () throws(FixtureError) in
      try card.jpeg(JPEGCoding(content: .cmyk, hasJFIF: false))
    },
    Fixture("jpeg-ycck.jpg", "Four inks coded as YCCK.", notSRGB) {
      () throws(FixtureError) in
      try card.jpeg(JPEGCoding(content: .ycck, hasAdobe: true, hasJFIF: false))
    },
    Fixture("jpeg-ycck-progressive.jpg", "YCCK, progressive.", notSRGB) {
      () throws(FixtureError) in
      try card.jpeg(
        JPEGCoding(content: .ycck, isProgressive: true, hasAdobe: true, hasJFIF: false))
    },
    Fixture("jpeg-icc-cmyk.jpg", "Four inks with a printer's profile.", notSRGB) {
      () throws(FixtureError) in
      try card.jpeg(
        JPEGCoding(
          content: .cmyk, hasAdobe: true, hasJFIF: false,
          segments: JPEGSegment.profile(ColorProfile.inksHeaderOnly)))
    },
    Fixture(
      "jpeg-adobe-ycc.jpg", "An Adobe segment that says YCbCr, as Photoshop writes it.", soundJPEG
    ) { () throws(FixtureError) in
      try card.jpeg(JPEGCoding(hasAdobe: true, hasJFIF: false))
    },
    profiled("icc-srgb", "The profile sRGB.", soundJPEG, .sRGB),
    profiled(
      "icc-srgb-other-name", "sRGB's primaries and curve under the name c2.", soundJPEG,
      ColorProfile(name: "c2", primaries: ColorProfile.sRGBPrimaries)),
    profiled("icc-p3", "The profile Display P3, as iPhones write it.", notSRGB, .displayP3),
    profiled("icc-adobe-rgb", "The profile Adobe RGB (1998).", notSRGB, .adobeRGB),
    profiled(
      "icc-called-srgb", "Adobe RGB's primaries under the name sRGB: the name lies.",
      notSRGB,
      ColorProfile(
        name: "sRGB IEC61966-2.1", primaries: ColorProfile.adobeRGB.primaries,
        curve: ColorProfile.adobeRGB.curve)),
    Fixture(
      "jpeg-icc-grey.jpg", "Grey with a profile of gamma 2.2, which is close to sRGB's curve.",
      soundJPEG.may(.notSRGB)
    ) { () throws(FixtureError) in
      try card.jpeg(
        JPEGCoding(content: .grey, segments: JPEGSegment.profile(ColorProfile.grey.bytes)))
    },
    Fixture("jpeg-icc-split.jpg", "Display P3 split over four segments.", notSRGB) {
      () throws(FixtureError) in
      try card.jpeg(
        JPEGCoding(segments: JPEGSegment.profile(ColorProfile.displayP3.bytes, pieces: 4)))
    },
    Fixture(
      "jpeg-icc-split-reversed.jpg", "Display P3 in four segments, last first.", notSRGB
    ) { () throws(FixtureError) in
      let pieces = JPEGSegment.profile(ColorProfile.displayP3.bytes, pieces: 4)
      return try card.jpeg(JPEGCoding(segments: pieces.reversed()))
    },
  ] + badProfiles

private let notSRGB = Expectation.picture("jpeg", 320, 400, .notSRGB)
/// An unusable profile: most readers treat the picture as sRGB, without a warning.
private let unusable = soundJPEG.damaged(.none, .brokenProfile)

private func profiled(
  _ name: String, _ note: String, _ expect: Expectation, _ profile: ColorProfile
) -> Fixture {
  Fixture("jpeg-\(name).jpg", note, expect) { () throws(FixtureError) in
    try card.jpeg(JPEGCoding(segments: JPEGSegment.profile(profile.bytes)))
  }
}

private let badProfiles = [
  Fixture("jpeg-icc-broken.jpg", "A profile whose tags lie outside it.", unusable) {
    () throws(FixtureError) in
    let bytes = ColorProfile.displayP3.bytes
    return try card.jpeg(JPEGCoding(segments: JPEGSegment.profile(Array(bytes[..<200]))))
  },
  Fixture("jpeg-icc-no-profile.jpg", "A profile segment that holds text.", unusable) {
    () throws(FixtureError) in
    try card.jpeg(JPEGCoding(segments: JPEGSegment.profile([UInt8]("not a profile"))))
  },
  Fixture("jpeg-icc-missing-piece.jpg", "Display P3 in four segments, one lost.", unusable) {
    () throws(FixtureError) in
    var pieces = JPEGSegment.profile(ColorProfile.displayP3.bytes, pieces: 4)
    pieces.remove(at: 2)
    return try card.jpeg(JPEGCoding(segments: pieces))
  },
  Fixture(
    "jpeg-icc-piece-twice.jpg", "Display P3 in four segments, one there twice.",
    soundJPEG.may(.notSRGB, .corrupt)
  ) {
    () throws(FixtureError) in
    var pieces = JPEGSegment.profile(ColorProfile.displayP3.bytes, pieces: 4)
    pieces.append(pieces[1])
    return try card.jpeg(JPEGCoding(segments: pieces))
  },
  Fixture(
    "jpeg-icc-grey-in-color.jpg", "A profile for grey in a colour picture.", unusable
  ) { () throws(FixtureError) in
    try card.jpeg(JPEGCoding(segments: JPEGSegment.profile(ColorProfile.grey.bytes)))
  },
  Fixture(
    "jpeg-exif-adobe-rgb.jpg",
    "No profile, but EXIF says \"uncalibrated\" and R03: Adobe RGB, as cameras write it.",
    soundJPEG.may(.notSRGB)
  ) { () throws(FixtureError) in
    let block = EXIFBlock(
      main: [TIFFEntry(EXIFBlock.orientationTag, .shorts([1]))],
      camera: [TIFFEntry(0xA001, .shorts([0xFFFF]))],
      interoperability: [TIFFEntry(0x0001, .ascii("R03"))])
    return try card.jpeg(JPEGCoding(segments: [.exif(block.bytes)]))
  },
]
