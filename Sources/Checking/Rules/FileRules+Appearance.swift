internal import Model

extension FileRules {
  /// Returns the oddities of an intact picture that make it look different elsewhere, or
  /// disclose more than the user means to.
  static func oddities(of image: ImageFacts, _ format: MediaFormat?) -> [Finding] {
    appearance(of: image) + pages(of: image, format) + baggage(of: image)
  }

  /// Returns findings on what services may show differently: coding, animation, transparency,
  /// colours and orientation.
  @ListBuilder<Finding>
  private static func appearance(of image: ImageFacts) -> [Finding] {
    if let rare = image.coding.rare {
      Finding(
        .imageRareCoding, .warning, message: "\(rare) encoding, which many services can't read",
        fix: "save it again as an ordinary JPEG")
    }
    if image.frames > 1 {
      Finding(
        .imageAnimated, .warning,
        message: "animated (\(Quantity.count(image.frames, "frame"))); services use one of them",
        fix: "export the frame you want as a still", measured: String(image.frames), limit: "1",
        unit: "frames")
    }
    if image.alpha == .used {
      Finding(
        .imageHasAlpha, .warning,
        message: "has transparency; the provider picks the background",
        fix: "flatten it onto a plain background")
    }
    if !image.color.isSRGB {
      Finding(
        .imageNotSRGB, .warning, message: words(for: image.color), fix: "export it in sRGB",
        measured: image.color.name, limit: "sRGB")
    }
    if let note = image.orientationNote {
      Finding(
        .imageOrientationIgnored, .note, message: "\(note), treated as upright",
        fix: "check that the picture is upright")
    }
  }

  /// Returns a finding on a file with several pictures. The sizes of an icon are one picture;
  /// the pages of another format are several.
  @ListBuilder<Finding>
  private static func pages(of image: ImageFacts, _ format: MediaFormat?) -> [Finding] {
    if image.pages > 1, format != .ico {
      let shown =
        image.page > 1 ? "readers show number \(image.page)" : "most readers show the first"
      Finding(
        .imageSeveralPages, .warning,
        message: "contains \(Quantity.count(image.pages, "picture")); \(shown)",
        fix: "export the one you want as a separate file", measured: String(image.pages),
        limit: "1", unit: "pages")
    }
  }

  /// Returns how the colours of a picture differ from sRGB.
  private static func words(for color: ColorSpace) -> String {
    switch color {
    case .cmyk: "colours are for print (\(color.name)): they will shift or be rejected"
    case .profile(let name) where name.lowercased().contains("srgb"):
      "colours are not sRGB, although the profile is called \(name)"
    default: "colours are \(color.name), not sRGB, and will shift"
    }
  }

  /// Returns the kinds of private metadata, each with a warning where its name doesn't give
  /// one.
  private static func words(_ image: ImageFacts) -> String {
    image.privateMetadata.sorted().map { kind in
      if kind == .other, image.otherDataBytes > 0 {
        return "\(Quantity.bytes(image.otherDataBytes)) of other data"
      }
      return kind.warning.map { "\(kind.name) (\($0))" } ?? kind.name
    }.joined(separator: ", ")
  }

  /// Returns findings on data after the picture and on private metadata.
  @ListBuilder<Finding>
  private static func baggage(of image: ImageFacts) -> [Finding] {
    if let trailing = image.trailing {
      let size = Quantity.bytes(trailing.byteCount)
      Finding(
        .imageTrailingData, trailing.isAnnounced ? .note : .warning,
        message: trailing.isAnnounced
          ? "contains further pictures after the first (\(size))"
          : "\(size) of other data after the picture",
        fix: trailing.isAnnounced
          ? "nothing to do; the first picture is used" : "save it again in an editor",
        measured: String(trailing.byteCount), limit: "0", unit: "bytes")
    }
    if !image.privateMetadata.isEmpty {
      Finding(
        .imagePrivateMetadata, .note,
        message: "contains private metadata: \(Self.words(image))",
        fix: "remove it before you upload (prepare does)",
        measured: image.privateMetadata.names)
    }
  }
}
