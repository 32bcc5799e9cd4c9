internal import Model

/// The people and keywords with which a picture is tagged, from the XMP in its file and beside it.
///
/// ```swift
/// var tags = PictureTags(of: bytes)
/// let isRead = tags.add(packet: sidecar)
/// print(tags.people.map(\.name), tags.unnamedFaces.count)
/// ```
package struct PictureTags: Hashable, Sendable {
  /// The people named, each once, in the order found.
  package private(set) var people: [Person] = []
  /// The marked faces without a name, with the share of the picture that each fills if that is
  /// known.
  package private(set) var unnamedFaces: [Double?] = []
  /// Keywords with those above them, such as `["Travel", "Rome"]`.
  package private(set) var keywords: [[String]] = []
  /// What the picture shows, in words, or empty.
  package private(set) var description = ""
  /// From 1 to 5, or -1 for a rejected picture; `nil` if the picture isn't rated.
  package private(set) var rating: Int?
  /// The number of packets that can't be read.
  package private(set) var unreadableCount = 0

  /// A person in a picture.
  package struct Person: Hashable, Sendable {
    package let name: String
    /// The part of the picture with the face, or `nil` if it isn't marked.
    package internal(set) var area: Area?
  }

  /// A rectangle in a picture, in shares of its width and height.
  package struct Area: Hashable, Sendable {
    /// The coordinates of the center.
    package let x: Double, y: Double
    package let width: Double, height: Double

    /// The share of the picture that it fills.
    package var share: Double { width * height }
  }

  /// The maximum number of people, and of keywords, that are read.
  private static let countLimit = 1000
  /// The maximum length of a sidecar in bytes.
  package static let byteLimit = XMPTree.byteLimit
  /// The keywords below which the names of people are, as programs for photos write them.
  private static let peopleWords: Set<String> = ["people", "persons", "person"]

  package init() {}

  /// Reads the tags in a picture's file, whose format follows from its content.
  package init(of bytes: [UInt8]) {
    for packet in MetadataSurvey.packets(in: bytes, Sniffer.format(of: ByteView(bytes))) {
      add(packet: packet)
    }
  }

  /// Adds the tags of a packet of XMP. Returns `false` if it can't be read.
  @discardableResult
  package mutating func add(packet: [UInt8]) -> Bool {
    let properties: XMPProperties
    do throws(XMPTree.Problem) {
      properties = try XMPProperties(packet)
    } catch {
      unreadableCount += 1
      return false
    }
    addRegions(PictureRegions(properties))
    let names =
      properties.texts(Namespace.iptcExtension, "PersonInImage")
      + properties.entries(properties.values(Namespace.iptcExtension, "PersonInImageWDetails"))
      .compactMap { properties.text($0, Namespace.iptcExtension, "PersonName") }
    for name in names.prefix(Self.countLimit) { add(Person(name: name, area: nil)) }
    addKeywords(properties)
    if description.isEmpty {
      description = properties.texts(Namespace.dublinCore, "description").first ?? ""
    }
    if rating == nil {
      let value = properties.texts(Namespace.xmp, "Rating").first.flatMap(Double.init)
      rating = value.flatMap { $0 >= -1 && $0 <= 5 && $0 != 0 ? Int($0) : nil }
    }
    return true
  }

  private mutating func addRegions(_ regions: PictureRegions) {
    for person in regions.people.prefix(Self.countLimit) { add(person) }
    // Two programs may have marked the same faces, each in a list of its own.
    for list in regions.unnamed where list.count > unnamedFaces.count {
      unnamedFaces = Array(list.prefix(Self.countLimit))
    }
  }

  private mutating func add(_ person: Person) {
    if let index = people.firstIndex(where: { $0.name == person.name }) {
      people[index].area = people[index].area ?? person.area
    } else if people.count < Self.countLimit {
      people.append(person)
    }
  }

  private mutating func addKeywords(_ properties: XMPProperties) {
    let lists: [(values: [String], separator: Character?)] = [
      (properties.texts(Namespace.lightroom, "hierarchicalSubject"), "|"),
      (properties.texts(Namespace.digiKam, "TagsList"), "/"),
      (properties.texts(Namespace.microsoftPhoto, "LastKeywordXMP"), "/"),
      (properties.texts(Namespace.dublinCore, "subject"), nil),
    ]
    for list in lists {
      for value in list.values.prefix(Self.countLimit) {
        let parts = list.separator.map { value.split(separator: $0) } ?? [value[...]]
        let path = parts.map { TextRule.trimmed(String($0)) }.filter { !$0.isEmpty }
        guard let last = path.last else { continue }
        if path.count > 1, Self.peopleWords.contains(path[0].lowercased()) {
          add(Person(name: last, area: nil))
        } else if keywords.count < Self.countLimit, !keywords.contains(path) {
          keywords.append(path)
        }
      }
    }
  }
}

/// The namespaces of tags.
enum Namespace {
  static let dublinCore = "http://purl.org/dc/elements/1.1/"
  static let xmp = "http://ns.adobe.com/xap/1.0/"
  static let iptcExtension = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
  static let lightroom = "http://ns.adobe.com/lightroom/1.0/"
  static let digiKam = "http://www.digikam.org/ns/1.0/"
  static let microsoftPhoto = "http://ns.microsoft.com/photo/1.0/"
  static let regions = "http://www.metadataworkinggroup.com/schemas/regions/"
  static let area = "http://ns.adobe.com/xmp/sType/Area#"
  static let dimensions = "http://ns.adobe.com/xap/1.0/sType/Dimensions#"
  static let microsoftRegions = "http://ns.microsoft.com/photo/1.2/"
  static let microsoftRegionInfo = "http://ns.microsoft.com/photo/1.2/t/RegionInfo#"
  static let microsoftRegion = "http://ns.microsoft.com/photo/1.2/t/Region#"
}
