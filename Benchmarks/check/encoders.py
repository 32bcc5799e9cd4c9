"""Pictures by as many encoders as this machine has, none of them damaged: what does a check say?

    encoders.py CASTBOOK CORPUS SCRATCH

CORPUS holds pictures to encode again; the files are made in SCRATCH/encoders, in every way the
encoders offer. Prints a line for each encoder: how many files, in how many damage is reported, and
the first of those. What is not installed is left out, and said.
"""
import json
import pathlib
import shutil
import subprocess
import sys

import cv2
from PIL import Image

castbook, corpus, scratch = sys.argv[1:4]
folder = pathlib.Path(scratch) / "encoders"
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir(parents=True)

GO = """
package main

import ("image/jpeg"; "image/png"; "image/gif"; "os"; "strings"; "strconv")

func main() {
    in, _ := os.Open(os.Args[1]); picture, err := png.Decode(in)
    if err != nil { panic(err) }
    out, _ := os.Create(os.Args[2]); defer out.Close()
    if strings.HasSuffix(os.Args[2], ".png") { png.Encode(out, picture); return }
    if strings.HasSuffix(os.Args[2], ".gif") { gif.Encode(out, picture, nil); return }
    quality, _ := strconv.Atoi(os.Args[3]); jpeg.Encode(out, picture, &jpeg.Options{Quality: quality})
}
"""
STB = """
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>
#include <stdlib.h>
int main(int c, char **v) {
  int w, h, n; unsigned char *p = stbi_load(v[1], &w, &h, &n, 3);
  if (!p) return 1;
  if (v[3][0] == 'p') return !stbi_write_png(v[2], w, h, 3, p, w * 3);
  if (v[3][0] == 'b') return !stbi_write_bmp(v[2], w, h, 3, p);
  return !stbi_write_jpg(v[2], w, h, 3, p, atoi(v[3]));
}
"""
JAVA = """
import javax.imageio.*; import javax.imageio.stream.*; import java.io.*; import java.awt.image.*;
public class Encode { public static void main(String[] a) throws Exception {
  BufferedImage picture = ImageIO.read(new File(a[0]));
  ImageWriter writer = ImageIO.getImageWritersByFormatName(a[2]).next();
  ImageWriteParam way = writer.getDefaultWriteParam();
  if (a[2].equals("jpeg")) {
    way.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    way.setCompressionQuality(Float.parseFloat(a[3]));
    if (a.length > 4) way.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
  }
  writer.setOutput(new FileImageOutputStream(new File(a[1])));
  writer.write(null, new IIOImage(picture, null, null), way);
} }
"""

missing = set()


def sources():
    """A few pictures of every kind, small enough for slow encoders, some of odd sizes."""
    made = []
    for number, path in enumerate(sorted(pathlib.Path(corpus).iterdir())[::40]):
        with Image.open(path) as picture:
            picture = picture.convert("RGB")
            side = 301 + 97 * number % 500
            picture.thumbnail((side, side))
            target = folder / f"source-{number}.png"
            picture.save(target)
            made.append(target)
    return made


def run(name, source, suffix, *words, tool=None):
    """Runs an encoder; IN and OUT in its words are the files."""
    if not shutil.which(tool or words[0]) and not pathlib.Path(words[0]).exists():
        missing.add(tool or words[0])
        return
    out = folder / name.replace(" ", "_") / f"{source.stem}{suffix}"
    out.parent.mkdir(exist_ok=True)
    line = [str(source) if w == "IN" else w.replace("OUT", str(out)) for w in words]
    done = subprocess.run(line, capture_output=True, timeout=120)
    if done.returncode != 0 or not out.exists():
        out.unlink(missing_ok=True)
        print(f"{name}: {done.stderr.decode(errors='replace')[-150:]!r}", file=sys.stderr)


def keep(name, source, suffix, save):
    out = folder / name.replace(" ", "_") / f"{source.stem}{suffix}"
    out.parent.mkdir(exist_ok=True)
    save(out)


def compiled():
    """The encoders that are libraries of other languages, as small programs."""
    tools = folder / "tools"
    tools.mkdir()
    (tools / "encode.go").write_text(GO)
    (tools / "encode.c").write_text(STB)
    (tools / "Encode.java").write_text(JAVA)
    for command in (["go", "build", "-o", "go", "encode.go"],
                    ["gcc", "-O2", "-w", "-o", "stb", "encode.c", "-lm"],
                    ["javac", "Encode.java"]):
        if shutil.which(command[0]):
            subprocess.run(command, cwd=tools, capture_output=True,
                           env={"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(tools),
                                "GO111MODULE": "off", "GOCACHE": str(tools / "cache")})
    return tools


