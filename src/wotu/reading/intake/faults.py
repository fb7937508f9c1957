"""Why a document cannot be read: one class a fault, each with its words."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from wotu.errors import UnreadableFileError

_ACCEPTED_ZH: Final = "可接受：.txt、.html、.mhtml、.docx、有文字层的 .pdf"
_ACCEPTED_EN: Final = "Accepted: .txt, .html, .mhtml, .docx, and .pdf with a text layer"


class UnreadableDocumentError(UnreadableFileError):
    """A document cannot be read; subclasses say why.

    The message is the Chinese text and, on the next line, the English one; both are also kept as
    the facts ``zh`` and ``en``, beside ``file`` and what the texts were made from.
    """

    kind = "unreadable_document"
    zh: ClassVar[str] = ""
    en: ClassVar[str] = ""

    def __init__(self, file: str, **facts: Any) -> None:
        zh = f"{file}：{self.zh.format(**facts)}"
        en = f"{file}: {self.en.format(**facts)}"
        super().__init__(f"{zh}\n{en}", file=file, **facts, zh=zh, en=en)


class MissingDocumentError(UnreadableDocumentError):
    """There is no such file, it is a folder or device, or it may not be opened."""

    kind = "missing_document"
    zh = "打不开（{found}）。请核对路径和读取权限。"
    en = "it cannot be opened ({found_en}). Check the path and who may read it."


class EmptyFolderError(UnreadableDocumentError):
    """A folder without documents."""

    kind = "empty_folder"
    zh = "文件夹里没有可读的文件。可接受：{accepted}。"
    en = "there are no documents in this folder. Accepted: {accepted}."


class EmptyDocumentError(UnreadableDocumentError):
    """No characters, or blanks only."""

    kind = "empty_document"
    zh = "文件里没有文字。请核对是否导出或保存完整。"
    en = "there is no text in it. Check that it was exported or saved in full."


class DocumentTooLargeError(UnreadableDocumentError):
    """More bytes, pages or characters than are read."""

    kind = "document_too_large"
    zh = "有 {found}，上限为 {limit}。请按章节或年份拆开。"
    en = "it has {found}, the limit is {limit}. Split it by chapter or year."


class UnknownFormatError(UnreadableDocumentError):
    """Neither text nor any format that is read."""

    kind = "unknown_format"
    zh = f"内容是{{found}}，不能当作文件阅读。{_ACCEPTED_ZH}。"
    en = f"its content is {{found_en}}, which is not read. {_ACCEPTED_EN}."


class UnknownEncodingError(UnreadableDocumentError):
    """Text in an encoding that is not known."""

    kind = "unknown_encoding"
    zh = "文字编码无法识别：第 {offset} 字节既不是 UTF-8 也不是 GB18030。请另存为 UTF-8 文本。"
    en = "the encoding is not known: byte {offset} is neither UTF-8 nor GB18030. Save it as UTF-8."


class EncryptedDocumentError(UnreadableDocumentError):
    """A password is needed."""

    kind = "encrypted_document"
    zh = "文件有打开密码。请去掉密码后另存。"
    en = "it is protected by a password. Remove the password and save it again."


class BrokenDocumentError(UnreadableDocumentError):
    """Damaged, or cut short."""

    kind = "broken_document"
    zh = "文件已损坏或不完整（{found}）。请重新下载，或打开后另存。"
    en = "it is broken or cut short ({found}). Download it again, or open it and save it anew."


class UnsafeDocumentError(UnreadableDocumentError):
    """It unpacks to an unusual size or defines XML entities."""

    kind = "unsafe_document"
    zh = "内部结构异常（{found}），为安全起见不读取。请打开后另存为新文件。"
    en = "its inner structure is unusual ({found}) and it is not read for safety. Save it anew."


class ScannedDocumentError(UnreadableDocumentError):
    """Pages that are pictures, without a text layer."""

    kind = "scanned_document"
    zh = "{pages} 页都是图片，没有文字层。请先做文字识别（OCR），再导入带文字层的 PDF。"
    en = (
        "all of its {pages} pages are pictures without text. Run character recognition (OCR)"
        " first and hand in the PDF with its text layer."
    )


class UndecodableFontError(UnreadableDocumentError):
    """Text drawn with fonts that do not say which characters they are."""

    kind = "undecodable_font"
    zh = "字体没有给出文字编码，{pages} 页都读不出文字。请做文字识别（OCR），或向提供方要原稿。"
    en = (
        "its fonts do not say which characters they draw on any of {pages} pages. Run character"
        " recognition (OCR), or ask for the original."
    )


class DocumentTooSlowError(UnreadableDocumentError):
    """Reading did not end in time."""

    kind = "document_too_slow"
    zh = "读取超过 {limit} 秒仍未完成，已停止。请拆成几个文件。"
    en = "reading was stopped after {limit} seconds. Split it into several files."


class DocumentTooHeavyError(UnreadableDocumentError):
    """Reading it takes more memory than is allowed."""

    kind = "document_too_heavy"
    zh = "读取所需内存超过上限（{limit}）。请拆成几个文件，或另存后再试。"
    en = "reading it takes more memory than allowed ({limit}). Split it, or save it anew."


_CLASSES: Final[dict[str, type[UnreadableDocumentError]]] = {
    "missing": MissingDocumentError,
    "not_a_file": MissingDocumentError,
    "no_permission": MissingDocumentError,
    "empty": EmptyDocumentError,
    "too_large": DocumentTooLargeError,
    "unknown_kind": UnknownFormatError,
    "not_spreadsheet": UnknownFormatError,
    "binary": UnknownFormatError,
    "encoding": UnknownEncodingError,
    "encrypted": EncryptedDocumentError,
    "bomb": UnsafeDocumentError,
    "unsafe_xml": UnsafeDocumentError,
    "too_slow": DocumentTooSlowError,
    "too_much_memory": DocumentTooHeavyError,
}
_WORDS: Final = {
    "missing": ("没有这个文件", "no such file"),
    "binary": ("二进制数据", "binary data"),
}


def document_error(error: UnreadableFileError) -> UnreadableDocumentError:
    """The fault of a reader that also serves tables, in the words for documents."""
    if isinstance(error, UnreadableDocumentError):
        return error
    facts = dict(error.facts)
    file, code = str(facts.pop("file", "")), str(facts.pop("code", "broken"))
    found, found_en = _WORDS.get(code, (str(facts.get("found", code)), ""))
    facts |= {"found": found, "found_en": facts.get("found_en") or found_en or found}
    for name in ("zh", "en", "sheet"):
        facts.pop(name, None)
    return _CLASSES.get(code, BrokenDocumentError)(file, **facts)
