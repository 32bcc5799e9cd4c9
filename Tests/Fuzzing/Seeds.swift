import Decoding
import Foundation
import Model
import TestSupport

@testable import Library

/// The inputs that fuzzing begins with, made from the repository's own files.
struct Seeds: Sendable {
  let make: @Sendable () -> [[UInt8]]

  /// Larger files make fuzzing slow without a benefit.
  private static let largest = 1 << 14

  private static let root = Fixtures.repository.resolvingSymlinksInPath()

  /// Small files of a folder, sorted by name.
  private static func contents(
    of folder: String, suffixes: [String]? = nil, atMost largest: Int = largest
  ) -> [[UInt8]] {
    let folder = root.appending(path: folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return names.sorted()
      .filter { name in suffixes?.contains { name.hasSuffix(".\($0)") } ?? true }
      .compactMap { try? Data(contentsOf: folder.appending(path: $0)) }
      .filter { $0.count <= largest }
      .map { [UInt8]($0) }
  }

  private static func fixtures(_ suffix: String? = nil) -> [[UInt8]] {
    contents(of: "Fixtures/odd", suffixes: suffix.map { [$0] })
  }

  private static func own(_ suffixes: [String]? = nil) -> [[UInt8]] {
    contents(of: "Tests/Fuzzing/Seeds", suffixes: suffixes)
  }

  /// Whole fixtures of some folders.
  static func files(in folders: [String]) -> Seeds {
    Seeds { folders.flatMap { contents(of: "Fixtures/\($0)") } + own() }
  }

  /// Whole fixtures of one suffix.
  static func files(named suffix: String) -> Seeds { Seeds { fixtures(suffix) } }

  /// The fixtures of formats that need a separate encoder, and the files beside this one.
  static func own(_ suffixes: [String]) -> Seeds {
    Seeds { contents(of: "Fixtures/odd", suffixes: suffixes) + own(suffixes) }
  }

  /// The first bytes of the fixtures.
  static func beginnings(_ count: Int, of suffix: String? = nil) -> Seeds {
    Seeds { (fixtures(suffix) + (suffix == nil ? own() : [])).map { Array($0.prefix(count)) } }
  }

  /// For `jpeg-turning`: a byte that selects the operation, and a file.
  static let turnings = Seeds {
    fixtures("jpg").enumerated().map { [UInt8($0.offset * 37 % 256)] + $0.element }
  }

  /// For `metadata-survey`: blocks of metadata, and files that contain them.
  static let surveyed = Seeds {
    let names = ["exif", "xmp", "prompt", "thumbnail", "comment", "private", "text", "gps"]
    let packet =
      "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
      + "<rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/' exif:GPSLatitude='0,1N'>"
      + "<dc:creator><rdf:Seq><rdf:li>A &amp; B</rdf:li></rdf:Seq></dc:creator><!-- c --></rdf:Description>"
      + "</rdf:RDF></x:xmpmeta>"
    let caption: [UInt8] = [0x1C, 2, 80, 0, 3] + Array("Ana".utf8)
    let resource = Array("8BIM".utf8) + [4, 4, 0, 0, 0, 0, 0, UInt8(caption.count)] + caption
    let folder = root.appending(path: "Fixtures/odd")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    let chosen = files.sorted().filter { file in names.contains { file.contains($0) } }
    return [Array(packet.utf8), caption, resource]
      + chosen.compactMap { try? Data(contentsOf: folder.appending(path: $0)) }
      .filter { $0.count <= 8192 }.map { [UInt8]($0) }
  }

  static let clips = Seeds {
    (own(["mp4", "mov"]) + fixtures("mp4") + fixtures("mov")).map { Array($0.prefix(2048)) }
  }

  /// A kind of block inside pictures.
  enum Block: Sendable {
    case exif, icc, zlib
  }

  /// Blocks cut out of the fixtures.
  static func blocks(_ block: Block) -> Seeds {
    Seeds {
      switch block {
      case .exif:
        return cut(at: Array("II*\0".utf8)) { _, _ in 1024 }
          + cut(at: Array("MM\0*".utf8)) { _, _ in 1024 }
      case .icc:
        // The signature is at byte 36, the length at the beginning.
        return cut(at: Array("acsp".utf8), back: 36, length: big)
      case .zlib:
        return ["IDAT", "fdAT"].flatMap { type in
          cut(at: Array(type.utf8), back: 4, length: big)
            .map { Array($0.dropFirst(type == "IDAT" ? 8 : 12)) }
            .filter { $0.count < 1024 }
        }
      }
    }
  }

  /// The block at the first occurrence of some bytes in each fixture; `length` gets the file and
  /// the offset.
  private static func cut(
    at mark: [UInt8], back: Int = 0, length: ([UInt8], Int) -> Int
  ) -> [[UInt8]] {
    var found: Set<[UInt8]> = []
    for file in fixtures() {
      guard let offset = file.firstRange(of: mark)?.lowerBound, offset >= back else { continue }
      let part = file[(offset - back)...]
      found.insert(Array(part.prefix(min(length(file, offset - back) + 8, 4096))))
    }
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func big(_ file: [UInt8], _ offset: Int) -> Int {
    file[offset...].prefix(4).reduce(0) { $0 << 8 | Int($1) }
  }

  /// For `png-pixels`: a header of six bytes and rows.
  static let pixels = Seeds {
    (0..<48).map { number in
      let rows = (0..<200).map {
        UInt8(truncatingIfNeeded: $0 % 17 == 0 ? $0 / 17 % 5 : $0 * number)
      }
      return [UInt8(number), 7, 9, UInt8(number / 6), UInt8(number % 3), 4] + rows
    }
  }

  static let profiles = Seeds { contents(of: "Catalog/Targets") }

  /// One of the catalogue's other files.
  static func catalog(_ name: String) -> Seeds {
    Seeds {
      contents(of: "Catalog", suffixes: ["json"], atMost: 1 << 16).filter {
        ($0.count < 1024) == (name == "aliases")
      }
    }
  }

  static let texts = Seeds {
    let small = [
      "null", "true", "0", "-1.5e-3", "\"a\\u00e9\\ud83d\\ude00\\n\"", "[1,[2,[3]],{}]",
      "{\"a\":{\"b\":[true,{\"c\":null}]}}", "[9007199254740993, 1E400, -0]",
    ]
    return small.map { Array($0.utf8) } + contents(of: "Catalog", suffixes: ["json"])
      + contents(of: "Catalog/Targets").prefix(4)
  }

  /// For `decoder-pixels`: the size of pieces, a header and rows.
  static let streams = Seeds {
    [SmallPicture.Colors.grey, .rgb, .cmyk, .lab].flatMap { colors in
      [8, 16].flatMap { depth in
        [0, 7, 254, 255].map { piece in
          let layout = PixelLayout(
            size: PixelSize(width: 3, height: 2), colors: colors, hasAlpha: depth == 16,
            depth: depth)
          let rows = (0..<2 * layout.rowBytes).map { UInt8(truncatingIfNeeded: $0) }
          return [UInt8(piece)] + layout.header + rows
        }
      }
    }
  }

  static let answers = Seeds {
    [
      #"{"alpha":"none"}"#,
      #"{"width":64,"height":48,"depth":8,"channels":3,"alpha":"used","pages":2}"#,
      #"{"width":64,"height":48,"alpha":"none","primaries":12,"transfer":13}"#,
      #"{"alpha":"unknown","exif":"49492a0008000000","xmp":"61","profile":"00"}"#,
      #"{"alpha":"unused","problem":{"kind":"corrupt","what":"no\u0007 good"}}"#,
      #"{"alpha":"none","problem":{"kind":"too-many-pixels","pixels":400000000}}"#,
      #"{"alpha":"none","problem":{"kind":"unsupported","what":"coding number 9"}}"#,
      #"{"width":9,"height":9,"alpha":"none","luma":"\#(String(repeating: "0af7", count: 2048))"}"#,
      #"{"width":9,"height":9,"alpha":"none","luma":"\#(String(repeating: "0g", count: 4096))"}"#,
      #"{"alpha":"none","tooLargeToHold":true}"#,
    ].map { Array($0.utf8) } + [measured]
  }

  /// An answer followed by a picture of two raw pixels.
  private static let measured: [UInt8] = {
    let counts = [Int](repeating: 0, count: 32) + [1] + [Int](repeating: 0, count: 24)
    let text =
      #"{"width":2,"height":1,"alpha":"none","picture":{"width":2,"height":1,"colors":"rgb","#
      + #""bytes":6,"native":[\#(counts.map(String.init).joined(separator: ","))]}}"#
    return Array(text.utf8) + [0, 1, 2, 3, 250, 251, 252]
  }()

  /// Answers with every possible part.
  static let streamAnswers = Seeds {
    var measures = SoundMeasures()
    measures.peak = -3.5
    measures.loudness = .value(-20.25)
    measures.signalToNoise = .atLeast(31)
    measures.pitch = PitchRange(median: 200, low: 150, high: 260)
    measures.spans = [
      SoundSpan(.clipped, start: 5, end: 9), SoundSpan(.pause, start: 90, end: 400),
    ]
    measures.waveform = [0, 9, 255]
    var sound = DecodedStream()
    sound.sound = SoundFacts(
      codec: "mp3", isLossy: true, rate: 44_100, channels: 2, bits: 16, sampleCount: 220_500,
      claimedMilliseconds: 5000, measures: measures)
    sound.cuts = [
      SoundCut(
        start: 10, end: 220_000, score: 0.75, signalToNoise: .value(30), clippedRuns: 0,
        speechShare: 0.7, levelSpread: 2, pitchSpread: .unknown(.noSpeech), faults: [.noPause])
    ]
    var film = DecodedStream()
    film.film = FilmFacts(
      codec: "h264", pixelFormat: "yuv420p", depth: 8,
      codedSize: PixelSize(width: 64, height: 48), size: PixelSize(width: 48, height: 64),
      rotation: 90, framesPerSecond: 24, frameCount: 96, milliseconds: 4000)
    film.film?.observations = FilmObservations()
    film.film?.observations?.cuts = [FilmMoment(frame: 36, milliseconds: 1500)]
    film.errors = 3
    film.firstError = "error while decoding MB 3 4"
    let problems: [DecodedStream.Problem] = [
      .unreadable, .unknownContainer, .empty, .outOfMemory, .noDecoder(codec: "xyz"),
      .invalidHeader("0 channels"), .notFound,
    ]
    // An empty answer proves nothing.
    return [sound.answer, film.answer, DecodedStream().answer]
      + problems.map { DecodedStream(problem: $0).answer }
  }

  static let wavHeaders = Seeds {
    let format = Array("fmt ".utf8) + [16, 0, 0, 0] + [UInt8](repeating: 1, count: 16)
    return [[0, 1, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [4, 0, 0, 0]].map { length in
      Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WAVE".utf8) + format + Array("data".utf8)
        + length + [1, 2, 3, 4]
    }
  }

  static let searches = Seeds {
    [
      "Mira Okafor", "José* \u{FB01}n STRASSE", "小米拉拉 米*", "ｶﾞﾗｽの仮面", "김민 이서", "हिन्दी मीरा",
      "น้องมิรา", "مُحَمَّد", "🎬 👩🏽\u{200D}🚀 \" OR 1", "NEAR(a b) text:x\0y", "e\u{301}\u{323}\u{345}",
    ].map { Array($0.utf8) }
  }

  /// Lines of a log: every kind, and those with empty values.
  static let records = Seeds {
    let (digest, identity) = (String(repeating: "9f", count: 32), "01JD0000000000000000000000")
    let at = #""at":"2026-11-20T07:00:00Z""#
    let capital = digest.uppercased()
    return [
      #"{"aliases":["米拉"],\#(at),"castbook":"revision/1","element":"I","handle":"mira","#
        + #""kind":"character","merges":["D"],"name":"Mira","parent":"D","person":"generated","#
        + #""references":[{"blob":"D","file":"a.jpg","note":"n","role":"front"}],"retired":true,"#
        + #""rights":{"allowed":["internal"],"basis":"own","document":"D","expires":"2027-01-01","#
        + #""holder":"h"},"sequence":2,"tags":["lead"],"voice":"I"}"#,
      #"{\#(at),"castbook":"revision/1","element":"I","handle":"m","kind":"voice","name":"","#
        + #""references":[],"retired":false,"sequence":1,"tags":[]}"#,
      #"{\#(at),"blob":"D","castbook":"derivation/1","from":"D","#
        + #""span":{"endMilliseconds":9,"startMilliseconds":1,"zoom":2},"steps":[],"tool":"t"}"#,
      #"{\#(at),"blob":"D","castbook":"registration/1","kind":"upload","remoteId":"1","target":"t"}"#,
      #"{\#(at),"blob":"D","castbook":"dismissal/1","reason":"","rule":"image.too-small"}"#,
      #"{\#(at),"castbook":"use/1","element":"I","path":"/f","project":"I","revision":"D"}"#,
      #"{\#(at),"bundle":"D","castbook":"export/1","cost":{"amount":"0.84","currency":"USD"},"#
        + #""elements":[{"blobs":[{"from":"D","sent":"D"}],"element":"I","handle":"m","#
        + #""revision":"D"}],"profile":"D","shot":{"path":"a.md","sha256":"D"},"target":"t"}"#,
      #"{\#(at),"castbook":"take/1","export":"D","result":"kept","seed":""}"#,
      #"{\#(at),"by":"a","castbook":"take/1","export":"D","result":"kept","state":"approved"}"#,
      #"{\#(at),"blob":"D","by":"a","castbook":"comment/1","export":"D","milliseconds":3200,"#
        + #""text":"the coat"}"#,
      #"{\#(at),"castbook":"draft/1","draft":"I","name":"a.md","parent":"D","text":"@mira"}"#,
      #"{\#(at),"castbook":"draft/1","draft":"I","name":"a.md","removed":true}"#,
      #"{\#(at),"account":"main","call":"request.json","castbook":"job/1","cost":{"amount":"0.84","#
        + #""currency":"USD"},"export":"D","job":"I","state":"sending","target":"t"}"#,
      #"{\#(at),"castbook":"withdrawal/1","record":"D"}"#,
      #"{\#(at),"castbook":"erasure/1","element":"I"}"#,
      #"{\#(at),"by":"a","castbook":"signature/1","key":"\#(capital)","library":"I","#
        + #""previous":["\#(capital)"],"records":[],"signature":"\#(capital)\#(capital)"}"#,
      #"{"castbook":"mood/1","x":[1,{"y":"z"}]}"#,
    ].map {
      Array(
        $0.replacing("\"D\"", with: "\"\(digest)\"").replacing("\"I\"", with: "\"\(identity)\"")
          .utf8)
    }
  }

  static let canonicalTexts = Seeds {
    [
      #"{"a":1,"b":[true,false,"x\n\u0001"],"c":{"d":-9007199254740992}}"#, #"{"b":1,"a":2}"#,
      #"["é","e\u0301","\u00e9","\ud83d\udcf7"]"#, "{\"e\u{301}\":1,\"\u{e9}\":2}",
      "{\"\u{1F3AC}\":1,\"\u{FB01}\":2}", "-0", "1.0", "1e2", " 1", "null", "[[[[[[]]]]]]",
    ].map { Array($0.utf8) }
  }

  static let elementNotes = Seeds {
    [
      #"{"kind":"voice","handle":"@mira","name":"Mira","tags":["lead"],"aliases":["米拉"]}"#,
      #"{"roles":{"b.jpg":"front"},"order":["b.jpg"],"voice":"@v:3","lookOf":"mira"}"#,
      #"{"rights":{"basis":"own","expires":"2027-01-31","document":"../x","allowed":["internal"]}}"#,
      #"{"rights":{"document":"consent.pdf"},"person":"real","notes":"a\nb","description":""}"#,
      #"{"lookof":"x"}"#, "[]", "{}", #"{"order":"b.jpg","roles":[]}"#,
    ].map { Array($0.utf8) }
  }

  static let handleReferences = Seeds {
    [
      "@mira", "@mira:3", "@mira:sha256-9f2c41ab", "@米拉", "@e\u{301}", "@👩🏽\u{200D}🚀:1", "@", "mira",
      "@a b", "@a:", "@a:0", "@a:sha256-9F2C41AB", "@\u{202e}x", "@\u{200D}", "@a:1:2",
    ].map { Array($0.utf8) }
  }

  static let libraryMarks = Seeds {
    [
      #"{"format":1,"id":"01JD0000000000000000000000"}"#, #"{"format":2}"#,
      #"{"format":0,"id":""}"#,
      #"{"id":"01JD0000000000000000000000"}"#, #"{"format":1,"id":"01jd0000000000000000000000"}"#,
      "{}",
      #"{"format":1.0,"id":1}"#, "[[[[[[[[[[]]]]]]]]]]",
    ].map { Array($0.utf8) }
  }

  static let hashFiles = Seeds {
    [0, 1, 200].map { count in
      rowFile(HashFile.Header(generation: 1), (0..<count).map { MixedNumbers.bytes($0 << 40) })
    }
  }

  static let sketchFiles = Seeds {
    let model = SubjectVector.Model(identity: 61, length: 1280)
    return [0, 1, 20].map { count in
      rowFile(
        SketchFile.Header(generation: 1, model: model),
        (0..<count).map { [UInt8](repeating: $0, count: SketchFormat.valueByteCount) })
    }
  }

  /// The header and the first block's values of a file of rows.
  private static func rowFile<Format: RowFormat>(
    _ empty: RowFile<Format>.Header, _ values: [[UInt8]]
  ) -> [UInt8] {
    var header = empty
    for (row, value) in values.enumerated() { _ = header.add(row: Int64(row), value: value) }
    let rest = [UInt8](repeating: 0, count: 4096 - header.bytes.count)
    return header.bytes + rest + values.flatMap(\.self)
  }

  /// Networks of every kind of layer, and of few numbers.
  static let networks = Seeds {
    let convolution = [0, 1, 0, 0, 1, 3, 4, 3, 2, 0, 1, 0]
    let depthwise = [1, 3, 1, 0, 2, 4, 4, 3, 1, 1, 1, 0]
    let addition = [2, 2, 1, 2, 3, 4, 4, 0, 0, 0, 0, 0]
    let mean = [3, 0, 3, 0, 4, 4, 4, 0, 0, 0, 0, 0]
    let gate = [4, 4, 3, 4, 5, 4, 4, 0, 0, 0, 0, 0]
    let last = [3, 0, 5, 0, 6, 4, 4, 0, 0, 0, 0, 0]
    return [
      network(side: 8, [(convolution, 0), (depthwise, 448), (addition, 0), (mean, 0)], 608),
      network(
        side: 8,
        [(convolution, 0), (depthwise, 448), (addition, 0), (mean, 0), (gate, 0), (last, 0)], 608),
      network(side: 2, [([3, 0, 0, 0, 1, 3, 3, 0, 0, 0, 0, 0], 0)], 0),
    ]
  }

  /// The bytes of a network: layers with the indexes of their weights, and small weights.
  private static func network(
    side: Int, _ layers: [(numbers: [Int], weights: Int)], _ weightCount: Int
  ) -> [UInt8] {
    func bytes(_ number: Int) -> [UInt8] {
      [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
    func bytes(_ value: Float) -> [UInt8] { bytes(Int(value.bitPattern)) }
    var all = Array("CBVISION".utf8)
    for number in [2, layers.count, side, layers.last?.numbers[6] ?? 0, weightCount, 0] {
      all += bytes(number)
    }
    for value in [127, 127, 127, 0.0078125, 0.0078125, 0.0078125] as [Float] {
      all += bytes(value)
    }
    all += [UInt8](repeating: 0, count: 64 - all.count)
    for layer in layers {
      all += layer.numbers.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } + bytes(layer.weights)
      all += [UInt8](repeating: 0, count: 20)
    }
    all += [UInt8](repeating: 0, count: 63 - (all.count + 63) % 64)
    return all + (0..<weightCount).flatMap { bytes(Float($0 % 7) / 7 - 0.4) }
  }

  static let networkAnswers = Seeds {
    [[1, 0, 5], [1, 0, 0], [0], [0] + Array("it is not a network".utf8), []]
  }

  private static let corpus = root.appending(path: "Tests/Fuzzing/Corpus")

  /// The targets whose inputs are kept.
  static var keptNames: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: corpus.path())) ?? []
    return names.filter { $0.hasSuffix(".base64") }.map { String($0.dropLast(7)) }.sorted()
  }

  /// The inputs that `Scripts/fuzz keep` kept for a target, one on each line in base64.
  static func kept(for target: String) -> [[UInt8]] {
    let text = try? String(
      contentsOf: corpus.appending(path: "\(target).base64"), encoding: .utf8)
    return (text ?? "").split(separator: "\n").compactMap { line in
      Data(base64Encoded: String(line)).map { [UInt8]($0) }
    }
  }

  static let lists = Seeds {
    ["a.jpg\nb.png\r\n\nc d.webp", "a.jpg\0b\nc.png\0", "/\0\0.", "\u{7C73}.jpg\n"]
      .map { Array($0.utf8) }
  }

  static let commandLines = Seeds {
    [
      "check\nrefs/\n--for\nkling-o3,kling-official\n--set", "check\n-\n--json\n--jobs=4",
      "check\na.jpg\n--report\nticket.html\n--replace\n--strict",
      "targets\nfal.kling-o3.r2v\n--json",
      "explain\nimage.too-small", "completions\nbash", "help\ncheck", "--version", "chek\n--fro\nx",
      "check\n--color=never\n--as=image\n--\n--json", "manual",
    ].map { Array($0.utf8) }
  }
}
