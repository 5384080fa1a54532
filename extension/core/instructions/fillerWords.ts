import { foldWord } from './foldWord.js';

/** Words that say nothing about what is to be done with a text: courtesy, pronouns, names for the text itself. */
const wordLists: Readonly<Record<string, string>> = {
  en: `a an the this that these those it its is isn are be been was were am i d ll re ve me my mine you your yours we our us
    he she they them their could can would will shall should may might want need like love just now here there some any so
    too very really quite bit little more for of on with by as at from to into in and or but if then than text texts sentence
    sentences paragraph paragraphs passage email emails mail message letter draft essay article post document section part
    page note comment selection selected following above below line lines version one thing stuff help let lets go ahead
    does do out up over off all every whole entire again quickly everything currently please thanks has have got get rid tell show quick look same render read`,
  de: `der die das den dem des ein eine einen einem einer eines dies diese diesen diesem dieser dieses es er sie ihn ihm ist
    sind war wird mal doch kannst koenntest könntest könnten kann können würdest würden wäre möchte will brauche hätte gern
    gerne ich mir mich mein meine meinen meinem meiner du dir dich wir uns unser ihr für mit von vom zu zum zur in im ins auf
    aus an am bei nach und oder aber wenn dann hier da dabei daraus draus davon text texts texte satz sätze sätzen absatz
    abschnitt brief mail nachricht dokument entwurf artikel stelle folgende folgenden auswahl etwas bisschen ganz sehr alle
    alles ganze ganzen so noch jetzt einmal schnell hilf bitte danke lass soll sollte werden klingen klingt drin damit raus weg`,
  fr: `le la les un une des de du ce cet cette ces ça cela ceci il elle je tu te toi vous nous me moi mon ma mes notre nos
    votre est sont être soit peux peut pouvez pourrais pourriez pourrait voudrais veux veuillez aimerais faut pour avec dans
    en à au aux sur par et ou mais si alors ici là qui que qu texte textes phrase phrases paragraphe passage message lettre
    mail courriel document brouillon suivant suivante bien très peu tout toute toutes tous plus soit aide merci les eux lui s t
    maintenant sonner sonne montre dis dire`,
  es: `el la los las un una unos unas de del lo le les esto este esta estos estas eso esa ese es son ser esté puedes puede
    podrías podría quiero quisiera necesito gustaría me mi mis tu te nos nuestro para por con en a al y o pero si entonces
    aquí ahí que texto textos frase frases oración oraciones párrafo párrafos mensaje carta correo documento borrador
    siguiente más muy poco todo toda todos favor ahora ayuda ayúdame sea suene suena dime`,
  zh: `把 将 这 这个 这段 段 这句 句 句子 话 段话 句话 文字 文本 内容 一下 我 我的 你 您 问 转 帮 帮我 帮忙 我把 给 给我 的 地 得 了 吗 呢 吧 能 能不能
    能否 可以 可 不可以 想 要 需要 成 为 到 一些 一点 一点儿 点 点儿 些 有 里 里面 中 下面 以下 上面 所有 全部 篇 文章 邮件 段落 和 与 是 在
    看 看看 份 它 这里 那 个 请 用 以 让 来 下 麻烦 这 那段 去 再 都 封 这封 有没有 没有 写得 改得 说得 变得 一 个 这篇 篇`,
};

/** Verbs that say that something is to be done, but not what. */
const actionList = `make makes making made turn turning put putting get give write writing written change convert
  mach mache machen gib schreib schreibe schreiben bring bringe ändere verwandle wandle
  rends rendre rendez mets mettre mettez écris écrire écrivez donne donnez fais faire faites passe
  haz hazlo hacer haga pon ponlo poner pasa pásalo pásame escribe escribir escríbelo da dame dámelo cambia convierte
  version fassung versión 版 版本 need want möchte hätte brauche will voudrais veux aimerais faut quiero quisiera necesito
  gustaría 想要 要 需要 想
  变 变成 弄 弄成 写 写成 改 改成 改为 换 换成 做 转成 转换`;

const split = (list: string): string[] => list.split(/\s+/u).filter((word) => word !== '');

export const fillerWords: ReadonlySet<string> = new Set(
  Object.values(wordLists).flatMap(split).map(foldWord),
);
export const actionWords: ReadonlySet<string> = new Set(split(actionList).map(foldWord));
