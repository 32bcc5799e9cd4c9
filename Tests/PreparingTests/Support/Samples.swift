import Model
import Preparing
import TestSupport
import Testing

/// Pictures made for a test, equal in every run.
enum Sample {
  static func picture(
    _ width: Int, _ height: Int, channels: Int = 3, _ value: (Int, Int, Int) -> Int
  ) throws -> PixelBuffer {
    let values = [UInt8](unsafeUninitializedCapacity: width * height * channels) { buffer, made in
      while made < buffer.count {
        let pixel = made / channels
        buffer[made] = UInt8(clamping: value(pixel % width, pixel / width, made % channels))
        made += 1
      }
    }
    return try #require(
      PixelBuffer(
        size: PixelSize(width: width, height: height), channels: channels, values: values))
  }

  /// A picture of random values.
  static func noise(_ width: Int, _ height: Int, channels: Int = 3, seed: Int = 1) throws
    -> PixelBuffer
  {
    var generator = SeededGenerator(seed: seed)
    return try picture(width, height, channels: channels) { _, _, _ in
      Int.random(in: 0...255, using: &generator)
    }
  }

  /// Smooth hills of colour with a little grain and hard edges, like a photograph.
  static func scene(_ width: Int, _ height: Int, channels: Int = 3, grain: Int = 6, seed: Int = 1)
    throws -> PixelBuffer
  {
    var generator = SeededGenerator(seed: seed)
    return try picture(width, height, channels: channels) { x, y, channel in
      let hill = (x * (3 + channel) / 7 + y * (5 - channel) / 5) % 420
      let slope = hill < 210 ? hill : 420 - hill
      let edge = (x / 61 + y / 47 + channel) % 3 == 0 ? 40 : 0
      return slope + edge + Int.random(in: -grain...grain, using: &generator)
    }
  }
}

extension PixelBuffer {
  subscript(x: Int, y: Int, channel: Int) -> UInt8 {
    values[(y * size.width + x) * channels + channel]
  }

  /// Left and right exchanged.
  func mirrored() throws -> PixelBuffer {
    try Sample.picture(size.width, size.height, channels: channels) { x, y, channel in
      Int(self[size.width - 1 - x, y, channel])
    }
  }

  /// Top and bottom exchanged.
  func flipped() throws -> PixelBuffer {
    try Sample.picture(size.width, size.height, channels: channels) { x, y, channel in
      Int(self[x, size.height - 1 - y, channel])
    }
  }

  /// Columns and rows exchanged.
  func transposed() throws -> PixelBuffer {
    try Sample.picture(size.height, size.width, channels: channels) { x, y, channel in
      Int(self[y, x, channel])
    }
  }

  func scaled(to new: PixelSize, rowsAtOnce: Int = 7) throws -> PixelBuffer {
    let resampler = try #require(Resampler(from: size, to: new, channels: channels))
    var finished: [UInt8] = []
    values.withUnsafeBytes { buffer in
      var start = 0
      while start < buffer.count {
        let end = min(buffer.count, start + rowsAtOnce * rowByteCount)
        resampler.add(rows: UnsafeRawBufferPointer(rebasing: buffer[start..<end])) { row in
          finished.append(contentsOf: row)
        }
        start = end
      }
    }
    return try #require(PixelBuffer(size: new, channels: channels, values: finished))
  }
}
