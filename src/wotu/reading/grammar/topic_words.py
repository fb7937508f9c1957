"""Words by which the subject of a clause is found: pronouns, and what stands around names."""

from __future__ import annotations

import re
from typing import Final

from wotu.reading.naming.mention import MentionKind

SPACES: Final = frozenset({MentionKind.PLACE, MentionKind.ZONE, MentionKind.PARK})

NEVER: Final = frozenset({MentionKind.GOVERNMENT, MentionKind.MEDIA})
"""What speaks rather than is spoken of."""

MODIFIES: Final = re.compile(
    r"级|第|首|最|前[一二三四五六七八九十\d]|籍|市委|省委|区委|县委|市政府|书记|市长|常委|人大|政协|主任|总面积|、|等|综合(?!得分|指数|实力|竞争力|能耗|保税|排名)|评价|位次|排名|排位"
)
"""After a place: it modifies (江苏省级), or is the field of a rank (苏州市第一)."""

LEADING: Final = re.compile(
    r"(?:[，、“‘—\s#■●]|据[^，]{0,20}|其中|目前|而|但|同时|此外|另外|如今|在|以及|特别是|尤其是|并且|当天|随后|记者|最新数据显示|"
    r"数据显示|这[两些]年|近年来?|多年来|作为|早在|也|又|还|就|当下|现在|全年|[此本]次[^，。]{0,6}|这里是|今天的?|过去|截至|到|至|今年|随着|依托|于是|"
    r"[\u4e00-\u9fffA-Za-z0-9、“”]{0,24}(?:的|者|企业|机构|单位|平台|项目|龙头|——|[上中下里内时]))*+"
)

APPOSED: Final = re.compile(r"(?:[^，。；的]{0,14}(?:企业|公司|机构|单位|龙头|平台))?$")

ITS: Final = re.compile(
    "(?:所在|所属|旗下|下属|(?:牵头|主导|参与)?(?:建设|打造|运营)|控股|投资|引进|培育|孵化)的"
)
"""Between two names: the second is spoken of."""

COUNTED: Final = re.compile(r"(?:约|近|超过?|逾|达|共|各)?\d[\d,.]*[余多]?[家个所座]")
"""After a name: it is a class of things that are counted (国家企业技术中心4家)."""

SITED: Final = re.compile(
    "(?:位于|坐落[于在]?|地处|设在|落户于?|入驻|进驻|来自|毗邻|紧邻|邻近|落地)$"
)
"""Before a name: it is where something is, not what is spoken of."""

ENTERED: Final = re.compile(
    "(?:走进|来到|走入|步入|踏入)[^，的]{0,10}$|(?:便是|就是|正是|坐落着|矗立着|屹立着)(?:一家)?$"
)
"""Before the name of a firm or park: what follows is about it."""

CALLED: Final = re.compile("(?:名叫|名为|叫做|叫作|取名|唤作)$")
"""Before a name: it is that of what is spoken of, whatever follows (这家名叫……的公司)."""

DEFINITE: Final = re.compile(
    r"(?:占|高于|低于|超过|超|快于|比|较|居|列|除|约占|据|走进|来到|赴|向|由|被|与|和|同|获|经|于)$"
)

PRONOUNS: Final = re.compile(
    r"(?=[该园本全我市区辖县高开经新示自度保国中公企联研实产学集医大基这当其域])(?:"
    r"(?P<park>(?<![\u4e00-\u9fff]工业)(?<![\u4e00-\u9fff科技产业])(?:该?园区|园内|本园))"
    r"|(?P<city>全市(?!场)|我市|该市|本市|市域)|(?P<district>全区|我区|该区|本区|区内|辖区)|(?P<county>全县|我县|该县)"
    r"|(?P<zone>(?<![\u4e00-\u9fff])(?:高新区|开发区|经开区|新区|示范区|自贸区|度假区|保税区))"
    r"|(?P<province>全省|我省|该省)|(?P<nation>我国|全国(?:高新区|经开区|开发区)?|中国|国家级?(?:高新区|经开区|开发区|新区))"
    r"|(?P<firm>(?<![\u4e00-\u9fff])(?:该?公司|该企业|该集团|企业方)|该(?:公司|企业|集团))"
    r"|(?<![\u4e00-\u9fff])(?P<maker>企业)(?=营业收入|产值|年产|员工|产品|销售|全年|去年|今年|自主|现有|累计)"
    r"|该(?P<noun>联合体|研究院|实验室|中心|平台|大学|学校|联盟|项目|基地|集群|产品|药物|研究所|医院|银行|基金|院|园|镇|街道|县)"
    r"|(?<![\u4e00-\u9fff])(?P<bare>联合体|研究院|实验室|产业园|学院|集团|中心|联盟|医院|大学|研究所|基地)(?![\u4e00-\u9fff]{0,2}(?:相关)?负责人)"
    r"|(?P<here>这里|当地|本地|区域内|其(?=[^中他实它])))"
)

RANKED_AMONG: Final = re.compile("[^，。；]{0,12}(?:首[个家款座例]|第[一二三四五六七八九十\\d])")

