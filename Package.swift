// swift-tools-version: 6.2
import PackageDescription

/// Compiles a module as a whole: a quarter less work from nothing, but an edit of one file compiles
/// all of its module again.
let whole: [SwiftSetting] =
  Context.environment["CASTBOOK_WHOLE"] == nil
  ? []
  : [.unsafeFlags(["-whole-module-optimization", "-disable-batch-mode", "-num-threads", "2"])]

/// What Swift's sixth language mode, which the tools version sets, leaves open. Warnings are
/// errors, so a clean build has none.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// Settings of every Swift target.
let house: [SwiftSetting] = strict + whole

/// Settings of Swift targets that call C: every such call says `unsafe`.
let touchesC: [SwiftSetting] = house + [.strictMemorySafety()]

/// Targets that loop over pixels, samples or bytes: optimised for tests too, because these measure
/// thousands of pictures. Only there, since a package whose manifest has such a flag can't be a
/// dependency.
let busy: [SwiftSetting] =
  Context.environment["CASTBOOK_TESTS"] == nil ? [] : [.unsafeFlags(["-O"])]

/// Targets without such loops: compiled for size in the programs that Scripts/build makes, because
/// that takes less time.
let brief: [SwiftSetting] =
  Context.environment["CASTBOOK_PROGRAMS"] == nil ? [] : [.unsafeFlags(["-Osize"])]

/// Settings of every C target.
let c: [CSetting] = [
  .enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error),
]

/// A C library of the system, found by pkg-config and installed by Scripts/install.
func system(_ name: String, _ pkgConfig: String, _ package: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/Libraries/\(name)", pkgConfig: pkgConfig,
    providers: [.apt([package])])
}

