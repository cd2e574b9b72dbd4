import type { ComponentChildren } from 'preact';
import { duration, shortHash } from '../../../words/words.js';
import type { RecordContent } from '../../wire.js';
import { bytesText, momentText } from '../state/format.js';
import { linkTo } from '../state/route.js';

/** A record: how the result came to be, and what its key is made of. */
export function RecordView({ record }: { readonly record: RecordContent }) {
  const { circumstances: made, code, files, log, madeFrom, usedBy, data } = record;
  return (
    <>
      <section>
        <h3>Result</h3>
        <dl class="facts">
          <Fact name="key">
            <code class="hash">{record.key}</code>
          </Fact>
          <Fact name="made">
            {momentText(made.startedAt)}, in {duration(made.seconds)}
          </Fact>
          {record.blessedFrom !== null && (
            <Fact name="blessed">nothing ran: its code was declared to give what it gave before</Fact>
          )}
          <Fact name="on">
            Node {made.node}, {made.platform}, {made.cpu}, {made.threads}{' '}
            {made.threads === 1 ? 'thread' : 'threads'}
          </Fact>
          <Fact name="memory">{bytesText(made.peakMemoryBytes)} at most</Fact>
          {made.git && (
            <Fact name="git">
              <code title={made.git.commit}>{shortHash(made.git.commit)}</code>
              {made.git.dirty ? ', with uncommitted changes' : ''}
            </Fact>
          )}
        </dl>
      </section>
      {log.length > 0 && (
        <section>
          <h3>Log</h3>
          <pre class="log">{log.join('\n')}</pre>
        </section>
      )}
      <details class="more">
        <summary>What its key is made of</summary>
        <dl class="facts">
          <Fact name="format">{record.format}</Fact>
          {code.map(({ name, hash, packages }) => (
            <Fact key={name} name={`code ${name}`}>
              <code title={hash}>{shortHash(hash)}</code> {packages.join(', ')}
            </Fact>
          ))}
          <Fact name="params">
            <code class="hash">{JSON.stringify(record.params)}</code>
          </Fact>
          {[...record.inputs, ...files].map(({ name, hash }) => (
            <Fact key={name} name={name}>
              <code class="hash">{hash}</code>
            </Fact>
          ))}
        </dl>
      </details>
      <details class="more">
        <summary>Where it came from, and what used it</summary>
        <table class="table table-small">
          <caption class="visually-hidden">The records that it was made from</caption>
          <thead>
            <tr>
              <th scope="col">Made from</th>
              <th scope="col">Key</th>
              <th scope="col">Made</th>
              <th scope="col">Took</th>
            </tr>
          </thead>
          <tbody>
            {madeFrom.map(({ step, key, startedAt, seconds, gave }) => (
              <tr key={key}>
                <th scope="row">
                  <a href={linkTo({ page: 'study', step })}>{step}</a>{' '}
                  <span class="quiet">{gave.join(', ')}</span>
                </th>
                <td>
                  <code title={key}>{shortHash(key)}</code>
                </td>
                <td class="nowrap">{momentText(startedAt)}</td>
                <td class="nowrap">{duration(seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {data.map(({ step, description }) => (
          <p key={step} class="quiet">
            Data: {description ? `${description.name}, ${description.source} (${description.licence})` : step}
          </p>
        ))}
        {usedBy.length > 0 && (
          <p>
            <span class="quiet">Used by </span>
            {usedBy.map(({ step, key }, index) => (
              <span key={key}>
                {index > 0 && ', '}
                <a href={linkTo({ page: 'study', step })}>{step}</a> <code title={key}>{shortHash(key)}</code>
              </span>
            ))}
          </p>
        )}
      </details>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
