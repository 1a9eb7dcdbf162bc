"""How the Chinese signs of the phrases and of the guide are said (Hanyu Pinyin): one reading each, the one that it has in
them, but for a few words.

No dictionary: a sign with several readings is read as these texts mean it. A test holds that every sign of them is there.
"""

from __future__ import annotations

import re

_READ = """
一yī 三sān 上shàng 下xià 不bù 两liǎng 个gè 中zhōng 主zhǔ 久jiǔ 么me 也yě 习xí 了le 二èr 些xiē 人rén 什shén 今jīn
他tā 代dài 以yǐ 件jiàn 会huì 但dàn 位wèi 体tǐ 作zuò 保bǎo 做zuò 停tíng 入rù 全quán 公gōng 关guān 其qí 内nèi 再zài
写xiě 几jǐ 出chū 分fēn 切qiē 列liè 利lì 到dào 办bàn 务wù 动dòng 助zhù 包bāo 医yī 单dān 卡kǎ 及jí 发fā 受shòu 句jù
另lìng 只zhǐ 可kě 台tái 号hào 同tóng 名míng 后hòu 向xiàng 吗ma 否fǒu 听tīng 告gào 和hé 品pǐn 哪nǎ 回huí 在zài 地dì
圾jī 址zhǐ 垃lā 填tián 多duō 大dà 天tiān 太tài 头tóu 好hǎo 始shǐ 姓xìng 子zǐ 字zì 学xué 孩hái 它tā 室shì 家jiā 容róng
密mì 对duì 封fēng 小xiǎo 就jiù 屏píng 工gōng 己jǐ 已yǐ 带dài 帮bāng 幕mù 年nián 序xù 建jiàn 开kāi 录lù 待dài 得de
心xīn 必bì 念niàn 您nín 成chéng 我wǒ 或huò 所suǒ 手shǒu 才cái 打dǎ 找zhǎo 把bǎ 拒jù 择zé 括kuò 按àn 换huàn 接jiē
收shōu 改gǎi 数shù 文wén 断duàn 新xīn 方fāng 日rì 时shí 明míng 是shì 最zuì 月yuè 有yǒu 服fú 期qī 机jī 束shù 来lái
查chá 栏lán 校xiào 样yàng 格gé 案àn 档dàng 次cì 止zhǐ 正zhèng 步bù 段duàn 母mǔ 每měi 永yǒng 求qiú 没méi 法fǎ 清qīng
然rán 独dú 现xiàn 生shēng 用yòng 电diàn 留liú 疗liáo 登dēng 白bái 的de 看kàn 着zhe 知zhī 码mǎ 确què 离lí 种zhǒng
称chēng 空kòng 立lì 符fú 第dì 等děng 答dá 简jiǎn 箭jiàn 箱xiāng 系xì 经jīng 结jié 给gěi 绝jué 统tǒng 继jì 绩jì 续xù
翻fān 联lián 能néng 脑nǎo 自zì 表biǎo 被bèi 要yào 见jiàn 言yán 认rèn 让ràng 记jì 设shè 证zhèng 诉sù 译yì 试shì
话huà 语yǔ 误wù 说shuō 请qǐng 谁shéi 谢xiè 账zhàng 跟gēn 身shēn 输shū 过guò 边biān 返fǎn 还hái 这zhè 进jìn 连lián
送sòng 选xuǎn 道dào 那nà 邮yóu 都dōu 里lǐ 钟zhōng 钮niǔ 错cuò 键jiàn 长zhǎng 闭bì 问wèn 间jiān 险xiǎn 随suí 需xū
面miàn 页yè 顺shùn 须xū 题tí 验yàn 东dōng 为wèi 交jiāo 亲qīn 从cóng 们men 任rèn 份fèn 何hé 例lì 信xìn 候hòu
像xiàng 儿ér 先xiān 共gòng 册cè 况kuàng 准zhǔn 刚gāng 别bié 制zhì 前qián 加jiā 南nán 印yìn 友yǒu 反fǎn 取qǔ 变biàn
各gè 器qì 图tú 块kuài 备bèi 复fù 够gòu 失shī 女nǚ 如rú 存cún 安ān 完wán 定dìng 少shǎo 局jú 师shī 常cháng
并bìng 庭tíng 张zhāng 往wǎng 很hěn 忘wàng 思sī 息xī 情qíng 想xiǎng 意yì 慢màn 户hù 托tuō 指zhǐ 搜sōu 效xiào 教jiào
整zhěng 旁páng 旧jiù 显xiǎn 晚wǎn 条tiáo 果guǒ 标biāo 检jiǎn 注zhù 浏liú 添tiān 点diǎn 照zhào 片piàn 由yóu 申shēn 直zhí
短duǎn 示shì 社shè 程chéng 站zhàn 签qiān 管guǎn 粘zhān 索suǒ 络luò 网wǎng 老lǎo 者zhě 育yù 英yīng 获huò 行xíng 西xī
览lǎn 词cí 课kè 贴tiē 费fèi 走zǒu 近jìn 退tuì 遍biàn 部bù 重chóng 链liàn 锁suǒ 门mén 除chú 非fēi 靠kào 骤zhòu
"""
READINGS = {each[0]: each[1:] for each in _READ.split()}
_OTHERWISE = {
    "长长": "cháng cháng", "太长": "tài cháng", "数一数": "shǔ yī shǔ", "清空": "qīng kōng", "分钟": "fēn zhōng",
    "部分": "bù fèn", "慢慢地": "màn màn de", "字母地": "zì mǔ de",
}  # fmt: skip
"""Words in which a sign is said otherwise than alone."""
_MARKS = str.maketrans({**dict(zip("。，、？！：；）", ".,,?!:;)", strict=True)), "（": " ("})
_SIGNS = re.compile("[\u3400-\u9fff]+")
_PIECES = re.compile("|".join((*_OTHERWISE, ".")))
_CLOSING, _OPENING = re.compile(r" +([.,?!:;)”»])"), re.compile(r"([(“«]) +")


def _said(piece: str) -> str:
    return _OTHERWISE.get(piece) or READINGS.get(piece, piece)


def pinyin(text: str) -> str:
    """A syllable for each sign, with its tone, between blanks; what has no reading stays."""
    spaced = _SIGNS.sub(
        lambda signs: f" {' '.join(map(_said, _PIECES.findall(signs[0])))} ", text.translate(_MARKS)
    )
    return " ".join(_OPENING.sub(r"\1", _CLOSING.sub(r"\1", spaced)).split())
