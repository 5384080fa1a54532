import { strict as assert } from 'node:assert';
import { shouted } from './shouted.js';

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

describe('LaTeX', () => {
  const cases: readonly (readonly [name: string, text: string, expected: string])[] = [
    [
      'keys, colours and names of parts',
      'We use an \\gls{ide} in \\textcolor{red}{this red text}, see \\nameref{sec:first part}.',
      'WE USE AN \\gls{ide} IN \\textcolor{red}{THIS RED TEXT}, SEE \\nameref{sec:first part}.',
    ],
    [
      'environments of math with arguments',
      lines(
        'The sum is',
        '\\begin{IEEEeqnarray}{rCl}',
        'a & = & b + c',
        '\\end{IEEEeqnarray}',
        'as we know.',
      ),
      lines(
        'THE SUM IS',
        '\\begin{IEEEeqnarray}{rCl}',
        'a & = & b + c',
        '\\end{IEEEeqnarray}',
        'AS WE KNOW.',
      ),
    ],
    [
      'quotations with keys, own references',
      '\\blockcquote[see][27]{authorkey}[.]{a quotation of some length}\nSee \\fullref{fig:first picture} and \\bibitem{key of it} too.',
      '\\blockcquote[see][27]{authorkey}[.]{A QUOTATION OF SOME LENGTH}\nSEE \\fullref{fig:first picture} AND \\bibitem{key of it} TOO.',
    ],
    [
      'cells over columns and rows',
      '\\begin{tabular}{l|l}\n\\multicolumn{2}{c}{Both columns} \\\\\n\\multirow{2}{*}{Two rows} & The cell \\\\\n\\end{tabular}',
      '\\begin{tabular}{l|l}\n\\multicolumn{2}{c}{BOTH COLUMNS} \\\\\n\\multirow{2}{*}{TWO ROWS} & THE CELL \\\\\n\\end{tabular}',
    ],
    [
      'what a command of the document does with its arguments',
      '\\newcommand{\\see}[1]{(cf.\\ \\autoref{#1})}\n\\newcommand{\\loud}[1]{\\textbf{#1}}\nLook \\see{the key} and \\loud{the words}.',
      '\\newcommand{\\see}[1]{(cf.\\ \\autoref{#1})}\n\\newcommand{\\loud}[1]{\\textbf{#1}}\nLOOK \\see{the key} AND \\loud{THE WORDS}.',
    ],
    [
      'optional titles and items',
      '\\section[Short one]{The long title}\n\\begin{itemize}\\item[First thing] It is here.\\end{itemize}',
      '\\section[SHORT ONE]{THE LONG TITLE}\n\\begin{itemize}\\item[FIRST THING] IT IS HERE.\\end{itemize}',
    ],
    [
      'links, boxes and languages',
      'See \\href{https://x.org/a_b}{the page} and \\foreignlanguage{german}{der Satz} in \\parbox[t]{3cm}{a box}.',
      'SEE \\href{https://x.org/a_b}{THE PAGE} AND \\foreignlanguage{german}{DER SATZ} IN \\parbox[t]{3cm}{A BOX}.',
    ],
    [
      'lengths, colours and definitions',
      '\\setlength{\\parindent}{0pt}\n\\definecolor{my blue}{RGB}{0,0,255}\n\\def\\x#1{a word #1}\nThe text.',
      '\\setlength{\\parindent}{0pt}\n\\definecolor{my blue}{RGB}{0,0,255}\n\\def\\x#1{a word #1}\nTHE TEXT.',
    ],
    [
      'slides',
      '\\begin{frame}{The title}\n\\only<2>{Some text} \\alert{here}\n\\end{frame}',
      '\\begin{frame}{THE TITLE}\n\\only<2>{SOME TEXT} \\alert{HERE}\n\\end{frame}',
    ],
    [
      'code in a line and blocks of it',
      'Use \\verb|a b c| or \\lstinline{d e}.\n\\begin{minted}{python}\nprint("all is well")\n\\end{minted}\nDone.',
      'USE \\verb|a b c| OR \\lstinline{d e}.\n\\begin{minted}{python}\nprint("all is well")\n\\end{minted}\nDONE.',
    ],
    [
      'an escaped brace in an argument',
      'The set \\emph{of \\} braces} and \\textbf{more \\{ of them} ends.',
      'THE SET \\emph{OF \\} BRACES} AND \\textbf{MORE \\{ OF THEM} ENDS.',
    ],
    [
      'commands that nobody knows',
      'A \\thing{good word} with \\other{some:key} and \\setup{a=b, c=d} of it.',
      'A \\thing{GOOD WORD} WITH \\other{some:key} AND \\setup{a=b, c=d} OF IT.',
    ],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      assert.equal(shouted(text, 'latex'), expected);
    });
  }
});
