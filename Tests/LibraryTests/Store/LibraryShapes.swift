import Files
import Model
import TestSupport
import Testing

@testable import Library

@Suite("Stored files of a library")
struct LibraryShapes {
  private let library: TestLibrary
  private let store: LibraryStore

  init() throws {
    library = try TestLibrary()
    store = try library.open()
    try store.register("mira", files: [[1], [2], [3]])
  }

  @Test("keep every fact of a picture, a sound and a clip")
  func facts() throws {
    var other = FileFacts(path: try #require(FilePath("other.jpg")))
    other.isProven = false
    var shapes = [
      StoredShape(
        FileFacts.self, full: [try picture(), try sound(), try clip()], other: other,
        readAgain: readAgain)
    ]
    shapes += try imageShapes()
    let film = try clip()
    shapes.append(
      StoredShape(ClipFacts.self, full: [try #require(film.clip)], other: ClipFacts()) { clip in
        var film = film
        film.clip = clip
        return try readAgain(film)?.clip
      })
    shapes += try provenanceShapes()
    #expect(shapes.flatMap(\.faults) == [])
  }

  private func provenanceShapes() throws -> [StoredShape] {
    let film = try clip()
    return [
      StoredShape(ProvenanceFacts.self, full: [provenance], other: ProvenanceFacts()) { facts in
        var film = film
        film.provenance = facts
        return try readAgain(film)?.provenance
      },
      StoredShape(
        ContentCredentials.self, full: [try #require(provenance.credentials)],
        other: ContentCredentials()),
      StoredShape(
        CredentialProblem.self, full: [CredentialProblem(.assertionChanged, "c2pa.actions")],
        other: CredentialProblem(.dataChanged)),
      StoredShape(
        CredentialSigner.self, full: [try #require(provenance.credentials?.signer)],
        other: CredentialSigner()),
    ]
  }

  @Test("keep every color space, orientation and problem")
  func kinds() throws {
    var facts = try picture()
    for color in [.untagged, .sRGB, .profile("P3"), .named("gamma 1.0"), .cmyk(nil), .cmyk("F39")]
      as [ColorSpace]
    {
      facts.image?.color = color
      #expect(try readAgain(facts)?.image == facts.image)
    }
    for orientation in Orientation.allCases {
      facts.image?.orientation = orientation
      #expect(try readAgain(facts)?.image == facts.image)
    }
    facts.problems = [
      .empty, .notMedia(.zip), .unknownFormat, .corrupt(what: "a"), .truncated(what: "b"),
      .endMarkerMissing, .badProfile(what: "c"), .blemish(what: "d"),
      .tooManyPixels(pixels: 2, limit: 1), .tooComplex(what: "e"), .notProven(.raw),
      .notProven(.jxl, why: "f"),
    ]
    #expect(try readAgain(facts)?.problems == facts.problems)
  }

  /// Stores facts in the index and reads them from there.
  private func readAgain(_ facts: FileFacts) throws -> FileFacts? {
    let digest = try #require(facts.digest)
    #expect(try store.recordFacts([facts], missing: []))
    return try store.contents { contents in
      guard var found = try contents.blobs.facts(of: digest, as: facts.path) else { return nil }
      found.perceptual = try contents.blobs.hash(of: digest)
      let scores = try contents.scores.of(digest)
      (found.metric, found.scores) = (scores?.metric, scores?.scores)
      // Queries use them in the index; nothing reads them back.
      found.weaknesses = facts.weaknesses
      return found
    }
  }

  // MARK: Samples

  private func picture() throws -> FileFacts {
    var facts = FileFacts(path: try #require(FilePath("mira.jpg")))
    (facts.digest, facts.byteCount, facts.format) = (try Measured.digest(1), 1234, .jpeg)
    facts.image = image
    facts.perceptual = PerceptualHash(bits: 0xF0F0_F0F0_0F0F_0F0F, mirrored: .max)
    (facts.metric, facts.scores) = ("quality/4", scores)
    facts.weaknesses = Measured.weaknesses[2] ?? []
    (facts.isProven, facts.problems) = (true, [.blemish(what: "an odd marker")])
    return facts
  }

  private func sound() throws -> FileFacts {
    var facts = FileFacts(path: try #require(FilePath("mira.wav")))
    (facts.digest, facts.byteCount, facts.format) = (try Measured.digest(2), 96_044, .wav)
    var sound = SoundFacts(
      codec: "pcm_s16le", isLossy: false, rate: 48_000, channels: 1, bits: 16, sampleCount: 48_000,
      measures: SoundMeasures())
    sound.trailing = SoundFacts.Trailing(byteCount: 12)
    facts.sound = sound
    facts.streamMetadata = [.comment, .date]
    return facts
  }

  private func clip() throws -> FileFacts {
    var facts = FileFacts(path: try #require(FilePath("take.mp4")))
    (facts.digest, facts.byteCount, facts.format) = (try Measured.digest(3), 1 << 40, .mp4)
    let size = PixelSize(width: 1080, height: 1920)
    facts.clip = ClipFacts(size: size, milliseconds: 5005)
    facts.sound = SoundFacts(
      codec: "aac", isLossy: true, rate: 44_100, channels: 2, sampleCount: 220_500)
    facts.film = FilmFacts(
      codec: "h264", pixelFormat: "yuv420p", depth: 8, codedSize: size, size: size,
      frameCount: 120, milliseconds: 5005, seen: FilmObservations())
    (facts.isProven, facts.streamMetadata) = (true, [.location])
    facts.provenance = provenance
    return facts
  }

  private var image: ImageFacts {
    var image = ImageFacts(codedSize: PixelSize(width: 4032, height: 3024), depth: 16, channels: 4)
    (image.orientation, image.orientationNote) = (.turnedLeft, "orientation 9")
    (image.alpha, image.color) = (.used, .profile("Display P3"))
    (image.frames, image.pages, image.page) = (2, 9, 5)
    image.coding = ImageFacts.Coding(isProgressive: true, rare: "arithmetic", sampling: "4:2:0")
    (image.privateMetadata, image.otherDataBytes) = ([.location, .owner], 77)
    image.trailing = ImageFacts.Trailing(byteCount: 88, isAnnounced: true)
    return image
  }

  /// What a file says about its origin, with no property at its default.
  private var provenance: ProvenanceFacts {
    var credentials = ContentCredentials([CredentialProblem(.signatureWrong)])
    credentials.title = "a title"
    credentials.generator = "a program"
    (credentials.authors, credentials.agents) = (["an author"], ["an agent"])
    (credentials.actions, credentials.ingredients) = (["an action"], ["an ingredient"])
    credentials.sources = [DigitalSource("digitalCapture")].compactMap(\.self)
    credentials.hasGeneratedIngredient = true
    var signer = CredentialSigner()
    (signer.organization, signer.name, signer.issuer) = ("a studio", "a camera", "an issuer")
    (signer.validFrom, signer.validUntil) = (Day("2026-01-02"), Day("2027-01-02"))
    (signer.algorithm, signer.stamped) = ("ES256", Instant("2026-05-06T07:08:09Z"))
    credentials.signer = signer
    var facts = ProvenanceFacts()
    facts.credentials = credentials
    facts.source = DigitalSource("trainedAlgorithmicMedia")
    (facts.generator, facts.remote) = ("a generator", "https://example.org/manifest")
    return facts
  }

  private func imageShapes() throws -> [StoredShape] {
    let facts = try picture()
    let image = image
    func readAgain(_ image: ImageFacts) throws -> ImageFacts? {
      var facts = facts
      facts.image = image
      return try self.readAgain(facts)?.image
    }
    return [
      StoredShape(
        ImageFacts.self, full: [image],
        other: ImageFacts(codedSize: PixelSize(width: 1, height: 1), depth: 8, channels: 3),
        readAgain: readAgain),
      StoredShape(
        ImageFacts.Coding.self, full: [image.coding], other: ImageFacts.Coding()
      ) { coding in
        var image = image
        image.coding = coding
        return try readAgain(image)?.coding
      },
      StoredShape(
        ImageFacts.Trailing.self, full: [try #require(image.trailing)],
        other: ImageFacts.Trailing(byteCount: 0, isAnnounced: false)
      ) { trailing in
        var image = image
        image.trailing = trailing
        return try readAgain(image)?.trailing
      },
    ]
  }

  // MARK: Measures

  private let box = PixelBox(x: 8, y: 16, width: 128, height: 96)
  private let lighting = Lighting(
    color: 0.25, exposure: -1.5, across: 0.75, down: -0.125, swatches: [1, 2, 3, 4, 255])

  private var scores: PictureScores {
    var scores = PictureScores(
      original: PixelSize(width: 1200, height: 900), analysis: PixelSize(width: 1024, height: 768))
    for (index, measure) in Measure.allCases.enumerated() {
      scores[measure] = MeasuredScore(
        score: Double(index) / 20, value: 2, warn: 0.5, fail: 0.25, box: box)
    }
    (scores.lighting, scores.motion, scores.isOverWhite) = (lighting, 45, true)
    return scores
  }

  @Test("keep every measure of a picture")
  func measures() throws {
    let plain = PictureScores(
      original: PixelSize(width: 1, height: 1), analysis: PixelSize(width: 1, height: 1))
    let samples = [UInt8](repeating: 7, count: LumaPlane.side * LumaPlane.side - 1)
    let planes = try [samples + [1], samples + [0]].map {
      try #require(LumaPlane(width: LumaPlane.side, height: LumaPlane.side, samples: $0))
    }
    let score = try #require(scores[.clutter])
    let blob = try Measured.digest(1)
    let shapes = [
      StoredShape(PictureScores.self, full: [scores], other: plain) {
        try StoredScores.scores(StoredScores.text($0))
      },
      StoredShape(
        Lighting.self, full: [lighting],
        other: Lighting(color: 0, exposure: 0, across: 0, down: 0)
      ) { lighting in
        var scores = plain
        scores.lighting = lighting
        return try StoredScores.scores(StoredScores.text(scores))?.lighting
      },
      StoredShape(MeasuredScore.self, full: [score], other: MeasuredScore(score: 0, value: 0)),
      StoredShape(PixelBox.self, full: [box], other: PixelBox(x: 0, y: 0, width: 0, height: 0)) {
        MeasuredScore(stored: MeasuredScore(score: 1, value: 1, box: $0).stored)?.box
      },
      StoredShape(
        KeptMeasures.self, full: [KeptMeasures(scores: scores, luma: planes[0])],
        other: KeptMeasures(scores: plain, luma: planes[1])
      ) { measures in
        store.previews.keep(measures, of: blob, temporaryName: "new")
        return store.previews.measures(of: blob)
      },
    ]
    #expect(shapes.flatMap(\.faults) == [])
  }

  // MARK: Backups

  @Test("keep every property of a list of backups, and of the last one")
  func backups() throws {
    let odd = try #require(FilePath(bytes: Array("/disk/".utf8) + [0xFF]))
    let target = library.folder.path("backup")
    let backup = try LibraryBackup(of: library.root, environment: library.environment)
    _ = try backup.write(toFolder: target, verifying: false, pruning: false)
    func readAgain(_ edit: (inout BackupOutcome) -> Void) throws -> BackupOutcome {
      let summary = BackupState.summary(of: library.root)
      var outcome = BackupOutcome(of: library.root, backup.id, to: target, .folder)
      var found = outcome
      edit(&outcome)
      backup.saveState(outcome, summary)
      #expect(backup.readState(&found, summary))
      return found
    }
    let tally = FileTally([5, 6, 7])
    let shapes = [
      StoredShape(
        BackupList.Entry.self,
        full: [
          BackupList.Entry(path: odd, isZip: true, at: Instant(milliseconds: 7)),
          BackupList.Entry(path: target, isZip: true, at: Instant(milliseconds: 8)),
        ], other: BackupList.Entry(path: library.root, isZip: false, at: Instant(milliseconds: 9))),
      StoredShape(FileTally.self, full: [tally], other: FileTally()) { tally in
        try readAgain { $0.files = tally }.files
      },
    ]
    #expect(shapes.flatMap(\.faults) == [])
    let found = try readAgain { outcome in
      (outcome.elementCount, outcome.recordCount, outcome.recordsOnlyInBackup) = (2, 4, 5)
      (outcome.files, outcome.outdated) = (tally, FileTally([8]))
    }
    #expect((found.elementCount, found.recordCount, found.recordsOnlyInBackup) == (2, 4, 5))
    #expect((found.files, found.outdated) == (tally, FileTally([8])))
  }

  // MARK: Names and heads

  @Test("have a manifest, names and a head of sketches that are read as they were written")
  func heads() throws {
    let manifest = LibraryManifest(id: store.id)
    #expect(try LibraryManifest(bytes: manifest.bytes, library.root).id == store.id)
    let day = try #require(Day("2026-11-20"))
    let digest = try Measured.digest(1)
    let segment = RecordLog.Segment(day: day, digest: digest)
    for file in [StoredFile.blob(digest), .segment(segment)] {
      #expect(StoredFile(relativePath: file.relativePath) == file)
    }
    var header = SketchFile.Header(
      generation: 5, model: SubjectVector.Model(identity: 7, length: 8))
    for (row, value) in [(6, [0]), (7, MixedNumbers.bytes(0xF0F0))] as [(Int64, [UInt8])] {
      let isAdded = header.add(row: row, value: value)
      #expect(isAdded)
    }
    let other = SketchFile.Header(
      generation: 9, model: SubjectVector.Model(identity: 8, length: 9))
    let shape = StoredShape(SketchFile.Header.self, full: [header], other: other) {
      SketchFile.Header(bytes: $0.bytes)
    }
    #expect(shape.faults == [])
  }
}
