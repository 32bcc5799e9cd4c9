internal import CGIF
internal import Decoding
internal import Model

/// Decodes GIF with giflib: every frame line by line, without keeping any.
enum GIFDecoder {
  /// Decodes every frame and reduces the first one as requested.
  static func decode(_ bytes: UnsafeRawBufferPointer, options: DecodingOptions) -> DecodedPicture {
    unsafe read(bytes) { $0.options = options }
  }

  /// Hands over the first frame on its screen.
  ///
  /// The file is read twice, because the layout must say first whether there is any
  /// transparency, which the last line may decide.
  static func pixels(
    _ bytes: UnsafeRawBufferPointer, into sink: any PixelSink
  ) -> DecodedPicture {
    let facts = unsafe read(bytes) { $0.endsAfterFirstFrame = true }
    guard facts.problem == nil else { return facts }
    return unsafe read(bytes) {
      $0.endsAfterFirstFrame = true
      $0.sink = (sink, hasAlpha: facts.alpha == .used)
    }
  }

  /// Reads the file once, after `prepare` has configured the pass.
  private static func read(
    _ bytes: UnsafeRawBufferPointer, _ prepare: (inout Pass) -> Void
  ) -> DecodedPicture {
    let source = unsafe MemoryFile(bytes)
    return withExtendedLifetime(source) {
      var error: Int32 = 0
      guard
        let file = unsafe DGifOpen(Unmanaged.passUnretained(source).toOpaque(), onRead, &error)
      else { return DecodedPicture(problem: problem(error)) }
      defer { unsafe _ = DGifCloseFile(file, nil) }
      var pass = unsafe Pass(file: file)
      prepare(&pass)
      pass.run()
      return pass.picture
    }
  }

  /// Translates an error of giflib, with its message.
  fileprivate static func problem(_ error: Int32) -> DecodedPicture.Problem {
    let words = unsafe GifErrorString(error).map { unsafe String(cString: $0) } ?? "no reason given"
    switch error {
    case D_GIF_ERR_EOF_TOO_SOON, D_GIF_ERR_READ_FAILED: return .truncated(words)
    case D_GIF_ERR_NOT_ENOUGH_MEM: return .outOfMemory
    default: return .corrupt(words)
    }
  }

  private static let onRead: InputFunc = { file, into, count in
    guard let into = unsafe into, let state = unsafe file?.pointee.UserData else { return 0 }
    let source = unsafe Unmanaged<MemoryFile>.fromOpaque(state).takeUnretainedValue()
    return unsafe Int32(source.read(into: into, Int(count)))
  }
}

/// Reads a GIF once, from its screen to its last frame.
@safe private struct Pass {
  /// The file, which the caller closes.
  let file: UnsafeMutablePointer<GifFileType>
  /// The facts collected so far.
  var picture = DecodedPicture()
  /// The reductions of the first frame that are requested.
  var options: DecodingOptions = []
  /// The destination of the first frame's pixels, and whether they have alpha.
  var sink: (any PixelSink, hasAlpha: Bool)?
  /// Whether to stop after the first frame.
  var endsAfterFirstFrame = false
  /// The number of frames read so far.
  private var frames = 0
  /// The palette index that means transparency in the next frame; `nil` when there is
  /// none.
  private var transparent: Int32?

  /// Begins a pass with the size of the screen.
  init(file: UnsafeMutablePointer<GifFileType>) {
    unsafe self.file = file
    let width = unsafe Int(file.pointee.SWidth)
    let height = unsafe Int(file.pointee.SHeight)
    if width > 0, height > 0 { picture.size = PixelSize(width: width, height: height) }
    picture.depth = 8
    picture.channels = 3
  }

  /// Reads record by record until the end, the first problem, or the end of the first
  /// frame when only that was requested.
  mutating func run() {
    while picture.problem == nil, !endsAfterFirstFrame || frames == 0 {
      var kind = UNDEFINED_RECORD_TYPE
      guard unsafe DGifGetRecordType(file, &kind) == GIF_OK else {
        picture.problem = unsafe problemBehindFrames(file.pointee.Error)
        return
      }
      switch kind {
      case IMAGE_DESC_RECORD_TYPE: readFrame()
      case EXTENSION_RECORD_TYPE: readExtension()
      case TERMINATE_RECORD_TYPE:
        if frames == 0 { picture.problem = .corrupt("it contains no picture") }
        return
      default: picture.problem = .corrupt("a part of it is of unknown kind")
      }
    }
  }

