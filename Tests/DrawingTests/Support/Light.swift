import CDrawing

/// The light of an sRGB value, in 65535ths.
func castbookLight(_ value: UInt8) -> UInt16 { castbook_drawing_light(value) }
