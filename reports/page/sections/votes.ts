import type { Flip, Gallery, ModelContent } from '../../../stages/content/report-content.js';
import type { ClassNamer } from '../../words/class-namer.js';
import { thousands } from '../../words/words.js';
import { type Html, html } from '../parts/html.js';
import { picture } from '../parts/picture.js';
import { table } from '../parts/table.js';

/** Where voting helped, and where it hurt. */
export function voteFigures(name: string, { votes }: ModelContent, nameOf: ClassNamer): Html {
  if (!votes) return html``;
  const { members, bestMember, helped, hurt, voting, weights } = votes;
  const names = members.map((member) => member.name);
  return html`<h4>What voting changes</h4>
<p class="note">A ${voting} vote${weights ? ` with weights ${weights.join(', ')}` : ''}.</p>
${table(
  `${name} beside its members alone`,
  [
    { title: 'Member' },
    { title: 'Correct', align: 'right' },
    { title: 'Voting helped', align: 'right' },
    { title: 'Voting hurt', align: 'right' },
  ],
  members.map((member) => ({
    marked: member.name === bestMember,
    cells: [member.name, thousands(member.correct), thousands(member.helped), thousands(member.hurt)],
  })),
)}
${flips(`Wrong by ${bestMember} alone, right by the vote`, helped, names, nameOf)}
${flips(`Right by ${bestMember} alone, wrong by the vote`, hurt, names, nameOf)}`;
}

function flips(
  title: string,
  { samples, images, total }: Gallery<Flip>,
  names: readonly string[],
  nameOf: ClassNamer,
): Html {
  if (samples.length === 0) return html``;
  return html`<h5>${title}: ${thousands(total)}${samples.length < total ? `, the first ${samples.length}` : ''}</h5>
<ul class="gallery wide">${samples.map(
    ({ sample, truth, vote, members }, row) =>
      html`<li>${picture(
        images,
        row,
        `test sample ${sample}, a ${nameOf(truth)}`,
      )}<span class="caption"><strong>${nameOf(truth)}</strong>, vote ${nameOf(vote)}${members.map(
        (label, member) => html`<br>${names[member]} ${nameOf(label)}`,
      )}</span></li>`,
  )}</ul>`;
}
