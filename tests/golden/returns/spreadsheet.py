"""Adds LibreOffice's XIRR to portfolios.json.

python spreadsheet.py < made.json > portfolios.json   (LibreOffice 7.4 on the path as `soffice`)

Each portfolio's flows become a flat OpenDocument spreadsheet with one XIRR formula; LibreOffice computes it while it converts to CSV.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles><number:number-style style:name="N1"><number:scientific-number number:decimal-places="15" number:min-exponent-digits="2"/></number:number-style>
<style:style style:name="c1" style:family="table-cell" style:data-style-name="N1"/></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="flows">"""
TAIL = "</table:table></office:spreadsheet></office:body></office:document>"


def sheet(flows):
    n = len(flows)
    rows = [
        f'<table:table-row><table:table-cell table:style-name="c1" table:formula="of:=XIRR([.A2:.A{n + 1}];[.B2:.B{n + 1}])"/></table:table-row>'
    ]
    for day, amount in flows:
        rows.append(
            f'<table:table-row><table:table-cell office:value-type="float" office:value="{amount!r}"/>'
            f'<table:table-cell office:value-type="date" office:date-value="{day}"/></table:table-row>'
        )
    return HEAD + "".join(rows) + TAIL


def main():
    golden = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        for i, case in enumerate(golden["cases"]):
            (place / f"{i}.fods").write_text(sheet(case["expected"]["flows"]))
        names = [str(place / f"{i}.fods") for i in range(len(golden["cases"]))]
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "csv", "--outdir", folder, *names],
            check=True,
            stdout=sys.stderr,
        )
        for i, case in enumerate(golden["cases"]):
            first = (place / f"{i}.csv").read_text().splitlines()[0]
            case["expected"]["xirr_libreoffice"] = float(first.split(",")[0])
    version = subprocess.run(["soffice", "--version"], check=True, capture_output=True, text=True).stdout.split()
    golden["source"] += f", LibreOffice {version[1]}"
    print(json.dumps(golden))


main()
