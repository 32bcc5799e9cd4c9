internal import Model

/// The header of a camera's raw file, with the size of the finished picture if it states
/// that.
///
/// The sensor has some more rows and columns, whose number says little.
enum RAWHeader {
  /// Returns the facts in the header; none if it does not state the size of the finished
  /// picture.
  static func facts(of file: ByteView) -> HeaderFacts {
    if file.begins(with: "FUJIFILMCCD-RAW") { return HeaderFacts(image: fuji(file)) }
    if file.begins(with: "ftyp", at: 4) { return HeaderFacts(image: canon(file)) }
    guard let structure = TIFFStructure(file),
      let main = structure.directory(at: structure.firstDirectoryOffset)
    else { return HeaderFacts() }
    let stated =
      main.has(TIFFTag.dngVersion) ? negative(main, structure) : stated(main, structure)
    guard let stated else { return HeaderFacts() }
    var image = ImageFacts(codedSize: stated.size, depth: stated.depth, channels: 3)
    if let exif = EXIF(file) { image.merge(exif) }
    // The colours are decided only when the picture is developed.
    image.color = .untagged
    return HeaderFacts(image: image)
  }

  /// Returns whether a TIFF contains sensor data instead of a finished picture.
  ///
  /// Sensor data have one value per pixel, from which colours are still to be computed.
  static func isRAW(_ file: ByteView) -> Bool {
    guard let structure = TIFFStructure(file), !structure.isBig,
      let main = structure.directory(at: structure.firstDirectoryOffset)
    else { return false }
    if main.has(TIFFTag.dngVersion) { return true }
    return ([main] + subdirectories(main, structure)).contains { directory in
      let photometric = directory.number(TIFFTag.photometric)
      let compression = directory.number(TIFFTag.compression)
      // A colour filter array, or its values made linear; or the encodings of Sony, Nikon and
      // Pentax.
      return photometric == 32803 || photometric == 34892
        || compression.map([32767, 34713, 65535].contains) == true
    }
  }

  /// Returns the directories below the main one, at most 8.
  private static func subdirectories(
    _ main: TIFFDirectory, _ structure: TIFFStructure
  ) -> [TIFFDirectory] {
    main.numbers(TIFFTag.subdirectories, limit: 8).compactMap(structure.directory)
  }

  /// Returns the largest picture of a digital negative, cropped as the file specifies.
  private static func negative(
    _ main: TIFFDirectory, _ structure: TIFFStructure
  ) -> (size: PixelSize, depth: Int)? {
    let pictures = ([main] + subdirectories(main, structure)).filter {
      ($0.number(TIFFTag.newSubfileType) ?? 0) == 0
    }
    let sizes = pictures.compactMap { picture -> (size: PixelSize, depth: Int)? in
      let crop = picture.numbers(TIFFTag.defaultCropSize, limit: 2)
      let size = crop.count == 2 ? PixelSize(stated: crop[0], crop[1]) : picture.size
      return size.map { ($0, picture.bitsPerSample[0]) }
    }
    return sizes.max { $0.size.pixelCount < $1.size.pixelCount }
  }

  /// Returns the size that the camera states for the finished picture, and its bits per
  /// channel.
  private static func stated(
    _ main: TIFFDirectory, _ structure: TIFFStructure
  ) -> (size: PixelSize, depth: Int)? {
    // Panasonic states the borders of the picture on the sensor.
    if structure.file.begins(with: "IIU\u{0}"), let top = main.number(4),
      let left = main.number(5), let bottom = main.number(6), let right = main.number(7)
    {
      return PixelSize(stated: right - left, bottom - top).map { ($0, main.number(10) ?? 12) }
    }
    guard let photo = main.number(TIFFTag.exifDirectory).flatMap(structure.directory),
      let size = PixelSize(
        stated: photo.number(TIFFTag.pixelWidth), photo.number(TIFFTag.pixelHeight))
    else { return nil }
    let sensor = subdirectories(main, structure).first { $0.number(TIFFTag.photometric) == 32803 }
    return (size, sensor?.bitsPerSample[0] ?? 14)
  }

  /// Returns the facts in Fujifilm's list of short records: a tag, a length, a value.
  private static func fuji(_ file: ByteView) -> ImageFacts? {
    guard let start = file.u32(92), let count = file.u32(start) else { return nil }
    var position = start + 4
    for _ in 0..<min(count, 256) {
      guard let tag = file.u16(position), let length = file.u16(position + 2) else { return nil }
      // This record has the size of the cropped picture, height first.
      if tag == 0x0111,
        let size = PixelSize(stated: file.u16(position + 6), file.u16(position + 4))
      {
        return ImageFacts(codedSize: size, depth: 14, channels: 3)
      }
      position += 4 + length
    }
    return nil
  }

  /// Returns the facts in Canon's CR3: nested boxes, one of which contains a TIFF directory.
  private static func canon(_ file: ByteView) -> ImageFacts? {
    guard let movie = Boxes.first("moov", in: file),
      let canonBox = Boxes.all(in: movie).first(where: { $0.type == "uuid" }),
      // The box begins with an identifier of 16 bytes.
      let block = Boxes.first("CMT1", in: canonBox.content.from(16)),
      let structure = TIFFStructure(block),
      let size = structure.directory(at: structure.firstDirectoryOffset)?.size
    else { return nil }
    var image = ImageFacts(codedSize: size, depth: 14, channels: 3)
    if let exif = EXIF(block) { image.merge(exif) }
    image.color = .untagged
    return image
  }
}