let package = Package(
  name: "castbook",
  products: [
    .library(name: "Castbook", targets: ["Castbook"]),
    .executable(name: "castbook", targets: ["CastbookCommand"]),
    .executable(name: "castbook-media", targets: ["CastbookMedia"]),
    .executable(name: "castbook-streams", targets: ["CastbookStreams"]),
    .executable(name: "castbook-transport", targets: ["CastbookTransport"]),
    .executable(name: "castbook-vision", targets: ["CastbookVision"]),
  ],
  targets: [
    // C libraries, one module each.
    system("CJPEG", "libjpeg", "libjpeg62-turbo-dev"),
    system("CTurboJPEG", "libturbojpeg", "libturbojpeg0-dev"),
    system("CDeflate", "libdeflate", "libdeflate-dev"),
    system("CZlib", "zlib", "zlib1g-dev"),
    system("CLibPNG", "libpng", "libpng-dev"),
    system("CWebP", "libwebp", "libwebp-dev"),
    system("CNettle", "nettle", "nettle-dev"),
    system("CHogweed", "hogweed", "nettle-dev"),
    system("CLCMS", "lcms2", "liblcms2-dev"),
    system("CSQLite", "sqlite3", "libsqlite3-dev"),
    // Its pkg-config file hands out a flag that SwiftPM does not take.
    .systemLibrary(
      name: "CUTF8Proc", path: "Sources/Libraries/CUTF8Proc",
      providers: [.apt(["libutf8proc-dev"])]),
    system("CHEIF", "libheif", "libheif-dev"),
    system("CDE265", "libde265", "libde265-dev"),
    system("CTIFF", "libtiff-4", "libtiff-dev"),
    system("CGIF", "libgif", "libgif-dev"),
    system("CAVFormat", "libavformat", "libavformat-dev"),
    system("CAVCodec", "libavcodec", "libavcodec-dev"),
    system("CAVUtil", "libavutil", "libavutil-dev"),
    system("CSWResample", "libswresample", "libswresample-dev"),
    system("CSWScale", "libswscale", "libswscale-dev"),
    system("CEBUR128", "libebur128", "libebur128-dev"),

    // What Swift can't call safely, and data.
    .target(name: "CLuma", cSettings: c),
    .target(name: "CRaster", cSettings: c),
    .target(name: "CHamming", cSettings: c),
    .target(name: "CQuality", dependencies: ["CRaster"], cSettings: c),
    .target(name: "CDrawing", cSettings: c),
    .target(name: "CPNGFilters", dependencies: ["CRaster"], cSettings: c),
    .target(name: "CPNGReader", dependencies: ["CLibPNG"], cSettings: c),
    .target(name: "CSound", dependencies: ["CRaster"], cSettings: c),
    .target(name: "CPixels", dependencies: ["CJPEG", "CRaster"], cSettings: c),
    .target(
      name: "CTypefaces", exclude: ["README.md", "NOTICE", "make.py"], cSettings: c),
    .target(name: "CJPEGProof", dependencies: ["CJPEG", "CLuma", "CRaster"], cSettings: c),
    .target(name: "CCallFilter", cSettings: c),
    .target(name: "CDecoderServer", dependencies: ["CCallFilter"], cSettings: c),
    .target(name: "CLinkage", cSettings: c),
    .target(name: "CVision", cSettings: c),
    .target(name: "CVectors", cSettings: c),
    .target(name: "CFiles", dependencies: ["CCallFilter"], cSettings: c),
    .target(
      name: "CStreams",
      dependencies: ["CAVFormat", "CAVCodec", "CAVUtil", "CSWResample", "CSWScale"],
      cSettings: c),
    .target(name: "CHEVCProof", dependencies: ["CHEIF", "CDE265"], cSettings: c),
    // They load libcurl and libmicrohttpd on first use; a build needs only the headers.
    .target(name: "CTransport", cSettings: c),
    .target(name: "CGalleryServer", cSettings: c),
    .target(name: "CGalleryPage", exclude: ["Page"], cSettings: c),
    .target(name: "CDocuments", cSettings: c),
    .target(name: "CAgentPages", exclude: ["Page"], cSettings: c),
    .target(
      name: "Catalog", path: "Catalog", exclude: ["README.md", "Keys", "Models"], cSettings: c),
    .target(name: "CatalogKeys", path: "Catalog/Keys", exclude: ["keys.json"], cSettings: c),
    .target(
      name: "CatalogModels", path: "Catalog/Models", exclude: ["make.py", "subjects.json"],
      cSettings: c),

    // The product, lowest layer first: arrows only go up this list.
    .target(name: "POSIX", swiftSettings: touchesC),
    // By files, on all cores, even in a build of whole modules: nearly all others wait for it.
    .target(name: "Model", swiftSettings: strict + busy),
    .target(
      name: "CommandLineKit", dependencies: ["POSIX", "Model"], swiftSettings: touchesC + brief),
    .target(
      name: "Linkage", dependencies: ["POSIX", "Model", "CLinkage"], swiftSettings: touchesC),
    .target(name: "UnicodeText", dependencies: ["CUTF8Proc"], swiftSettings: touchesC + brief),
    .target(
      name: "Files", dependencies: ["POSIX", "Model", "CFiles", "CNettle"], swiftSettings: touchesC),
    .target(
      name: "Archive", dependencies: ["Model", "Files", "CDeflate", "CZlib"],
      swiftSettings: touchesC + busy),
    .target(
      name: "Transfers", dependencies: ["POSIX", "Model", "CatalogKeys"],
      swiftSettings: touchesC + brief),
    .target(
      name: "Transport",
      dependencies: ["POSIX", "Model", "Files", "Linkage", "Transfers", "CTransport"],
      swiftSettings: touchesC + brief),
    .executableTarget(
      name: "CastbookTransport", dependencies: ["Transport"], swiftSettings: house + brief),
    .target(
      name: "Decoding",
      dependencies: ["POSIX", "Model", "Linkage", "CDecoderServer", "CLuma", "CRaster"],
      swiftSettings: touchesC),
    .target(
      name: "Colors", dependencies: ["Model", "Decoding", "CLCMS", "CRaster"],
      swiftSettings: touchesC + busy),
    .target(
      name: "PNG",
      dependencies: ["Model", "Decoding", "CPNGFilters", "CPNGReader", "CDeflate", "CZlib"],
      swiftSettings: touchesC + busy),
    .target(
      name: "Drawing", dependencies: ["Model", "PNG", "CDrawing", "CTypefaces", "CDeflate"],
      swiftSettings: touchesC + busy),
    .target(
      name: "Decoders",
      dependencies: [
        "POSIX", "Model", "Colors", "Decoding", "CDecoderServer", "CHEVCProof", "CHEIF", "CTIFF",
        "CGIF", "CWebP",
      ],
      swiftSettings: touchesC),
    .target(
      name: "Vision", dependencies: ["Model", "Decoding", "CDecoderServer", "CVision"],
      swiftSettings: touchesC),
    .executableTarget(name: "CastbookVision", dependencies: ["Vision"], swiftSettings: house),
    .target(name: "Sound", dependencies: ["Model", "CSound"], swiftSettings: touchesC + busy),
    .target(name: "Frames", dependencies: ["Model"], swiftSettings: touchesC + busy),
    .executableTarget(name: "CastbookMedia", dependencies: ["Decoders"], swiftSettings: house),
    .target(
      name: "Streams",
      dependencies: [
        "POSIX", "Model", "Decoding", "Sound", "Frames", "CDecoderServer", "CStreams", "CEBUR128",
      ],
      swiftSettings: touchesC + busy),
    .executableTarget(name: "CastbookStreams", dependencies: ["Streams"], swiftSettings: house),
    .target(
      name: "Provenance", dependencies: ["Model", "Files", "CNettle", "CHogweed"],
      swiftSettings: touchesC + busy),
    .target(
      name: "Media",
      dependencies: [
        "POSIX", "Model", "Files", "Colors", "Decoding", "PNG", "Provenance", "CDecoderServer",
        "CJPEGProof", "CRaster", "CTurboJPEG",
      ],
      swiftSettings: touchesC + busy),
    .target(
      name: "Networks", dependencies: ["Model", "Files", "Archive", "CatalogModels"],
      swiftSettings: touchesC + busy),
    .target(
      name: "Library",
      dependencies: [
        "POSIX", "Model", "Files", "Archive", "UnicodeText", "CHamming", "CVectors", "CSQLite",
      ],
      swiftSettings: touchesC + brief),
    .target(
      name: "TeamStore",
      dependencies: ["Model", "Files", "Archive", "Transfers", "Library", "CNettle", "CHogweed"],
      swiftSettings: touchesC + busy),
    .target(name: "Sheets", dependencies: ["Model"], swiftSettings: house + busy),
    .target(
      name: "Quality", dependencies: ["Model", "Sheets", "CQuality"], swiftSettings: touchesC + busy
    ),
    .target(
      name: "Targets", dependencies: ["Model", "Catalog"], swiftSettings: touchesC + busy + brief),
    .target(name: "Checking", dependencies: ["Model", "Targets"], swiftSettings: house + brief),
    .target(
      name: "Prompting", dependencies: ["Model", "Targets"], swiftSettings: house + busy + brief),
    .target(name: "Timeline", dependencies: ["Model"], swiftSettings: house + brief),
    .target(
      name: "Bundles",
      dependencies: ["Model", "Targets", "Checking", "Prompting", "Archive"],
      swiftSettings: house + busy + brief),
    .target(
      name: "Sending",
      dependencies: ["Model", "Files", "Targets", "Bundles", "Transfers", "Library"],
      swiftSettings: house + brief),
    .target(
      name: "Preparing",
      dependencies: [
        "Model", "Decoding", "PNG", "Media", "Targets", "Checking", "CPixels",
      ],
      swiftSettings: touchesC + busy),
    .target(
      name: "FileVerbs",
      dependencies: [
        "POSIX", "Model", "Files", "Archive", "UnicodeText", "Linkage", "Media", "Drawing",
        "Quality", "Sheets", "Targets", "Checking", "Preparing", "Prompting", "Bundles", "Networks",
        "Provenance", "Transfers", "CDocuments",
      ],
      swiftSettings: touchesC + brief),
    .target(
      name: "LibraryVerbs",
      dependencies: [
        "FileVerbs", "POSIX", "Model", "Files", "Archive", "UnicodeText", "Media", "PNG", "Drawing",
        "Quality", "Checking", "Preparing", "Bundles", "Transfers", "Library", "TeamStore",
        "Catalog",
      ],
      swiftSettings: touchesC + brief),
    .target(name: "Pages", dependencies: ["CGalleryPage"], swiftSettings: touchesC + brief),
    .target(
      name: "DeliveryVerbs",
      dependencies: [
        "LibraryVerbs", "FileVerbs", "Model", "Files", "Archive", "UnicodeText", "Media", "Drawing",
        "Preparing", "Prompting", "Timeline", "Bundles", "Transfers", "Library", "TeamStore",
        "Sending", "Pages",
      ],
      swiftSettings: touchesC + brief),
    .target(
      name: "Castbook", dependencies: ["FileVerbs", "LibraryVerbs", "DeliveryVerbs"],
      swiftSettings: house),
    .target(
      name: "Gallery",
      dependencies: [
        "Castbook", "Archive", "Files", "Model", "POSIX", "Pages", "CGalleryServer",
      ],
      swiftSettings: touchesC + brief),
    .target(
      name: "Agents",
      dependencies: ["Castbook", "CommandLineKit", "Model", "POSIX", "CAgentPages"],
      swiftSettings: touchesC + brief),
    .executableTarget(
      name: "CastbookCommand",
      dependencies: ["Agents", "Castbook", "Gallery", "Model", "CommandLineKit"],
      swiftSettings: house + brief),

    // The program of Benchmarks/library/run.
    .executableTarget(
      name: "castbook-library-bench",
      dependencies: ["FileVerbs", "Library", "Files", "Media", "Model"],
      path: "Benchmarks/library/Program", swiftSettings: touchesC),

    // The generator of everything in Fixtures/.
    .target(name: "FixtureScenes", path: "Fixtures/Generator/Scenes", swiftSettings: house + busy),
    .target(
      name: "CEncoders", dependencies: ["CJPEG", "CWebP", "CHEIF"],
      path: "Fixtures/Generator/CEncoders", cSettings: c,
      linkerSettings: [.linkedLibrary("webpmux")]),
    .executableTarget(
      name: "castbook-fixtures",
      dependencies: ["FixtureScenes", "CEncoders", "CDeflate"],
      path: "Fixtures/Generator/Command", swiftSettings: touchesC),

    // The program of Benchmarks/similar/run.
    .executableTarget(
      name: "castbook-measure-similar", dependencies: ["Library", "Files", "Media", "Model"],
      path: "Benchmarks/similar/Measure", swiftSettings: house),

    // The program of Benchmarks/team/run.
    .executableTarget(
      name: "castbook-measure-team",
      dependencies: ["TeamStore", "Transfers", "Library", "Files", "Model"],
      path: "Benchmarks/team/Measure", swiftSettings: house),

    // The program of Benchmarks/split/run.
    .executableTarget(
      name: "castbook-measure-split",
      dependencies: ["FixtureScenes", "Decoding", "Files", "Media", "Model", "Sheets"],
      path: "Benchmarks/split/Measure", swiftSettings: house),

    // Tests, one target a module, and what several of them share.
    .target(
      name: "TestSupport", dependencies: ["CLocks", "Model"], path: "Tests/Support",
      exclude: [
        "comfyui_writer.py", "credentials_judge.py", "faulty_store.py", "fake_providers.py",
        "foreign_libraries.py", "proofs", "providers", "timeline_judge.py",
      ],
      swiftSettings: house + busy),
    .target(
      name: "FormatSupport",
      dependencies: [
        "CJPEGProof", "CRaster", "Decoding", "Files", "Media", "Model", "PNG", "Targets",
        "TestSupport",
      ],
      path: "Tests/FormatSupport", swiftSettings: house + busy),
    .target(name: "CLocks", path: "Tests/Locks", cSettings: c),
    .executableTarget(
      name: "castbook-media-misbehaving", dependencies: ["CDecoderServer"],
      path: "Tests/Misbehaving", swiftSettings: house),
    .executableTarget(name: "castbook-crash", path: "Tests/Crash", cSettings: c),
    .testTarget(name: "ModelTests", dependencies: ["Model", "TestSupport"], swiftSettings: house),
    .testTarget(
      name: "CommandLineKitTests", dependencies: ["CommandLineKit", "Model", "TestSupport"],
      swiftSettings: house),
    .testTarget(
      name: "FilesTests", dependencies: ["Files", "Model", "TestSupport"], swiftSettings: house),
    .testTarget(
      name: "ArchiveTests", dependencies: ["Files", "Archive", "TestSupport"], swiftSettings: house),
    .testTarget(
      name: "DrawingTests",
      dependencies: [
        "Drawing", "Archive", "Files", "Media", "Model", "CDrawing", "TestSupport", "CastbookMedia",
        "CastbookStreams",
      ],
      swiftSettings: house),
    .testTarget(
      name: "MediaTests",
      dependencies: [
        "Colors", "Files", "Media", "PNG", "Quality", "Decoding", "Model", "FormatSupport",
        "TestSupport", "CEncoders", "CDecoderServer", "CJPEGProof", "CastbookMedia",
        "CastbookStreams", "castbook-media-misbehaving",
      ], swiftSettings: house),
    .testTarget(
      name: "VisionTests",
      dependencies: [
        "CVision", "Networks", "Decoding", "Files", "Media", "Model", "CastbookMedia",
        "CastbookVision", "castbook-media-misbehaving", "TestSupport",
      ], swiftSettings: house),
    .testTarget(
      name: "DecodersTests",
      dependencies: ["Decoders", "Decoding", "Model", "FormatSupport", "TestSupport"],
      swiftSettings: touchesC),
    .testTarget(
      name: "LibraryTests",
      dependencies: [
        "Archive", "Library", "Files", "Media", "Model", "UnicodeText", "CHamming", "CVectors",
        "CSQLite", "TestSupport",
      ],
      swiftSettings: house),
    .target(
      name: "CMeasures", dependencies: ["CQuality", "CRaster"], path: "Tests/Plain",
      exclude: ["numbers.inc"], cSettings: c),
    .testTarget(
      name: "QualityTests",
      dependencies: [
        "CMeasures", "Quality", "Files", "Media", "Model", "CEncoders", "TestSupport",
        "CastbookMedia", "CastbookStreams",
      ],
      swiftSettings: house + busy),
    .testTarget(
      name: "SoundTests", dependencies: ["Files", "Sound", "Decoding", "Model", "TestSupport"],
      swiftSettings: house + busy),
    .testTarget(
      name: "FramesTests", dependencies: ["Frames", "FixtureScenes", "Model"],
      swiftSettings: house + busy),
    .testTarget(
      name: "TargetsTests", dependencies: ["Targets", "Model"],
      exclude: [
        "Coverage/ledger.json", "Coverage/later.json", "Coverage/ours.json",
        "Coverage/providers.json",
      ],
      swiftSettings: house),
    .target(
      name: "CheckingSupport", dependencies: ["Checking", "Targets", "Model"],
      path: "Tests/CheckingSupport", swiftSettings: house),
    .testTarget(
      name: "CheckingTests",
      dependencies: ["Checking", "CheckingSupport", "Targets", "Model", "TestSupport"],
      swiftSettings: house),
    // What is found in real files.
    .testTarget(
      name: "FindingsTests",
      dependencies: [
        "Checking", "CheckingSupport", "Files", "Media", "Targets", "Model", "TestSupport",
        "CastbookMedia", "CastbookStreams",
      ],
      swiftSettings: house),
    .testTarget(
      name: "SheetsTests", dependencies: ["Sheets", "Media", "Model", "TestSupport"],
      swiftSettings: house + busy),
    .testTarget(
      name: "PreparingTests",
      dependencies: [
        "Preparing", "Archive", "Checking", "Decoding", "Files", "Media", "PNG", "Targets", "Model",
        "CEncoders", "TestSupport", "CastbookMedia", "CastbookStreams",
      ],
      swiftSettings: house + busy),
    .target(
      name: "CastSupport", dependencies: ["Prompting", "Targets", "Model"],
      path: "Tests/CastSupport", swiftSettings: house),
    .testTarget(
      name: "PromptingTests", dependencies: ["Prompting", "CastSupport", "Targets", "Model"],
      swiftSettings: house),
    .testTarget(
      name: "TimelineTests", dependencies: ["Timeline", "Model", "TestSupport"],
      exclude: ["Expected"], swiftSettings: house),
    .testTarget(
      name: "BundlesTests",
      dependencies: [
        "Bundles", "Archive", "CastSupport", "Files", "Media", "Prompting", "Targets", "Model",
        "FormatSupport", "TestSupport", "CastbookMedia", "CastbookStreams",
      ],
      exclude: ["RequestSchemas"], swiftSettings: house),
    .testTarget(
      name: "CastbookTests",
      dependencies: [
        "Archive", "Bundles", "Castbook", "FileVerbs", "LibraryVerbs", "DeliveryVerbs", "Decoding",
        "Drawing", "Library", "Files", "Linkage", "Media", "Model", "PNG", "Preparing", "Targets",
        "FormatSupport", "TestSupport", "CastbookMedia", "CastbookStreams",
      ],
      swiftSettings: house),
    .testTarget(
      name: "GalleryTests",
      dependencies: [
        "Gallery", "Pages", "Castbook", "FileVerbs", "Files", "Model", "TestSupport",
        "CastbookMedia", "CastbookStreams", "CastbookVision",
      ],
      exclude: ["schemas.py"], swiftSettings: house),
    .testTarget(
      name: "AgentsTests",
      dependencies: [
        "Agents", "Castbook", "CommandLineKit", "Library", "Model", "CastbookCommand",
        "CastbookMedia", "CastbookStreams", "TestSupport",
      ],
      exclude: ["client.py"], swiftSettings: house),
    // By files, on all cores: it is the largest, and nothing waits for it but the linker.
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "Files", "CastbookCommand", "CastbookTransport", "CastbookVision", "Castbook",
        "CommandLineKit", "Model", "CSQLite", "FormatSupport", "TestSupport", "castbook-crash",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "BrowserTests", dependencies: ["CastbookCommand", "TestSupport"],
      exclude: [
        "boarding.py", "bulk.py", "casting.py", "changing.py", "choose_page.py", "configuring.py",
        "dropping.py", "finishing.py", "firefox.py", "keyed.py", "lasting.py", "mending.py",
        "pressing", "projects.py", "reviewing.py", "sending.py", "sharing.py", "sorting.py",
        "stage.py", "walks.py",
      ],
      swiftSettings: house),
    .testTarget(
      name: "PageTests", dependencies: ["TestSupport"],
      exclude: [
        "accounts.test.js", "arrangement.test.js", "assert.js", "deno.jsonc", "difference.test.js",
        "lines.test.js", "page.d.ts", "route.test.js", "rows.test.js", "store.test.js",
        "target.test.js", "texts.test.js",
      ],
      swiftSettings: house),
    .testTarget(
      name: "TransportTests",
      dependencies: [
        "Transport", "Transfers", "CTransport", "CastbookTransport", "Files", "Model",
        "TestSupport",
      ],
      exclude: ["odd_server.py"], swiftSettings: house),
    .testTarget(
      name: "SendingTests",
      dependencies: [
        "Sending", "Targets", "Transfers", "CastbookTransport", "Library", "Bundles", "Files",
        "Model", "TestSupport",
      ],
      swiftSettings: house),
    .testTarget(
      name: "TeamStoreTests",
      dependencies: [
        "TeamStore", "Transfers", "Library", "Files", "Archive", "Model", "CastbookTransport",
        "TestSupport",
      ],
      swiftSettings: house + busy),
    .testTarget(
      name: "ProvenanceTests", dependencies: ["Provenance", "Files", "Model", "TestSupport"],
      swiftSettings: house + busy),
    .testTarget(name: "HouseTests", swiftSettings: house),
    .executableTarget(
      name: "castbook-crash-writer", path: "Tests/CrashTests/Writer", cSettings: c),
    .testTarget(
      name: "CrashTests",
      dependencies: [
        "TestSupport", "CastbookCommand", "Library", "Files", "Media", "Model", "castbook-crash",
        "castbook-crash-writer",
      ],
      exclude: ["Writer"], swiftSettings: house),

    // Fuzz targets: Scripts/fuzz links them with libFuzzer, the tests run their seeds.
    .testTarget(
      name: "Fuzzing",
      dependencies: [
        "CastbookCommand", "Agents", "Castbook", "FileVerbs", "LibraryVerbs", "DeliveryVerbs",
        "CommandLineKit", "Checking", "Gallery", "Targets", "Library", "UnicodeText", "Colors",
        "CVision", "Files", "Media", "PNG", "Decoders", "Decoding", "Archive", "Bundles",
        "Preparing", "Model", "Provenance", "Sending", "TeamStore", "FormatSupport", "TestSupport",
        "Transfers", "Transport",
      ],
      path: "Tests/Fuzzing", exclude: ["Seeds", "Corpus"], swiftSettings: house),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu17
)

// MARK: A part of the package

/// The names of the targets that some targets need, themselves among them.
func reach(of names: [String], among all: [Target]) -> Set<String> {
  let targets = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  var found: Set<String> = []
  var rest = names
  while let next = rest.popLast() {
    guard found.insert(next).inserted, let target = targets[next] else { continue }
    for dependency in target.dependencies {
      switch dependency {
      case .targetItem(let name, _), .byNameItem(let name, _): rest.append(name)
      case .productItem: break
      @unknown default: break
      }
    }
  }
  return found
}

// `Scripts/test NAME` builds one test target, and `Scripts/build` the programs: the package then
// has only the targets that these need.
if let names = Context.environment["CASTBOOK_ONLY"] {
  let needed = reach(of: names.split(separator: " ").map(String.init), among: package.targets)
  package.targets.removeAll { !needed.contains($0.name) }
  // Programs are found by the names of their products.
  package.products.removeAll { product in
    guard let program = product as? Product.Executable else { return true }
    return !needed.isSuperset(of: program.targets)
  }
}
