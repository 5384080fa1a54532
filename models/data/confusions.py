"""Tables for the noise generator: neighbouring keys and words that are taken for one another."""

from __future__ import annotations


def _neighbours(rows: tuple[str, str, str]) -> dict[str, str]:
    """Keys next to each key, from the three letter rows of a keyboard."""
    table: dict[str, set[str]] = {}
    for r, row in enumerate(rows):
        for i, key in enumerate(row):
            near = {row[j] for j in (i - 1, i + 1) if 0 <= j < len(row)}
            for other in (r - 1, r + 1):
                if 0 <= other < 3:
                    near |= set(rows[other][max(0, i - 1) : i + 1])
            table[key] = near
    return {key: "".join(sorted(near)) for key, near in table.items()}


def _mutual(groups: str) -> dict[str, list[str]]:
    """Each word of a group is taken for the others of its group; groups are separated by `|`."""
    table: dict[str, list[str]] = {}
    for group in groups.split("|"):
        words = group.split()
        for word in words:
            table.setdefault(word, []).extend(other for other in words if other != word)
    return table


NEIGHBOURS_EN = _neighbours(("qwertyuiop", "asdfghjkl", "zxcvbnm"))
KEYBOARDS: dict[str, dict[str, str]] = {
    "de": _neighbours(("qwertzuiopü", "asdfghjklöä", "yxcvbnm")),
    "fr": _neighbours(("azertyuiop", "qsdfghjklm", "wxcvbn")),
    "es": _neighbours(("qwertyuiop", "asdfghjklñ", "zxcvbnm")),
}

CONFUSIONS: dict[str, dict[str, list[str]]] = {
    "en": _mutual(
        "their there they're|your you're|its it's|to too two|then than|were where we're|whose who's|affect effect"
        "|lose loose|accept except|advice advise|a an|is are|was were|has have|do does|don't doesn't|this these"
        "|that those|in on at|for to|much many|less fewer|go goes|went gone|come comes came|make makes made"
        "|say says said|he him|she her|i me|they them|we us|who whom|see saw seen|take took taken|know knows knew"
        "|want wants wanted|like likes liked|think thinks thought|live lives lived|get gets got|need needs needed"
        "|hear here|know now|no know|of off|by buy|weather whether|quiet quite|write right|wear where|some same"
        "|man men|woman women|child children|could can|will would|since for|good well|beside besides|of have"
        "|didn't don't|isn't aren't|wasn't weren't|since from|speak speaks spoke|work works worked|every all"
    ),
    "de": _mutual(
        "das dass|seid seit|wieder wider|wen wenn|den denn|dem den|der die das|ein eine einen einem einer"
        "|mein meine meinen meinem|dein deine deinen deinem|sein seine seinen seinem|ihr ihre ihren ihrem"
        "|kein keine keinen|mir mich|dir dich|ihm ihn|ist sind|war waren|hat haben|habe hat|bin bist|kann können"
        "|will wollen|muss müssen|wird werden|wurde wurden|man mann|ihr er|als wie|vor für|viel fiel|in im|an am"
        "|zu zum zur|nach zu|stadt statt|malen mahlen|isst ist|hatte hätte|konnte könnte|wurde würde|musste müsste"
        "|fast vast|tot tod|end ent|paar par|diese dieser dieses diesen|welche welcher welches|gehe geht gehen"
        "|mag mögen|weiß wissen|alle aller alles|gut gute guten|neu neue neuen neues"
    ),
    "fr": _mutual(
        "a à|ou où|et est|ce se|ces ses c'est s'est|son sont|on ont|la là|mais mes|peu peut peux|leur leurs"
        "|quel quelle qu'elle|sa ça|du dû|sur sûr|tout tous toute|un une|le la les|mon ma mes|ton ta tes|au aux"
        "|de des du|est es|ai est|suis est|va vas|fait fais|veut veux|sait sais|doit dois|dit dis|vient viens"
        "|prend prends|était étais|avait avais|sera serai|aller allé allez|parler parlé parlez|manger mangé mangez"
        "|être été|faire fait faites|il ils|elle elles|cet cette|ce cet|bon bonne|grand grande|petit petite"
        "|beau belle|nouveau nouvelle|quand quant|ni n'y|si s'y|près prêt|voix voie|qui que|dans en|pour par"
        "|meilleur mieux|plutôt bientôt|davantage avantage|dont donc"
    ),
    "es": _mutual(
        "a ha|hay ahí ay|haber ver|hecho echo|tu tú|el él|mi mí|si sí|se sé|te té|de dé|mas más|que qué|como cómo"
        "|cuando cuándo|donde dónde|quien quién|por para|ser estar|es está|son están|era estaba|fue estuvo|soy estoy"
        "|un una|el la los las|lo la le|esta está|este esta esto|ese esa eso|mucho muy|buen bueno buena|gran grande"
        "|tiene tienen|tengo tiene|quiero quiere|puede pueden|puedo puede|va van|voy va|hace hacen|dijo dijeron"
        "|gusta gustan|había habían|ha han|he ha|vaya valla|tuvo tubo|bien bueno|porque porqué|sino si|aún aun"
        "|solo sola|todo todos toda|nuestro nuestra|otro otra|cual cuál|haya halla|votar botar|casa caza|vez ves"
        "|pero sino|me mi|sus su|les le"
    ),
    "zh": _mutual(
        "的 得 地|在 再|做 作|那 哪|他 她 它|已 以|像 象|座 坐|带 戴|到 道|是 事|有 又 友|为 位|和 合|时 是|知 之|他 她"
        "|进 近|会 回|没 每|吗 嘛 妈|把 吧|话 画|名 明|见 件|请 清|情 晴|心 新|话 化|理 里|向 像|常 长|工 公|园 圆"
        "|元 原|买 卖|机 几|己 已|住 主|身 生|声 生|问 闻|完 玩|晚 碗|气 汽|休 体|找 我|末 未|日 目|题 提|必 毕|成 城"
        "|听 厅|决 绝|现 线|历 厉|密 蜜|渴 喝|练 炼|彩 采|躁 燥|即 既|副 付|部 步|倒 到|刻 克|支 只|个 各"
        "|拿 那|与 于|带 代"
    ),
}
