import { useEffect, useState } from 'preact/hooks';
import type { ClassNamer } from '../../../words/class-namer.js';
import { shortHash } from '../../../words/words.js';
import type { OutputContent, OutputView } from '../../wire.js';
import { Classes } from '../parts/classes.js';
import { Digits } from '../parts/digits.js';
import { GridScores } from '../parts/grid-scores.js';
import { Scores } from '../parts/scores.js';
import { get } from '../state/api.js';
import { bytesText } from '../state/format.js';
import { attempt } from '../state/state.js';

/** The outputs of a step, with a picture where there is one. */
export function Outputs({
  outputs,
  nameOf,
}: {
  readonly outputs: readonly OutputView[];
  readonly nameOf: ClassNamer;
}) {
  return (
    <>
      {outputs.map((output) => (
        <section key={output.name}>
          <h3>
            {output.name} <span class="quiet output-type">{output.type}</span>
          </h3>
          <p class="quiet output-size">
            <code title={output.hash}>{shortHash(output.hash)}</code>{' '}
            {output.bytes === null ? 'is not kept any more' : bytesText(output.bytes)}
          </p>
          {output.bytes !== null && output.hasContent && <Content output={output} nameOf={nameOf} />}
        </section>
      ))}
    </>
  );
}

function Content({
  output: { hash, type },
  nameOf,
}: {
  readonly output: OutputView;
  readonly nameOf: ClassNamer;
}) {
  const [content, setContent] = useState<OutputContent>();
  useEffect(() => {
    let wanted = true;
    setContent(undefined);
    void attempt(async () => {
      const found = await get<OutputContent>(`/api/outputs/${hash}?type=${encodeURIComponent(type)}`);
      if (wanted) setContent(found);
    });
    return () => {
      wanted = false;
    };
  }, [hash, type]);
  if (!content) return <p class="quiet">Loading …</p>;
  switch (content.kind) {
    case 'scores':
      return <Scores scores={content} nameOf={nameOf} />;
    case 'grid':
      return <GridScores candidates={content.candidates} />;
    case 'images':
      return (
        <>
          <Facts facts={content.facts} />
          {content.images.length > 0 && (
            <Digits images={content.images} side={content.side} nameOf={nameOf} />
          )}
          <Classes classes={content.classes} nameOf={nameOf} />
        </>
      );
    case 'facts':
      return <Facts facts={content.facts} />;
  }
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, string])[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, text]) => (
        <>
          <dt key={name}>{name}</dt>
          <dd>{text}</dd>
        </>
      ))}
    </dl>
  );
}
