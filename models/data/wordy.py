"""Wordy turns of phrase and their short forms: the source side of `Make it shorter.`"""

from __future__ import annotations

#: (short, wordy) by language. The short form is what stands in a sentence; the wordy one is put in its place.
WORDY: dict[str, list[tuple[str, str]]] = {
    "en": [
        *(
            ("because", "due to the fact that"),
            ("because", "for the reason that"),
            ("although", "despite the fact that"),
        ),
        *(("if", "in the event that"), ("if", "in case it should happen that"), ("to", "in order to")),
        *(("now", "at this point in time"), ("now", "at the present moment"), ("about", "with regard to")),
        *(
            ("about", "in relation to"),
            ("can", "is able to"),
            ("can", "has the ability to"),
            ("must", "is required to"),
        ),
        *(("many", "a large number of"), ("some", "a certain number of"), ("often", "on a regular basis")),
        *(("before", "prior to"), ("after", "subsequent to"), ("use", "make use of"), ("uses", "makes use of")),
        *(
            ("always", "at all times"),
            ("until", "until such time as"),
            ("when", "at the time when"),
            ("help", "be of help to"),
        ),
        *(("decide", "make a decision"), ("decided", "came to the decision"), ("think", "am of the opinion")),
        *(("while", "during the time that"), ("maybe", "it is possible that"), ("all", "each and every one of")),
        *(("enough", "a sufficient amount of"), ("soon", "in the near future"), ("today", "on this day today")),
    ],
    "de": [
        *(("weil", "aufgrund der Tatsache, dass"), ("wenn", "für den Fall, dass"), ("jetzt", "zum jetzigen Zeitpunkt")),
        *(("oft", "in vielen Fällen"), ("viele", "eine große Anzahl von"), ("immer", "zu jeder Zeit")),
        *(("für", "zum Zwecke von"), ("bald", "in naher Zukunft"), ("heute", "am heutigen Tag")),
        *(("wegen", "aufgrund von"), ("vor", "zeitlich vor"), ("einige", "eine gewisse Anzahl von")),
        *(("kann", "ist in der Lage zu"), ("manchmal", "in manchen Fällen"), ("genug", "in ausreichendem Maße")),
        *(("alle", "alle ohne Ausnahme"), ("nie", "zu keinem Zeitpunkt"), ("obwohl", "trotz der Tatsache, dass")),
        *(("vielleicht", "unter Umständen vielleicht"), ("hier", "an dieser Stelle"), ("dort", "an jener Stelle dort")),
    ],
    "fr": [
        *(("parce que", "en raison du fait que"), ("si", "dans le cas où"), ("pour", "dans le but de")),
        *(("maintenant", "à l'heure actuelle"), ("souvent", "de manière régulière"), ("toujours", "à tout moment")),
        *(("beaucoup de", "un très grand nombre de"), ("quelques", "un certain nombre de")),
        *(("bientôt", "dans un avenir proche"), ("avant", "préalablement à"), ("après", "à la suite de")),
        *(("sur", "en ce qui concerne"), ("peut", "est en mesure de"), ("doit", "se trouve dans l'obligation de")),
        *(("aujourd'hui", "en ce jour d'aujourd'hui"), ("jamais", "à aucun moment"), ("tous", "tous sans exception")),
        *(("assez", "en quantité suffisante"), ("ici", "à cet endroit"), ("quand", "au moment où")),
    ],
    "es": [
        *(("porque", "debido al hecho de que"), ("si", "en el caso de que"), ("para", "con el fin de")),
        *(("ahora", "en el momento actual"), ("siempre", "en todo momento"), ("muchos", "un gran número de")),
        *(("muchas", "un gran número de"), ("pronto", "en un futuro próximo"), ("antes de", "con anterioridad a")),
        *(
            ("después de", "con posterioridad a"),
            ("sobre", "en lo que se refiere a"),
            ("puede", "tiene la posibilidad de"),
        ),
        *(("debe", "tiene la obligación de"), ("aunque", "a pesar de que"), ("hoy", "en el día de hoy")),
        *(("nunca", "en ningún momento"), ("todos", "todos sin excepción"), ("cuando", "en el momento en que")),
        *(("aquí", "en este lugar"), ("mientras", "durante el tiempo en que"), ("algunos", "un cierto número de")),
    ],
    "zh": [
        *(("因为", "由于这样一个原因，也就是"), ("如果", "在这样的情况下，如果"), ("现在", "在目前这个时候")),
        *(("可以", "是能够可以"), ("必须", "是必须要"), ("很多", "数量非常多的"), ("经常", "在很多时候经常")),
        *(
            ("为了", "为了达到这样的目的："),
            ("今天", "在今天这一天"),
            ("以前", "在此之前的时候"),
            ("所有", "所有全部的"),
        ),
        *(
            ("总是", "在任何时候总是"),
            ("一些", "一定数量的一些"),
            ("马上", "在很短的时间之内马上"),
            ("这里", "这里这个地方"),
        ),
        *(("使用", "对其进行使用"), ("需要", "是有需要"), ("关于", "就有关于"), ("开始", "开始着手进行")),
    ],
}