def pillow(source):
    with Image.open(source) as picture:
        picture.load()
    for quality in (1, 30, 75, 95, 100):
        for sampling in (0, 1, 2):
            for progressive in (False, True):
                keep("Pillow JPEG", source, f"-{quality}-{sampling}-{progressive}.jpg",
                     lambda out: picture.save(out, quality=quality, subsampling=sampling,
                                              progressive=progressive, optimize=quality == 30))
    for mode in ("L", "CMYK"):
        keep("Pillow JPEG", source, f"-{mode}.jpg", lambda out: picture.convert(mode).save(out))
    keep("Pillow JPEG", source, "-restart.jpg",
         lambda out: picture.save(out, restart_marker_rows=1))
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        turned = picture.convert("L").convert(mode) if mode == "I;16" else picture.convert(mode)
        keep("Pillow PNG", source, f"-{mode.replace(';', '')}.png",
             lambda out: turned.save(out, optimize=True))
    for compression in (None, "tiff_lzw", "tiff_deflate", "tiff_adobe_deflate", "packbits", "jpeg"):
        keep("Pillow TIFF", source, f"-{compression}.tif",
             lambda out: picture.save(out, compression=compression))
    for suffix in ("gif", "bmp", "webp"):
        keep(f"Pillow {suffix.upper()}", source, f".{suffix}", picture.save)
    keep("Pillow WebP lossless", source, ".webp", lambda out: picture.save(out, lossless=True))


