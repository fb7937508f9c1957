"""Why a file cannot be read: one table of texts, so that each reader only names the case."""

from __future__ import annotations

from typing import Any, Final

from wotu.errors import UnreadableFileError

_ACCEPTED_ZH: Final = "可接受的格式：.xlsx、.xlsm、.xls、.ods、.csv、.tsv、.txt、.csv.gz、.parquet"
_ACCEPTED_EN: Final = "Accepted: .xlsx, .xlsm, .xls, .ods, .csv, .tsv, .txt, .csv.gz, .parquet"

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "missing": (
        "找不到该文件。请核对路径。",
        "there is no such file. Check the path.",
    ),
    "not_a_file": (
        "这是{found}，不是文件。请指定其中的一个文件。",
        "this is {found_en}, not a file. Name one of the files in it.",
    ),
    "no_permission": (
        "没有读取权限（{found}）。请向文件的所有者申请权限，或另存一份。",
        "it may not be read ({found}). Ask its owner, or save a copy.",
    ),
    "empty": (
        "文件是空的（0 字节或只有空白）。请重新导出。",
        "the file is empty (no bytes, or blanks only). Export it again.",
    ),
    "too_large": (
        "文件有 {found}，上限为 {limit}。请按年度或区县拆成几个文件。",
        "the file has {found}, the limit is {limit}. Split it, by year or district.",
    ),
    "unknown_kind": (
        "内容是{found}，不是表格文件。" + _ACCEPTED_ZH + "。",
        "its content is {found_en}, not a table. " + _ACCEPTED_EN + ".",
    ),
    "binary": (
        "内容是二进制数据（第 {offset} 字节附近），不是文本或表格。" + _ACCEPTED_ZH + "。",
        "it holds binary data (near byte {offset}), neither text nor a table. "
        + _ACCEPTED_EN
        + ".",
    ),
    "encoding": (
        "文字编码无法识别：第 {offset} 字节既不是 UTF-8 也不是 GB18030。"
        "请另存为“CSV UTF-8”后再导入。",
        "the encoding is not known: byte {offset} is neither UTF-8 nor GB18030. "
        "Save it as 'CSV UTF-8' and import that.",
    ),
    "encrypted": (
        "文件有打开密码。请在 Excel 或 WPS 中去掉密码后另存，再导入。",
        "the file is protected by a password. Remove it in Excel or WPS, save and import again.",
    ),
    "broken": (
        "文件已损坏或不完整（{found}）。请在原系统中重新导出，或用 Excel 打开修复后另存。",
        "the file is broken or cut short ({found}). Export it again, or repair it in Excel.",
    ),
    "bomb": (
        "解压后的大小异常（{found}，上限 {limit}），为安全起见不读取。"
        "请在 Excel 中另存为新文件，或另存为 CSV。",
        "it unpacks to an unusual size ({found}, limit {limit}) and is not read for safety. "
        "Save it anew in Excel, or as CSV.",
    ),
    "unsafe_xml": (
        "文件内含 XML 实体定义（{found}），正常的表格文件没有，为安全起见不读取。"
        "请在 Excel 中另存为新文件。",
        "it defines XML entities ({found}), which no spreadsheet program writes, and is not read "
        "for safety. Save it anew in Excel.",
    ),
    "too_many_columns": (
        "有 {found} 列，上限为 {limit} 列。请只保留需要的列。",
        "it has {found} columns, the limit is {limit}. Keep the columns that are needed.",
    ),
    "too_many_cells": (
        "表格范围达 {rows} 行 × {columns} 列，超过 {limit} 个单元格的上限。"
        "多半是远处有误填的单元格：请删除多余的行列，或另存为 CSV。",
        "the sheet spans {rows} rows x {columns} columns, more than {limit} cells. There is "
        "probably a stray cell far out: delete the surplus rows and columns, or save as CSV.",
    ),
    "too_many_sheets": (
        "有 {found} 个工作表，上限为 {limit} 个。请拆成几个文件。",
        "it has {found} sheets, the limit is {limit}. Split it into several files.",
    ),
    "no_such_sheet": (
        "没有名为“{found}”的工作表。已有的工作表：{accepted}。",
        "there is no sheet '{found}'. Its sheets are: {accepted}.",
    ),
    "no_sheets": (
        "工作簿里没有可读的工作表。",
        "the workbook has no sheet that can be read.",
    ),
    "too_slow": (
        "读取超过 {limit} 秒仍未完成，已停止。请拆成几个文件，或另存为 CSV。",
        "reading was stopped after {limit} seconds. Split it, or save it as CSV.",
    ),
    "too_much_memory": (
        "读取所需内存超过上限（{limit}）。请拆成几个文件，或另存为 CSV。",
        "reading it takes more memory than allowed ({limit}). Split it, or save it as CSV.",
    ),
    "endless_line": (
        "第 {row} 行长度超过 {limit} 个字符仍未结束，多半是引号没有配对或文件不是表格。"
        "请检查该行的双引号。",
        "row {row} does not end within {limit} characters: a quote without its pair, or not a "
        "table. Check the quotes of that row.",
    ),
    "open_quote": (
        "第 {row} 行起有双引号没有配对，其后的内容无法分行。请补上或删去该引号。",
        "a quote opened in row {row} is never closed, so what follows cannot be told into rows. "
        "Close or remove it.",
    ),
    "not_spreadsheet": (
        "这是 Office 文件，但不是表格（{found}）。" + _ACCEPTED_ZH + "。",
        "it is an Office file but no spreadsheet ({found}). " + _ACCEPTED_EN + ".",
    ),
    "resave": (
        "这是{found}。请在 Excel 或 WPS 中打开，另存为 .xlsx 后再导入。",
        "this is {found_en}. Open it in Excel or WPS, save it as .xlsx and import that.",
    ),
    "query_location": (
        "数据库地址写法有误：{found}。应写作 sqlite:///文件.db?table=表名、"
        "sqlite:///文件.db?query=SELECT… 或 postgresql://用户@主机/库?query=SELECT…。",
        "the address of the database is not understood: {found_en}. Write "
        "sqlite:///file.db?table=name, sqlite:///file.db?query=SELECT… or "
        "postgresql://user@host/database?query=SELECT….",
    ),
    "not_a_select": (
        "查询只能是一条 SELECT 语句（{found}）。数据库以只读方式打开。",
        "the query must be one SELECT statement ({found_en}). Databases are opened read-only.",
    ),
    "database": (
        "数据库拒绝了请求：{found}。请核对地址、账号、表名和查询语句。",
        "the database refused: {found}. Check address, account, table and query.",
    ),
}


def refusal(code: str, file: str, *, sheet: str | None = None, **parts: Any) -> UnreadableFileError:
    """The error that says what is wrong with ``file``; ``code`` is a key of the table of texts.

    The message is the Chinese text and, on the next line, the English one; both are also kept as
    the facts ``zh`` and ``en``.
    """
    zh, en = (text.format(**parts) for text in _TEXTS[code])
    where_zh = f"{file}，工作表“{sheet}”：" if sheet else f"{file}："
    where_en = f"{file}, sheet '{sheet}': " if sheet else f"{file}: "
    zh, en = where_zh + zh, where_en + en
    facts = {"file": file, "sheet": sheet, "code": code, **parts}
    return UnreadableFileError(f"{zh}\n{en}", **facts, zh=zh, en=en)
