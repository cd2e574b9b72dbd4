import { useId, useState } from 'preact/hooks';
import type { ParamField, StudyStep } from '../../wire.js';
import { fieldText, fieldValue, sameJson } from '../state/field-value.js';
import { overrides, problems, setParam } from '../state/state.js';

/** The params of a step, to be changed for the next run. The step's own schema made the fields, and checks them. */
export function ParamForm({ step }: { readonly step: StudyStep }) {
  const general = problems.value.filter(
    ({ step: id, param }) => id === step.id && !step.fields.some(({ name }) => name === param),
  );
  return (
    <section>
      <h3>Params</h3>
      {step.fields.length === 0 && <p class="quiet">It has none.</p>}
      {general.map(({ message }) => (
        <p key={message} class="failure" role="alert">
          {message}
        </p>
      ))}
      <div class="fields">
        {step.fields.map((field) => (
          <Field key={field.name} step={step.id} field={field} />
        ))}
      </div>
    </section>
  );
}

function Field({ step, field }: { readonly step: string; readonly field: ParamField }) {
  const id = useId();
  const { name, rule } = field;
  const own = overrides.value[step] ?? {};
  const value = Object.hasOwn(own, name) ? own[name] : field.value;
  const problem = problems.value.find((one) => one.step === step && one.param === name)?.message;
  const described = `${id}-note`;
  const note = problem ?? rule;
  return (
    <div class="field" data-changed={Object.hasOwn(own, name)}>
      <label for={id}>{name}</label>
      <Input
        id={id}
        field={field}
        value={value}
        isWrong={problem !== undefined}
        describedBy={note === '' ? undefined : described}
        onValue={(changed) => setParam(step, name, changed)}
      />
      {note !== '' && (
        <p id={described} class={problem === undefined ? 'field-rule' : 'field-problem'}>
          {note}
        </p>
      )}
    </div>
  );
}

interface InputProps {
  readonly id: string;
  readonly field: ParamField;
  readonly value: unknown;
  readonly isWrong: boolean;
  readonly describedBy: string | undefined;
  readonly onValue: (value: unknown) => void;
}

function Input({ id, field, value, isWrong, describedBy, onValue }: InputProps) {
  const common = { id, 'aria-invalid': isWrong, 'aria-describedby': describedBy };
  if (field.kind === 'boolean' || field.kind === 'choice') {
    const choices = field.kind === 'boolean' ? ['false', 'true'] : field.choices;
    return (
      <select
        {...common}
        value={fieldText(field, value)}
        onChange={(event) => onValue(fieldValue(field, event.currentTarget.value))}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    );
  }
  return <TextInput common={common} field={field} value={value} onValue={onValue} />;
}

/** A text is kept as it is typed for as long as it means the value: `1.0` is not made `1` under the user's hands. */
function TextInput({
  common,
  field,
  value,
  onValue,
}: Pick<InputProps, 'field' | 'value' | 'onValue'> & { readonly common: { readonly id: string } }) {
  const [typed, setTyped] = useState(fieldText(field, value));
  const text = sameJson(fieldValue(field, typed), value) ? typed : fieldText(field, value);
  const props = {
    ...common,
    value: text,
    spellcheck: false,
    autocomplete: 'off' as const,
    placeholder: 'null',
    onInput: (event: { readonly currentTarget: { readonly value: string } }) => {
      setTyped(event.currentTarget.value);
      onValue(fieldValue(field, event.currentTarget.value));
    },
  };
  if (field.kind === 'json') return <textarea {...props} rows={2} class="mono" />;
  const list = `${common.id}-choices`;
  return (
    <>
      <input
        {...props}
        type="text"
        inputMode={field.kind === 'number' ? 'decimal' : 'text'}
        list={field.choices.length > 0 ? list : undefined}
      />
      {field.choices.length > 0 && (
        <datalist id={list}>
          {field.choices.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      )}
    </>
  );
}
