import Model

/// The result of parsing a text, in one line for a table of expectations.
func parsed(_ bytes: [UInt8], bounds: JSONParser.Bounds = JSONParser.Bounds()) -> String {
  do throws(JSONError) {
    return try JSONParser.parse(bytes, bounds: bounds).compactText
  } catch {
    return "\(error)"
  }
}

func parsed(_ text: String) -> String { parsed(Array(text.utf8)) }
