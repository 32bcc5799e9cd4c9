internal import CGIF
internal import Decoding
internal import Model

/// GIF by giflib: every frame decoded line by line, nothing kept.
enum GIFDecoder {
  static func decode(_ bytes: UnsafeRawBufferPointer, wishes: Wishes) -> DecodedPicture {
    unsafe read(bytes) { $0.wishes = wishes }
  }

  /// Hands over the first frame on its screen. It is read twice: what comes first is whether one sees
  /// through it anywhere, which its last line may say.
  static func pixels(
    _ bytes: UnsafeRawBufferPointer, into sink: any PixelSink
  ) -> DecodedPicture {
    let facts = unsafe read(bytes) { $0.endsBehindFirst = true }
    guard facts.problem == nil else { return facts }
    return unsafe read(bytes) {
      $0.endsBehindFirst = true
      $0.sink = (sink, hasAlpha: facts.alpha == .used)
    }
  }

  private static func read(
    _ bytes: UnsafeRawBufferPointer, _ prepare: (inout Reading) -> Void
  ) -> DecodedPicture {
    let source = unsafe MemoryFile(bytes)
    return withExtendedLifetime(source) {
      var error: Int32 = 0
      guard
        let file = unsafe DGifOpen(Unmanaged.passUnretained(source).toOpaque(), onRead, &error)
      else { return DecodedPicture(problem: problem(error)) }
      defer { unsafe _ = DGifCloseFile(file, nil) }
      var reading = unsafe Reading(file: file)
      prepare(&reading)
      reading.run()
      return reading.picture
    }
  }

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

/// One pass through a GIF.
@safe private struct Reading {
  let file: UnsafeMutablePointer<GifFileType>
  var picture = DecodedPicture()
  /// What the first frame is made small for.
  var wishes: Wishes = []
  /// Where the first frame is handed over to, and whether with alpha.
  var sink: (any PixelSink, hasAlpha: Bool)?
  /// Whether nothing behind the first frame is read.
  var endsBehindFirst = false
  private var frames = 0
  /// The color that stands for nothing, of the frame that comes next.
  private var transparent: Int32?

  init(file: UnsafeMutablePointer<GifFileType>) {
    unsafe self.file = file
    let width = unsafe Int(file.pointee.SWidth)
    let height = unsafe Int(file.pointee.SHeight)
    if width > 0, height > 0 { picture.size = PixelSize(width: width, height: height) }
    picture.depth = 8
    picture.channels = 3
  }

  mutating func run() {
    while picture.problem == nil, !endsBehindFirst || frames == 0 {
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

  /// What it means that no further part could be found.
  private func problemBehindFrames(_ error: Int32) -> DecodedPicture.Problem? {
    guard frames > 0 else { return failure }
    switch error {
    // All that the file holds was read; only the byte that closes it is not there.
    case D_GIF_ERR_READ_FAILED: return .endMarkMissing
    // Bytes that belong to nothing, which readers leave alone.
    case D_GIF_ERR_WRONG_RECORD: return nil
    default: return failure
    }
  }

  private var failure: DecodedPicture.Problem { unsafe GIFDecoder.problem(file.pointee.Error) }

  private mutating func readFrame() {
    guard unsafe DGifGetImageHeader(file) == GIF_OK else {
      picture.problem = failure
      return
    }
    let place = unsafe file.pointee.Image
    let (width, height) = unsafe (Int(place.Width), Int(place.Height))
    guard width > 0, height > 0 else {
      picture.problem = .corrupt("frame \(frames + 1) has no pixels")
      return
    }
    // The screen shows through wherever the first frame leaves it.
    let leavesGaps =
      unsafe frames == 0
      && (place.Left > 0 || place.Top > 0 || width < file.pointee.SWidth
        || height < file.pointee.SHeight)
    if leavesGaps { picture.alpha = .used }
    // Without a screen it is the first frame that is shown.
    let screen = picture.size ?? PixelSize(width: width, height: height)
    // A small file may claim a screen that takes long to be filled with white.
    let isSeen = frames == 0 && !wishes.isEmpty && screen.pixelCount <= Decoder.pixelLimit
    let seen =
      isSeen ? unsafe GIFReduction(screen, file, transparent: transparent, wishes) : nil
    let pixels = sink.map {
      unsafe GIFPixels(screen, GIFFrame(file), transparent: transparent, $0)
    }
    picture.problem = pixels?.problem
    readLines(width, height, seen, pixels)
    guard picture.problem == nil else { return }
    seen?.end(&picture)
    pixels?.end()
    if frames == 0, transparent != nil, picture.alpha == .none { picture.alpha = .unused }
    if frames == 0, picture.alpha != .none { picture.channels = 4 }
    frames += 1
    picture.frames = frames
    transparent = nil
  }

  private mutating func readLines(
    _ width: Int, _ height: Int, _ seen: GIFReduction?, _ pixels: GIFPixels?
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
      seen?.add(line, number: number)
      pixels?.add(line, number: number)
    }
  }

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
