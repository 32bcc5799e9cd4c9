import Castbook
import Model

extension FuzzTarget {
  /// Every parser of outside bytes. `inspect` runs all that `castbook check` does with a file.
  static let all: [FuzzTarget] = [
    FuzzTarget("inspect", .files(in: ["odd", "trouble"]), words: pictureWords, Files.inspect),
    FuzzTarget("sniffing", .beginnings(512), words: pictureWords, maximumLength: 1024, Files.sniff),
    FuzzTarget("clip-length", .clips, words: boxes, maximumLength: 2048, Files.clipLength),
    FuzzTarget("jpeg-header", .beginnings(700, of: "jpg"), words: markers, Pictures.jpegHeader),
    FuzzTarget("jpeg-proof", .files(named: "jpg"), words: markers, Pictures.jpegProof),
    FuzzTarget("png-header", .beginnings(600, of: "png"), words: chunks, Pictures.pngHeader),
    FuzzTarget("png-proof", .files(named: "png"), words: chunks, Pictures.pngProof),
    FuzzTarget("png-pixels", .pixels, maximumLength: 4096, Pictures.pngPixels),
    FuzzTarget("webp", .files(named: "webp"), words: webPChunks, Pictures.webp),
    FuzzTarget("full-jpeg", .files(named: "jpg"), words: markers, FullPixels.of(.jpeg)),
    FuzzTarget("full-png", .files(named: "png"), words: chunks, FullPixels.of(.png)),
    FuzzTarget("decode-webp", .files(named: "webp"), words: webPChunks, DecodedFiles.webp),
    FuzzTarget("color-session", .blocks(.icc), maximumLength: 4096, SmallPictures.session),
    FuzzTarget("full-bmp", .own(["bmp"]), FullPixels.of(.bmp)),
    FuzzTarget("jpeg-parts", .files(named: "jpg"), words: markers, FullPixels.jpegParts),
    FuzzTarget("png-parts", .files(named: "png"), words: chunks, FullPixels.pngParts),
    FuzzTarget("jpeg-turning", .turnings, words: markers, FullPixels.jpegTurning),
    FuzzTarget("prepare", .files(in: ["odd", "trouble"]), words: pictureWords, Copies.prepare),
    FuzzTarget("preparation-step", .texts, words: jsonWords, maximumLength: 512, Copies.step),
    FuzzTarget("header-gif", .own(["gif"]), words: ["GIF89a", "!\u{F9}"], Headers.of(.gif)),
    FuzzTarget("header-bmp", .own(["bmp"]), Headers.bitmap),
    FuzzTarget("header-tiff", .own(["tif"]), words: ["II*\0", "MM\0*"], Headers.of(.tiff)),
    FuzzTarget(
      "header-raw", .own(["dng", "nef", "arw", "orf", "rw2", "raf", "cr2", "cr3"]), words: boxes,
      Headers.of(.raw)),
    FuzzTarget("header-jxl", .own(["jxl"]), words: ["jxlc", "jxlp"], Headers.of(.jxl)),
    FuzzTarget(
      "header-jp2", .own(["jp2", "j2k"]), words: ["jp2h", "ihdr", "colr"], Headers.of(.jpeg2000)),
    FuzzTarget("header-ico", .own(["ico", "cur"]), Headers.of(.ico)),
    FuzzTarget("header-psd", .own(["psd", "psb"]), words: ["8BIM"], Headers.of(.psd)),
    FuzzTarget("header-svg", .own(["svg"]), words: svgWords, Headers.of(.svg)),
    FuzzTarget("header-film", .own(["mp4", "mov"]), words: boxes, Headers.of(.mp4)),
    FuzzTarget("header-avi", .own(["avi"]), words: ["LIST", "hdrl", "avih"], Headers.of(.avi)),
    FuzzTarget("header-matroska", .own(["mkv", "webm"]), Headers.of(.mkv)),
    FuzzTarget("exif", .blocks(.exif), maximumLength: 4096, Blocks.exif),
    FuzzTarget(
      "credentials", .own(["signed"]), words: credentialWords + boxes + chunks, Credentials.file),
    FuzzTarget("manifest-store", .own(["store"]), words: credentialWords, Credentials.store),
    FuzzTarget(
      "cbor", .own(["cbor"]), words: credentialWords, maximumLength: 4096, Credentials.cbor),
    FuzzTarget(
      "certificate", .own(["der"]), maximumLength: 4096, Credentials.certificate),
    FuzzTarget("claim-signature", .own(["cose"]), maximumLength: 4096, Credentials.signature),
    FuzzTarget(
      "trust-list", .own(["pem"]), words: ["-----BEGIN CERTIFICATE-----\n"], maximumLength: 4096,
      Credentials.list),
    FuzzTarget(
      "metadata-survey", .surveyed, words: markers + chunks + webPChunks + metadataWords,
      maximumLength: 8192, Blocks.survey),
    FuzzTarget(
      "workflow", .workflows, words: chunks + boxes + workflowWords, maximumLength: 4096,
      Blocks.workflow),
    FuzzTarget("icc", .blocks(.icc), words: tags, maximumLength: 8192, Blocks.icc),
    FuzzTarget(
      "color-profile", .blocks(.icc), words: tags + profileTags, maximumLength: 1 << 14,
      SmallPictures.profile),
    FuzzTarget("inflate", .blocks(.zlib), Blocks.inflate),
    FuzzTarget("decoder-heif", .own(["heic", "avif"]), words: boxes, DecodedFiles.heif),
    FuzzTarget(
      "decoder-gif", .files(named: "gif"), words: ["GIF89a", "!\u{F9}"], DecodedFiles.gif),
    FuzzTarget("decoder-tiff", .own(["tif"]), words: ["II*\0", "MM\0*"], DecodedFiles.tiff),
    FuzzTarget("decoder-answer", .answers, words: answerKeys, DecodedFiles.answer),
    FuzzTarget(
      "stream-answer", .streamAnswers, words: streamKeys, maximumLength: 1 << 14,
      DecodedStreams.answer),
    FuzzTarget("wav-header", .wavHeaders, words: ["RIFF", "WAVE", "data"], DecodedStreams.header),
    FuzzTarget(
      "decoder-pixels", .streams, words: ["CBP1"], maximumLength: 2048, DecodedFiles.pixels),
    FuzzTarget(
      "zip", .own(["zip"]),
      words: ["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "PK\u{6}\u{6}"],
      maximumLength: 4096, Archives.zip),
    FuzzTarget(
      "hash-file", .hashFiles, words: ["CBPHASH\0"], maximumLength: 1 << 14, RowFiles.hashes),
    FuzzTarget(
      "sketch-file", .sketchFiles, words: ["CBSKETCH"], maximumLength: 1 << 14, RowFiles.sketches),
    FuzzTarget("network", .networks, words: ["CBVISION"], maximumLength: 1 << 14, Networks.run),
    FuzzTarget("network-answer", .networkAnswers, maximumLength: 2048, Networks.answer),
    FuzzTarget("json", .texts, words: jsonWords, Texts.json),
    FuzzTarget(
      "profile", .profiles, words: jsonWords + profileKeys, maximumLength: 1 << 15, Texts.profile),
    FuzzTarget(
      "aliases", .catalog("aliases"), words: jsonWords, maximumLength: 2048, Texts.aliases),
    FuzzTarget(
      "rules", .catalog("rules"), words: jsonWords + ruleKeys, maximumLength: 1 << 16, Texts.rules),
    FuzzTarget("search-text", .searches, words: queryWords, maximumLength: 1024, Searches.text),
    FuzzTarget(
      "lock-file", .own(["lock"]), words: ["format ", "project ", "\n@", "<<<<<<<", "\r\n"],
      maximumLength: 2048, LockFiles.read),
    FuzzTarget(
      "board-file", .own(["board"]), words: ["format ", "\nshot ", "#", "..", "<<<<<<<", "\r\n"],
      maximumLength: 2048, LockFiles.readBoard),
    FuzzTarget(
      "review-answers", .own(["answers"]),
      words: [
        "\"castbook\"", "review-answers/1", "\"takes\"", "\"sha256\"", "\"comments\"", "\"result\"",
        "\"milliseconds\"", "rejected", "kept",
      ], maximumLength: 2048, ReviewFiles.read),
    FuzzTarget(
      "shot-file", .own(["shot"]),
      words: [
        "---", "Shot ", "(3s, ", "):", "@mira", "@image1", "\\@", ":sha256-", ": \"", "says \"",
        "(low): '",
        ", who ",
      ] + bytes(of: ["”", "「", "说"]) + settingKeys, maximumLength: 2048, ShotFiles.read),
    FuzzTarget(
      "bundle-manifest", .own(["manifest"]), words: jsonWords + recordWords + manifestWords,
      maximumLength: 1 << 14, Packed.manifest),
    FuzzTarget(
      "pack", .own(["zip", "pack"]), words: recordWords + manifestWords, maximumLength: 1 << 14,
      Packed.container),
    FuzzTarget("record", .records, words: recordWords, maximumLength: 4096, Records.record),
    FuzzTarget(
      "canonical-json", .canonicalTexts, words: jsonWords + recordWords, maximumLength: 2048,
      Records.canonicalJSON),
    FuzzTarget(
      "element-json", .elementNotes, words: jsonWords + noteKeys, maximumLength: 2048,
      Elements.elementNote),
    FuzzTarget(
      "handle-reference", .handleReferences, words: [":", "@", "sha256-"] + queryWords,
      maximumLength: 256, Elements.handleReference),
    FuzzTarget(
      "library-mark", .libraryMarks, words: ["\"format\":", "\"id\":"], maximumLength: 512,
      Elements.libraryMark),
    FuzzTarget(
      "web-address", .own(["address"]),
      words: ["/api/", "%2F", "%00", "?", "&", "=", "bytes=", "-"],
      maximumLength: 1024, Addresses.read),
    FuzzTarget("store-list", .storeLists, words: xmlWords, maximumLength: 4096, Stores.list),
    FuzzTarget(
      "store-refusal", .storeRefusals, words: xmlWords, maximumLength: 2048, Stores.refusal),
    FuzzTarget("segment", .segments, words: recordWords, maximumLength: 4096, Stores.segment),
    FuzzTarget("store-mark", .marks, words: ["blobs/", "\n"], maximumLength: 1024, Stores.mark),
    FuzzTarget("sealed-object", .sealedObjects, words: ["CBS1"], Stores.sealedObject),
    FuzzTarget(
      "team-keys", .teamKeys, words: ["castbook-key-1:", "\n#"], maximumLength: 1024,
      Stores.teamKeys),
    FuzzTarget(
      "transfer-message", .transferMessages, words: jsonWords + messageKeys, maximumLength: 2048,
      Messages.transfer),
    FuzzTarget(
      "provider-answer", .providerAnswers, words: jsonWords + answerWords, maximumLength: 2048,
      Providers.answer),
    FuzzTarget(
      "profile-calls", .profiles, words: jsonWords + profileKeys + sendingKeys,
      maximumLength: 1 << 14, Providers.profile),
    FuzzTarget(
      "agent-lines", .agentLines, words: jsonWords + agentWords, maximumLength: 2048,
      AgentMessages.lines),
    FuzzTarget(
      "mapping", .mappings, words: jsonWords + mappingKeys, maximumLength: 2048,
      ForeignLibraries.mapping),
    FuzzTarget(
      "eagle-tree", .eagleTrees, words: jsonWords + mappingKeys, maximumLength: 4096,
      ForeignLibraries.eagleTree),
    FuzzTarget(
      "picture-tags", .pictureTags, words: metadataWords + xmpWords, maximumLength: 1 << 14,
      ForeignLibraries.pictureTags),
    FuzzTarget(
      "character-card", .characterCards, words: jsonWords + cardKeys, maximumLength: 1 << 14,
      ForeignLibraries.characterCard),
    FuzzTarget(
      "foreign-database", .foreignDatabases,
      words: ["SQLite format 3\0", "CREATE TABLE ", "character", "picture", "face", "bbox"],
      maximumLength: 1 << 15, ForeignLibraries.database),
    FuzzTarget(
      "caption-template", .captionTemplates, words: ["{trigger}", "{note}", "{", "}", ", "],
      maximumLength: 512, ForeignLibraries.captionTemplate),
    FuzzTarget("path-list", .lists, maximumLength: 1024, Texts.pathList),
    FuzzTarget(
      "command-line", .commandLines, words: options, maximumLength: 1024, Texts.commandLine),
  ]

  /// The target with a name.
  static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

// The words of the formats.

private let manifestWords = [
  "\"castbook\":\"bundle/1\"", "\"castbook\":\"pack/1\"", "\"files\":[", "\"sends\":[",
  "\"sha256\":\"",
  "\"elements\":[", "\"need\":true", "SHA256SUMS", "bundle.json", "pack.json", "records.jsonl",
  "blobs/",
]

private let xmlWords = [
  "<ListBucketResult>", "</ListBucketResult>", "<Contents>", "</Contents>", "<Key>", "</Key>",
  "<Size>", "</Size>", "<LastModified>", "</LastModified>", "<IsTruncated>true</IsTruncated>",
  "<NextContinuationToken>", "<KeyCount>", "<Error><Code>", "</Code>", "<Message>", "&amp;",
  "&#x26;", "<![CDATA[", "]]>", "<!--", "-->", "<?xml ", "log/2026-11-20/", "blobs/ab/", "films/",
]

private let messageKeys = [
  "number", "open", "request", "answer", "failure", "call", "callAnswer", "callFailure", "waiting",
  "openProviders", "put", "get", "list", "delete", "address", "sha256", "newOnly", "seconds",
  "reason", "objects", "next", "method", "headers", "isSubmission", "keptKeys", "keepKey", "keeps",
].map { "\"\($0)\":" }

private let agentWords =
  [
    "jsonrpc", "id", "method", "params", "result", "error", "_meta", "name", "arguments", "uri",
    "ref", "argument", "value", "cursor", "requestId", "progressToken", "notifications",
    "protocolVersion", "capabilities", "clientInfo", "version",
    "io.modelcontextprotocol/protocolVersion", "io.modelcontextprotocol/clientCapabilities",
  ].map { "\"\($0)\":" } + [
    "\"2.0\"", "\"2026-07-28\"", "\"2025-03-26\"", "initialize", "ping", "tools/call", "tools/list",
    "resources/read", "prompts/get", "completion/complete", "subscriptions/listen", "\n",
  ]

private let sendingKeys = [
  "sending", "submit", "poll", "result", "upload", "find", "resume", "cancel", "keys", "url", "id",
  "state", "done", "waiting", "failed", "reason", "at", "inside", "path", "success", "refusal",
  "method", "part", "form", "asks", "to", "token", "scheme", "headers", "fields", "expires",
].map { "\"\($0)\":" }

private let answerWords = [
  "\"code\":0", "\"data\":", "\"id\":", "\"task_id\":", "\"task_status\":\"succeed\"",
  "\"status\":", "\"COMPLETED\"", "\"IN_QUEUE\"", "\"request_id\":", "\"video\":{\"url\":",
  "\"output\":[", "\"state\":\"success\"", "\"resultJson\":", "\"detail\":", "\"error\":",
  "\"message\":", "https://v3.fal.media/files/b/x.mp4", "\\u0007", "\\u001b[2J", "\\u202e",
]

private let mappingKeys =
  [
    "group", "groups", "files", "handle", "kind", "skip", "folders", "children", "password", "id",
    "name", "description", "tags",
  ].map { "\"\($0)\":" } + ["\"castbook\":\"mapping/1\"", "\"character\"", "\"voice\""]

private let cardKeys =
  [
    "spec", "spec_version", "data", "name", "nickname", "personality", "creator_notes", "assets",
    "type", "uri", "ext", "source", "magic", "format_version", "refs", "payloads", "reserved",
  ].map { "\"\($0)\":" } + [
    "chara_card_v2", "chara_card_v3", "embeded://", "__asset:", "ccdefault:", "INLINECHAR",
    "data:image/png;base64,", "{{char}}", "chara\0", "ccv3\0", "tEXt", "zTXt",
  ]

private let xmpWords = [
  "<rdf:RDF ", "<rdf:Bag>", "<rdf:li>", "</rdf:Bag>", "rdf:parseType=\"Resource\"", "rdf:resource=",
  "mwg-rs:RegionList", "mwg-rs:Name=\"", "stArea:w=\"", "Iptc4xmpExt:PersonInImage", "<!DOCTYPE",
  "&#x41;", "digiKam:TagsList", "People/", "\u{FF}\u{FE}",
]

private let settingKeys = SettingKey.allCases.map { "\n\($0):" }

private let markers =
  [
    0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xC9, 0xCA, 0xCC, 0xD0, 0xD8, 0xD9, 0xDA, 0xDB, 0xDC, 0xDD, 0xE0,
    0xE1, 0xE2, 0xEE, 0xFE,
  ].compactMap(UnicodeScalar.init).map { "\u{FF}\($0)" }
  + ["Exif\0\0", "ICC_PROFILE\0", "MPF\0", "JFIF\0", "http://ns.adobe.com/xap/1.0/\0", "Adobe"]

private let chunks = [
  "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "acTL", "fcTL", "fdAT", "iCCP", "cHRM", "gAMA", "sRGB",
  "cICP", "eXIf", "tEXt", "zTXt", "iTXt", "XML:com.adobe.xmp", "parameters\0", "CgBI",
]

private let webPChunks = [
  "RIFF", "WEBP", "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP", "EXIF", "XMP ",
]

private let metadataWords = [
  "8BIM", "Photoshop 3.0\0", "\u{1C}\u{2}P", "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"",
  "<rdf:Description ", "</rdf:li>", "dc:creator", "<![CDATA[", "]]>", "<!--", "-->", "<?xpacket",
  "&lt;", "jumb", "c2pa", "Nikon\0\u{2}", "OLYMPUS\0", "FUJIFILM", "UNICODE\0", "prompt:",
]

private let workflowWords = [
  "prompt\0", "PROMPT", "keys", "ilst", "mdta", "data", "udta", "meta", "\"inputs\":{",
  "\"filename_prefix\":\"", "\"bundle\":\"", "castbook/mira/front-8940c37f.jpg", "prompt:",
]

private let boxes = [
  "ftyp", "moov", "mvhd", "mdat", "qt  ", "isom", "meta", "iprp", "ipco", "ipma", "iloc", "iinf",
  "infe", "iref", "pitm", "ispe", "irot", "imir", "clap", "colr", "nclx", "prof", "auxC", "grid",
  "trak", "tkhd", "hdlr", "vide", "iovl", "idat", "av01", "av1C", "hvc1", "hvcC", "heic", "avif",
  "mif1", "msf1", "Exif", "mime",
]

private let credentialWords = [
  "jumb", "jumd", "cbor", "json", "bfdb", "bidb", "c2pa", "c2ma", "c2um", "c2as", "c2cl", "c2cs",
  "c2pa.assertions", "c2pa.claim.v2", "c2pa.signature", "c2pa.hash.data", "c2pa.hash.bmff.v3",
  "c2pa.hash.boxes", "c2pa.actions.v2", "c2pa.ingredient.v3", "self#jumbf=/c2pa/", "exclusions",
  "start", "length", "hash", "alg", "url", "sha256", "xpath", "subset", "activeManifest", "caBX",
  "C2PA", "C2PA_GIF\u{1}\0\0", "uuid",
]

private let svgWords = [
  "<svg", "width=\"", "height='", "viewBox=\"0 0 1 1\"", "<!DOCTYPE", "<!ENTITY", "<!--", "-->",
  "<?",
  "1e9mm", "100%",
]

private let tags = [
  "acsp", "RGB ", "GRAY", "CMYK", "desc", "mluc", "rXYZ", "XYZ ", "gTRC", "curv", "para",
]

private let profileTags = [
  "XYZ ", "Lab ", "kTRC", "rTRC", "A2B0", "A2B1", "B2A0", "mft1", "mft2", "mAB ", "mntr", "prtr",
  "scnr", "wtpt", "bkpt", "chad", "link", "nmcl",
]

private let pictureWords =
  markers + chunks + webPChunks
  + ["\u{89}PNG\r\n\u{1A}\n", "GIF89a", "II*\0", "MM\0*", "ftyp", "heic", "avif", "crx ", "mif1"]

private let jsonWords = [
  "null", "true", "false", "{\"\":", "[]", "\\u", "\\ud83d\\udcf7", "1e9", "-0",
]

private let recordWords = [
  "revision/1", "derivation/1", "registration/1", "dismissal/1", "use/1", "export/1", "take/1",
  "comment/1", "draft/1",
  "job/1", "withdrawal/1", "erasure/1", "signature/1", "2026-11-20T07:00:00.250Z",
  "01JD0000000000000000000000",
  "\"retired\":false", "\"tags\":[]", "\"name\":\"\"", "\\b", "e\u{CC}\u{81}", "\u{C3}\u{A9}",
]

private let noteKeys = [
  "kind", "handle", "name", "description", "notes", "aliases", "tags", "person", "rights", "voice",
  "lookOf", "roles", "order", "basis", "holder", "expires", "document", "allowed",
].map { "\"\($0)\":" }

private let answerKeys = [
  "width", "height", "depth", "channels", "alpha", "pages", "page", "exif", "xmp", "profile",
  "primaries", "transfer",
  "luma", "picture", "colors", "bytes", "native", "tooLargeToHold", "problem", "kind",
  "what", "corrupt", "too-many-pixels", "unsupported",
  "used",
].map { "\"\($0)\":" }

private let streamKeys = [
  "sound", "film", "cuts", "errors", "firstError", "isCut", "problem", "codec", "rate", "channels",
  "measures", "version", "waveform", "spans", "kind", "start", "end", "pitch", "value", "atLeast",
  "unknown", "noDecoder", "senseless", "too-short",
].map { "\"\($0)\":" }

private let profileKeys = [
  "castbook", "id", "provider", "model", "asOf", "status", "retires", "faces", "basis", "sources",
  "ref", "kind", "endpoints", "slots", "element", "image", "middle", "clip", "rules", "via",
  "formats",
  "bytes", "inlineBytes", "shorterSide", "side", "area", "aspect", "aspects", "seconds", "pictures",
  "perRequest", "totalBytes", "content", "min", "max", "value", "values", "confidence", "source",
  "limits", "sum", "when", "guide", "request", "field", "type", "variant", "default", "prompt",
  "shots", "names", "dialect", "syntax", "duration", "prices", "pricesAs", "amount", "currency",
  "per", "conflicts", "unverified", "notes", "terms", "required", "switch", "onlyEndpoints",
  "tiers", "standard", "pro", "resolution", "audio", "withoutField",
].map { "\"\($0)\":" }

private let ruleKeys = ["rules", "id", "severity", "title", "what", "why", "fix"].map {
  "\"\($0)\":"
}

private let queryWords =
  ["\"", "*", " AND ", " NEAR(", "text:", "\0"]
  + bytes(of: [
    "é", "e\u{301}", "ß", "İ", "米拉", "か\u{3099}", "ｶﾞ", "각", "हि", "ก่", "🎬", "\u{200D}", "ﬁ", "½",
  ])

/// Each byte of UTF-8 as a character, which is the format of words.
private func bytes(of texts: [String]) -> [String] {
  texts.map { text in
    String(String.UnicodeScalarView(text.utf8.map { UnicodeScalar($0) }))
  }
}

private let options = [
  "--for=", "--as\n", "--set\n", "--targets\n", "--strict", "--json", "--jsonl", "--report",
  "--replace", "--jobs\n", "--help", "--version", "--color=always", "check\n", "targets\n",
  "explain\n", "completions\n", "manual", "--\n", "-",
]
