"""One writing for every firm name: width, brackets, spaces, case and traditional characters."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import polars as pl

_OPENING: Final = "〔【[{〈《<⟨"
_CLOSING: Final = "〕】]}〉》>⟩"
_PAIRS: Final = (
    "東东 車车 電电 機机 業业 華华 國国 際际 發发 環环 達达 鋼钢 鐵铁 銀银 鋁铝 銅铜 錫锡 鋒锋 "
    "鎮镇 廠厂 廣广 區区 縣县 灣湾 龍龙 鳳凤 馬马 鳥鸟 魚鱼 貝贝 風风 飛飞 雲云 氣气 動动 學学 "
    "實实 寶宝 寧宁 島岛 嶺岭 峽峡 蘇苏 蘭兰 薩萨 藍蓝 藝艺 藥药 萬万 葉叶 蓮莲 榮荣 樂乐 橋桥 "
    "樹树 標标 條条 極极 構构 權权 歐欧 歲岁 歷历 殼壳 滬沪 漢汉 潔洁 濟济 濱滨 瀋沈 瀾澜 燈灯 "
    "爾尔 獅狮 獎奖 現现 瑪玛 瓊琼 產产 畫画 療疗 盧卢 監监 盤盘 礦矿 碼码 禮礼 種种 穩稳 窯窑 "
    "競竞 筆笔 節节 範范 築筑 簡简 簽签 糧粮 紀纪 紅红 約约 純纯 紙纸 級级 紡纺 細细 終终 組组 "
    "結结 絲丝 經经 綠绿 維维 網网 綜综 緣缘 線线 編编 縫缝 總总 織织 繪绘 繼继 續续 纖纤 羅罗 "
    "義义 習习 聖圣 聞闻 聯联 聲声 職职 肅肃 腦脑 臨临 興兴 舊旧 艦舰 莊庄 處处 衛卫 裝装 製制 "
    "複复 視视 親亲 覽览 觀观 計计 訊讯 訓训 託托 記记 設设 許许 診诊 試试 詩诗 誠诚 認认 語语 "
    "誼谊 調调 諾诺 謝谢 證证 識识 議议 護护 譽誉 豐丰 財财 貨货 貿贸 費费 資资 賓宾 質质 賢贤 "
    "賽赛 購购 贏赢 躍跃 軌轨 軍军 軒轩 軟软 軸轴 載载 輕轻 輝辉 輪轮 輸输 轉转 辦办 農农 運运 "
    "過过 遠远 適适 遷迁 選选 遼辽 郵邮 鄭郑 醫医 釀酿 針针 鈞钧 鈴铃 鉑铂 鋰锂 錦锦 鍋锅 鍾钟 "
    "鏈链 鏡镜 鐘钟 鑄铸 鑽钻 長长 門门 開开 間间 閩闽 閣阁 關关 陸陆 陽阳 陳陈 陝陕 隨随 險险 "
    "雙双 雜杂 離离 難难 靈灵 靜静 韓韩 頂顶 項项 順顺 預预 頤颐 領领 頭头 頻频 顏颜 願愿 顧顾 "
    "顯显 飲饮 飯饭 飼饲 飾饰 養养 館馆 駿骏 騰腾 驅驱 驗验 驛驿 體体 鮮鲜 鴻鸿 鵬鹏 鷹鹰 鹽盐 "
    "麗丽 麥麦 黃黄 點点 齊齐 齒齿 龜龟 內内 亞亚 來来 倉仓 個个 們们 側侧 偉伟 備备 傳传 債债 "
    "傑杰 價价 儀仪 億亿 優优 儲储 兒儿 協协 單单 員员 團团 園园 圓圆 圖图 執执 報报 場场 塊块 "
    "墾垦 壇坛 壓压 壯壮 夢梦 夾夹 奧奥 婦妇 媽妈 孫孙 導导 將将 專专 層层 岡冈 幣币 師师 帶带 "
    "幫帮 幹干 庫库 應应 廈厦 強强 彈弹 彙汇 後后 徑径 從从 復复 恆恒 慶庆 態态 愛爱 憶忆 懷怀 "
    "戰战 戲戏 戶户 揚扬 換换 損损 擇择 擴扩 擔担 據据 攝摄 數数 斷断 於于 時时 晉晋 暉晖 曉晓 "
    "會会 楊杨 楓枫 檢检 歡欢 氫氢 決决 滿满 溫温 滅灭 漁渔 潤润 澤泽 濤涛 烏乌 無无 煉炼 煙烟 "
    "熱热 燒烧 牆墙 爭争 獨独 獲获 瓏珑 畢毕 異异 當当 盡尽 眾众 祿禄 積积 穀谷 筍笋 糾纠 絡络 "
    "給给 統统 絕绝 緊紧 繡绣 罷罢 羣群 腸肠 膠胶 膚肤 艙舱 莖茎 虛虚 蟲虫 術术 衝冲 補补 規规 "
    "訂订 訪访 評评 詢询 話话 該该 誌志 課课 請请 論论 謀谋 講讲 變变 讓让 豬猪 貫贯 責责 買买 "
    "貴贵 賀贺 賴赖 趙赵 趨趋 踐践 較较 輔辅 輯辑 遊游 遞递 違违 鄉乡 醬酱 釣钓 鉛铅 鈦钛 鉬钼 "
    "鎢钨 鎳镍 鋅锌 鋯锆 鈷钴 鑒鉴 闊阔 闖闯 隊队 階阶 雞鸡 霧雾 須须 顆颗 類类 饋馈 驚惊 魯鲁 "
    "鯨鲸 鴨鸭 鵝鹅 鶴鹤 鷺鹭 黨党 齡龄"
)
SIMPLIFIED: Final = {pair[0]: pair[1] for pair in _PAIRS.split()}
"""Traditional characters that firm names carry, with their only simplified form. 乾, 徵 and others
with several forms stay as they are, and so do rarer characters."""

_REPLACED: Final = (
    SIMPLIFIED | dict.fromkeys(_OPENING, "(") | dict.fromkeys(_CLOSING, ")") | {"○": "〇"}
)
_TABLE: Final = str.maketrans(_REPLACED)
_KEPT: Final = "&+()"
_EMPTY: Final = r"\(+\)+"  # brackets around nothing, within each other too
_NOISE: Final = r"[^\p{L}\p{M}\p{N}&+()]+"


def normalise_name(text: str) -> str:
    """One name in the writing by which names are compared.

    NFKC (half width), upper case, brackets of every kind as ``()``, common traditional characters
    as simplified; spaces, invisible characters and punctuation but ``& +`` are dropped.

    >>> normalise_name("苏州 某某科技（集团）有限公司")
    '苏州某某科技(集团)有限公司'
    """
    written = unicodedata.normalize("NFKC", text.upper()).translate(_TABLE)
    kept = (char for char in written if char in _KEPT or unicodedata.category(char)[0] in "LMN")
    return re.sub(_EMPTY, "", "".join(kept))


def normalised_name(expr: pl.Expr) -> pl.Expr:
    """The same as :func:`normalise_name` for a column of strings; null stays null."""
    written = expr.cast(pl.String).str.to_uppercase().str.normalize("NFKC")
    simplified = written.str.replace_many(list(_REPLACED), list(_REPLACED.values()))
    return simplified.str.replace_all(_NOISE, "").str.replace_all(_EMPTY, "")