OF_THE_NATION: Final = re.compile(
    "工商联|人大|政协|妇联|总工会|每|唯一|同类|各|性|范围|统一|重点|文明|先进|劳模|两会|人民|首"
)
"""After 全国: it is part of another word, or no more than a field."""

FORWARD: Final = re.compile(
    r"^[“\s#]*(?:经过|作为|历经|随着|凭借|除了?|以|从|在|为|据|通过|不到|短短|仅用|截至|目前|近)"
)

GOVERNED: Final = re.compile("(.{1,7}?[省市县区])(?:人民)?(?:政府|委)")
"""A place in the name of its government: 株洲市政府工作报告 is about 株洲市."""

OWN: Final = frozenset({"park", "zone", "district"})
"""Pronouns that a document about a zone uses of it."""

PARKS: Final = ("园", "园区", "产业园区", "科创中心", "科技城", "科学城", "谷", "港", "基地")
"""What a name ends with that 园区 may stand for."""

PARTS: Final = re.compile("(?:其中|[^，。；]{0,16}\\d[家个][^，。；]{0,12}中)，")
"""At the beginning of a sentence about parts: of the whole the text goes on to speak."""

NEAR: Final = 120
"""Characters after the name of a firm in which 企业 may mean that firm."""

AHEAD: Final = 600
"""Characters of a paragraph that are searched for what 园区 at its beginning may mean."""

SPEAKERS: Final = frozenset(
    {MentionKind.COMPANY, MentionKind.INSTITUTE, MentionKind.UNIVERSITY, MentionKind.PLATFORM}
)

ISSUES: Final = re.compile("[^，。；]{0,16}?(?:[发公]布|介绍|表示|指出|认为|统计|报告)")
"""After the name of an institute that studies others: what follows is not about it."""

PROJECT: Final = re.compile(
    "(?:的|启动了?|(?<![\u4e00-\u9fff])(?:比如|例如|如|总投资[^，。]{2,10}的))"
    "(?P<name>(?!最|首|全部|所有|签约|开工|在建|落户|落地|重大|重点|产业项|投资|工业|外资|优质|技改|重要|合作|标志|示范|试点|政府|建设|新|这|该|此)"
    "[\u4e00-\u9fffA-Za-z0-9]{4,22}?项目)(?=，|总投资|占地|计划|由|(?:全面|一期|全部)?(?:投产|达产|建成|竣工|开工|将)|$)"
)
"""A project by name, with what it is to be or have after it."""

PRODUCT: Final = re.compile(
    "(?:(?:研发|研制|开发|设计|制造|牵头建设|牵头组建|牵头|牵头成立|设立|首创)的|[是有]?一[款枚台颗套种块条辆架支](?:名为|叫做?|[^，。]{0,14}的)?)"
    "(?:国内|国产|全国|全球|我国)?(?:首[款台个套])?(?:[一1]类)?(?:创新药|新药|创新药物)?"
    "(?P<name>(?:(?![的从到变是有在])[\u4e00-\u9fffA-Za-z0-9-]){2,14}?(?:片|注射液|胶囊|颗粒|单抗|疫苗|机器人|系统|平台|母?基金|联合体|一体机|内镜|封堵器|支架|"
    "导管|芯片|[机磨]床|飞行器|检测仪|设备|玻璃|中试线|生产线|轴承|电池|手术刀|传感器|激光器|发动机|显微镜|[机器仪镜阀膜泵瓶车]))"
    "(?=，|。|：|Ⅲ|正式|已|获|通过|首期|完成|把|将|可|能|在|摊|被|刚|就|$)"
)
"""A thing that a clause brings in: 自主研发的1类新药泽立替尼片, 一款骨科手术机器人."""

LONGEST_PRODUCT: Final = 17
"""Characters of the longest name that ``PRODUCT`` gives."""

SPONSORED: Final = re.compile(
    "(?<=[，。；：\n])(?P<name>(?!最|全部|所有|签约|开工|在建|落户|落地|重大|重点|投资|新|这|该|此)"
    "(?:(?![个等是有签共的])[\u4e00-\u9fffA-Za-z]){3,16}?(?:项目|基地))"
    "(?=由|总投资|占地|计划|致力|主要从事|主攻|聚焦|拟)"
)
"""A project that its clause begins with: 智慧能源示范区项目由……投资建设."""

VISITED: Final = SPEAKERS | {MentionKind.PARK, MentionKind.ZONE}

TELLS: Final = re.compile(
    "”[^，。“”\n]{2,48}?(?:说|表示|介绍|告诉|坦言|透露|直言|感慨|回忆|认为|指出|道)"
)
"""After a quotation: who said it."""

FRONTED: Final = re.compile(
    "(?:而|但|再看|若|如果|论|从|按|以|就)*(?P<noun>[^，“”]{3,22}?)(?:算|看|计|来看|而言|来说|方面|上)?"
)

NO_TOPIC: Final = re.compile(
    r"\d|显示|统计|介绍|表示|获悉|了解|目前|如今|截至|其中|据|今年|去年|同[一年]|比(?![重例率])|同时|此外|记者|悉|例|说|增长|下降|上升|意味|可见|[把则了]|延续|保持|作为|纵观|榜|排名|评价|[它他她]"
)
