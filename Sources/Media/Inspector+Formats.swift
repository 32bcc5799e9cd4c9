internal import Decoding
internal import Model

extension Inspector {
  /// The other formats: headers are read here, pixels in a process of their own or not at all.
  func inspect(
    _ bytes: [UInt8], _ format: MediaFormat, _ found: inout Inspection, memory: Int?,
    _ wishes: Wishes
  ) async -> Seen {
    let file = ByteView(bytes)
    let header = HeaderFacts.of(format, file)
    found.facts.image = header.image
    found.facts.clip = header.clip
    found.facts.problems = header.problems
    // What is seen to be damaged need not be decoded to say so.
    if header.problems.contains(where: \.preventsProof) { return Seen() }
    let pixels = header.image?.codedSize.pixelCount ?? 0
    if pixels > Self.pixelLimit, format == .bmp || DecodedFormat(format) != nil {
      found.facts.problems = [.tooManyPixels(pixels: pixels, limit: Self.pixelLimit)]
    } else if format == .bmp {
      prove(bitmap: file, &found.facts)
      if wishes.contains(.luma), found.facts.isProven, let header = BMPHeader(file) {
        found.luma = BMPLuma(header, file, hasAlpha: found.facts.image?.alpha == .used).plane
      }
    } else if let decoded = DecodedFormat(format) {
      return await prove(bytes, decoded, &found, memory: memory, wishes)
    } else {
      found.facts.problems += problems(of: format, found.facts.path)
    }
    return Seen()
  }

  private func prove(bitmap file: ByteView, _ facts: inout FileFacts) {
    guard let header = BMPHeader(file), let proof = BMPProof(header, file) else {
      facts.problems.append(.notProven(.bmp, why: "a rare coding"))
      return
    }
    facts.problems += proof.problems
    if let isSeeThrough = proof.isSeeThrough {
      facts.image?.alpha = isSeeThrough ? .used : .unused
    }
    facts.isProven = !facts.problems.contains(where: \.preventsProof)
  }

  /// Has a picture proven in a process of its own: most within little memory, the rest within all.
  private func prove(
    _ bytes: [UInt8], _ format: DecodedFormat, _ found: inout Inspection, memory: Int?,
    _ wishes: Wishes
  ) async -> Seen {
    let count = bytes.count
    let decode = { @Sendable [decoders] (limits: DecoderLimits) in
      var limits = limits
      limits.wantsLuma = wishes.contains(.luma)
      // Less is not enough for a decoder to say that it is too little.
      guard limits.memory >= OutsideProof.leastMemory else {
        return DecoderProcess.Outcome.picture(DecodedPicture(problem: .outOfMemory))
      }
      return await decoders.decode(bytes, as: format, within: limits)
    }
    var outcome: DecoderProcess.Outcome
    if let memory {
      outcome = await decode(OutsideProof.limits(within: memory, fileBytes: count))
    } else {
      let most = OutsideProof.limits(within: budget.total, fileBytes: count)
      let usual = OutsideProof.usualLimits.memory < most.memory ? OutsideProof.usualLimits : most
      let reservation = OutsideProof.reservation(usual, fileBytes: count)
      outcome = await budget.reserving(reservation) { await decode(usual) }
      if usual.memory < most.memory, OutsideProof.isForWantOfMemory(outcome) {
        outcome = await budget.reserving(budget.total) { await decode(most) }
      }
    }
    var facts = found.facts
    let proof = OutsideProof(outcome, facts.format ?? .unknown, header: facts.image)
    facts.image = proof.facts
    // Both may have seen that the end mark is missing.
    facts.problems += proof.problems.filter { !facts.problems.contains($0) }
    facts.isProven = !facts.problems.contains(where: \.preventsProof)
    found.facts = facts
    guard facts.isProven else { return Seen() }
    if wishes.contains(.luma) { found.luma = proof.luma }
    return Seen()
  }

  /// What is to be said of a format that is not decoded here.
  private func problems(of format: MediaFormat, _ path: FilePath) -> [FileProblem] {
    if format == .unknown {
      let claimed = path.suffix.flatMap(MediaFormat.init(suffix:))
      return [claimed?.medium == .picture ? .unknownFormat : .notMedia(format)]
    }
    return format.medium == .other ? [.notMedia(format)] : [.notProven(format)]
  }
}
