internal import Model

/// A field of XMP: the address of its namespace, and its name in it.
struct XMPField: Hashable {
  let namespace: String
  let name: String

  /// The meaning of a field for privacy.
  enum Meaning {
    /// Any text in it counts as this kind.
    case kind(PrivateMetadata)
    /// It contains the creator, rights or credit.
    case author(Authorship.Field)
    /// It says how the picture was made or how to show it.
    case harmless
    /// It is not known, so its value counts as other data.
    case unknown
  }

  /// Whether the field only groups other fields.
  var isContainer: Bool {
    [
      "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "adobe:ns:meta/",
      "http://www.w3.org/XML/1998/namespace",
    ].contains(namespace)
  }

  /// The meaning of the field by its namespace and name.
  var meaning: Meaning {
    if isContainer { return .harmless }
    if let fields = Self.known[namespace] {
      return fields.named[name] ?? fields.begins.first { name.hasPrefix($0.0) }?.1 ?? fields.others
    }
    return guess
  }

  /// What a field states about the picture's origin.
  enum Origin {
    /// The kind of source, as a term of IPTC.
    case source
    /// The system that generated the picture.
    case generator
    /// The address of Content Credentials.
    case remote
  }

  /// What the field states about the origin; `nil` for all others.
  var origin: Origin? {
    switch (namespace, name) {
    case (Self.photoExtension, "DigitalSourceType"), (Self.photoExtension, "digitalsourcetype"):
      .source
    case (Self.photoExtension, "AISystemUsed"): .generator
    case ("http://purl.org/dc/terms/", "provenance"): .remote
    default: nil
    }
  }

  private static let photoExtension = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"

  /// The meaning of a field in an unknown namespace, guessed from its name.
  ///
  /// Makers of drones and phones have namespaces of their own.
  private var guess: Meaning {
    let words = name.lowercased()
    let marks: [(String, Meaning)] = [
      ("gps", .kind(.location)), ("latitude", .kind(.location)), ("longitude", .kind(.location)),
      ("serial", .kind(.serialNumber)), ("prompt", .kind(.prompt)), ("workflow", .kind(.prompt)),
      ("owner", .kind(.owner)), ("author", .kind(.authorship)), ("creator", .kind(.authorship)),
      ("artist", .kind(.authorship)), ("copyright", .kind(.authorship)),
      ("thumb", .kind(.thumbnail)), ("person", .kind(.people)), ("face", .kind(.people)),
      ("comment", .kind(.comment)), ("description", .kind(.comment)), ("date", .kind(.date)),
    ]
    return marks.first { words.contains($0.0) }?.1 ?? .unknown
  }

  /// The fields of one namespace.
  private struct Fields {
    /// The meanings of fields with these names.
    var named: [String: Meaning] = [:]
    /// The meanings of fields whose names begin so; the first match counts.
    var begins: [(String, Meaning)] = []
    /// The meaning of all other fields.
    let others: Meaning
  }

  /// A namespace whose fields are all harmless.
  private static let harmless = Fields(others: .harmless)