  /// Interprets an error of giflib where the next record should be.
  private func problemBehindFrames(_ error: Int32) -> DecodedPicture.Problem? {
    guard frames > 0 else { return failure }
    switch error {
    // The file was read completely; only its final byte is missing.
    case D_GIF_ERR_READ_FAILED: return .endMarkerMissing
    // The bytes belong to no record. Readers ignore them.
    case D_GIF_ERR_WRONG_RECORD: return nil
    default: return failure
    }
  }

  /// The last error of giflib.
  private var failure: DecodedPicture.Problem { unsafe GIFDecoder.problem(file.pointee.Error) }

  /// Decodes one frame completely, and reduces or delivers the first.
  private mutating func readFrame() {
    guard unsafe DGifGetImageHeader(file) == GIF_OK else {
      picture.problem = failure
      return
    }
    let bounds = unsafe file.pointee.Image
    let (width, height) = unsafe (Int(bounds.Width), Int(bounds.Height))
    guard width > 0, height > 0 else {
      picture.problem = .corrupt("frame \(frames + 1) has no pixels")
      return
    }
    // The screen is visible wherever the first frame does not cover it.
    let leavesGaps =
      unsafe frames == 0
      && (bounds.Left > 0 || bounds.Top > 0 || width < file.pointee.SWidth
        || height < file.pointee.SHeight)
    if leavesGaps { picture.alpha = .used }
    // Without a screen size, the first frame is displayed alone.
    let screen = picture.size ?? PixelSize(width: width, height: height)
    // A small file may claim a screen so large that filling it with white takes long.
    let isReduced = frames == 0 && !options.isEmpty && screen.pixelCount <= Decoder.pixelLimit
    let reduction =
      isReduced ? unsafe GIFReduction(screen, file, transparent: transparent, options) : nil
    let pixels = sink.map {
      unsafe GIFPixels(screen, GIFFrame(file), transparent: transparent, $0)
    }
    picture.problem = pixels?.problem
    readLines(width, height, reduction, pixels)
    guard picture.problem == nil else { return }
    reduction?.end(&picture)
    pixels?.end()
    if frames == 0, transparent != nil, picture.alpha == .none { picture.alpha = .unused }
    if frames == 0, picture.alpha != .none { picture.channels = 4 }
    frames += 1
    picture.frames = frames
    transparent = nil
  }

  /// Decodes the lines of a frame and passes them on.
  private mutating func readLines(
    _ width: Int, _ height: Int, _ reduction: GIFReduction?, _ pixels: GIFPixels?
  ) {
    guard picture.problem == nil else { return }
    var line = [UInt8](repeating: 0, count: width)
    for number in 0..<height {
      guard unsafe DGifGetLine(file, &line, Int32(width)) == GIF_OK else {
        picture.problem = failure
        return
      }
      if frames == 0, let transparent, line.contains(where: { Int32($0) == transparent }) {
        picture.alpha = .used
      }
      reduction?.add(line, number: number)
      pixels?.add(line, number: number)
    }
  }

  /// Reads an extension block, and takes the transparent color from a graphics control
  /// block.
  private mutating func readExtension() {
    var code: Int32 = 0
    var data: UnsafeMutablePointer<UInt8>?
    guard unsafe DGifGetExtension(file, &code, &data) == GIF_OK else {
      picture.problem = failure
      return
    }
    while let block = unsafe data {
      if code == GRAPHICS_EXT_FUNC_CODE {
        var control = GraphicsControlBlock()
        let known = unsafe DGifExtensionToGCB(Int(block[0]), block + 1, &control)
        if known == GIF_OK {
          transparent = control.TransparentColor >= 0 ? Int32(control.TransparentColor) : nil
        }
      }
      guard unsafe DGifGetExtensionNext(file, &data) == GIF_OK else {
        picture.problem = failure
        return
      }
    }
  }
}
