"""Makes the sample home's rental agreement as a PDF.

`python -m tests.app.sample_pdf` writes the file anew; a test holds the committed one against it.
"""

from __future__ import annotations

from pathlib import Path

from tests.pdf import document, escaped

TARGET = Path(__file__).resolve().parents[2] / "app" / "sample_home" / "Rental agreement Haus Eisvogel.pdf"

PAGES = (
    """\
# Rental agreement for a holiday house
Haus Eisvogel, Uferweg 14, Birkensee

between Gerda Hartung, Uferweg 2, Birkensee (the owner)
and Maya Lindqvist, Tegeler Straße 31, Berlin (the guest)

## 1. What is rented
The owner rents out Haus Eisvogel with jetty, garden and parking space for one car.
The house has five beds in three rooms, a kitchen with oven and dishwasher, one bathroom
and a wood stove. Five persons may stay overnight. One dog is allowed, not on the beds.

## 2. When
From Friday 13 November 2026 to Sunday 15 November 2026, two nights.
Arrival between 15:00 and 18:00. Later arrival only after a telephone call with the owner.
Departure by 11:00.

## 3. What it costs
Two nights at 280.00 €: 560.00 €
Final cleaning: 80.00 €
Total: 640.00 €
A deposit of 180.00 € is due by 15 September 2026.
The remaining 460.00 € are due by 30 October 2026.
Tourist tax is included. Bed linen costs 12.00 € a set, firewood 8.00 € a basket.
""",
    """\
## 4. Cancelling
Up to 60 days before arrival the deposit is paid back in full.
From 59 to 21 days before arrival half of the total is kept.
Later than that the whole total is kept. The dates can be changed once, free of charge,
if the house is not let on the new ones.

## 5. House rules
No smoking inside. Quiet from 22:00 to 7:00.
The stove is heated with dry wood only, and ash goes into the metal bin behind the shed.
Canoe and paddles may be used at the guests' own risk. Life jackets hang in the shed.
Waste is sorted; the bins are emptied on Monday mornings.
The water main is turned off before leaving when it freezes: red tap, left of the cellar stairs.

## 6. Keys
There is one key. It lies in the key box beside the door. The code is sent by text message
three days before arrival. A lost key costs 95.00 € because the lock is changed.

## 7. Damage
The guest reports damage before departure. Broken glasses and plates are not charged.

Birkensee, 3 September 2026        Berlin, 7 September 2026
G. Hartung                          M. Lindqvist
""",
    """\
# Amendment to the rental agreement
Haus Eisvogel, Uferweg 14, Birkensee

Sections 2 and 3 of the agreement of 3 September 2026 are changed as follows.

## New dates
From Friday 20 November 2026 to Sunday 22 November 2026, two nights.
The old dates, 13 to 15 November 2026, no longer apply.

## New date of payment
The remaining 460.00 € are due by 18 November 2026.
There is no fee for the change. The deposit of 180.00 € was received on 15 September 2026.

All other sections stay as they are.

Birkensee, 20 October 2026         Berlin, 21 October 2026
G. Hartung                          M. Lindqvist
""",
)

_SIZES = {"# ": (16, 30), "## ": (12, 24), "": (10.5, 15)}
_TOP, _LEFT = 790, 62


def rental_agreement() -> bytes:
    """Return the whole file; the same every time."""
    return document([_content(page) for page in PAGES])


def _content(page: str) -> bytes:
    parts, y = [], float(_TOP)
    for line in page.splitlines():
        mark = "## " if line.startswith("## ") else "# " if line.startswith("# ") else ""
        size, advance = _SIZES[mark]
        y -= advance
        text = escaped(line.removeprefix(mark))
        if text:
            parts.append(b"BT /F1 %g Tf %d %g Td (%s) Tj ET" % (size, _LEFT, y, text))
    return b"\n".join(parts)


if __name__ == "__main__":
    TARGET.write_bytes(rental_agreement())
