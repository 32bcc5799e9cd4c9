import Model
import Testing

@testable import Media

@Suite("The root element of an SVG", .timeLimit(.minutes(30)))
struct SVGHeaders {
  @Test(
    "gives its displayed size",
    arguments: [
      ("<svg width='10' height='20'>", 10, 20), ("<svg width=\"10px\" height=\" 20 \"/>", 10, 20),
      ("<SVG\n\tWIDTH = '1in'\n\tHEIGHT = '2.54cm'>", 96, 96),
      ("<svg width='25.4mm' height='6pc'>", 96, 96), ("<svg width='72pt' height='0.4'>", 96, 1),
      ("<svg viewBox='0 0 30 40'>", 30, 40), ("<svg viewBox='-5,-5,30.4,40.6'>", 30, 41),
      ("<svg width='15' viewBox='0 0 30 40'>", 15, 20),
      ("<svg height='80' viewBox='0 0 30 40'>", 60, 80),
      ("<svg width='100%' height='100%' viewBox='0 0 30 40'>", 30, 40),
      ("<svg width='5em' height='9' viewBox='0 0 3 1'>", 27, 9),
      ("<?xml version='1.0'?><!-- <svg width='1'> --><x:svg width='3' height='4'/>", 3, 4),
      ("<!DOCTYPE svg [<!ENTITY a '>'> ]><svg width='3' height='4'/>", 3, 4),
      ("<svg xmlns:a='b' data-x=\"width='9'\" width='3' height='4' width='5'>", 3, 4),
    ])
  func size(text: String, width: Int, height: Int) {
    let facts = SVGHeader.facts(of: ByteView(Array(text.utf8)))
    #expect(facts?.size == PixelSize(width: width, height: height))
  }

  @Test(
    "gives no size if it is uncertain",
    arguments: [
      "<svg>", "<svg width='10'>", "<svg width='10%' height='10%'>", "<svg width='-1' height='5'>",
      "<svg width='0' height='0'>", "<svg width='10' height='20'", "<svg width=10 height=20>",
      "<svg width='&w;' height='20'>", "<svg viewBox='0 0 0 0'>", "<svg viewBox='0 0 10'>",
      "<svg width='1e99' height='5'>", "<svg width='9999999999' height='5'>", "<g><svg width='1'/>",
      "<svg width='nan' height='inf'>", "", "svg", "<!DOCTYPE svg [", "<!-- ", "<?xml",
    ])
  func none(text: String) {
    #expect(SVGHeader.facts(of: ByteView(Array(text.utf8))) == nil)
  }

  @Test("is looked for within bounds")
  func endless() {
    for part in ["<!---->", "<??>", "<svg a='b' ", "<!DOCTYPE a>", " ", "<"] {
      let text = String(repeating: part, count: 300_000)
      #expect(SVGHeader.facts(of: ByteView(Array(text.utf8))) == nil)
    }
  }
}
