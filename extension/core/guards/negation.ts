interface Negators {
  /** Words that turn a sentence round. */
  readonly strong: RegExp;
  /** Words with a negative part: another language may need a strong one there, or the other way round. */
  readonly soft: RegExp;
  /** Phrases that look like negation and are none. */
  readonly harmless: RegExp;
}

const word = (list: string): RegExp => new RegExp(String.raw`(?<![\p{L}])(?:${list})(?![\p{L}])`, 'giu');

/** By language; others are not looked at. */
const negators: Readonly<Record<string, Negators>> = {
  en: {
    strong: word(
      "not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without|(?:ca|wo|do|does|did|is|are|was|were|has|have|had|should|would|could|must|need|might|ai)n['’]?t",
    ),
    soft: word(
      String.raw`(?:un(?!i(?:t|ver|que|on|fi|s|c)|der|til|less|cle)|non|dis(?!c|p|t(?:r|a)|k|h)|mis)-?\p{L}{3,}|im(?:poss|mut|perf|prob|mob|pat)\p{L}*|in(?:val|corr|act|compl|compat|suff|acc|vis|def|fin|eff|depend|sens|exper|toler|conv|ab|ad|el|appr)\p{L}*|ir(?:r|)\p{L}*|il(?:l)\p{L}*|unless|de(?:act|sel|prec|bug|tach|let)\p{L}*|\p{L}+less|fail\w*|lack\w*|refus\w*|den(?:y|ied|ies)|prevent\w*|avoid\w*|except\w*|exclu\w*|forbid\w*|prohibit\w*|miss\w*|empty|only|hardly|barely|rarely|seldom|few|little|free|off|stop\w*|instead|rather|otherwise|too|else|absen\w*|out of|reject\w*|skip\w*|ignor\w*|remov\w*|omit\w*|any\w*|even|still|yet|until|before|if|whether|wrong|anti\w*|but|away|far|than|however|bad|sorry|nice`,
    ),
    harmless:
      /(?<!\p{L})(?:no\. ?\d|no one but|why not|or not|not only|no doubt|no longer than|no problem)/giu,
  },
  de: {
    strong: word(
      'nicht|kein\\p{L}*|nie|niemals|niemand\\p{L}*|nichts|nirgend\\p{L}*|weder|ohne|nein|noch nie',
    ),
    soft: word(
      String.raw`(?:un(?!d|s|ter)|miss|fehl|nicht|ent(?!hält|hal|spr|wick|sch|weder))\p{L}{3,}|in(?:akt|val|komp|ak|eff|tol)\p{L}*|ir(?:r|re)\p{L}+|ab(?:gel|geb|brech|gebr|weis|gew|schal|lehn|les)\p{L}*|\p{L}+(?:los|frei|leer)\p{L}{0,2}|verhinder\p{L}*|vermeid\p{L}*|ver(?:biet|bot|weiger)\p{L}*|außer\p{L}*|ausgenommen|nur|kaum|selten|wenig\p{L}*|leer\p{L}*|aus|statt\p{L}*|anstatt|sonst|zu|abwesen\p{L}*|abgelehnt|ablehn\p{L}*|ignorier\p{L}*|entfern\p{L}*|überspr\p{L}*|anti\p{L}*|sondern|erst|bevor|bis|ob|falls|wenn|weg|fort|jemals|je|irgend\p{L}*|falsch\p{L}*|noch|lediglich|gar|schon|als|aber|doch|weit|schlecht\p{L}*|mangel\p{L}*|leider|schade`,
    ),
    harmless: /(?<!\p{L})(?:nicht nur|nicht wahr|nichts als)(?!\p{L})/giu,
  },
  fr: {
    strong: word("ne|n['’](?=\\p{L})\\p{L}+|pas|jamais|rien|aucun\\p{L}*|personne ne|ni|sans|non|nul\\p{L}*"),
    soft: word(
      String.raw`in(?:val|corr|act|compl|compat|suff|acc|vis|défi|fin|eff|connu|ut|dis|égal|cap|déf|exist|terd|vrai)\p{L}*|im(?:poss|mob|pat|parf|prob)\p{L}*|ir(?:r)\p{L}+|il(?:l)\p{L}+|dés(?!orm|ir|ert)\p{L}{3,}|déc(?:oc|oll|onn|onse)\p{L}*|mé(?:conn|cont|fi)\p{L}*|non-?\p{L}{3,}|mal(?:gré|heur|ad)\p{L}*|échou\p{L}*|échec\p{L}*|manqu\p{L}*|refus\p{L}*|empêch\p{L}*|évit\p{L}*|sauf|except\p{L}*|interdi\p{L}*|vide\p{L}*|seul\p{L}*|uniquement|rarement|peu|hors|arrêt\p{L}*|plutôt|sinon|trop|absen\p{L}*|ignor\p{L}*|supprim\p{L}*|omis\p{L}*|anti\p{L}*|mais|encore|avant|si|plus|personne|guère|lieu|que|libre\p{L}*|faux|fausse|mauvais\p{L}*|désol\p{L}*`,
    ),
    harmless: /(?<!\p{L})(?:non seulement|n['’]est-ce pas|n['’]importe|pas à pas|sans doute)(?!\p{L})/giu,
  },
  es: {
    strong: word('no|nunca|jamás|nada|nadie|ning(?:ún|uno|una|unos|unas)|sin|ni|tampoco'),
    soft: word(
      String.raw`in(?:vál|corr|act|compl|compat|suf|acc|vis|def|fin|efi|út|disp|cap|exist|voc|neces)\p{L}*|im(?:pos|perf|prob)\p{L}*|ir(?:r)\p{L}+|il(?:eg|imit|óg)\p{L}*|des(?!de|p|arr|t|cr|car)\p{L}{3,}|mal\p{L}{2,}|falt\p{L}*|fall\p{L}*|evit\p{L}*|impid\p{L}*|impedi\p{L}*|exce\p{L}*|salvo|prohib\p{L}*|vací\p{L}*|solo|sólo|solamente|únicamente|apenas|poc\p{L}*|raramente|fuera|dej\p{L}*|sino|demasiado|ausen\p{L}*|rechaz\p{L}*|ignor\p{L}*|omit\p{L}*|elimin\p{L}*|anti\p{L}*|pero|todavía|aún|antes|hasta|si|más|menos|lugar|que|libre\p{L}*|mal\p{L}*|negar\p{L}*|nieg\p{L}*|niega\p{L}*|niegan`,
    ),
    harmless: /(?<!\p{L})(?:no solo|no sólo|no obstante|sin embargo|sin duda)(?!\p{L})/giu,
  },
  zh: {
    strong: /[不没沒无無未别別勿莫]|非(?!常)|否|禁止/gu,
    soft: /除|缺|失败|失敗|拒绝|避免|空|只|仅|僅|少|停|错|錯|误|才|外|难|难以|再|也|还|坏|删|忽略|跳过|之前|以前|如果|反/gu,
    harmless:
      /不同|不过|不過|不仅|不但|不断|不管|不论|不久|不少|不错|不得不|差不多|对不起|是否|能否|与否|特别|特別|别人|分别|区别|类别|级别|性别|识别|个别|别名|别的|告别|無線|无线|无论|无限|未来|没关系|非常|除非|莫名|否则/gu,
  },
};

/** `changed`: one text is negative, the other not even partly so. `doubtful`: the other has words that may stand for it. */
export type NegationVerdict = 'kept' | 'doubtful' | 'changed';

/** Compares two texts as to whether they are negative. Of languages without a list nothing is said: `kept`. */
export function compareNegation(
  source: string,
  output: string,
  languages: { readonly source?: string | undefined; readonly target?: string | undefined },
): NegationVerdict {
  const before = negation(source, languages.source);
  const after = negation(output, languages.target);
  if (before === undefined || after === undefined || before === after) return 'kept';
  if (before !== 'strong' && after !== 'strong') return 'kept';
  return before === 'none' || after === 'none' ? 'changed' : 'doubtful';
}

function negation(text: string, language: string | undefined): 'strong' | 'soft' | 'none' | undefined {
  const own = language === undefined ? undefined : negators[language];
  if (!own) return undefined;
  const plain = text.replace(own.harmless, ' ');
  if (plain.search(own.strong) >= 0) return 'strong';
  return plain !== text || plain.search(own.soft) >= 0 ? 'soft' : 'none';
}
