"""Small writers of PDF and Word files, so that tests show what they put in."""

import zipfile
import zlib
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

A4 = (595, 842)


@dataclass
class PdfPage:
    """Text placed on a page: (x, y, size, text); an image over the whole page if asked."""

    texts: list = field(default_factory=list)
    image: bool = False
    size: tuple = A4
    spacing: float = 0

    def put(self, x, y, text, size=10.5):
        self.texts.append((x, y, size, text))
        return self

    def column(self, x, y, lines, size=10.5, leading=16):
        for place, line in enumerate(lines):
            self.put(x, y - place * leading, line, size)
        return self


def pdf_bytes(pages, *, mapped=True, encrypt=False, packed=True):
    """A PDF whose only font draws any character one em wide; ``mapped`` says which they are."""
    used = sorted({character for page in pages for *_, text in page.texts for character in text})
    objects = {}
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R >>"
    first = 10
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    objects[2] = f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode()
    unicode = "/ToUnicode 6 0 R" if mapped else ""
    objects[3] = (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H "
        f"/DescendantFonts [4 0 R] {unicode} >>"
    ).encode()
    objects[4] = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /W [32 [500] 48 57 500] "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        b"/FontDescriptor 5 0 R >>"
    )
    objects[5] = (
        b"<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 800] "
        b"/ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    pairs = [f"<{ord(c):04x}> <{ord(c):04x}>" for c in used]
    blocks = [pairs[n : n + 100] for n in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def\n"
        "/CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{body}\nendcmap end end"
    )
    objects[6] = _stream(cmap.encode(), packed)
    objects[7] = _stream(
        b"\x80",
        False,
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
    )
    for n, page in enumerate(pages):
        width, height = page.size
        objects[first + 2 * n] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents "
            f"{first + 2 * n + 1} 0 R /Resources << /Font << /F1 3 0 R >> /XObject << /I 7 0 R >> >> >>"
        ).encode()
        content = [f"{width} 0 0 {height} 0 0 cm /I Do" if page.image else ""]
        if page.image:
            content = [f"q {content[0]} Q"]
        for x, y, size, text in page.texts:
            codes = text.encode("utf-16-be").hex()
            content.append(f"BT /F1 {size} Tf {page.spacing} Tc 1 0 0 1 {x} {y} Tm <{codes}> Tj ET")
        objects[first + 2 * n + 1] = _stream("\n".join(content).encode(), packed)
    return _assembled(objects, encrypt)


def _stream(data, packed, entries=""):
    if packed:
        data, entries = zlib.compress(data), entries + " /Filter /FlateDecode"
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def _assembled(objects, encrypt):
    out, places = bytearray(b"%PDF-1.5\n"), {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    last = max(objects)
    out += f"xref\n0 {last + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, last + 1):
        out += (
            f"{places[number]:010d} 00000 n \n" if number in places else "0000000000 65535 f \n"
        ).encode()
    crypt = ""
    if encrypt:
        key = "00" * 32
        crypt = (
            f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -1 >> "
            "/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] "
        )
    out += (
        f"trailer << /Size {last + 1} /Root 1 0 R {crypt}>>\nstartxref\n{table}\n%%EOF\n".encode()
    )
    return bytes(out)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(text, style=None):
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{styled}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(rows):
    cells = ["".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def docx(path, *body, styles="", head='<?xml version="1.0" encoding="UTF-8"?>', parts=None):
    """A Word file with the given pieces of its body."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f"{head}<w:document {W}><w:body>{''.join(body)}</w:body></w:document>",
        )
        archive.writestr("word/styles.xml", f"<w:styles {W}>{styles}</w:styles>")
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return path