#: What people write before a sentence without saying anything; the sentence follows with a small letter if it may.
OPENERS: dict[str, list[str]] = {
    "en": [
        *("Basically, ", "To be honest, ", "As a matter of fact, ", "In my opinion, ", "Generally speaking, "),
        *(
            "It should be noted that ",
            "It is important to note that ",
            "I would like to say that ",
            "As you may know, ",
        ),
        *("Needless to say, ", "At the end of the day, ", "For what it's worth, ", "I just wanted to mention that "),
        *(
            "It goes without saying that ",
            "As already mentioned above, ",
            "The thing is that ",
            "Let me point out that ",
        ),
    ],
    "de": [
        *("Im Grunde genommen: ", "Ehrlich gesagt: ", "Meiner Meinung nach gilt: ", "Es sei darauf hingewiesen: "),
        *("Wie bereits oben erwähnt: ", "Ich möchte an dieser Stelle sagen: ", "Wie Sie vielleicht wissen: "),
        *("Kurz und gut: ", "Grundsätzlich gilt: ", "Um es einmal so zu sagen: ", "Wichtig zu wissen ist: "),
    ],
    "fr": [
        *("Il convient de noter que ", "Pour être honnête, ", "À mon avis, ", "En fait, ", "De manière générale, "),
        *("Comme vous le savez peut-être, ", "Il est important de souligner que ", "Il va sans dire que "),
        *("Je voudrais dire que ", "Comme mentionné ci-dessus, ", "En fin de compte, "),
    ],
    "es": [
        *("Cabe señalar que ", "Para ser sincero, ", "En mi opinión, ", "De hecho, ", "En términos generales, "),
        *("Como quizá ya sepas, ", "Es importante destacar que ", "No hace falta decir que ", "Quisiera decir que "),
        *("Como ya se ha mencionado, ", "A fin de cuentas, "),
    ],
    "zh": [
        *("说实话，", "总的来说，", "我认为，", "值得注意的是，", "众所周知，", "需要指出的是，", "事实上，"),
        *("不用说，", "我想说的是，", "正如上面所说，", "从根本上来说，", "在我看来，"),
    ],
}

#: Words that weaken or stress, and can go. Where in a sentence they belong is beyond us: they stand behind any word.
FILLERS: dict[str, list[str]] = {
    "en": ["really", "actually", "basically", "just", "quite", "simply", "literally", "very much", "kind of"],
    "de": ["eigentlich", "wirklich", "halt", "einfach", "irgendwie", "sozusagen", "im Grunde", "durchaus"],
    "fr": ["vraiment", "en fait", "tout simplement", "plutôt", "en quelque sorte", "bien sûr", "réellement"],
    "es": ["realmente", "en realidad", "simplemente", "básicamente", "la verdad", "de alguna manera", "bastante"],
    "zh": ["其实", "实际上", "真的", "基本上", "确实", "可以说", "的确"],
}