def python(source):
    picture = cv2.imread(str(source))
    for quality in (20, 60, 95):
        keep("OpenCV JPEG", source, f"-{quality}.jpg", lambda out: cv2.imwrite(
            str(out), picture, [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_RST_INTERVAL,
                                quality // 20, cv2.IMWRITE_JPEG_OPTIMIZE, int(quality == 60)]))
    for suffix in (".png", ".tif", ".bmp", ".webp"):
        keep(f"OpenCV {suffix[1:].upper()}", source, suffix,
             lambda out: cv2.imwrite(str(out), picture))
    try:
        import mozjpeg_lossless_optimization as mozjpeg
    except ImportError:
        missing.add("mozjpeg")
        return
    for quality in (40, 80, 98):
        plain = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
        keep("mozjpeg", source, f"-{quality}.jpg",
             lambda out: out.write_bytes(mozjpeg.optimize(plain)))


def programs(source, tools):
    for quality in ("10", "50", "85", "100"):
        for sampling in ("4:4:4", "4:2:2", "4:2:0", "4:1:1", "4:4:0"):
            run("ImageMagick JPEG", source, f"-{quality}-{sampling.replace(':', '')}.jpg", "convert",
                "IN", "-quality", quality, "-sampling-factor", sampling, "OUT")
        run("ImageMagick JPEG", source, f"-{quality}-plane.jpg", "convert", "IN", "-quality",
            quality, "-interlace", "JPEG", "OUT")
        run("GraphicsMagick JPEG", source, f"-{quality}.jpg", "gm", "convert", "IN", "-quality",
            quality, "OUT")
        run("VIPS JPEG", source, f"-{quality}.jpg", "vips", "copy", "IN", f"OUT[Q={quality}]")
        run("VIPS JPEG", source, f"-{quality}-trellis.jpg", "vips", "copy", "IN",
            f"OUT[Q={quality},optimize_coding,interlace,restart_interval=3]")
        run("Go JPEG", source, f"-{quality}.jpg", str(tools / "go"), "IN", "OUT", quality)
        run("stb JPEG", source, f"-{quality}.jpg", str(tools / "stb"), "IN", "OUT", quality)
        for words in ([], ["progressive"]):
            run("Java JPEG", source, f"-{quality}-{len(words)}.jpg", "java", "-cp", str(tools),
                "Encode", "IN", "OUT", "jpeg", str(int(quality) / 100), *words)
    for quality in ("2", "8", "31"):
        for pixels in ("yuvj420p", "yuvj422p", "yuvj444p"):
            run("ffmpeg JPEG", source, f"-{quality}-{pixels}.jpg", "ffmpeg", "-v", "error", "-i",
                "IN", "-pix_fmt", pixels, "-q:v", quality, "OUT")
        run("ffmpeg JPEG", source, f"-{quality}-optimal.jpg", "ffmpeg", "-v", "error", "-i", "IN",
            "-huffman", "optimal", "-q:v", quality, "OUT")
    for suffix in ("png", "bmp", "tiff", "gif", "webp"):
        run(f"ffmpeg {suffix.upper()}", source, f".{suffix}", "ffmpeg", "-v", "error", "-i", "IN",
            "OUT")
    for pixels in ("rgb48be", "rgba", "gray", "gray16be", "ya8", "pal8", "monob"):
        run("ffmpeg PNG", source, f"-{pixels}.png", "ffmpeg", "-v", "error", "-i", "IN", "-pix_fmt",
            pixels, "-pred", "mixed", "OUT")
    run("ffmpeg PNG", source, ".apng", "ffmpeg", "-v", "error", "-i", "IN", "-f", "apng", "OUT")
    for kind in ("PNG8:", "PNG24:", "PNG32:", "PNG48:", "PNG64:"):
        for interlace in ("none", "PNG"):
            run("ImageMagick PNG", source, f"-{kind[:-1]}-{interlace}.png", "convert", "IN",
                "-interlace", interlace, f"{kind}OUT")
    for compression in ("none", "lzw", "zip", "rle", "jpeg"):
        run("ImageMagick TIFF", source, f"-{compression}.tif", "convert", "IN", "-compress",
            compression, "OUT")
    for suffix in ("gif", "bmp", "bmp3", "webp"):
        run(f"ImageMagick {suffix.upper()}", source, f".{suffix[:4]}", "convert", "IN",
            ("BMP3:OUT" if suffix == "bmp3" else "OUT"))
    run("GraphicsMagick PNG", source, ".png", "gm", "convert", "IN", "OUT")
    run("VIPS PNG", source, ".png", "vips", "copy", "IN", "OUT[interlace,palette]")
    run("VIPS TIFF", source, ".tif", "vips", "copy", "IN", "OUT[tile,pyramid,compression=deflate]")
    run("VIPS GIF", source, ".gif", "vips", "copy", "IN", "OUT")
    run("VIPS WebP", source, ".webp", "vips", "copy", "IN", "OUT[near-lossless]")
    for name, tool in (("Go", "go"), ("stb", "stb")):
        run(f"{name} PNG", source, ".png", str(tools / tool), "IN", "OUT", "png")
    run("Go GIF", source, ".gif", str(tools / "go"), "IN", "OUT")
    run("stb BMP", source, ".bmp", str(tools / "stb"), "IN", "OUT", "bmp")
    for kind, suffix in (("png", "png"), ("gif", "gif"), ("bmp", "bmp"), ("tiff", "tif")):
        run(f"Java {kind.upper()}", source, f".{suffix}", "java", "-cp", str(tools), "Encode", "IN",
            "OUT", kind)
    run("optipng", source, ".png", "optipng", "-quiet", "-i1", "-out", "OUT", "IN")
    run("pngcrush", source, ".png", "pngcrush", "-q", "IN", "OUT")
    run("zopflipng", source, ".png", "zopflipng", "--iterations=1", "IN", "OUT")
    run("guetzli", source, ".jpg", "guetzli", "--quality", "90", "IN", "OUT")
    run("cwebp", source, ".webp", "cwebp", "-quiet", "IN", "-o", "OUT")
    run("heif-enc HEIC", source, ".heic", "heif-enc", "IN", "-o", "OUT")
    run("avifenc", source, ".avif", "avifenc", "-s", "9", "IN", "OUT")


def gimp(all_sources):
    """All of them in one start, which takes long."""
    if not shutil.which("gimp-console"):
        missing.add("gimp")
        return
    out = folder / "GIMP"
    out.mkdir()
    lines = []
    for source in all_sources:
        lines.append(f'(let* ((i (car (gimp-file-load RUN-NONINTERACTIVE "{source}" "")))'
                     f' (d (car (gimp-image-get-active-layer i))))')
        for sampling in range(3):
            for progressive in range(2):
                name = out / f"{source.stem}-{sampling}-{progressive}.jpg"
                lines.append(f'(file-jpeg-save RUN-NONINTERACTIVE i d "{name}" "" 0.8 0 1 '
                             f'{progressive} "made" {sampling} 1 {8 * sampling} 0)')
        name = out / f"{source.stem}.png"
        lines.append(f'(file-png-save RUN-NONINTERACTIVE i d "{name}" "" 1 9 1 1 1 1 1))')
    subprocess.run(["gimp-console", "-n", "-i", "-d", "-f", "-b", " ".join(lines), "-b",
                    "(gimp-quit 0)"], capture_output=True, timeout=600)


def report():
    done = subprocess.run([castbook, "check", "--json", str(folder), "--for", "kling"],
                          capture_output=True)
    damage = {"image.corrupt", "image.truncated", "image.unknown-format", "image.too-complex"}
    counts = {}
    for file in json.loads(done.stdout)["files"]:
        encoder = pathlib.Path(file["path"]).parent.name
        if encoder in ("encoders", "tools") or "tools" in pathlib.Path(file["path"]).parts:
            continue
        entry = counts.setdefault(encoder, [0, 0, 0, ""])
        entry[0] += 1
        entry[1] += bool(file.get("proven"))
        found = [f for f in file["findings"] if f["rule"] in damage]
        if found:
            entry[2] += 1
            entry[3] = entry[3] or f"{pathlib.Path(file['path']).name}: {found[0]['message']}"
    print(f"{'encoder':24} {'files':>6} {'proven':>7} {'damage':>7}")
    for encoder, (files, proven, alarms, first) in sorted(counts.items()):
        print(f"{encoder.replace('_', ' '):24} {files:6} {proven:7} {alarms:7}  {first}".rstrip())
    totals = [sum(c[i] for c in counts.values()) for i in range(3)]
    print(f"{'all':24} {totals[0]:6} {totals[1]:7} {totals[2]:7}")
    if missing:
        print(f"not installed: {', '.join(sorted(missing))}")


pictures = sources()
programs_folder = compiled()
for picture in pictures:
    pillow(picture)
    python(picture)
    programs(picture, programs_folder)
gimp(pictures)
report()
