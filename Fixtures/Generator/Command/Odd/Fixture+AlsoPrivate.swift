extension Fixture {
  /// The fixture, with private metadata added to its expectation if it has some beside its
  /// peculiarity.
  var withAllThatIsPrivate: Fixture {
    guard Self.alsoPrivate.contains(name), var expect else { return self }
    expect.rules.append(.privateMetadata)
    return Fixture(name, note, expect, length: length, canBeMade: canBeMade, make: make)
  }

  /// Files with a camera's maker beside an orientation, a title, a comment, a thumbnail, or unknown
  /// data.
  private static let alsoPrivate: Set<String> = [
    "avif-exif-6-alone.avif", "avif-grid-turned.avif", "avif-thumbnail-of-itself.avif",
    "avif-thumbnail.avif", "avif-turned-1-exif-agrees.avif", "avif-turned-1-exif-differs.avif",
    "avif-turned-2-exif-agrees.avif", "avif-turned-2-exif-differs.avif",
    "avif-turned-3-exif-agrees.avif", "avif-turned-3-exif-differs.avif",
    "avif-turned-4-exif-agrees.avif", "avif-turned-4-exif-differs.avif",
    "avif-turned-5-exif-agrees.avif", "avif-turned-5-exif-differs.avif",
    "avif-turned-6-exif-agrees.avif", "avif-turned-6-exif-differs.avif",
    "avif-turned-7-exif-agrees.avif", "avif-turned-7-exif-differs.avif",
    "avif-turned-8-exif-agrees.avif", "avif-turned-8-exif-differs.avif", "avif-xmp.avif",
    "gif-comment.gif", "heic-exif-6-alone.heic", "heic-grid-turned.heic",
    "heic-thumbnail-of-itself.heic", "heic-thumbnail.heic", "heic-turned-1-exif-agrees.heic",
    "heic-turned-1-exif-differs.heic", "heic-turned-2-exif-agrees.heic",
    "heic-turned-2-exif-differs.heic", "heic-turned-3-exif-agrees.heic",
    "heic-turned-3-exif-differs.heic", "heic-turned-4-exif-agrees.heic",
    "heic-turned-4-exif-differs.heic", "heic-turned-5-exif-agrees.heic",
    "heic-turned-5-exif-differs.heic", "heic-turned-6-exif-agrees.heic",
    "heic-turned-6-exif-differs.heic", "heic-turned-7-exif-agrees.heic",
    "heic-turned-7-exif-differs.heic", "heic-turned-8-exif-agrees.heic",
    "heic-turned-8-exif-differs.heic", "heic-xmp.heic", "jpeg-comment.jpg",
    "jpeg-exif-after-comment.jpg", "jpeg-exif-byte-order.jpg", "jpeg-exif-camera.jpg",
    "jpeg-exif-loop.jpg", "jpeg-exif-offset-outside.jpg", "jpeg-exif-twice.jpg",
    "jpeg-marker-in-data.jpg", "jpeg-mpf.jpg", "jpeg-orientation-0.jpg",
    "jpeg-orientation-1-be.jpg",
    "jpeg-orientation-1-le.jpg", "jpeg-orientation-2-be.jpg", "jpeg-orientation-2-le.jpg",
    "jpeg-orientation-3-be.jpg", "jpeg-orientation-3-le.jpg", "jpeg-orientation-4-be.jpg",
    "jpeg-orientation-4-le.jpg", "jpeg-orientation-5-be.jpg", "jpeg-orientation-5-le.jpg",
    "jpeg-orientation-6-be.jpg", "jpeg-orientation-6-le.jpg", "jpeg-orientation-65535.jpg",
    "jpeg-orientation-7-be.jpg", "jpeg-orientation-7-le.jpg", "jpeg-orientation-8-be.jpg",
    "jpeg-orientation-8-le.jpg", "jpeg-orientation-9.jpg", "jpeg-thumbnail-jfxx.jpg",
    "jpeg-thumbnail.jpg", "jpeg-xmp.jpg", "jxl-container-parts.jxl", "png-5000-chunks.png",
    "png-bad-crc-text.png", "png-bomb-text.png", "png-data-interrupted.png",
    "png-orientation-1.png",
    "png-orientation-2.png", "png-orientation-3.png", "png-orientation-4.png",
    "png-orientation-5.png", "png-orientation-6.png", "png-orientation-7.png",
    "png-orientation-8.png", "png-orientation-after-idat.png", "png-text.png",
    "raw-digital-negative-called.tif", "raw-digital-negative-turned.dng",
    "raw-digital-negative.dng",
    "size-300x700-orientation-3.jpg", "size-400x299-orientation-6.jpg",
    "size-750x300-orientation-8.jpg", "size-751x300-orientation-6.jpg", "tiff-thumbnail-first.tif",
    "tiff-thumbnail.tif", "webp-alpha-full.webp", "webp-alpha-unused.webp",
    "webp-canvas-disagrees.webp", "webp-orientation-3.webp", "webp-orientation-6-prefixed.webp",
    "webp-orientation-6.webp", "webp-orientation-8.webp", "webp-unknown-chunk.webp",
  ]
}