  /// The known namespaces, by their address.
  private static let known: [String: Fields] = [
    "http://purl.org/dc/elements/1.1/": Fields(
      named: [
        "creator": .author(.creator), "rights": .author(.rights), "format": .harmless,
        "publisher": .kind(.authorship), "contributor": .kind(.authorship), "date": .kind(.date),
      ], others: .kind(.comment)),
    "http://ns.adobe.com/xap/1.0/": Fields(
      named: [
        "CreateDate": .kind(.date), "ModifyDate": .kind(.date), "MetadataDate": .kind(.date),
        "CreatorTool": .harmless, "Rating": .harmless, "BaseURL": .kind(.comment),
        "Thumbnails": .kind(.thumbnail),
      ], others: .kind(.comment)),
    "http://ns.adobe.com/xap/1.0/rights/": Fields(
      named: ["Marked": .harmless], others: .kind(.authorship)),
    "http://ns.adobe.com/xap/1.0/mm/": Fields(others: .kind(.history)),
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#": Fields(others: .kind(.history)),
    "http://ns.adobe.com/xap/1.0/sType/ResourceRef#": Fields(others: .kind(.history)),
    "http://ns.adobe.com/xap/1.0/g/img/": Fields(others: .kind(.thumbnail)),
    "http://ns.adobe.com/camera-raw-settings/1.0/": Fields(others: .kind(.history)),
    "http://ns.adobe.com/camera-raw-saved-settings/1.0/": Fields(others: .kind(.history)),
    "http://darktable.sf.net/": Fields(others: .kind(.history)),
    "http://ns.adobe.com/lightroom/1.0/": Fields(others: .kind(.comment)),
    "http://ns.adobe.com/tiff/1.0/": Fields(
      named: [
        "Artist": .author(.creator), "Copyright": .author(.rights), "Make": .kind(.camera),
        "Model": .kind(.camera), "HostComputer": .kind(.camera), "DateTime": .kind(.date),
        "ImageDescription": .kind(.comment),
      ], others: .harmless),
    "http://ns.adobe.com/exif/1.0/": Fields(
      named: [
        "GPSVersionID": .harmless, "GPSMapDatum": .harmless, "UserComment": .kind(.comment),
        "MakerNote": .kind(.makerNote), "ImageUniqueID": .kind(.history),
      ],
      begins: [
        ("GPS", .kind(.location)), ("DateTime", .kind(.date)), ("SubSec", .kind(.date)),
        ("OffsetTime", .kind(.date)),
      ], others: .harmless),
    "http://ns.adobe.com/exif/1.0/aux/": Fields(
      named: [
        "SerialNumber": .kind(.serialNumber), "LensSerialNumber": .kind(.serialNumber),
        "OwnerName": .kind(.owner), "ImageNumber": .kind(.serialNumber), "Lens": .kind(.camera),
      ], others: .harmless),
    "http://cipa.jp/exif/1.0/": Fields(
      named: [
        "BodySerialNumber": .kind(.serialNumber), "LensSerialNumber": .kind(.serialNumber),
        "CameraOwnerName": .kind(.owner), "OwnerName": .kind(.owner),
        "Photographer": .author(.creator), "ImageEditor": .kind(.authorship),
        "ImageTitle": .kind(.comment), "LensModel": .kind(.camera), "LensMake": .kind(.camera),
      ], begins: [("OffsetTime", .kind(.date))], others: .harmless),
    "http://ns.adobe.com/photoshop/1.0/": Fields(
      named: [
        "Credit": .author(.credit), "Source": .kind(.authorship), "City": .kind(.location),
        "State": .kind(.location), "Country": .kind(.location), "DateCreated": .kind(.date),
        "History": .kind(.history), "DocumentAncestors": .kind(.history),
        "TextLayers": .kind(.history), "CaptionWriter": .kind(.authorship),
        "ColorMode": .harmless, "ICCProfile": .harmless, "Urgency": .harmless,
        "LegacyIPTCDigest": .harmless,
      ], begins: [("Author", .kind(.authorship))], others: .kind(.comment)),
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": Fields(
      named: ["Location": .kind(.location), "CountryCode": .kind(.location)],
      begins: [("Creator", .kind(.authorship)), ("Ci", .kind(.authorship))],
      others: .kind(.comment)),
    photoExtension: Fields(
      named: [
        "City": .kind(.location), "Sublocation": .kind(.location),
        "ProvinceState": .kind(.location), "WorldRegion": .kind(.location),
        "DigitalSourceType": .harmless, "AISystemUsed": .harmless,
        "AISystemVersionUsed": .harmless,
      ],
      begins: [
        ("Location", .kind(.location)), ("Country", .kind(.location)),
        ("Person", .kind(.people)), ("AIPrompt", .kind(.prompt)),
        ("ImageCreator", .kind(.authorship)), ("CopyrightOwner", .kind(.authorship)),
      ], others: .kind(.comment)),
    "http://ns.useplus.org/ldf/xmp/1.0/": Fields(others: .kind(.authorship)),
    "http://creativecommons.org/ns#": Fields(others: .kind(.authorship)),
    "http://www.metadataworkinggroup.com/schemas/regions/": Fields(others: .kind(.people)),
    "http://ns.microsoft.com/photo/1.2/": Fields(others: .kind(.people)),
    "http://ns.microsoft.com/photo/1.2/t/RegionInfo#": Fields(others: .kind(.people)),
    "http://ns.microsoft.com/photo/1.2/t/Region#": Fields(others: .kind(.people)),
    "http://ns.apple.com/faceinfo/1.0/": Fields(others: .kind(.people)),
    "http://ns.google.com/photos/1.0/image/": Fields(others: .kind(.thumbnail)),
    "http://ns.google.com/photos/1.0/depthmap/": Fields(
      named: ["Data": .unknown], others: .harmless),
    "http://ns.google.com/photos/1.0/camera/": harmless,
    "http://ns.google.com/photos/1.0/container/": harmless,
    "http://ns.google.com/photos/1.0/container/item/": harmless,
    "http://ns.adobe.com/xmp/note/": harmless,
    "http://ns.adobe.com/xmp/sType/Area#": harmless,
    "http://ns.adobe.com/xap/1.0/sType/Dimensions#": harmless,
    "http://ns.adobe.com/hdr-gain-map/1.0/": harmless,
    "http://ns.apple.com/HDRGainMap/1.0/": harmless,
    "http://ns.apple.com/pixeldatainfo/1.0/": harmless,
  ]

  /// The namespaces of prefixes that a packet does not declare.
  static let defaultNamespaces: [String: String] = [
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "x": "adobe:ns:meta/",
    "xml": "http://www.w3.org/XML/1998/namespace", "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/", "xap": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/", "xapMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "tiff": "http://ns.adobe.com/tiff/1.0/", "exif": "http://ns.adobe.com/exif/1.0/",
    "aux": "http://ns.adobe.com/exif/1.0/aux/", "exifEX": "http://cipa.jp/exif/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpGImg": "http://ns.adobe.com/xap/1.0/g/img/",
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": photoExtension, "dcterms": "http://purl.org/dc/terms/",
  ]
}
