internal import Decoding
internal import Model

/// The proof of a JPEG: every code is read, and what was noticed is judged.
struct JPEGProof {
  /// The problems that were found; empty if the picture is intact.
  private(set) var problems: [FileProblem] = []
  /// The offset after the end marker, or `nil` if there is none.
  private(set) var end: Int?
  /// The picture as stored, reduced to luma, or `nil` if it was not requested or is not
  /// intact.
  private(set) var luma: LumaPlane?
  /// The picture as stored, reduced for measuring, or `nil` if it was not requested or is not
  /// intact.
  private(set) var small: SmallPicture?

  /// The largest number of scans; progressive files usually have 10 to 20.
  static let scanLimit = 100

  /// Returns the memory for all coefficients, in bytes: two for each sample of each
  /// component.
  static func memory(for facts: ImageFacts) -> Int {
    facts.codedSize.pixelCount * bytesPerPixel(facts) + (2 << 20)
  }

  /// Returns the bytes of coefficients per pixel, by the chroma subsampling.
  private static func bytesPerPixel(_ facts: ImageFacts) -> Int {
    switch facts.coding.sampling {
    case "4:2:0", "4:1:1": 3
    case "4:2:2", "4:4:0": 4
    default: 2 * max(1, facts.channels)
    }
  }

  /// Reads every code of a JPEG.
  ///
  /// - Parameters:
  ///   - memoryLimit: The memory that libjpeg may use, in bytes.
  ///   - facts: The facts in the header, or `nil` if it states no size.
  ///   - options: The reduced pictures to compute if the file is intact.
  init(of bytes: [UInt8], memoryLimit: Int, facts: ImageFacts?, options: DecodingOptions = []) {
    let verdict = JPEGVerdict.of(
      bytes, memoryLimit: memoryLimit, scanLimit: Self.scanLimit,
      wantsLuma: options.contains(.luma))
    switch verdict.ending {
    case .read:
      judge(verdict, isArithmetic: facts?.coding.rare == "arithmetic")
      let size = PixelSize(width: verdict.width, height: verdict.height)
      // The header's size and the decoded size must agree.
      if facts?.codedSize != size {
        problems = [.corrupt(what: "its header is ambiguous")]
      }
    case .refused(let words):
      problems = [
        verdict.ranOutOfData
          ? .truncated(what: "the file ends inside its header")
          : .corrupt(what: "the decoder failed: \(words)")
      ]
    case .tooBig:
      problems = [
        .tooManyPixels(
          pixels: facts?.codedSize.pixelCount ?? 0,
          limit: memoryLimit / (facts.map(Self.bytesPerPixel) ?? 6))
      ]
    case .tooComplex:
      problems = [
        verdict.ranOutOfData
          ? .truncated(what: "the end marker is missing")
          : .tooComplex(what: "more than \(Self.scanLimit) scans, or as much work")
      ]
    case .noMemory: problems = [.tooComplex(what: "not enough memory to read it")]
    }
    if case .read = verdict.ending, !verdict.ranOutOfData { end = verdict.end }
    guard !problems.contains(where: \.preventsProof) else { return }
    if options.contains(.luma) {
      luma =
        verdict.luma
        ?? JPEGVerdict.luma(of: bytes, memoryLimit: memoryLimit, scanLimit: Self.scanLimit)
    }
    if options.contains(.picture), let facts {
      small = JPEGVerdict.picture(
        of: bytes, facts.codedSize, memoryLimit: memoryLimit, scanLimit: Self.scanLimit)
    }
  }

  /// Adds one problem.
  ///
  /// Several warnings are usually one damage seen several times, so only the most telling one
  /// is reported.
  private mutating func judge(_ verdict: JPEGVerdict, isArithmetic: Bool) {
    // In a progressive file every scan covers every row, so a row gives no location.
    let location =
      verdict.isProgressive
      ? "" : verdict.firstDamagePercent.map { " \($0) % of the way down" } ?? ""
    // An arithmetic decoder silently continues with zeros where the data end.
    if verdict.ranOutOfData, isArithmetic, !verdict.isProgressive {
      problems.append(.truncated(what: "the end marker is missing"))
    } else if let damage = damage(verdict, location) {
      problems.append(damage)
    } else if verdict.ranOutOfData {
      problems.append(.endMarkerMissing)
    } else if verdict.strayBytes > 0 {
      problems.append(.blemish(what: "stray bytes between segments"))
    } else if verdict.hasExcessData {
      problems.append(.blemish(what: "encoded data continue after the end of the picture"))
    } else if let remark = verdict.remark {
      problems.append(.blemish(what: "the decoder reports: \(remark)"))
    }
  }

  /// Returns the damage that the verdict shows, or `nil` if there is none.
  private func damage(_ verdict: JPEGVerdict, _ location: String) -> FileProblem? {
    if verdict.ranOutOfData, verdict.isProgressive {
      let scans = "\(verdict.scans) scan\(verdict.scans == 1 ? "" : "s")"
      return .truncated(
        what: verdict.prematureEnds == 0
          ? "the file ends after \(scans), without an end marker"
          : "the file ends inside scan \(verdict.scans)")
    }
    if verdict.ranOutOfData, verdict.prematureEnds > 0 {
      return .truncated(
        what: verdict.firstDamagePercent.map { "the file ends at \($0) %" }
          ?? "the file ends too early")
    }
    if verdict.ranOutOfData, verdict.componentMissing {
      return .truncated(what: "the file ends before one of its colour components")
    }
    if verdict.badCodes > 0 { return .corrupt(what: "an invalid code\(location)") }
    if verdict.resyncs > 0 {
      return .corrupt(what: "a restart marker is missing or out of order\(location)")
    }
    if verdict.hasOverrun {
      return .corrupt(what: "a block with too many coefficients\(location)")
    }
    if verdict.prematureEnds > 0 { return .corrupt(what: "encoded data are missing\(location)") }
    return verdict.componentMissing
      ? .corrupt(what: "a colour component is missing") : nil
  }
}
