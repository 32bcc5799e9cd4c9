import CDrawing

/// How much light a value of sRGB is, in 65535ths.
func castbookLight(_ value: UInt8) -> UInt16 { castbook_drawing_light(value) }
