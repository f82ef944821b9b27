"""PDF files made for tests: small whole ones, a locked one, and one that never ends."""

from collections.abc import Sequence


def pdf(*texts: str, extra: Sequence[str] = ()) -> bytes:
    """Return a PDF with a page for each text; ``extra`` goes into the catalogue."""
    return written(_objects(*texts, extra=extra))


def _objects(*texts: str, extra: Sequence[str] = ()) -> list[str]:
    count = len(texts)
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(count))
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{''.join(extra)}>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>",
    ]
    for n, text in enumerate(texts):
        content = f"BT /F1 24 Tf 72 760 Td ({text}) Tj ET"
        font = "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
        place = f"/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {4 + 2 * n} 0 R"
        objects.append(f"<</Type/Page{place}/Resources{font}>>")
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    return objects


def locked() -> bytes:
    """Return a PDF of one page that opens by a password only, which nobody knows.

    A reader holds what is typed against /U; what lies behind need not be encrypted for that.
    """
    check = "5a" * 32
    handler = f"<</Filter/Standard/V 1/R 2/P -4/O<{check}>/U<{check}>>>"
    return written(_objects("secret"), trailer=f"/Encrypt {handler}/ID[<{check}><{check}>]")


def painted_for_ever() -> bytes:
    """Return a PDF of one page that draws a form which draws itself a thousand times, and so on."""
    boxes = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
    depth, objects = 9, ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    inside = "/Resources<</XObject<</X {} 0 R>>>>"
    again = "/X Do " * 60
    objects.append(
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{inside.format(5)}/Contents 4 0 R>>"
    )
    objects.append(f"<</Length {len(again)}>>stream\n{again}\nendstream")
    for level in range(depth):
        content = again if level < depth - 1 else "0 0 500 700 re f"
        more = inside.format(6 + level) if level < depth - 1 else ""
        objects.append(f"<<{boxes}{more}/Length {len(content)}>>stream\n{content}\nendstream")
    return written(objects)


def written(objects: Sequence[str], trailer: str = "") -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    size = len(objects) + 1
    known = f"/Size {size}/Root 1 0 R{trailer}"
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<<{known}>>\n"
    return out + f"{tail}startxref\n{start}\n%%EOF\n".encode("latin-1")
