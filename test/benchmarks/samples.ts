/** Sentences of everyday prose, five languages, short to long; written for the benchmarks. */
export const sentences: readonly string[] = [
  'Good morning!',
  'The meeting has been moved to Thursday afternoon.',
  'She have forgot to send me the documents yesterday, so we could not started.',
  'Although the bridge was closed for repairs, the engineers let the ambulance through within a minute.',
  'The committee, which had met in private for the better part of a year, announced this morning that it would publish every letter it had received, together with the names of those who had signed them.',
  'Please restart the computer if the problem does not go away.',
  'Der Zug nach Hamburg fällt heute leider aus.',
  'Könnten Sie mir bitte sagen, ob das Museum am Sonntag geöffnet ist?',
  'Nach einem langen Winter freuten sich die Kinder darauf, endlich wieder barfuß über die nasse Wiese zu laufen.',
  'Wer die Unterlagen rechtzeitig einreicht, bekommt innerhalb von zwei Wochen einen schriftlichen Bescheid, gegen den man binnen eines Monats Widerspruch einlegen kann.',
  'Où se trouve la gare, s’il vous plaît ?',
  'Le boulanger de notre rue ferme plus tôt le mercredi.',
  'Malgré la pluie, des centaines de personnes ont attendu devant le théâtre pour voir la première représentation de la saison.',
  'Il faudra que vous remplissiez ce formulaire avant la fin du mois, faute de quoi votre demande ne pourra pas être examinée.',
  '¿A qué hora sale el último autobús?',
  'Mi hermana acaba de comprar una casa pequeña cerca del mar.',
  'Cuando llegamos al pueblo, las tiendas ya habían cerrado y no quedaba nadie en la plaza.',
  'Los investigadores comprobaron que las plantas regadas por la noche crecían más deprisa que las demás, aunque recibían menos luz.',
  '今天天气很好。',
  '请把这份文件翻译成英文，然后发给我。',
  '虽然这条路比较远，但是沿途的风景非常漂亮，所以很多人还是愿意走这里。',
  '图书馆从下个月开始每天晚上九点关门，周末的开放时间保持不变。',
];

/** The instructions that requests take in turn. */
export const instructions: readonly string[] = [
  'Translate to German.',
  'Fix grammar and spelling.',
  'Translate to English.',
  'Simplify.',
  'Make it formal.',
];
