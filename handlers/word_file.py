"""Paragraphs in, a Word file out: real headings, lists and quotations, so that it can be edited and read aloud.

Written by hand, since it is one kind of page and python-docx would be a dependency of the running bot for it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from handlers.agenda import Kind, Line, spelt_out

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = {
    Kind.TITLE: "Title",
    Kind.PART: "Heading1",
    Kind.PLACE: "Heading2",
    Kind.WORDS: "Normal",
    Kind.QUOTE: "Quote",
    Kind.ITEM: "ListBullet",
}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)  # so that the same agenda is the same file

_CONTENT_TYPES = f"""{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{MEDIA}.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{MEDIA.rsplit(".", 1)[0]}.styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="{MEDIA.rsplit(".", 1)[0]}.numbering+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>"""
_RELATIONS = f"""{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="{_R}/officeDocument" Target="word/document.xml"/>
<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
 Target="docProps/core.xml"/>
</Relationships>"""
_INNER_RELATIONS = f"""{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="{_R}/styles" Target="styles.xml"/>
<Relationship Id="r2" Type="{_R}/numbering" Target="numbering.xml"/>
</Relationships>"""
_NUMBERING = f"""{_HEAD}<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0">
<w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>
<w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="425" w:hanging="283"/></w:pPr></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def docx(lines: Sequence[Line]) -> bytes:
    """The paragraphs as a .docx."""
    title = next((line.text for line in lines if line.kind is Kind.TITLE), "")
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS,
        "docProps/core.xml": _core(title),
        "word/document.xml": _document(spelt_out(lines)),
        "word/_rels/document.xml.rels": _INNER_RELATIONS,
        "word/styles.xml": _styles(),
        "word/numbering.xml": _NUMBERING,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text.encode(), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _document(lines: Sequence[Line]) -> str:
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{_STYLES[line.kind]}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{_text(line.text)}</w:t></w:r></w:p>'
        for line in lines
    )
    a4 = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/>'
    return f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr>{a4}</w:sectPr></w:body></w:document>'


def _styles() -> str:
    """Names that Word knows, so that its own list of headings and a screen reader find them."""
    font = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/><w:lang w:val="en-GB"/>'
    styles = (
        ("Normal", "Normal", '<w:spacing w:after="120"/>', ""),
        ("Title", "Title", '<w:keepNext/><w:spacing w:after="120"/>', '<w:b/><w:sz w:val="36"/>'),
        ("Heading1", "heading 1", '<w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/>',
         '<w:b/><w:sz w:val="28"/>'),
        ("Heading2", "heading 2", '<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="1"/>',
         '<w:b/><w:sz w:val="24"/>'),
        ("Quote", "Quote", '<w:spacing w:after="120"/><w:ind w:left="425" w:right="425"/>', "<w:i/>"),
        ("ListBullet", "List Bullet", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
         '<w:spacing w:after="60"/>', ""),
    )  # fmt: skip
    made = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"{_OWN[key == "Normal"]}<w:qFormat/>'.replace("NAME", name)
        + f"<w:pPr>{place}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
        for key, name, place, look in styles
    )
    default = f"<w:docDefaults><w:rPrDefault><w:rPr>{font}</w:rPr></w:rPrDefault></w:docDefaults>"
    return f'{_HEAD}<w:styles xmlns:w="{_W}">{default}{made}</w:styles>'


_OWN = {  # whether it is the style that the others stand on
    True: ' w:default="1"><w:name w:val="NAME"/>',
    False: '><w:name w:val="NAME"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>',
}


def _core(title: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{_text(title)}</dc:title>'
        "<dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def _text(words: str) -> str:
    """Words as XML takes them: without what no file may hold."""
    return escape("".join(sign for sign in words if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff")))
