internal import Decoding
internal import Model

extension Inspector {
  /// Inspects a format that is not decoded in this process, apart from bitmaps.
  ///
  /// Headers are read here. Pixels are decoded in a separate process or not at all.
  func inspect(
    _ bytes: [UInt8], _ format: MediaFormat, _ found: inout Inspection, memory: Int?,
    _ options: DecodingOptions
  ) async -> StoredPicture {
    let file = ByteView(bytes)
    let header = HeaderFacts.of(format, file)
    found.facts.image = header.image
    found.facts.clip = header.clip
    found.facts.problems = header.problems
    // A file that is evidently damaged need not be decoded.
    if header.problems.contains(where: \.preventsProof) { return StoredPicture() }
    let pixels = header.image?.codedSize.pixelCount ?? 0
    if pixels > Self.pixelLimit, format == .bmp || DecodedFormat(format) != nil {
      found.facts.problems = [.tooManyPixels(pixels: pixels, limit: Self.pixelLimit)]
    } else if format == .bmp {
      return await prove(bitmap: file, &found, memory: memory, options.subtracting(.pixels))
    } else if let decoded = DecodedFormat(format) {
      return await prove(bytes, decoded, &found, memory: memory, options)
    } else if let stream = StreamFormat(format) {
      await prove(bytes, stream, &found, memory: memory)
    } else {
      found.facts.problems += problems(of: format, found.facts.path)
    }
    return StoredPicture()
  }

  /// Proves a bitmap, and reduces it as requested.
  private func prove(
    bitmap file: ByteView, _ found: inout Inspection, memory: Int?, _ options: DecodingOptions
  ) async -> StoredPicture {
    guard let header = BMPHeader(file), let proof = BMPProof(header, file) else {
      found.facts.problems.append(.notProven(.bmp, why: "a rare encoding"))
      return StoredPicture()
    }
    found.facts.problems += proof.problems
    if let hasTransparency = proof.hasTransparency {
      found.facts.image?.alpha = hasTransparency ? .used : .unused
    }
    found.facts.isProven = !found.facts.problems.contains(where: \.preventsProof)
    guard found.facts.isProven, !options.isEmpty else { return StoredPicture() }
    let hasAlpha = found.facts.image?.alpha == .used
    let needed = BMPReduction.memory(for: header)
    let canReduce = options.contains(.picture) && needed <= memory ?? budget.total
    let affordable = canReduce ? options : options.subtracting(.picture)
    let reduce = { @Sendable in BMPReduction(header, file, hasAlpha: hasAlpha, affordable) }
    let reduction =
      if memory != nil || !canReduce { reduce() } else {
        await budget.reserving(needed, reduce)
      }
    found.luma = reduction.plane
    return StoredPicture(small: reduction.small, profile: header.embeddedProfile)
  }

  /// Returns the problems to report for a format that is not decoded at all.
  private func problems(of format: MediaFormat, _ path: FilePath) -> [FileProblem] {
    if format == .unknown {
      let claimed = path.suffix.flatMap(MediaFormat.init(suffix:))
      return [claimed?.medium == .picture ? .unknownFormat : .notMedia(format)]
    }
    return format.medium == .other ? [.notMedia(format)] : [.notProven(format)]
  }
}
