/// The faces that are marked in a picture, by the schema of the Metadata Working Group and by that
/// of Microsoft.
struct PictureRegions {
  /// The faces with a name.
  private(set) var people: [PictureTags.Person] = []
  /// The shares of the picture that faces without a name fill, in a list for each schema.
  private(set) var unnamed: [[Double?]] = []

  /// The types of regions that show someone.
  private static let types: Set<String> = ["Face", "Pet"]

  init(_ properties: XMPProperties) {
    addRegions(properties)
    addMicrosoftRegions(properties)
  }

  private mutating func addRegions(_ properties: XMPProperties) {
    var unnamed: [Double?] = []
    for info in properties.values(Namespace.regions, "Regions") {
      let size = Self.dimensions(info, properties)
      let list = properties.fields(info, Namespace.regions, "RegionList")
      for region in properties.entries(list) {
        let type = properties.text(region, Namespace.regions, "Type") ?? ""
        guard Self.types.contains(type) else { continue }
        let area = Self.area(region, of: size, properties)
        add(properties.text(region, Namespace.regions, "Name"), area, &unnamed)
      }
    }
    self.unnamed.append(unnamed)
  }

  private mutating func addMicrosoftRegions(_ properties: XMPProperties) {
    var unnamed: [Double?] = []
    for info in properties.values(Namespace.microsoftRegions, "RegionInfo") {
      let list = properties.fields(info, Namespace.microsoftRegionInfo, "Regions")
      for region in properties.entries(list) {
        let numbers = properties.text(region, Namespace.microsoftRegion, "Rectangle")?
          .split(separator: ",").compactMap { Self.number($0.filter { $0 != " " }) }
        let area = numbers.flatMap { part -> PictureTags.Area? in
          guard part.count == 4 else { return nil }
          return PictureTags.Area(
            x: part[0] + part[2] / 2, y: part[1] + part[3] / 2, width: part[2], height: part[3])
        }
        let name = properties.text(region, Namespace.microsoftRegion, "PersonDisplayName")
        add(name, area, &unnamed)
      }
    }
    self.unnamed.append(unnamed)
  }

  private mutating func add(
    _ name: String?, _ area: PictureTags.Area?, _ unnamed: inout [Double?]
  ) {
    if let name {
      people.append(PictureTags.Person(name: name, area: area))
    } else {
      unnamed.append(area?.share)
    }
  }

  /// Returns the size of the picture in which regions were marked.
  private static func dimensions(
    _ info: XMPProperties.Value, _ properties: XMPProperties
  ) -> (width: Double, height: Double)? {
    for value in properties.fields(info, Namespace.regions, "AppliedToDimensions") {
      if let width = properties.text(value, Namespace.dimensions, "w").flatMap(number),
        let height = properties.text(value, Namespace.dimensions, "h").flatMap(number),
        width > 0, height > 0
      {
        return (width, height)
      }
    }
    return nil
  }

  /// Returns the area of a region in shares of the picture, whose size is needed if the region
  /// counts pixels.
  private static func area(
    _ region: XMPProperties.Value, of size: (width: Double, height: Double)?,
    _ properties: XMPProperties
  ) -> PictureTags.Area? {
    for value in properties.fields(region, Namespace.regions, "Area") {
      let numbers = ["x", "y", "w", "h"].compactMap {
        properties.text(value, Namespace.area, $0).flatMap(number)
      }
      guard numbers.count == 4 else { continue }
      let isInPixels = properties.text(value, Namespace.area, "unit") == "pixel"
      guard let scale = isInPixels ? size : (1, 1) else { continue }
      return PictureTags.Area(
        x: numbers[0] / scale.width, y: numbers[1] / scale.height,
        width: numbers[2] / scale.width, height: numbers[3] / scale.height)
    }
    return nil
  }

  /// Returns a number that can be a coordinate.
  private static func number(_ text: String) -> Double? {
    Double(text).flatMap { $0.isFinite && $0 >= 0 && $0 < 1e9 ? $0 : nil }
  }
}
